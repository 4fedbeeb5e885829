"""OpenAI's whole documents: read once, their packages generated once for all workers."""

from __future__ import annotations

import fcntl
import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from calls import operations
from packages import OVERLAY, generate_whole
from server import Document, mended, read

from generator.diagnostics import DiagnosticLog
from generator.document.document import load

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from calls import Called

SHARED = Path(os.environ.get("OPGEN_SHARED", Path(__file__).parents[2] / "shared"))
NEWEST = "2026-08-21"


def spec(date: str, kind: str = "yaml") -> Path:
    return SHARED / f"specs/openai/{date}.{kind}"


@functools.cache
def document(date: str = NEWEST) -> Document:
    """The document of a date, mended by the overlay. Two are no YAML that PyYAML takes."""
    path = spec(date)
    try:
        return Document(read(path, OVERLAY))
    except yaml.YAMLError:
        return Document(mended(load(path, DiagnosticLog()).data, OVERLAY))


@functools.cache
def called(date: str = NEWEST) -> dict[str, Called]:
    """Its operations by name; none where the documents are not at hand."""
    if not spec(date).is_file():
        return {}
    return {operation.name: operation for operation in operations(document(date))}


def generated(factory: pytest.TempPathFactory, date: str = NEWEST, kind: str = "yaml") -> Path:
    """A folder with `openai_client` and `report.json`, made by the worker that comes first."""
    source = spec(date, kind)
    return once(factory, f"whole-{date}-{kind}", lambda made: generate_whole(made, source))


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made by the worker that comes first, for all workers."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / name
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = root / f"{name}.partial"
            made.mkdir(exist_ok=True)
            make(made)
            made.rename(folder)
    return folder

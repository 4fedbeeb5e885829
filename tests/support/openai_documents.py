"""OpenAI's whole documents: read once, their packages generated once for all workers."""

from __future__ import annotations

import fcntl
import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from server import Document, mended, read

from generator.diagnostics import DiagnosticLog
from generator.diff.compare import compare
from generator.document.document import load
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.planning import plan
from support.operations import operations
from support.packages import OVERLAY, generate_whole
from support.paths import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from support.operations import Called

DATES = (
    "2023-11-07", "2024-04-18", "2024-06-17", "2024-12-05", "2025-03-22", "2026-05-13",
    "2026-08-14",
)  # fmt: skip
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


@functools.cache
def step(old, new):
    """Both plans and the changes between them; the later one keeps the names of the earlier."""
    plans, history = [], NO_HISTORY
    for spec in (old, new):
        options = Options(spec=spec, output=Path("openai_client"), all=True)
        plans.append(plan(options, DiagnosticLog(), history=history))
        history = plans[0].history
    return (*plans, compare(*plans))

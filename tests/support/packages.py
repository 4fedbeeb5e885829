"""Packages generated for the tests, written to temporary folders and imported from there."""

from __future__ import annotations

import atexit
import functools
import importlib.util
import itertools
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import pipeline
from generator.diagnostics import DiagnosticLog
from generator.name_history import NO_HISTORY
from generator.options import Options
from support.command import done
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from generator.name_history import History
    from generator.pipeline import Generated

SPEC = ROOT / "specs/openai-assistants.yaml"
OVERLAY = ROOT / "specs/openai.overlay.yaml"
GROUPS = ("assistants", "threads")

_numbers = itertools.count(1)


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write files, each by its path, below a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def make(
    folder: Path,
    spec: Path | object,
    log: DiagnosticLog | None = None,
    history: History = NO_HISTORY,
    **options: Any,
) -> Generated:
    """Generate a package into `folder`, whose last part is its name.

    A document that is not a path is written next to it first. Without a choice of operations the
    package has all.
    """
    if not isinstance(spec, Path):
        document, spec = spec, folder.parent / "document.json"
        spec.write_text(json.dumps(document), encoding="utf-8")
    chosen = {"all": not options.get("groups"), **options}
    made = pipeline.generate(
        Options(spec=spec, output=folder, **chosen), log or DiagnosticLog(), history=history
    )
    write(made.files, folder)
    return made


def generate_whole(folder: Path, spec: Path) -> Path:
    """Generate `openai_client` of a whole document into `folder`, and `report.json` next to it."""
    places = ("--output", folder / "openai_client", "--report", folder / "report.json")
    done("generate", spec, "--all", *places)
    return folder


def load(folder: Path, name: str | None = None) -> ModuleType:
    """Import the package in `folder`, under a name of its own each time."""
    folder = folder.resolve()  # Python keeps where a relative path led to at first
    name = name or f"{folder.name}_{next(_numbers)}"
    initial = folder / "__init__.py"
    spec = importlib.util.spec_from_file_location(
        name, initial, submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def imported(
    folder: Path, spec: Path | object, log: DiagnosticLog | None = None, **options: Any
) -> ModuleType:
    """Make a package as `make` does, and import it."""
    make(folder, spec, log, **options)
    return load(folder)


@functools.cache
def assistants_folder() -> Path:
    """The package of the assistants and threads groups, generated once."""
    folder = tempfile.mkdtemp(prefix="opgen-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make(output := Path(folder) / "openai_assistants", SPEC, groups=GROUPS)
    return output


@functools.cache
def assistants() -> ModuleType:
    """That package, imported once."""
    return load(assistants_folder())

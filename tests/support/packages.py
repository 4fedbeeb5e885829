"""Packages generated for the tests, written to temporary folders and imported from there."""

from __future__ import annotations

import atexit
import functools
import importlib.util
import itertools
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from generator import pipeline
from generator.cli import main
from generator.diagnostics import DiagnosticLog
from generator.options import Options
from support.paths import ROOT

if TYPE_CHECKING:
    from types import ModuleType

SPEC = ROOT / "specs/openai-assistants.yaml"
OVERLAY = ROOT / "specs/openai.overlay.yaml"
GROUPS = ("assistants", "threads")

_numbers = itertools.count(1)


def generate(folder: Path, spec: Path = SPEC, groups: tuple[str, ...] = GROUPS) -> Path:
    """Generate a package into `folder`, whose last part is its name."""
    options = Options(spec=spec, groups=groups, output=folder)
    made = pipeline.generate(options, DiagnosticLog(), lambda _stage: None)
    for name, data in made.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def generate_whole(folder: Path, spec: Path) -> Path:
    """Generate `openai_client` of a whole document into `folder`, and `report.json` beside it."""
    places = ("--output", folder / "openai_client", "--report", folder / "report.json")
    arguments = [str(one) for one in ("generate", spec, "--all", *places)]
    done = CliRunner().invoke(main, arguments, prog_name="opgen")
    assert done.exit_code == 0, done.output
    return folder


def load(folder: Path, name: str | None = None) -> ModuleType:
    """Import the package in `folder`, under a name of its own each time."""
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


@functools.cache
def assistants_folder() -> Path:
    """The package of the assistants and threads groups, generated once."""
    folder = tempfile.mkdtemp(prefix="opgen-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return generate(Path(folder) / "openai_assistants")


@functools.cache
def assistants() -> ModuleType:
    """That package, imported once."""
    return load(assistants_folder())

"""The apps of this folder, each with the package that it is written for."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.packages import load, make

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).parent


@dataclass(frozen=True)
class App:
    """An app, the package that it uses, and the folder that holds both."""

    module: ModuleType
    package: ModuleType
    folder: Path


def build(folder: Path, kind: str, name: str, **options: object) -> App:
    """Generate the package `name` for the app of a kind, and import both."""
    make(folder / name, HERE / f"{kind}.yaml", **options)
    shutil.copy(HERE / f"{kind}_app.py", folder)
    package = load(folder / name, name)
    sys.path.insert(0, str(folder))
    try:
        module = __import__(f"{kind}_app")
    finally:
        sys.path.remove(str(folder))
    return App(module, package, folder)


@pytest.fixture(scope="session")
def payments(tmp_path_factory):
    return build(tmp_path_factory.mktemp("payments"), "payments", "till")


@pytest.fixture(scope="session")
def hosting(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hosting")
    return build(folder, "hosting", "forge", profile=str(HERE / "hosting.toml"))

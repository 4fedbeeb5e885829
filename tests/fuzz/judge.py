"""Run a trial in this process, and judge what it gives.

No exception, no traceback, a known exit code; every file parses and is formatted; nothing of the
document runs when the package is imported and its operations are described.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import os
import shutil
import subprocess
import sys
import unicodedata
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints, is_typeddict

from click.testing import CliRunner
from ruff import find_ruff_bin

from generator.cli import main

from .texts import CANARY
from .trials import edited_lock

if TYPE_CHECKING:
    from types import ModuleType

    from .trials import Trial

RUNTIME = Path(__file__).parents[2] / "templates/runtime"
_SHARED = "fuzzed_runtime"


class Fault(Exception):  # noqa: N818  a fault of the generator, found
    """What a trial shows to be wrong."""


def judge(trial: Trial, folder: Path) -> bool:
    """Run a trial in an empty folder; return whether there is a package.

    Raises:
        Fault: something is wrong.
    """
    for name, content in trial.files.items():
        (folder / name).write_bytes(content)
    with contextlib.chdir(folder):
        for number, command in enumerate(trial.commands):
            if number == 1 and "edit-of-lock" in trial.edits:
                _edit_lock(trial)
            _run(command)
    packages = [path.parent for path in folder.rglob("opgen.lock")]
    for package in packages:
        _look_at(package)
        _import(package)
    return bool(packages)


def _edit_lock(trial: Trial) -> None:
    place = Path("client/opgen.lock")
    if place.is_file():
        place.write_bytes(edited_lock(place.read_bytes(), trial.edits["edit-of-lock"]))


def _run(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, list(command), prog_name="opgen")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise Fault(f"{command[0]}: an exception") from result.exception
    if result.exit_code not in {0, 1, 2}:
        raise Fault(f"{command[0]}: exit code {result.exit_code}")
    for sign in ("Traceback", "error[internal]"):
        if sign in result.output:
            raise Fault(f"{command[0]}: {result.output}")
    for character in result.output:
        if character != "\n" and unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
            raise Fault(f"{command[0]} prints {character!r}: {result.output}")


def _look_at(package: Path) -> None:
    for path in package.rglob("*.py*"):
        source = path.read_text(encoding="utf-8")
        if path.parent.name == "_runtime":
            continue
        for node in ast.walk(ast.parse(source, str(path))):
            if isinstance(node, ast.Name) and node.id == "__import__":
                raise Fault(f"{path.name} calls __import__")
            if isinstance(node, ast.Import) and node.names[0].name == CANARY:
                raise Fault(f"{path.name} imports the canary")
        for character in set(source) - {"\n"}:
            if unicodedata.category(character)[0] == "C" or character in "\u2028\u2029":
                raise Fault(f"{path.name} holds {character!r}")


def check_format(folders: list[Path]) -> None:
    """Check that ruff would change nothing in the modules of some packages."""
    if not folders:
        return
    options = ("--no-cache", "--isolated", "--line-length", "100", "--exclude", "_runtime")
    command = [find_ruff_bin(), "format", "--check", "--target-version", "py311", *options]
    done = subprocess.run(
        [*command, *map(str, folders)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise Fault(f"not formatted: {done.stdout}{done.stderr}")


def _import(package: Path) -> None:
    """Import each module of a package, and describe a call of each operation."""
    names_before = set(sys.modules)
    sys.path.insert(0, str(package.parent))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _share_runtime(package)
            _import_all(package)
    except Fault:
        raise
    except BaseException as error:
        raise Fault(f"the package cannot be used: {type(error).__name__}: {error}") from error
    finally:
        sys.path.remove(str(package.parent))
        ran = CANARY in sys.modules
        for name in set(sys.modules) - names_before:
            if name == CANARY or name.partition(".")[0] == package.name:
                del sys.modules[name]
        importlib.invalidate_caches()
    if ran:
        raise Fault("the canary ran")


def _import_all(package: Path) -> None:
    root = importlib.import_module(package.name)
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        if "_runtime" not in parts:
            module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
            _describe_calls(module)
    for name in root.__all__:
        getattr(root, name)
        assert name in dir(root)


def _describe_calls(module: ModuleType) -> None:
    from pydantic import BaseModel

    for name, one in list(vars(module).items()):
        if getattr(one, "__module__", None) != module.__name__:
            continue
        if isinstance(one, type) and issubclass(one, BaseModel):
            one.model_rebuild()
            with contextlib.suppress(ValueError):
                one.model_validate({})
        elif hasattr(one, "request") and hasattr(one, "attempt"):
            _describe_call(name, one)
        elif is_typeddict(one):
            get_type_hints(one)


def _describe_call(name: str, operation: object) -> None:
    parameters = inspect.signature(operation).parameters.values()
    empty = inspect.Parameter.empty
    required = {one.name: "x" for one in parameters if one.default is empty}
    required = {one.name: "x" for one in parameters if one.name in required and one.kind < 4}
    try:
        operation.request(**required)
    except ValueError:
        return
    except Exception as error:
        raise Fault(f"{name} cannot describe a call: {type(error).__name__}: {error}") from error


def _share_runtime(package: Path) -> None:
    """Give a package the modules of the runtime that are imported already: they are the same."""
    copies = package / "_runtime"
    for path in copies.glob("*.py"):
        if (RUNTIME / path.name).read_bytes() != path.read_bytes():
            raise Fault(f"{path.name} of the runtime is changed")
    if _SHARED not in sys.modules:
        sys.path.insert(0, os.fspath(_copy_of_runtime()))
        importlib.import_module(_SHARED)
    for path in RUNTIME.glob("*.py"):
        if path.stem != "__init__":
            importlib.import_module(f"{_SHARED}.{path.stem}")
    for name, module in list(sys.modules.items()):
        top, _, rest = name.partition(".")
        if top == _SHARED:
            sys.modules[f"{package.name}._runtime{'.' if rest else ''}{rest}"] = module


def _copy_of_runtime() -> Path:
    folder = Path(os.environ["OPGEN_FUZZ_FOLDER"]) / f"runtime-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(RUNTIME, folder / _SHARED)
    return folder

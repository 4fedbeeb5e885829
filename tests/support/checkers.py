"""Independent judges of generated code: mypy, pyright and ruff."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from support.processes import BIN, run

if TYPE_CHECKING:
    from collections.abc import Sequence

RUFF = ("", "--select=F,E7,E9,W,I,UP,B,C4,PIE,RET,SIM,PYI")


def mypy(target: Path | str | Sequence[Path | str], version: str, cwd: Path) -> str:
    strict = ("--strict", "--config-file=", "--python-version", version, "--no-color-output")
    command = [BIN / "mypy", *strict, "--cache-dir", mypy_cache(cwd)]
    return run(*command, *_listed(target), cwd=cwd, exits=None).stdout


def mypy_cache(cwd: Path) -> Path:
    """The folder that tests of one worker share: mypy remembers libraries, such as pydantic."""
    return cwd.parent / "mypy"


def pyright(
    target: Path | str | Sequence[Path | str], version: str, cwd: Path, **settings: object
) -> list[dict]:
    """What pyright finds in strict mode; of a `_runtime` it reads only what the others use.

    To check a runtime takes four times as long as all the rest. `exclude=[]` checks it too.
    """
    settings = {"exclude": ["**/_runtime"], **settings}
    include = [os.path.relpath(cwd / one, cwd) for one in _listed(target)]
    settings |= {"typeCheckingMode": "strict", "pythonVersion": version, "include": include}
    (cwd / "pyrightconfig.json").write_text(json.dumps(settings))
    done = run(BIN / "pyright", "--outputjson", "--pythonpath", sys.executable, cwd=cwd, exits=None)
    return json.loads(done.stdout)["generalDiagnostics"]


def _listed(target: Path | str | Sequence[Path | str]) -> Sequence[Path | str]:
    return [target] if isinstance(target, (str, Path)) else target


def ruff(target: Path, selection: str) -> str:
    """What ruff finds by its own rules, or by these; nothing where all is well."""
    command = [BIN / "ruff", "check", "--isolated", "--no-cache", "--target-version=py311"]
    done = run(*command, *selection.split(), target, cwd=target, exits=None)
    return done.stdout if done.returncode else ""

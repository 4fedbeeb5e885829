"""Independent judges of generated code: mypy, pyright and ruff."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from support.processes import BIN, run

if TYPE_CHECKING:
    from pathlib import Path

RUFF = ("", "--select=F,E7,E9,W,I,UP,B,C4,PIE,RET,SIM,PYI")


def mypy(target: str | Path, version: str, cwd: Path) -> str:
    strict = ("--strict", "--config-file=", "--python-version", version, "--no-color-output")
    return run(
        BIN / "mypy", *strict, f"--cache-dir={cwd}/.mypy", target, cwd=cwd, exits=None
    ).stdout


def pyright(target: str | Path, version: str, cwd: Path, **settings: object) -> list[dict]:
    settings |= {"typeCheckingMode": "strict", "pythonVersion": version, "include": [str(target)]}
    (cwd / "pyrightconfig.json").write_text(json.dumps(settings))
    done = run(BIN / "pyright", "--outputjson", "--pythonpath", sys.executable, cwd=cwd, exits=None)
    return json.loads(done.stdout)["generalDiagnostics"]


def ruff(target: Path, selection: str) -> str:
    """What ruff finds by its own rules, or by these; nothing where all is well."""
    command = [BIN / "ruff", "check", "--isolated", "--no-cache", "--target-version=py311"]
    done = run(*command, *selection.split(), target, cwd=target, exits=None)
    return done.stdout if done.returncode else ""

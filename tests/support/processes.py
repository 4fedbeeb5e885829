"""Programs in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.paths import ROOT

BIN = Path(sys.executable).parent


def run(
    *command: object, cwd: Path | None = None, exits: int | None = 0, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a program, which ends with the exit code `exits`; with None, any will do."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **environment},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert exits is None or done.returncode == exits, done.stdout + done.stderr
    return done


def python(
    *arguments: object, cwd: Path | None = None, exits: int | None = 0, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run this Python, where the generator can be imported."""
    environment = {"PYTHONPATH": str(ROOT), **environment}
    return run(sys.executable, *arguments, cwd=cwd, exits=exits, **environment)

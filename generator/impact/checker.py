"""Run a type checker over the copy of an app: always the same one, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generator.diagnostics import clip

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog

VERSION: Final = "0.0.108"
"""The version of ty whose messages are understood; the extra `uses` pins it."""

_HELP: Final = "pip install 'opgen[uses]'"
_SHOWN: Final = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """What a checker says of a range of a file; lines and columns count from 1."""

    path: str
    span: tuple[tuple[int, int], tuple[int, int]]
    rule: str
    message: str

    @property
    def key(self) -> tuple[str, tuple[int, int], str]:
        """What the same finding has in common with this one when it says other types."""
        return self.path, self.span[0], self.rule


class Ty:
    """ty (https://docs.astral.sh/ty/), without the user's settings and environment."""

    def check(
        self, folder: Path, roots: list[str], files: list[str], log: DiagnosticLog
    ) -> list[Finding]:
        """Return what is found in files of a folder, whose `ty.toml` has the settings.

        Raises:
            OpgenError: ty is missing, it failed, or its output is not understood.
        """
        root = f"environment.root={json.dumps(roots)}"
        options = ["--output-format=gitlab", "--exit-zero", "--no-progress", "--config", root]
        command = [_program(log), "check", "--config-file=ty.toml", *options, "--", *files]
        home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "APPDATA": str(folder)}
        done = subprocess.run(command, cwd=folder, env=home, capture_output=True, check=False)
        output = done.stdout.decode(errors="replace")
        if done.returncode != 0:
            said = f"{done.stderr.decode(errors='replace')}\n{output}".strip()
            log.fail("checker-failed", f"ty ended with {done.returncode}: {clip(said, _SHOWN)}")
        try:
            found = [_finding(one) for one in json.loads(output)]
        except (ValueError, LookupError, TypeError) as error:
            said = f"{type(error).__name__}: {error}: {clip(output, _SHOWN)}"
            log.fail("checker-failed", f"the output of ty is not understood: {said}")
        if panics := [one.message for one in found if one.rule == "panic"]:
            log.fail("checker-failed", f"ty failed: {clip(panics[0], _SHOWN)}")
        return found


def _program(log: DiagnosticLog) -> str:
    try:
        from ty import find_ty_bin  # noqa: PLC0415  an extra that only this needs

        program = find_ty_bin()
        done = subprocess.run([program, "--version"], capture_output=True, check=True, text=True)
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        log.fail("no-checker", f"--uses needs ty {VERSION}: {error}", help=_HELP)
    if done.stdout.split()[1:2] != [VERSION]:
        said = clip(done.stdout.strip(), 80)
        log.fail("other-checker", f"--uses needs ty {VERSION}, and found {said}", help=_HELP)
    return program


def _finding(one: Mapping[str, Any]) -> Finding:
    start, end = (one["location"]["positions"][each] for each in ("begin", "end"))
    return Finding(
        path=one["location"]["path"],
        span=((start["line"], start["column"]), (end["line"], end["column"])),
        rule=one["check_name"],
        message=one["description"].removeprefix(f"{one['check_name']}: "),
    )

"""Run the type checker ty over the copy of an app, in an isolated environment."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generator.diagnostics import clip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog

VERSION: Final = "0.0.108"
"""The version of ty whose messages opgen parses; the extra `uses` pins it."""

_HELP: Final = "pip install 'opgen[uses]'"
_MAX_LENGTH: Final = 2000


@dataclass(frozen=True, slots=True)
class CheckerDiagnostic:
    """A diagnostic of the checker for a range of a file.

    Attributes:
        span: line and column of the start and of the end, all from 1.
        is_error: whether it is more than a warning.
    """

    path: str
    span: tuple[tuple[int, int], tuple[int, int]]
    rule: str
    message: str
    is_error: bool = True

    @property
    def key(self) -> tuple[str, tuple[int, int], str]:
        """What identifies the same diagnostic even if its message names other types."""
        return self.path, self.span[0], self.rule


def check_with_ty(
    folder: Path, roots: list[str], files: list[str], log: DiagnosticLog
) -> list[CheckerDiagnostic]:
    """Return the diagnostics of ty (https://docs.astral.sh/ty/) for files in a folder.

    The user's settings and environment do not count: the folder contains the settings `ty.toml`.
    The files, and the roots of absolute imports, are relative to the folder.

    Raises:
        OpgenError: ty is missing or fails, or its output cannot be parsed.
    """
    root = f"environment.root={json.dumps(roots)}"
    options = ["--output-format=gitlab", "--exit-zero", "--no-progress", "--config", root]
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "APPDATA": str(folder)}
    return run_ty(["--config-file=ty.toml", *options, "--", *files], folder, home, log)


def run_ty(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    log: DiagnosticLog,
    flag: str = "--uses",
) -> list[CheckerDiagnostic]:
    """Return the diagnostics of `ty check` with arguments, which choose the format of GitLab.

    Raises:
        OpgenError: ty is missing, which the option `flag` needs; it fails; or its output cannot
            be parsed.
    """
    command = [_program(log, flag), "check", *arguments]
    process = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    output = process.stdout.decode(errors="replace")
    if process.returncode != 0:
        text = clip(f"{process.stderr.decode(errors='replace')}\n{output}".strip(), _MAX_LENGTH)
        log.fail("checker-failed", f"ty exited with {process.returncode}: {text}")
    try:
        diagnostics = [_parse_diagnostic(one) for one in json.loads(output)]
    except (ValueError, LookupError, TypeError) as error:
        text = f"{type(error).__name__}: {error}: {clip(output, _MAX_LENGTH)}"
        log.fail("checker-failed", f"the output of ty cannot be parsed: {text}")
    if panics := [one.message for one in diagnostics if one.rule == "panic"]:
        log.fail("checker-failed", f"ty failed: {clip(panics[0], _MAX_LENGTH)}")
    return diagnostics


def _program(log: DiagnosticLog, flag: str) -> str:
    try:
        from ty import find_ty_bin  # noqa: PLC0415  ty is an optional dependency

        program = find_ty_bin()
        process = subprocess.run([program, "--version"], capture_output=True, check=True, text=True)
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        log.fail("no-checker", f"{flag} needs ty {VERSION}: {error}", help=_HELP)
    if process.stdout.split()[1:2] != [VERSION]:
        text = clip(process.stdout.strip(), 80)
        log.fail("other-checker", f"{flag} needs ty {VERSION}, but found {text}", help=_HELP)
    return program


def _parse_diagnostic(one: Mapping[str, Any]) -> CheckerDiagnostic:
    start, end = (one["location"]["positions"][each] for each in ("begin", "end"))
    return CheckerDiagnostic(
        path=one["location"]["path"],
        span=((start["line"], start["column"]), (end["line"], end["column"])),
        rule=one["check_name"],
        message=one["description"].removeprefix(f"{one['check_name']}: "),
        is_error=one.get("severity") in {"blocker", "critical", "major"},
    )

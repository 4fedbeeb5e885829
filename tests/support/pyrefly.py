"""pyrefly (https://pyrefly.org) in the place of ty: a second judge of what an app uses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.impact.checker import CheckerDiagnostic
from support.processes import BIN, run

if TYPE_CHECKING:
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog

# What ty calls the same.
_RULES = {
    "bad-argument-count": "too-many-positional-arguments",
    "bad-argument-type": "invalid-argument-type",
    "bad-assignment": "invalid-assignment",
    "bad-return": "invalid-explicit-return",
    "bad-typed-dict-key": "invalid-typed-dict-key",
}
_OPTIONS = (
    *("--preset", "strict", "--min-severity", "info", "--summary", "none"),
    *("--output-format", "json", "--python-version", "3.14", "--python-platform", "linux"),
    *("--skip-interpreter-query", "--disable-search-path-heuristics"),
    *("--site-package-path", "python/lib/python3.14/site-packages"),
)


def check_with_pyrefly(
    folder: Path, roots: list[str], files: list[str], log: DiagnosticLog
) -> list[CheckerDiagnostic]:
    """Ask pyrefly, and say it as ty would."""
    search = [option for root in roots for option in ("--search-path", root)]
    done = run(BIN / "pyrefly", "check", *_OPTIONS, *search, "--", *files, cwd=folder, exits=None)
    if done.returncode not in {0, 1}:
        log.fail("checker-failed", done.stderr + done.stdout)
    return [_finding(one, folder) for one in json.loads(done.stdout)["errors"]]


def _finding(one: dict, folder: Path) -> CheckerDiagnostic:
    start, end = (one["line"], one["column"]), (one["stop_line"], one["stop_column"])
    message = one["description"]
    if one["name"] == "deprecated":
        start = (end[0], max(1, end[1] - 1))  # at the name, not at what it is an attribute of
    if message.startswith("Argument `"):
        message += f"; found {message.partition(' is not assignable')[0]}"
    path = (folder / one["path"]).resolve().relative_to(folder.resolve()).as_posix()
    return CheckerDiagnostic(path, (start, end), _RULES.get(one["name"], one["name"]), message)

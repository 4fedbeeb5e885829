"""Compare the files of a folder with the generated ones."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from generator.diagnostics import DiagnosticLog
from generator.write import lock
from generator.write.package_folder import FolderContent, errors_as_diagnostics, read_existing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MAX_DIFF_LINES: Final = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that differs from the generated one; `edited` means changed by hand."""

    path: str
    kind: Literal["missing", "unexpected", "changed", "edited"]
    line: int | None = None
    diff: tuple[str, ...] = ()


def compare(files: Mapping[str, bytes], output: Path) -> tuple[Difference, ...]:
    """Return the differences between generated files and a folder, by path."""
    log = DiagnosticLog()
    with errors_as_diagnostics(output, log, "cannot-read"):
        existing = read_existing(output, log, files)
    expected = {**lock.changelog_in(existing.files), **files}
    paths = sorted({*existing.files, *existing.foreign, *expected})
    return tuple(
        _difference(path, existing, expected)
        for path in paths
        if path not in expected or existing.files.get(path) != expected[path]
    )


def changed_lines(old: bytes, new: bytes) -> tuple[int, tuple[str, ...]]:
    """Return the number of the first line that differs, and a unified diff, cut if it is long."""
    before, after = _lines(old), _lines(new)
    line = min(len(before), len(after)) + 1
    for number, (one, other) in enumerate(zip(before, after, strict=False), 1):
        if one != other:
            line = number
            break
    diff = list(difflib.unified_diff(before, after, "on disk", "generated", n=1, lineterm=""))[2:]
    more = [f"… {len(diff) - _MAX_DIFF_LINES} more lines"] if len(diff) > _MAX_DIFF_LINES else []
    return line, (*diff[:_MAX_DIFF_LINES], *more)


def _difference(path: str, existing: FolderContent, files: Mapping[str, bytes]) -> Difference:
    if path not in files:
        return Difference(path, "unexpected")
    if path not in existing.files:
        return Difference(path, "missing")
    kind: Literal["edited", "changed"] = "edited" if existing.is_edited(path) else "changed"
    return Difference(path, kind, *changed_lines(existing.files[path], files[path]))


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").split("\n")

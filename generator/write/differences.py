"""How the files of a folder differ from what is to be in it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from generator.diagnostics import DiagnosticLog
from generator.write import lock
from generator.write.package_folder import Existing, errors_as_diagnostics, read_existing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DIFF_LINES: Final = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that is not what the inputs give; `edited` is one changed by hand."""

    path: str
    kind: Literal["missing", "unexpected", "changed", "edited"]
    line: int | None = None
    diff: tuple[str, ...] = ()


def compare(files: Mapping[str, bytes], output: Path) -> tuple[Difference, ...]:
    """What is in the folder but not as the inputs give it."""
    log = DiagnosticLog()
    with errors_as_diagnostics(output, log, "cannot-read"):
        existing = read_existing(output, log, files)
    wanted = {**lock.histories(existing.files), **files}
    paths = sorted({*existing.files, *existing.foreign, *wanted})
    return tuple(
        _difference(path, existing, wanted)
        for path in paths
        if path not in wanted or existing.files.get(path) != wanted[path]
    )


def changed_lines(old: bytes, new: bytes) -> tuple[int, tuple[str, ...]]:
    """The first line that differs, and a unified difference, cut when it is long."""
    before, after = _lines(old), _lines(new)
    pairs = enumerate(zip(before, after, strict=False), 1)
    line = next((number for number, (one, other) in pairs if one != other), None)
    line = line or min(len(before), len(after)) + 1
    found = difflib.unified_diff(before, after, "on disk", "generated", n=1, lineterm="")
    diff = list(found)[2:]
    more = [f"… {len(diff) - _DIFF_LINES} more lines"] if len(diff) > _DIFF_LINES else []
    return line, (*diff[:_DIFF_LINES], *more)


def _difference(path: str, existing: Existing, files: Mapping[str, bytes]) -> Difference:
    if path not in files:
        return Difference(path, "unexpected")
    if path not in existing.files:
        return Difference(path, "missing")
    kind: Literal["edited", "changed"] = "edited" if existing.is_edited(path) else "changed"
    return Difference(path, kind, *changed_lines(existing.files[path], files[path]))


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").split("\n")

"""Conflict markers that git leaves in a file, in each of its styles: merge, diff3 and zdiff3."""

from __future__ import annotations

from typing import Final

from generator.digests import level

_OURS: Final = b"<<<<<<<"
_BASE: Final = b"|||||||"
_THEIRS: Final = b"======="
_END: Final = b">>>>>>>"
_NEXT: Final = {
    b"": (_OURS,),
    _OURS: (_BASE, _THEIRS),
    _BASE: (_THEIRS,),
    _THEIRS: (_END,),
}
"""The markers that may follow each one; no marker is before the first."""


def sides(content: bytes) -> tuple[bytes, bytes] | None:
    """Return the two texts of a file with conflicts, ours first; None if it has no conflict."""
    if _OURS not in content:
        return None
    ours, theirs = list[bytes](), list[bytes]()
    state, is_found = b"", False
    for line in level(content).splitlines(keepends=True):
        marker = _marker(line)
        if marker in _NEXT[state]:
            is_found = is_found or marker == _END
            state = b"" if marker == _END else marker
            continue
        if state in {b"", _OURS}:
            ours.append(line)
        if state in {b"", _THEIRS}:
            theirs.append(line)
    return (b"".join(ours), b"".join(theirs)) if is_found and not state else None


def conflict_line(content: bytes) -> int | None:
    """Return the number of the first line with a conflict marker; None without a conflict."""
    if sides(content) is None:
        return None
    lines = level(content).split(b"\n")
    return next(number for number, line in enumerate(lines, 1) if _marker(line) == _OURS)


def _marker(line: bytes) -> bytes:
    """Return the marker of a line, or nothing; text may follow after a space."""
    start, _, _ = line.rstrip(b"\r\n").partition(b" ")
    return start if start in {_OURS, _BASE, _THEIRS, _END} else b"-"

"""Merge one file of a package: its edited bytes, its new bytes, and what opgen wrote last."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.conflicts import sides
from generator.line_diff import first_difference
from generator.merging.additions import merge_changes
from generator.merging.base import Base, digest_symbols
from generator.merging.merge import Conflict, Merge
from generator.merging.printing import print_symbols
from generator.merging.symbols import split

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.merging.merge import Reason, Side

_WHOLE: Final = "_runtime/"
"""Files below are the same in all packages; only their own digest is recorded."""

_LISTS: Final = "__init__.py"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a lock records of a file that opgen wrote.

    Attributes:
        is_written: whether opgen wrote exactly this text.
        symbols: the digests of its symbols; None if there are none.
    """

    is_written: Callable[[bytes], bool]
    symbols: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged file; if there are conflicts, `content` is not to be written."""

    content: bytes
    conflicts: tuple[Conflict, ...] = ()


def has_symbols(path: str) -> bool:
    """Whether a lock records the symbols of a file.

    A list of all names is one symbol: if two branches add names to it, git could not merge the
    lock. Additions to such a file are found without symbols.
    """
    if path.startswith(_WHOLE) or PurePosixPath(path).name == _LISTS:
        return False
    return path.endswith((".py", ".pyi"))


def symbol_digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digests of the symbols of each file that has them, by path."""
    return {path: digest_symbols(_text(files[path])) for path in sorted(files) if has_symbols(path)}


def merge_file(
    path: str, ours: bytes, theirs: bytes, recorded: Recorded, prefer: Side | None = None
) -> Merged:
    """Merge an edited file with the new one.

    Line endings become those of the new file, unless nothing else changes.
    """
    if both := sides(ours):  # of a conflict in git: each side may have edits
        first = merge_file(path, both[0], theirs, recorded, prefer)
        second = merge_file(path, both[1], first.content, recorded, prefer)
        return first if first.conflicts else second
    try:
        mine, new = _text(ours), _text(theirs)
    except UnicodeDecodeError:
        return _take_one(ours, theirs, recorded, prefer)
    if (mine != new and not recorded.is_written(theirs)) or _wrong_line(path, mine):
        return _merge_file(path, mine, new, recorded, prefer)
    return Merged(ours)


def _merge_file(
    path: str, ours: str, theirs: str, recorded: Recorded, prefer: Side | None
) -> Merged:
    if line := _wrong_line(path, ours):
        return _settled(ours, theirs, Conflict(key="", reason="unreadable", line=line), prefer)
    text, conflicts = _merge_texts(path, ours, theirs, recorded, prefer)
    if conflicts:
        return Merged(theirs.encode(), conflicts)
    if text is None or _wrong_line(path, text):
        reason: Reason = "broken" if text else "unrecorded" if has_symbols(path) else "changed"
        return _settled(ours, theirs, _of_file(reason, ours, theirs), prefer)
    return Merged(text.encode())


def _merge_texts(
    path: str, ours: str, theirs: str, recorded: Recorded, prefer: Side | None
) -> tuple[str | None, tuple[Conflict, ...]]:
    """Return the merged text; None if only the whole file is known, and it has a conflict."""
    if recorded.symbols is None or not has_symbols(path):
        by_words = PurePosixPath(path).name == _LISTS
        return merge_changes(
            ours, theirs, lambda text: recorded.is_written(text.encode()), by_words=by_words
        ), ()
    merge = Merge(Base.of(recorded.symbols), split(ours), split(theirs), prefer)
    return print_symbols(merge.symbols()), tuple(merge.conflicts)


def _take_one(ours: bytes, theirs: bytes, recorded: Recorded, prefer: Side | None) -> Merged:
    """Return one side of a file that is not text."""
    if ours == theirs or recorded.is_written(theirs) or prefer == "mine":
        return Merged(ours)
    conflict = Conflict(key="", reason="changed", line=1)
    return Merged(theirs, () if prefer else (conflict,))


def _settled(ours: str, theirs: str, conflict: Conflict, prefer: Side | None) -> Merged:
    if prefer is None:
        return Merged(theirs.encode(), (conflict,))
    return Merged((ours if prefer == "mine" else theirs).encode())


def _of_file(reason: Reason, ours: str, theirs: str) -> Conflict:
    """Return a conflict of a whole file, at the first line that differs."""
    mine, other = ours.split("\n"), theirs.split("\n")
    line = first_difference(mine, other) + 1
    return Conflict(key="", reason=reason, line=line, ours=tuple(mine), theirs=tuple(other))


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _wrong_line(path: str, text: str) -> int | None:
    """Return the number of the line at which a Python file cannot be compiled, or None."""
    if not path.endswith((".py", ".pyi")):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        return error.lineno or 1
    except (ValueError, RecursionError, MemoryError):
        return 1
    return None

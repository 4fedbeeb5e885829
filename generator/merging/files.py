"""Merge one file of a package: its edited bytes, its new bytes, and what opgen wrote last."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import takewhile
from operator import eq
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

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


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digests of the symbols of each file that has them, by path."""
    return {path: digest_symbols(_text(files[path])) for path in sorted(files) if has_symbols(path)}


def merge_file(
    path: str, ours: bytes, theirs: bytes, recorded: Recorded, prefer: Side | None = None
) -> Merged:
    """Merge an edited file with the new one.

    Line endings become those of the new file, unless nothing else changes.
    """
    try:
        mine, new = _text(ours), _text(theirs)
    except UnicodeDecodeError:
        return _take_one(ours, theirs, recorded, prefer)
    if line := _wrong_line(path, mine):
        return _settled(ours, theirs, Conflict(key="", reason="unreadable", line=line), prefer)
    if mine == new or recorded.is_written(theirs):
        return Merged(ours)
    if recorded.symbols is None or not has_symbols(path):
        text = merge_changes(mine, new, lambda base: recorded.is_written(base.encode()))
        conflicts: tuple[Conflict, ...] = ()
    else:
        merge = Merge(Base.of(recorded.symbols), split(mine), split(new), prefer)
        text, conflicts = print_symbols(merge.symbols()), tuple(merge.conflicts)
    if text is None:
        reason: Reason = "unrecorded" if has_symbols(path) else "changed"
        return _settled(ours, theirs, _of_file(reason, mine, new), prefer)
    if not conflicts and _wrong_line(path, text):
        return _settled(ours, theirs, _of_file("broken", mine, new), prefer)
    return Merged(ours if text == mine else text.encode(), conflicts)


def _take_one(ours: bytes, theirs: bytes, recorded: Recorded, prefer: Side | None) -> Merged:
    """Return one side of a file that is not text."""
    if ours == theirs or recorded.is_written(theirs):
        return Merged(ours)
    return _settled(ours, theirs, Conflict(key="", reason="changed", line=1), prefer)


def _settled(ours: bytes, theirs: bytes, conflict: Conflict, prefer: Side | None) -> Merged:
    if prefer is None:
        return Merged(theirs, (conflict,))
    return Merged(ours if prefer == "mine" else theirs)


def _of_file(reason: Reason, ours: str, theirs: str) -> Conflict:
    """Return a conflict of a whole file, at the first line that differs."""
    mine, other = ours.split("\n"), theirs.split("\n")
    line = sum(1 for _ in takewhile(bool, map(eq, mine, other))) + 1
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

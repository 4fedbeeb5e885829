"""The Python files of an app, read as Python reads them; nothing of them is executed."""

from __future__ import annotations

import ast
import os
import tokenize
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diagnostics import Location, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diagnostics import DiagnosticLog

_HELP: Final = "code for a newer Python is read when opgen runs with that"
_SUFFIXES: Final = (".py", ".pyi")
_OTHERS: Final = frozenset(("__pycache__", "node_modules"))
# A virtual environment, and a package that opgen wrote.
_MARKS: Final = ("pyvenv.cfg", "opgen.lock")


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the app.

    Attributes:
        path: absolute, as imports from above the folder need it.
        given: as who asked would write it.
    """

    path: Path
    given: Path
    lines: tuple[str, ...]
    tree: ast.Module

    def position(self, line: int, offset: int) -> int:
        """Return the column, from 1, of what `ast` counts in bytes."""
        if not 0 < line <= len(self.lines):
            return 1
        return len(self.lines[line - 1].encode()[:offset].decode(errors="ignore")) + 1

    def text(self, line: int) -> str:
        """Return a line without the space around it."""
        return self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""


def sources(path: Path, log: DiagnosticLog) -> tuple[Source, ...]:
    """Read the files at a path in order; one that cannot be read is a warning.

    Raises:
        OpgenError: there is nothing at the path.
    """
    if not path.exists():
        log.fail("no-code", f"there is no file or folder {shown(str(path))}")
    files = [path] if path.is_file() else sorted(_files(path))
    read = (_read(file, log) for file in files)
    return tuple(one for one in read if one is not None)


def _files(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        if any(mark in names for mark in _MARKS):
            folders.clear()
            continue
        folders[:] = [name for name in folders if name[0] != "." and name not in _OTHERS]
        for name in names:
            file = Path(at, name)
            if file.suffix in _SUFFIXES and file.is_file() and _is_within(file, folder):
                yield file


def _is_within(file: Path, folder: Path) -> bool:
    """Whether a file, if it is a link, leads to one that was asked for too."""
    return not file.is_symlink() or file.resolve().is_relative_to(folder.resolve())


def _read(path: Path, log: DiagnosticLog) -> Source | None:
    try:
        with tokenize.open(path) as file:
            text = file.read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the app's own escapes are not our business
            tree = ast.parse(text)
    except (SyntaxError, LookupError, ValueError, OSError, RecursionError, MemoryError) as error:
        log.warning(
            "unreadable-code",
            f"it cannot be read as Python, and is left out: {_reason(error)}",
            at=_place(path, error),
            help=_HELP if isinstance(error, SyntaxError) else None,
        )
        return None
    return Source(path.absolute(), path, tuple(text.split("\n")), tree)


def _reason(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return error.msg
    return str(error) or type(error).__name__


def _place(path: Path, error: Exception) -> Location:
    if isinstance(error, SyntaxError):
        return Location(str(path), error.lineno or 1, max(1, error.offset or 1))
    return Location(str(path), 1, 1)

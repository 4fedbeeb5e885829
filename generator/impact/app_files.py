"""The Python files of an app, read as Python reads them; nothing of them is executed."""

from __future__ import annotations

import ast
import os
import tokenize
import warnings
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.diagnostics import Location, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diagnostics import DiagnosticLog

Located: TypeAlias = ast.expr | ast.stmt | ast.pattern | ast.keyword | ast.alias | ast.arg
LOCATED: Final = (ast.expr, ast.stmt, ast.pattern, ast.keyword, ast.alias, ast.arg)

_HELP: Final = "code for a newer Python is read when opgen runs with that"
_OTHERS: Final = frozenset(("__pycache__", "node_modules"))
_MARKS: Final = ("pyvenv.cfg", "opgen.lock")  # a virtual environment, a package of opgen's


@dataclass(frozen=True, eq=False)
class Source:
    """One file of the app; `path` is as the user would write it, a place an offset in `text`."""

    path: Path
    text: str
    tree: ast.Module

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes but those in f-strings, which stand nowhere before Python 3.12."""
        found: list[ast.AST] = [self.tree]
        for one in found:
            found += () if isinstance(one, ast.JoinedStr) else ast.iter_child_nodes(one)
        return found

    @cached_property
    def starts(self) -> list[int]:
        """Where each line starts."""
        return list(accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0))

    def span(self, node: Located) -> tuple[int, int]:
        """Return where a node starts and ends."""
        end = self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return self._offset(node.lineno, node.col_offset), end

    def _offset(self, line: int, column: int) -> int:
        start, end = self.starts[line - 1 : line + 1]  # `ast` counts columns in bytes
        return start + len(self.text[start:end].encode()[:column].decode(errors="ignore"))

    def place(self, line: int, column: int) -> int:
        """Return the place of a line and a column, both from 1."""
        return self.starts[line - 1] + column - 1

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a place, both from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def name_of(node: ast.AST) -> str:
    """Return the name of a node, of an attribute its last part; empty for any other node."""
    return getattr(node, "id", "") or getattr(node, "attr", "")


def sources(path: Path, log: DiagnosticLog) -> list[Source]:
    """Read the files at a path in order; one that cannot be read is a warning.

    Raises:
        OpgenError: there is nothing at the path.
    """
    if not path.exists():
        log.fail("no-code", f"there is no file or folder {shown(str(path))}")
    files = [path] if path.is_file() else sorted(_files(path))
    return [source for file in files if (source := read_source(file, log))]


def _files(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        if any(mark in names for mark in _MARKS):
            folders.clear()
            continue
        folders[:] = [name for name in folders if name[0] != "." and name not in _OTHERS]
        for name in names:
            file = Path(at, name)
            # A link must lead to what was asked for too.
            is_within = not file.is_symlink() or file.resolve().is_relative_to(folder.resolve())
            if file.suffix in {".py", ".pyi"} and file.is_file() and is_within:
                yield file


def read_source(path: Path, log: DiagnosticLog) -> Source | None:
    """Read a file; one that is not Python is a warning, and None."""
    try:
        with tokenize.open(path) as file:
            text = file.read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the app's own escapes are not our business
            return Source(path, text, ast.parse(text))
    except SyntaxError as error:
        reason, place = error.msg, (error.lineno or 1, max(1, error.offset or 1))
    except (LookupError, ValueError, OSError, RecursionError, MemoryError) as error:
        reason, place = str(error) or type(error).__name__, (1, 1)
    message = f"it cannot be read as Python, and is left out: {reason}"
    log.warning("unreadable-code", message, at=Location(str(path), *place), help=_HELP)
    return None

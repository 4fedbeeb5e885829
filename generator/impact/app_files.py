"""Read and parse the Python files of an app, without executing them."""

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
from generator.document.source import real_path
from generator.write.custom_code import is_custom
from generator.write.staging import STAGED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diagnostics import DiagnosticLog

Located: TypeAlias = ast.expr | ast.stmt | ast.pattern | ast.keyword | ast.alias | ast.arg
LOCATED: Final = (ast.expr, ast.stmt, ast.pattern, ast.keyword, ast.alias, ast.arg)

_HELP: Final = "if the code needs a newer Python, run opgen with that Python"
_IGNORED_FOLDERS: Final = frozenset(("__pycache__", "node_modules"))
_VIRTUAL_ENVIRONMENT: Final = "pyvenv.cfg"
_PACKAGE: Final = "opgen.lock"


@dataclass(frozen=True, eq=False)
class AppFile:
    """One file of the app.

    Attributes:
        path: relative to the current folder, or as the user wrote it.
    """

    path: Path
    text: str
    tree: ast.Module

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes except those in f-strings, which have no position before Python 3.12."""
        found: list[ast.AST] = [self.tree]
        for one in found:
            found += () if isinstance(one, ast.JoinedStr) else ast.iter_child_nodes(one)
        return found

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each line."""
        return list(accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0))

    def span(self, node: Located) -> tuple[int, int]:
        """Return the offsets of the start and the end of a node."""
        end = self._offset_of_byte(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return self._offset_of_byte(node.lineno, node.col_offset), end

    def _offset_of_byte(self, line: int, column: int) -> int:
        start, end = self.starts[line - 1 : line + 1]  # `ast` counts columns in bytes
        return start + len(self.text[start:end].encode()[:column].decode(errors="ignore"))

    def offset_at(self, line: int, column: int) -> int:
        """Return the offset of a line and a column, both from 1."""
        return self.starts[line - 1] + column - 1

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset, both from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def name_of(node: ast.AST) -> str:
    """Return the name of a name node, or the last part of an attribute node; else empty."""
    return getattr(node, "id", "") or getattr(node, "attr", "")


def read_app_files(path: Path, log: DiagnosticLog) -> list[AppFile]:
    """Return the files at a path in order; log a warning for one that cannot be read.

    Raises:
        OpgenError: the path does not exist.
    """
    if not path.exists():
        message = f"the file or folder {shown(str(path))} does not exist"
        log.fail("no-code", message, help="pass the Python file or the folder of the app")
    files = [path] if path.is_file() else sorted(_files(path))
    return [source for file in files if (source := read_app_file(file, log))]


def _files(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        if _VIRTUAL_ENVIRONMENT in names:
            folders.clear()
            continue
        if _PACKAGE in names:  # only the app's own code in it is of the app
            folders[:] = filter(is_custom, folders)
            names[:] = filter(is_custom, names)
        folders[:] = [name for name in folders if name[0] != "." and name not in _IGNORED_FOLDERS]
        for name in names:
            file = Path(at, name)
            # The target of a link must be in the folder too.
            is_within = not file.is_symlink() or real_path(file).is_relative_to(real_path(folder))
            is_code = file.suffix in {".py", ".pyi"} and not name.startswith(STAGED)
            if is_code and file.is_file() and is_within:
                yield file


def read_app_file(path: Path, log: DiagnosticLog) -> AppFile | None:
    """Return a file; if it is not valid Python, log a warning and return None."""
    try:
        with tokenize.open(path) as file:
            text = file.read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in the app are not reported
            return AppFile(path, text, ast.parse(text))
    except SyntaxError as error:
        reason, position = error.msg, (error.lineno or 1, max(1, error.offset or 1))
    except (LookupError, ValueError, OSError, RecursionError, MemoryError) as error:
        reason, position = str(error) or type(error).__name__, (1, 1)
    message = f"the file is ignored, because it is not valid Python: {reason}"
    log.warning("unreadable-code", message, at=Location(str(path), *position), help=_HELP)
    return None

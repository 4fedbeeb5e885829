"""Read TOML, and find the offsets of its tables and keys."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.document.source import SourceFile

Path = tuple[str | int, ...]
"""The keys from the root to a value; the index of an item of an array."""

_SPACE: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_INLINE_SPACE: Final = re.compile(r"[ \t]*")
_KEY: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_STRING: Final = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\]|\\.)*"|'[^']*\'''', re.DOTALL
)
_BARE: Final = re.compile(r"[^,\]}#\n]+")


def read_toml(
    source: SourceFile, log: DiagnosticLog, code: Code = "invalid-toml"
) -> dict[str, object]:
    """Return the content of a TOML file.

    Raises:
        OpgenError: it is invalid; `code` says what kind of file it is.
    """
    try:
        return tomllib.loads(source.text)
    except RecursionError:
        log.fail(code, "the TOML is nested too deeply", at=source.location(0))
    except ValueError as error:  # not only of the TOML: a number may be too long for Python
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        lines = source.text.splitlines(keepends=True)[: line - 1]
        at = source.location(sum(map(len, lines)) + column - 1)
        log.fail(code, f"the TOML cannot be read: {error}", at=at)


class TomlOffsets:
    """Offsets of all tables, keys and items of a text, which `tomllib` can read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[Path, int] = {(): 0}
        self._counts: dict[Path, int] = {}  # of the tables of each array of tables
        self._read()

    def offset(self, path: Sequence[str | int]) -> int:
        """Return the offset of what has this path, or of the nearest part that contains it."""
        place = tuple(path)
        while place not in self._found:
            place = place[:-1]
        return self._found[place]

    def _read(self) -> None:
        position = self._after_space(0)
        table: Path = ()
        while position < len(self._text):
            if self._text[position] == "[":
                table, position = self._header(position)
            else:
                position = self._member(table, position)
            position = self._after_space(position)

    def _header(self, start: int) -> tuple[Path, int]:
        """Read `[a.b]` or `[[a.b]]`; return the path of the table."""
        is_array = self._text.startswith("[[", start)
        keys, end = self._keys(start + (2 if is_array else 1))
        table: Path = ()
        for key in keys:
            table = (*self._newest(table), key)
            self._found.setdefault(table, start)
        if is_array:
            self._counts[table] = self._counts.get(table, -1) + 1
            table = self._newest(table)
            self._found[table] = start
        else:
            self._found[table] = start
        return table, end + (2 if is_array else 1)

    def _newest(self, path: Path) -> Path:
        """Return the newest table of an array of tables; another path is returned as it is."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _member(self, table: Path, start: int) -> int:
        """Read `a.b = value`; return the offset after it."""
        keys, end = self._keys(start)
        for key in keys:
            table = (*table, key)
            self._found.setdefault(table, start)
        return self._value(table, self._after(_INLINE_SPACE, end + 1))

    def _keys(self, start: int) -> tuple[list[str], int]:
        """Read the parts of a dotted key; return the offset of what follows it."""
        keys: list[str] = []
        while True:
            start = self._after(_INLINE_SPACE, start)
            end = self._after(_KEY, start)
            text = self._text[start:end]
            keys.append(tomllib.loads(f"key = {text}")["key"] if text[0] in "\"'" else text)
            end = self._after(_INLINE_SPACE, end)
            if self._text[end] != ".":
                return keys, end
            start = end + 1

    def _value(self, path: Path, start: int) -> int:
        """Read a value; return the offset after it."""
        match self._text[start]:
            case '"' | "'":
                return self._after(_STRING, start)
            case "[" | "{":
                return self._items(path, start)
            case _:
                return self._after(_BARE, start)

    def _items(self, path: Path, start: int) -> int:
        """Read an array or an inline table; return the offset after it."""
        is_table = self._text[start] == "{"
        position, index = self._after_space(start + 1), 0
        while self._text[position] not in "]}":
            if is_table:
                position = self._member(path, position)
            else:
                self._found[*path, index] = position
                position = self._value((*path, index), position)
            index += 1
            position = self._after_space(position)
            if self._text[position] == ",":
                position = self._after_space(position + 1)
        return position + 1

    def _after_space(self, start: int) -> int:
        return self._after(_SPACE, start)

    def _after(self, pattern: re.Pattern[str], start: int) -> int:
        match = pattern.match(self._text, start)
        return match.end() if match else start

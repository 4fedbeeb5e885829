"""A table of a TOML file, which knows its place in the file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.document.toml_text import TomlOffsets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from generator.diagnostics import Location
    from generator.document.source import SourceFile


@dataclass(frozen=True, eq=False)
class TomlFile:
    """A TOML file.

    Attributes:
        path: absolute.
    """

    path: Path
    source: SourceFile

    @cached_property
    def offsets(self) -> TomlOffsets:
        """Where each table and key begins."""
        return TomlOffsets(self.source.text)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file.

    Attributes:
        keys: the path of the table in the file; an index for an item of an array.
    """

    file: TomlFile
    keys: tuple[str | int, ...]
    content: Mapping[str, object]

    @property
    def title(self) -> str:
        """The header of the table, such as `[tool.opgen]`."""
        return self.header()

    def header(self, *keys: str | int) -> str:
        """Return the header of a table inside this one; the name of the file for its whole."""
        return header_of((*self.keys, *keys)) or self.file.path.name

    def inner(self, content: Mapping[str, object], *keys: str | int) -> Table:
        """Return the table with this content, which has these keys in this one."""
        return Table(self.file, (*self.keys, *keys), content)

    def location(self, *keys: str | int) -> Location:
        """Return the location of the table, or of what has these keys in it."""
        return self.file.source.location(self.file.offsets.offset((*self.keys, *keys)))

    def without(self, *names: str) -> Table:
        """Return the table without some of its members."""
        content = {key: value for key, value in self.content.items() if key not in names}
        return Table(self.file, self.keys, content)


def header_of(keys: Sequence[str | int]) -> str:
    """Return the header of a table; an index as the last key is that of a list."""
    name = ".".join(_as_key(key) for key in keys if isinstance(key, str))
    if not name:
        return ""
    return f"[[{name}]]" if isinstance(keys[-1], int) else f"[{name}]"


def _as_key(name: str) -> str:
    """Return a key as TOML writes it."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)

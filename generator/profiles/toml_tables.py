"""Read the members of a TOML table, and check their types."""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Final, Literal, NoReturn, TypeVar

from generator.diagnostics import did_you_mean, shown
from generator.document.toml_text import TomlOffsets
from generator.python_types import Constant

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from _typeshed import DataclassInstance

    from generator.diagnostics import DiagnosticLog, Location
    from generator.document.source import SourceFile

NameKind = Literal["an environment variable", "a header"]
_NAMES: Final[Mapping[NameKind, re.Pattern[str]]] = {
    "an environment variable": re.compile(r"[A-Za-z_][A-Za-z0-9_]*"),
    "a header": re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"),  # RFC 9110, section 5.1
}
NOT_A_KEY: Final = {"key": False}
"""The metadata of a field that no table has."""
NESTED: Final = {"nested": True}
"""The metadata of a field whose tables `Table.read` does not read."""
T = TypeVar("T", bound="DataclassInstance")
Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True)
class ProfileFile:
    """The file of a profile, and where its tables and keys are."""

    source: SourceFile
    data: Mapping[str, object]

    @cached_property
    def _offsets(self) -> TomlOffsets:
        return TomlOffsets(self.source.text)

    def location(self, *path: str | int) -> Location:
        """Return the location of a table, a key or an item, or of the nearest one around it."""
        return self.source.location(self._offsets.offset(path))

    def tables(self, key: str) -> list[Mapping[str, object]]:
        """Return the tables of a list; empty if there are none."""
        value = self.data.get(key)
        return value if isinstance(value, list) else []


class Table:
    """A table of a profile; every method raises `OpgenError` for a value of the wrong type."""

    def __init__(
        self,
        file: ProfileFile,
        log: DiagnosticLog,
        data: Mapping[str, object],
        path: tuple[str | int, ...] = (),
    ) -> None:
        self._file, self._log, self._data, self._path = file, log, data, path

    def text(self, key: str) -> str:
        """Return a required string."""
        value = self._data.get(key)
        if isinstance(value, str):
            return value
        return self.reject(key, "is not a string" if key in self._data else "is missing")

    def optional_text(self, key: str) -> str | None:
        """Return a string; None if it is missing."""
        return self.text(key) if key in self._data else None

    def choice(self, key: str, options: Collection[Choice]) -> Choice | None:
        """Return one of some strings; None if it is missing."""
        value = self.optional_text(key)
        for option in options:
            if option == value:
                return option
        if value is None:
            return None
        return self.reject(key, "has an unknown value", f"use {' or '.join(map(shown, options))}")

    def flag(self, key: str) -> bool:
        """Return true or false; false if it is missing."""
        value = self._data.get(key, False)
        return value if isinstance(value, bool) else self.reject(key, "is not true or false")

    def optional_number(self, key: str) -> int | None:
        """Return an integer; None if it is missing."""
        value = self._data.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        return self.reject(key, "is not an integer")

    def number(self, key: str) -> float:
        """Return a required number."""
        value = self._data.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return value
        return self.reject(key, "is not a number" if key in self._data else "is missing")

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; empty if it is missing."""
        value = self._data.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        return self.reject(key, "is not a list of strings")

    def tables(self, key: str) -> list[Table]:
        """Return a list of tables; empty if it is missing."""
        value = self._data.get(key, [])
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return [
                Table(self._file, self._log, item, (*self._path, key, index))
                for index, item in enumerate(value)
            ]
        return self.reject(key, "is not a list of tables")

    def table(self, key: str) -> Table:
        """Return a table; empty if it is missing."""
        value = self._data.get(key, {})
        if isinstance(value, dict):
            return Table(self._file, self._log, value, (*self._path, key))
        return self.reject(key, "is not a table")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of this table."""
        return tuple(self._data)

    def pairs(self, key: str) -> dict[str, str]:
        """Return a table of strings; empty if it is missing."""
        value = self._data.get(key, {})
        if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
            return dict(value)
        return self.reject(key, "is not a table of strings")

    def constants(self, key: str) -> dict[str, Constant]:
        """Return a table of strings, numbers and booleans; empty if it is missing."""
        value = self._data.get(key, {})
        if isinstance(value, dict) and all(isinstance(one, Constant) for one in value.values()):
            return dict(value)
        return self.reject(key, "is not a table of strings, numbers and booleans")

    def numbers(self, key: str) -> dict[str, int]:
        """Return a table of integers; empty if it is missing."""
        found = self.constants(key)
        numbers = {name: int(one) for name, one in found.items() if type(one) is int}
        return numbers if numbers == found else self.reject(key, "is not a table of integers")

    def read(self, kind: type[T]) -> T:
        """Return a dataclass with the members of this table, each read as it is annotated."""
        known = [one for one in fields(kind) if one.metadata.get("key", True)]
        self.check_keys(*(one.name for one in known))
        keys = [one for one in known if one.metadata != NESTED]
        given = [one for one in keys if one.default is MISSING or one.name in self._data]
        return kind(**{one.name: _READERS[str(one.type)](self, one.name) for one in given})

    def check_keys(self, *known: str) -> None:
        """Fail on any other key."""
        for key in self._data:
            if key not in known:
                self.reject(key, "is unknown", did_you_mean(key, known))

    def check_names(self, kind: NameKind, *keys: str) -> None:
        """Fail on a string, or one of a list, that a variable or a header cannot be called."""
        for key in keys:
            value = self._data.get(key, ())
            for one in [value] if isinstance(value, str) else self.strings(key):
                if not _NAMES[kind].fullmatch(one):
                    self.reject(key, f"has {shown(one)}, which cannot be the name of {kind}")

    def reject(self, key: str, what: str, advice: str | None = None) -> NoReturn:
        """Fail on a key, at its location.

        Raises:
            OpgenError: always.
        """
        place = self._file.location(*self._path, key)
        self._log.fail("invalid-profile", f"{shown(key)} {what}", at=place, help=advice)


# By annotation; postponed evaluation makes each annotation of a dataclass a string.
_READERS = {
    "str": Table.text,
    "str | None": Table.optional_text,
    "bool": Table.flag,
    "int | None": Table.optional_number,
    "float": Table.number,
    "tuple[str, ...]": Table.strings,
    "Mapping[str, str]": Table.pairs,
    "Mapping[str, str | int | float | bool]": Table.constants,
    "Mapping[str, int]": Table.numbers,
}

"""The members of a TOML table, each of the kind it must be, or a diagnostic."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from generator.diagnostics import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.document.source import SourceFile


class Table:
    """Reads the members of a profile's table and says what is wrong with them."""

    def __init__(self, source: SourceFile, log: DiagnosticLog, data: Mapping[str, object]) -> None:
        self._source, self._log, self._data = source, log, data

    def text(self, key: str) -> str:
        """A string that must be there."""
        value = self.maybe(key)
        return value if value is not None else self.wrong(key, "is missing")

    def maybe(self, key: str) -> str | None:
        """A string, or None when it is not there."""
        value = self._data.get(key)
        return value if value is None or isinstance(value, str) else self.wrong(key, "is no string")

    def flag(self, key: str) -> bool:
        """True or false; false when it is not there."""
        value = self._data.get(key, False)
        return value if isinstance(value, bool) else self.wrong(key, "is neither true nor false")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty when it is not there."""
        value = self._data.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        return self.wrong(key, "is no list of strings")

    def tables(self, key: str) -> list[Table]:
        """A list of tables; empty when it is not there."""
        value = self._data.get(key, [])
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return [Table(self._source, self._log, item) for item in value]
        return self.wrong(key, "is no list of tables")

    def pairs(self, key: str) -> dict[str, str]:
        """A table of strings; empty when it is not there."""
        value = self._data.get(key, {})
        if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
            return dict(value)
        return self.wrong(key, "is no table of strings")

    def only(self, *known: str) -> None:
        """Refuse every key but these."""
        for key in self._data:
            if key not in known:
                self.wrong(key, "is not known", did_you_mean(key, known))

    def wrong(self, key: str, what: str, advice: str | None = None) -> NoReturn:
        """Refuse a key, at the place where it stands."""
        offset = max(0, self._source.text.find(key))
        self._log.fail(
            "invalid-profile", f"{shown(key)} {what}", at=self._source.location(offset), help=advice
        )

"""Settings of the client that the document lacks: the rules `[[settings]]` of a profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from generator.naming import snake_case
from generator.reserved_names import RESERVED, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.profiles.toml_tables import Table

Place = Literal["header", "query", "cookie"]
_PLACES: Final[tuple[Place, ...]] = ("header", "query", "cookie")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A text that a client sends with all calls, in exactly one of `header`, `query` and `cookie`.

    Attributes:
        setting: The name in `configure(...)` and `Client(...)`.
        header: The header that takes it.
        query: The query parameter that takes it.
        cookie: The cookie that takes it.
        environment: The environment variables to read; the first one that is set counts.
        description: The text in docstrings.
    """

    setting: str
    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    environment: tuple[str, ...] = ()
    description: str = ""

    @property
    def key(self) -> tuple[Place, str]:
        """The place in the request, and the name there."""
        given = ((place, getattr(self, place)) for place in _PLACES)
        return next((place, name) for place, name in given if name is not None)


def read_setting(table: Table, taken: Collection[str]) -> Setting:
    """Return the setting of a `[[settings]]` table; `taken` has the names of the others."""
    one = table.read(Setting)
    table.check_names("an environment variable", "environment")
    table.check_names("a header", "header")
    if [getattr(one, place) for place in _PLACES].count(None) != len(_PLACES) - 1:
        table.reject("settings", "needs exactly one of header, query and cookie")
    name = snake_case(one.setting)
    if name in SETTINGS | RESERVED:
        table.reject("setting", "is a reserved name")
    if name in taken:
        table.reject("setting", "is the name of another setting")
    return replace(one, setting=name)

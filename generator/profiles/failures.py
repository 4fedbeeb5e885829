"""How a service reports failures with a status of success: `[errors]` of a profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.python_types import Pairs, RuntimeCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.profiles.toml_tables import Table
    from generator.python_types import Constant, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How the body of a failed call differs from a success, where its status is one of success.

    It needs `when`, `unless` or `has`. A member may be in another one: `meta.ok`.

    Attributes:
        when: Members that have these values only in a failure: `{ ok = false }`.
        unless: Members that have these values only in a success: `{ code = 0 }`.
        has: Members that only a failure has. An empty one, `null`, `false` and `0` do not count.
        code: The member with the status of the error, or with a key of `statuses`. Without it, the
            error has the status of the response.
        statuses: By the value of `code`, the status of the error. It chooses the class of the
            exception, and whether the call is repeated.
    """

    when: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    unless: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    has: tuple[str, ...] = ()
    code: str | None = None
    statuses: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.when or self.unless or self.has)

    @property
    def members(self) -> tuple[str, ...]:
        """The members that it names."""
        return (*self.when, *self.unless, *self.has, *([self.code] if self.code else []))

    @property
    def text(self) -> str:
        """The rule in words, for docstrings."""
        parts = [
            *(f"`{way}` is {_shown(value)}" for way, value in self.when.items()),
            *(f"`{way}` is not {_shown(value)}" for way, value in self.unless.items()),
            *(f"there is `{way}`" for way in self.has),
        ]
        return f"In the body of a success, {' or '.join(parts)}."

    @property
    def call(self) -> RuntimeCall:
        """The call that creates the rule of the runtime."""
        return RuntimeCall("failures", "Failure", keywords=tuple(self._keywords()))

    def _keywords(self) -> Iterator[tuple[str, Value]]:
        for name in ("when", "unless", "statuses"):
            pairs: Mapping[str, Constant] = getattr(self, name)
            if pairs:
                yield name, Pairs(tuple(pairs.items()))
        if self.has:
            yield "has", self.has
        if self.code:
            yield "code", self.code


def read_failure(table: Table) -> Failure:
    """Return the rule of the `[errors]` table."""
    rule = table.read(Failure)
    if table.keys and not rule:
        table.reject("errors", "needs 'when', 'unless' or 'has'")
    if rule.statuses and not rule.code:
        table.reject("statuses", "needs 'code'")
    for one in rule.statuses.values():
        if not 400 <= one <= 599:
            table.reject("statuses", f"has {one}, which is not the status of an error")
    return rule


def _shown(value: Constant) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text}`"

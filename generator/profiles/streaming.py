"""How an API streams events, and what they are together: the `[[streams]]` rules of a profile."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from generator.diagnostics import shown
from generator.naming import class_name
from generator.profiles.toml_tables import NESTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.profiles.toml_tables import Table

How = Literal["joined", "last", "json", "none"]
EVERY: Final = "*"
"""Events of every type."""
_STEP: Final = r"[^.\[\]]+(\[[^.\[\]]*\])*"
_PATH: Final = re.compile(rf"{_STEP}(\.{_STEP})*|")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPart:
    """A part of the result that events make together.

    A path has dots between members: `choices[0].delta.content`. `[]` is each entry of a list, `[0]`
    the entry with this number, `[index]` the entry whose number the event has as `index`. An entry
    has the number that its own member `index` says, else its position.

    Attributes:
        event: The type of the events that have the part. Without it, those of every type.
        path: Where the part is in the data of an event. Without it, all that earlier rules left.
        to: Where the part is in the result. Without it, as in the event.
        how: `joined`: texts are joined, and lists extended; of `id`, `index`, `object`, `role`,
            `type`, and of what is not text, the last value counts. `last`: the last value of each
            member counts. `json`: texts are joined, and read as JSON. `none`: the result does not
            have it.
    """

    event: str | None = None
    path: str = ""
    to: str | None = None
    how: How = "joined"

    @property
    def target(self) -> str:
        """Where the part is in the result."""
        return self.path if self.to is None else self.to


@dataclass(frozen=True, slots=True, kw_only=True)
class Streaming:
    """How the service is asked for a stream of events, how it ends, and what the events are.

    Attributes:
        events: The schema of the events.
        ends: The data, or the types of events, that end the stream. Without it, a stream ends when
            the service closes it.
        flag: The member of the request body that asks for a stream, if it is not `stream`.
        value: The value of that member, if it is not `true`.
        text: By the type of an event, or `*` for every type, the path of its text. `.text()` yields
            it.
        result: The parts of the result that the events make together, in this order; `.final()`
            returns it. A part that a rule takes is not seen by later rules. Without `result`, the
            last event that has a whole result counts.
    """

    events: str
    ends: tuple[str, ...] = ()
    flag: str | None = None
    value: str | None = None
    text: Mapping[str, str] = field(default_factory=dict)
    result: tuple[ResultPart, ...] = field(default=(), metadata=NESTED)

    @property
    def parts(self) -> tuple[tuple[str, str, str, str], ...]:
        """The parts of the result as the runtime takes them."""
        return tuple((one.event or EVERY, one.path, one.target, one.how) for one in self.result)


def read_streaming(table: Table) -> Streaming:
    """Return a rule for streams, with the name of the class of its events."""
    rule = table.read(Streaming)
    for path in rule.text.values():
        _check(table, "text", path)
    parts = tuple(map(_part, table.tables("result")))
    return replace(rule, events=class_name(rule.events), result=parts)


def _part(table: Table) -> ResultPart:
    table.check_keys("event", "path", "to", "how")
    part = ResultPart(
        event=table.optional_text("event"),
        path=table.optional_text("path") or "",
        to=table.optional_text("to"),
        how=table.choice("how", get_args(How)) or "joined",
    )
    for key, path in (("path", part.path), ("to", part.to)):
        _check(table, key, path or "")
    return part


def _check(table: Table, key: str, path: str) -> None:
    if not _PATH.fullmatch(path):
        table.reject(key, f"has {shown(path)}, which is not a path", "write it as 'data[].text'")

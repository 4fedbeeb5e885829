"""Find the keys of a rule for streams that name what the events and the result do not have."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.diagnostics import did_you_mean, shown
from generator.profiles.streaming import EVERY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.ir import Operation
    from generator.profiles.streaming import Streaming

_NAME: Final = re.compile(r"[^.\[\]]+")
_CLOSE: Final = 0.8  # how much a member must be like another one, to be meant


class Finding(NamedTuple):
    """A part without effect: its key in the rule, why, and what to do."""

    key: tuple[str | int, ...]
    message: str
    advice: str | None = None


def stream_parts(
    rule: Streaming, operation: Operation, types: Collection[str], members: Collection[str]
) -> Iterator[Finding]:
    """Yield the types of events, and the members, that are almost those of the document.

    Args:
        rule: The rule.
        operation: One with these events.
        types: The types of the events.
        members: The members of all objects of the document.
    """
    for number, end in enumerate(rule.ends):
        yield from _type(("ends", number), end, types)
    for kind, path in rule.text.items():
        yield from _type(("text", kind), kind, types)
        yield from _members(("text", kind), path, members)
    events = operation.events
    if rule.result and events and events.only:
        reason = "the operation has no result but its events, so 'result' has no effect"
        yield Finding(("result",), reason)
    for number, part in enumerate(rule.result):
        key = ("result", number)
        yield from _type((*key, "event"), part.event or EVERY, types)
        yield from _members((*key, "path"), part.path, members)
        yield from _members((*key, "to"), part.to or "", members)


def _type(key: tuple[str | int, ...], kind: str, types: Collection[str]) -> Iterator[Finding]:
    advice = did_you_mean(kind, types)
    if kind != EVERY and kind not in types and advice:
        yield Finding(key, f"no event has the type {shown(kind)}", advice)


def _members(key: tuple[str | int, ...], path: str, members: Collection[str]) -> Iterator[Finding]:
    for name in _NAME.findall(path):
        close = get_close_matches(name, sorted(members), n=1, cutoff=_CLOSE)
        if name not in members and close and not name.isdecimal():
            message = f"neither the events nor the result have the member {shown(name)}"
            yield Finding(key, message, did_you_mean(name, close))

"""Find the keys of a rule for streams that name what the events and the result do not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.diagnostics import did_you_mean, shown
from generator.profiles.streaming import EVERY
from generator.schemas.shapes import Enumeration, Named
from generator.translate.findings import Finding, nearly, unknown
from generator.translate.responses import variants_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.ir import Operation
    from generator.profiles.streaming import Streaming
    from generator.translate.findings import Run

_NAME: Final = re.compile(r"[^.\[\]]+")


class _Known(NamedTuple):
    """What a rule at a place of the profile can name."""

    place: tuple[str | int, ...]
    types: Collection[str]
    members: Collection[str]

    def type(self, key: tuple[str | int, ...], kind: str) -> Iterator[Finding]:
        """Yield a type of events that is almost a known one."""
        advice = did_you_mean(kind, self.types)
        if kind != EVERY and kind not in self.types and advice:
            yield Finding((*self.place, *key), f"no event has the type {shown(kind)}", advice)

    def path(self, key: tuple[str | int, ...], path: str) -> Iterator[Finding]:
        """Yield the names in a path that are almost those of members."""
        for name in _NAME.findall(path):
            advice = None if name.isdecimal() else nearly(name, self.members)
            if advice:
                message = f"neither the events nor the result have the member {shown(name)}"
                yield Finding((*self.place, *key), message, advice)


def stream_findings(run: Run) -> Iterator[Finding]:
    """Yield what rules for streams have without an effect."""
    streams = {
        str(one.events.shape.name): one
        for one in run.package.operations
        if one.events and isinstance(one.events.shape, Named)
    }
    earlier: set[str] = set()
    for index, rule in enumerate(run.inputs.profile.streams):
        place = ("streams", index)
        if rule.events in earlier:
            message = f"an earlier rule is for {shown(rule.events)}, so this has no effect"
            yield Finding((*place, "events"), message)
        if rule.value is not None and rule.flag is None:
            yield Finding((*place, "value"), "'value' has no effect without 'flag'")
        earlier.add(rule.events)
        if operation := streams.get(rule.events):
            yield from _stream(run, rule, operation, place)
        else:
            yield from _no_stream(run, rule, list(streams), (*place, "events"))


def _stream(
    run: Run, rule: Streaming, operation: Operation, place: tuple[str | int, ...]
) -> Iterator[Finding]:
    """Yield a flag that the body does not have, and names that are almost those of the events."""
    members = [one.wire.wire() for body in operation.bodies for one in body.arguments]
    flag = [rule.flag] if rule.flag else []
    yield from unknown("member of the body", flag, members, (*place, "flag"))
    events = operation.events
    variants = variants_of(events.shape, run.read.definitions) if events else ()
    shapes = [one.shape for members in variants for one in members]
    types = [value for one in shapes if isinstance(one, Enumeration) for value in one.values]
    yield from _parts(rule, operation, _Known(place, list(map(str, types)), run.members()))


def _no_stream(
    run: Run, rule: Streaming, streams: list[str], place: tuple[str | int, ...]
) -> Iterator[Finding]:
    classes = run.classes()
    if rule.events not in classes:
        yield from unknown("schema", [rule.events], streams + classes, place)
    elif run.is_whole:
        names = ", ".join(map(shown, streams[:10]))
        advice = f"the schemas of streams are {names}" if streams else None
        yield Finding(place, f"no operation streams {shown(rule.events)}", advice)


def _parts(rule: Streaming, operation: Operation, known: _Known) -> Iterator[Finding]:
    """Yield the types of events, and the members, that are almost those of the document."""
    for number, end in enumerate(rule.ends):
        yield from known.type(("ends", number), end)
    for kind, path in rule.text.items():
        yield from known.type(("text", kind), kind)
        yield from known.path(("text", kind), path)
    events = operation.events
    if rule.result and events and events.only:
        reason = "the operation has no result but its events, so 'result' has no effect"
        yield Finding((*known.place, "result"), reason)
    for number, part in enumerate(rule.result):
        key = ("result", number)
        yield from known.type((*key, "event"), part.event or EVERY)
        yield from known.path((*key, "path"), part.path)
        yield from known.path((*key, "to"), part.to or "")

"""What a gap between two shapes means: for what is sent, and for what comes back.

A request that takes less breaks the code that gives it; a reply that brings more may break the
code that reads it, as oasdiff (https://www.oasdiff.com/docs/breaking-changes) judges them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from generator.diff.alternatives import TEXTS
from generator.diff.change import Kind
from generator.diff.shape_text import written
from generator.schemas.shapes import Enumeration, Named, Null

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.diff.alternatives import Gap
    from generator.schemas.shapes import Shape
    from generator.types.reachable import Direction

Turn: TypeAlias = Literal["widened", "narrowed"]
Constants: TypeAlias = "tuple[str | int | float | bool | None, ...]"

_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing to say of a shape that changed.

    Attributes:
        shapes: the options that it is about.
        instead: those that take their place, or took it; empty where they only come or go.
    """

    change: Turn
    kind: Kind
    message: str
    direction: Direction | Literal["both"]
    shapes: tuple[Shape, ...]
    certain: bool = True
    instead: tuple[Shape, ...] = ()

    @property
    def values(self) -> Constants:
        """The constants that it is about, if it is about nothing else."""
        if self.shapes == (Null(),):
            return (None,)
        held = [one.values for one in self.shapes if isinstance(one, Enumeration)]
        return tuple(value for values in held for value in values)


def judge(gap: Gap, direction: Direction) -> Iterator[Judgement]:
    """Judge what is gone, then what is new."""
    if direction == "request":
        yield from _of_request(gap)
    else:
        yield from _of_reply(gap)


def _of_request(gap: Gap) -> Iterator[Judgement]:
    if gap.lost and gap.apart:
        message = f"takes {_either(gap.gained)}, no longer {_either(gap.lost)}"
        yield Judgement("narrowed", Kind.BREAKING, message, "request", gap.lost, instead=gap.gained)
        return
    for part, left in _parts_lost(gap):
        verb = "is" if len(left or part) == 1 else "are"
        message = f"{_list(part)} {verb} no longer accepted"
        if left:
            message = f"of {_list(part)} only {_list(left)} {verb} accepted now"
        # Whoever gave that text all along goes on: many documents add a format late.
        certain = not left or not set(left) <= set(TEXTS)
        yield Judgement("narrowed", Kind.BREAKING, message, "request", part, certain=certain)
    for part in _parts(gap.gained):
        yield Judgement("widened", Kind.ADDITIVE, _more(part), "request", part)


def _of_reply(gap: Gap) -> Iterator[Judgement]:
    if gap.lost and gap.apart:
        message = f"is {_either(gap.gained)}, was {_either(gap.lost)}"
        yield Judgement("widened", Kind.BREAKING, message, "response", gap.gained, instead=gap.lost)
        return
    for part in _parts(gap.gained):
        # One more to tell apart breaks only code that lists them all.
        certain = type(part[0]) not in gap.choices
        yield Judgement("widened", Kind.BREAKING, _more(part), "response", part, certain=certain)
    for part, left in _parts_lost(gap):
        message = f"is no longer {_either(part)}"
        if left:
            message = f"of {_either(part)} only {_either(left)} comes now"
        yield Judgement("narrowed", Kind.ADDITIVE, message, "response", part)


def merged(found: Iterable[Judgement]) -> list[Judgement]:
    """Say what is judged in both directions once, by the worse judgement."""
    worst: dict[tuple[Turn, tuple[Shape, ...]], Judgement] = {}
    for one in found:
        turned = worst.get(("narrowed", one.instead))
        if turned and one.instead and turned.instead == one.shapes:
            # Another type altogether, sent and answered.
            worst["narrowed", one.instead] = replace(turned, message=one.message, direction="both")
            continue
        key = (one.change, one.shapes)
        other = worst.get(key)
        if other is None or _badness(one) > _badness(other):
            worst[key] = one
    return list(worst.values())


def _badness(one: Judgement) -> tuple[bool, bool]:
    return one.kind is Kind.BREAKING, one.certain


def _parts_lost(gap: Gap) -> Iterator[tuple[tuple[Shape, ...], tuple[Shape, ...]]]:
    """Divide what is gone; each part with what is left of it."""
    left = {one: remaining for one, remaining in gap.left if remaining}
    yield from (((one,), left[one]) for one in gap.lost if one in left)
    yield from ((part, ()) for part in _parts([one for one in gap.lost if one not in left]))


def _parts(shapes: Sequence[Shape]) -> Iterator[tuple[Shape, ...]]:
    """Divide options by what is to be said of them: constants, variants, null, other types."""
    groups: dict[str, list[Shape]] = {}
    for one in shapes:
        groups.setdefault(type(one).__name__, []).append(one)
    yield from map(tuple, groups.values())


def _more(part: Sequence[Shape]) -> str:
    plural = "s" if len(part) > 1 else ""
    match part[0]:
        case Enumeration():
            return f"new value{plural} {_list(part)}"
        case Named():
            return f"new variant{plural} {_list(part)}"
        case _:
            return f"may be {_either(part)}"


def _list(part: Sequence[Shape]) -> str:
    more = f" and {len(part) - _SHOWN} more" if len(part) > _SHOWN else ""
    return ", ".join(map(written, part[:_SHOWN])) + more


def _either(part: Sequence[Shape]) -> str:
    more = f" or {len(part) - _SHOWN} more" if len(part) > _SHOWN else ""
    return (" or ".join(map(written, part[:_SHOWN])) or "nothing") + more

"""What a gap between two shapes means: for what is sent, and for what comes back.

A request that takes less breaks the code that gives it; a reply that brings more may break the
code that reads it, as oasdiff (https://www.oasdiff.com/docs/breaking-changes) judges them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from generator.changes.change import Kind
from generator.changes.options import written
from generator.schemas.shapes import Enumeration, Named, Null

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.changes.options import Gap
    from generator.models.reach import Direction
    from generator.schemas.shapes import Shape

Change: TypeAlias = Literal["widened", "narrowed"]
Constants: TypeAlias = "tuple[str | int | float | bool | None, ...]"

_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing to say of a shape that changed; `shapes` are the options that it is about."""

    change: Change
    kind: Kind
    message: str
    direction: Direction
    shapes: tuple[Shape, ...]
    certain: bool = True

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
        yield Judgement("narrowed", Kind.BREAKING, message, "request", gap.lost)
        return
    for part in _parts(gap.lost):
        verb = "is" if len(part) == 1 else "are"
        message = f"{_list(part)} {verb} no longer accepted"
        yield Judgement("narrowed", Kind.BREAKING, message, "request", part)
    for part in _parts(gap.gained):
        yield Judgement("widened", Kind.ADDITIVE, _more(part), "request", part)


def _of_reply(gap: Gap) -> Iterator[Judgement]:
    if gap.lost and gap.apart:
        message = f"is {_either(gap.gained)}, was {_either(gap.lost)}"
        yield Judgement("widened", Kind.BREAKING, message, "response", gap.gained)
        return
    for part in _parts(gap.gained):
        # A constant or a variant more breaks only code that lists them all.
        certain = not isinstance(part[0], (Enumeration, Named))
        yield Judgement("widened", Kind.BREAKING, _more(part), "response", part, certain=certain)
    for part in _parts(gap.lost):
        message = f"is no longer {_either(part)}"
        yield Judgement("narrowed", Kind.ADDITIVE, message, "response", part)


def merged(found: Iterable[Judgement]) -> list[Judgement]:
    """Say what is judged in both directions once, by the worse judgement."""
    worst: dict[tuple[Change, tuple[Shape, ...]], Judgement] = {}
    for one in found:
        key = (one.change, one.shapes)
        other = worst.get(key)
        if other is None or _badness(one) > _badness(other):
            worst[key] = one
    return list(worst.values())


def _badness(one: Judgement) -> tuple[bool, bool]:
    return one.kind is Kind.BREAKING, one.certain


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
    return ", ".join(f"`{written(one)}`" for one in part[:_SHOWN]) + more


def _either(part: Sequence[Shape]) -> str:
    more = f" or {len(part) - _SHOWN} more" if len(part) > _SHOWN else ""
    return (" or ".join(f"`{written(one)}`" for one in part[:_SHOWN]) or "nothing") + more

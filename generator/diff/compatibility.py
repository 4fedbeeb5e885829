"""Judge the difference of two shapes: does it break code that sends or reads the value?

A request that accepts less breaks code that sends it. A response that contains more may break
code that reads it. The rules are those of https://www.oasdiff.com/docs/breaking-changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from generator.diff.alternatives import STRING_FORMATS
from generator.diff.change import Finding, Kind, Target
from generator.diff.renames import Rename
from generator.diff.shape_text import shape_span
from generator.schemas.shapes import Enumeration, Named, Null

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.diff.alternatives import ShapeDifference
    from generator.diff.change import Code
    from generator.document.document import Node
    from generator.python_types import Constant
    from generator.schemas.shapes import Shape
    from generator.types.reachable import Direction

Extent: TypeAlias = Literal["widened", "narrowed", "renamed"]
Part: TypeAlias = Literal["argument", "attribute", "type", "result", "events"]
"""What has a shape that is compared."""

_MAX_SHAPES: Final = 6
_NO_TARGET: Final = Target()
_CODES: Final[Mapping[Part, tuple[Code, Code]]] = {
    "argument": ("argument-narrowed", "argument-widened"),
    "attribute": ("attribute-narrowed", "attribute-widened"),
    "type": ("type-narrowed", "type-widened"),
    "result": ("result-narrowed", "result-widened"),
    "events": ("events-narrowed", "events-widened"),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One effect of a changed shape.

    Attributes:
        shapes: the options that are added or removed.
        counterpart: the options on the other side that they replace or that replace them; empty
            if they are only added or removed.
    """

    change: Extent
    kind: Kind
    message: str
    direction: Direction | Literal["both"]
    shapes: tuple[Shape, ...]
    certain: bool = True
    counterpart: tuple[Shape, ...] = ()

    @property
    def values(self) -> tuple[Constant | None, ...]:
        """The constants among the shapes; None for null."""
        if self.shapes == (Null(),):
            return (None,)
        constants = (one.values for one in self.shapes if isinstance(one, Enumeration))
        return tuple(chain.from_iterable(constants))


def judge(difference: ShapeDifference, direction: Direction) -> Iterator[Judgement]:
    """Yield the effects of a difference on a request or a response."""
    for old, new in difference.renamed:
        message = f"the value {shape_span(old)} is now {shape_span(new)}"
        yield Judgement(
            "renamed",
            Kind.BREAKING,
            message,
            direction,
            (old,),
            # Of several, a response with another one breaks only code that compares them.
            certain=direction == "request" or difference.disjoint,
            counterpart=(new,),
        )
    if difference.renamed:
        olds, news = zip(*difference.renamed, strict=True)
        difference = replace(
            difference,
            removed=tuple(one for one in difference.removed if one not in olds),
            added=tuple(one for one in difference.added if one not in news),
        )
    if direction == "request":
        yield from _of_request(difference)
    else:
        yield from _of_response(difference)


def _of_request(difference: ShapeDifference) -> Iterator[Judgement]:
    if difference.removed and difference.disjoint:
        added, removed = difference.added, difference.removed
        message = f"now takes {_either(added)} instead of {_either(removed)}"
        yield Judgement("narrowed", Kind.BREAKING, message, "request", removed, counterpart=added)
        return
    for part, remaining in _removed_parts(difference):
        verb = "is" if len(remaining or part) == 1 else "are"
        message = f"{_list(part)} {verb} no longer accepted"
        if remaining:
            message = f"of {_list(part)}, only {_list(remaining)} {verb} still accepted"
        # Code that sends strings of the right format still works: many documents add it late.
        certain = not remaining or not set(remaining) <= set(STRING_FORMATS)
        yield Judgement("narrowed", Kind.BREAKING, message, "request", part, certain=certain)
    for part in _parts(difference.added):
        message = _new_choice(part) or f"also accepts {_either(part)}"
        yield Judgement("widened", Kind.ADDITIVE, message, "request", part)


def _of_response(difference: ShapeDifference) -> Iterator[Judgement]:
    if difference.removed and difference.disjoint:
        added, removed = difference.added, difference.removed
        message = f"is now {_either(added)} instead of {_either(removed)}"
        yield Judgement("widened", Kind.BREAKING, message, "response", added, counterpart=removed)
        return
    for part in _parts(difference.added):
        # One more option of a kind breaks only code that lists them all.
        certain = type(part[0]) not in difference.choice_kinds
        message = _new_choice(part) or f"may also be {_either(part)}"
        yield Judgement("widened", Kind.BREAKING, message, "response", part, certain=certain)
    for part, remaining in _removed_parts(difference):
        message = f"is no longer {_either(part)}"
        if remaining:
            message = f"of {_either(part)}, only {_either(remaining)} is still possible"
        yield Judgement("narrowed", Kind.ADDITIVE, message, "response", part)


def merge_directions(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return one judgement of each change in both directions: the worse one."""
    worst: dict[tuple[Extent, tuple[Shape, ...]], Judgement] = {}
    for one in judgements:
        opposite = worst.get(("narrowed", one.counterpart))
        if opposite and one.counterpart and opposite.counterpart == one.shapes:
            # The type changed entirely, in requests and in responses.
            both = replace(opposite, message=one.message, direction="both")
            worst["narrowed", one.counterpart] = both
            continue
        key = (one.change, one.shapes)
        other = worst.get(key)
        if other and one.change == "renamed":
            worst[key] = replace(one, direction="both", certain=True)
        elif other is None or _severity(one) > _severity(other):
            worst[key] = one
    return list(worst.values())


def finding_of(
    one: Judgement,
    part: Part,
    target: Target = _NO_TARGET,
    places: tuple[Node | None, Node | None] = (None, None),
    message: str = "",
) -> Finding:
    """Return the change that a judgement is, for a part of the package; `message` replaces its."""
    about = replace(target, values=one.values, direction=one.direction)
    code, rename = _CODES[part][one.change == "widened"], None
    match one.change, one.shapes, one.counterpart:
        case "renamed", (Enumeration((old,)),), (Enumeration((new,)),):
            code, rename = "value-renamed", Rename(kind="value", old=old, new=new)
    text = message or one.message
    return Finding(code, one.kind, text, about, *places, one.certain, rename)


def _severity(one: Judgement) -> tuple[bool, bool]:
    return one.kind is Kind.BREAKING, one.certain


def _removed_parts(
    difference: ShapeDifference,
) -> Iterator[tuple[tuple[Shape, ...], tuple[Shape, ...]]]:
    """Group the removed options, each group with what is still possible of it."""
    remaining = {one: parts for one, parts in difference.remaining if parts}
    yield from (((one,), remaining[one]) for one in difference.removed if one in remaining)
    gone = [one for one in difference.removed if one not in remaining]
    yield from ((part, ()) for part in _parts(gone))


def _parts(shapes: Sequence[Shape]) -> Iterator[tuple[Shape, ...]]:
    """Group options by kind, one message each: constants, variants, null, other types."""
    groups: dict[str, list[Shape]] = {}
    for one in shapes:
        groups.setdefault(type(one).__name__, []).append(one)
    yield from map(tuple, groups.values())


def _new_choice(part: Sequence[Shape]) -> str | None:
    """Return the message of new constants or variants; None for other shapes."""
    plural = "s" if len(part) > 1 else ""
    match part[0]:
        case Enumeration():
            return f"new value{plural} {_list(part)}"
        case Named():
            return f"new variant{plural} {_list(part)}"
        case _:
            return None


def _list(part: Sequence[Shape]) -> str:
    more = f" and {len(part) - _MAX_SHAPES} more" if len(part) > _MAX_SHAPES else ""
    return ", ".join(map(shape_span, part[:_MAX_SHAPES])) + more


def _either(part: Sequence[Shape]) -> str:
    more = f" or {len(part) - _MAX_SHAPES} more" if len(part) > _MAX_SHAPES else ""
    return (" or ".join(map(shape_span, part[:_MAX_SHAPES])) or "nothing") + more

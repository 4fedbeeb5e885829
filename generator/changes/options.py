"""What a value may be, before and after: which options are gone, and which are new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.schemas.shapes import (
    AliasDefinition,
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Named,
    Null,
    Nullable,
    Scalar,
    Union,
)
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from generator.models.reach import Direction
    from generator.schemas.shapes import Definition, Shape

_WRITTEN: Final = {"datetime": "Datetime", "date": "Date", "uuid": "UUID"}


@dataclass(frozen=True, slots=True)
class Gap:
    """The options that one shape has and another has not; `apart` where they share none."""

    lost: tuple[Shape, ...]
    gained: tuple[Shape, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares shapes of two documents in one direction.

    Attributes:
        before: the definitions of the earlier document.
        after: those of the later one.
    """

    before: Mapping[str, Definition]
    after: Mapping[str, Definition]
    direction: Direction

    def gap(self, before: Shape, after: Shape) -> Gap:
        """Compare two shapes; what names definitions of one name is compared by their names."""
        named, also = _names(before, self.before), _names(after, self.after)
        # An alias that only one side names is compared by what it stands for.
        old = dict.fromkeys(_options(before, self.before, named - also))
        new = dict.fromkeys(_options(after, self.after, also - named))
        inner = tuple(self._inner(old, new))
        lost = [one for one in old if not self._covers(new, one)]
        gained = [one for one in new if not self._covers(old, one)]
        if len(inner) == 1 and not lost and not gained:
            return inner[0]  # a list or a dictionary alone: what it holds says it all
        return Gap(
            (*lost, *(one for gap in inner for one in gap.lost)),
            (*gained, *(one for gap in inner for one in gap.gained)),
            apart=_real(lost) == _real(old) and _real(gained) == _real(new),
        )

    def _inner(self, old: Iterable[Shape], new: Iterable[Shape]) -> Iterator[Gap]:
        """Compare what lists hold, and what dictionaries do, where both sides have them."""
        for kind in (Array, Dictionary):
            held = tuple(_held(one) for one in old if isinstance(one, kind))
            also = tuple(_held(one) for one in new if isinstance(one, kind))
            if held and also and held != also:
                yield self.gap(Union(held), Union(also))

    def _covers(self, options: Collection[Shape], one: Shape) -> bool:
        """Whether a value that is `one` is among the options."""
        if one in options or Anything() in options:
            return True
        match one:
            case Enumeration((value,)):
                kind = type(value).__name__
                return any(isinstance(other, Scalar) and other.kind == kind for other in options)
            case Scalar("int"):
                return Scalar("float") in options
            case Scalar("str") if self.direction == "request":
                # a text is taken for each of these too
                return any(Scalar(kind) in options for kind in ("datetime", "date", "uuid"))
            case Array() | Dictionary():
                return any(isinstance(other, type(one)) for other in options)
            case _:
                return False


def _real(options: Iterable[Shape]) -> int:
    """Count the options that are a value."""
    return sum(one != Null() for one in options)


def _held(one: Array | Dictionary) -> Shape:
    return one.items if isinstance(one, Array) else one.values


def _names(shape: Shape, definitions: Mapping[str, Definition]) -> frozenset[str]:
    return frozenset(one.name for one in _options(shape, definitions) if isinstance(one, Named))


def _options(
    shape: Shape,
    definitions: Mapping[str, Definition],
    opened: Collection[str] = (),
    within: frozenset[str] = frozenset(),
) -> Iterator[Shape]:
    """Yield what a value may be; the names that we gave, and those to be opened, are looked into.

    Args:
        shape: of the value.
        definitions: what names in it stand for.
        opened: the aliases to be looked into.
        within: those that the shape stands in, which may hold themselves.
    """
    match shape:
        case Nullable(inner):
            yield from _options(inner, definitions, opened, within)
            yield Null()
        case Union(variants):
            for one in variants:
                yield from _options(one, definitions, opened, within)
        case Enumeration(values):
            for value in values:
                yield Enumeration((value,))
        case Named(name) if name not in within:
            definition = definitions[name]
            if isinstance(definition, AliasDefinition) and (definition.inline or name in opened):
                yield from _options(definition.shape, definitions, opened, within | {name})
            else:
                yield shape
        case _:
            yield shape


def written(shape: Shape) -> str:
    """Return a shape as a reader of Python would write it."""
    match shape:
        case Array(items):
            return f"list[{written(items)}]"
        case Dictionary(values):
            return f"dict[str, {written(values)}]"
        case Nullable(inner):
            return f"{written(inner)} | None"
        case Union(variants):
            return " | ".join(map(written, variants))
        case _:
            return _atom(shape)


def _atom(shape: Shape) -> str:
    match shape:
        case Null():
            return "None"
        case Scalar(kind):
            return _WRITTEN.get(kind, kind)
        case Named(name):
            return str(name)
        case Enumeration(values):
            # A backtick would end the span of code that this stands in.
            return ", ".join(visible(repr(value)).replace("`", r"\x60") for value in values)
        case _:
            return "object"

"""What a value may be, before and after: which options are gone, and which are new."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from generator.schemas.shapes import Definition, ScalarKind, Shape
    from generator.types.reachable import Direction

# Of which types of Python a constant may be.
_KINDS: Final[Mapping[type, tuple[ScalarKind, ...]]] = {
    bool: ("bool",),
    int: ("int", "float"),
    float: ("float",),
    str: ("str",),
}

TEXTS: Final = (Scalar("datetime"), Scalar("date"), Scalar("uuid"))
"""What is a text in JSON: in a request its text is taken as well."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What one shape has and another has not.

    Attributes:
        lost: the options that are gone.
        gained: those that are new.
        left: of an option that is gone, what is still possible: some constants of `str`.
        apart: they share nothing.
        choices: the kinds of option that there was a choice of before.
    """

    lost: tuple[Shape, ...] = ()
    gained: tuple[Shape, ...] = ()
    left: tuple[tuple[Shape, tuple[Shape, ...]], ...] = ()
    apart: bool = False
    choices: frozenset[type[Shape]] = frozenset()


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
        return self._gap(*self._sides(before, after), set())

    def _gap(self, old: _Side, new: _Side, seen: set[tuple[_Side, _Side]]) -> Gap:
        if (old, new) in seen:
            return Gap()  # they hold themselves: what there is to say is being said
        seen.add((old, new))
        lost = [one for one in old.options if not self._covers(new.among, one)]
        gained = [one for one in new.options if not self._covers(old.among, one)]
        left = tuple((one, self._left(one, old, new)) for one in lost)
        found = [
            Gap(tuple(lost), tuple(gained), left, apart=True),
            *self._inner(old, new, seen),
        ]
        # What is told by what a list holds leaves the list itself as it was.
        whole = [gap for gap in found if gap.apart]
        return Gap(
            tuple(one for gap in found for one in gap.lost),
            tuple(one for gap in found for one in gap.gained),
            tuple(one for gap in found for one in gap.left),
            apart=not any(remaining for gap in found for _, remaining in gap.left)
            and sum(_real(gap.lost) for gap in whole) == _real(old.options)
            and sum(_real(gap.gained) for gap in whole) == _real(new.options),
            choices=old.choices.union(*(gap.choices for gap in found)),
        )

    def _inner(self, old: _Side, new: _Side, seen: set[tuple[_Side, _Side]]) -> Iterator[Gap]:
        """Compare what lists hold, and what dictionaries do, where both sides have them."""
        for kind in (Array, Dictionary):
            held, also = Union(old.held(kind)), Union(new.held(kind))
            if not (held.variants and also.variants):
                continue
            sides = self._sides(held, also)
            gap = self._gap(*sides, seen)
            if self._tells_all(gap, old, new):
                yield gap
                continue
            was, now = (kind(Union(tuple(one.options))) for one in sides)
            yield Gap(
                (was,) if gap.lost else (),
                (now,) if gap.gained else (),
                left=() if gap.gained else ((was, (now,)),),
                apart=True,
            )

    def _sides(self, before: Shape, after: Shape) -> tuple[_Side, _Side]:
        named, also = _names(before, self.before), _names(after, self.after)
        # An alias that only one side names is compared by what it stands for.
        return (
            _Side.of(
                _options(before, self.before, named - also), _options(before, self.before, None)
            ),
            _Side.of(_options(after, self.after, also - named), _options(after, self.after, None)),
        )

    def _tells_all(self, gap: Gap, old: _Side, new: _Side) -> bool:
        """Whether what a list holds says it all: constants and variants that only stand there."""
        return (
            not gap.apart
            and all(isinstance(one, (Enumeration, Named)) for one in (*gap.lost, *gap.gained))
            and not any(self._covers(new.among, one) for one in gap.lost)
            and not any(self._covers(old.among, one) for one in gap.gained)
        )

    def _left(self, lost: Shape, old: _Side, new: _Side) -> tuple[Shape, ...]:
        if isinstance(lost, (Enumeration, Named, Null)):
            return ()  # of these nothing can be left
        return tuple(
            one
            for one in new.options
            if one not in old.among and (self._covers((lost,), one) or self._is_text_of(lost, one))
        )

    def _is_text_of(self, lost: Shape, one: Shape) -> bool:
        """Whether what takes no text any more still takes that of a date, a time or a UUID."""
        return self.direction == "request" and lost == Scalar("str") and one in TEXTS

    def _covers(self, options: Collection[Shape], one: Shape) -> bool:
        """Whether a value that is `one` is among the options."""
        if one in options or Anything() in options:
            return True
        match one:
            case Enumeration():
                return _is_any(one, options)
            case Scalar("int"):
                return Scalar("float") in options
            case Array() | Dictionary():
                return any(isinstance(other, type(one)) for other in options)
            case _:
                return False


@dataclass(frozen=True)
class _Side:
    """What a value may be in one of the documents, in order."""

    options: tuple[Shape, ...]

    @classmethod
    def of(cls, options: Iterable[Shape], opened: Iterable[Shape]) -> _Side:
        """Keep each once; beside any text, some texts say nothing.

        Args:
            options: what a value may be.
            opened: the same, with what all aliases stand for.
        """
        every = frozenset(opened)
        found = dict.fromkeys(options)
        return cls(tuple(one for one in found if not _is_any(one, every)))

    @cached_property
    def among(self) -> frozenset[Shape]:
        """The options, to look one up."""
        return frozenset(self.options)

    @property
    def choices(self) -> frozenset[type[Shape]]:
        """The kinds of option that code has to tell apart: constants, several variants."""
        variants = sum(isinstance(one, Named) for one in self.options)
        constants = any(isinstance(one, Enumeration) for one in self.options)
        return frozenset(
            kind for kind, has in ((Named, variants > 1), (Enumeration, constants)) if has
        )

    def held(self, kind: type[Array | Dictionary]) -> tuple[Shape, ...]:
        """Return what the lists hold, or what the dictionaries do."""
        found = (one for one in self.options if isinstance(one, (Array, Dictionary)))
        return tuple(_held(one) for one in found if isinstance(one, kind))


def _is_any(one: Shape, options: Collection[Shape]) -> bool:
    """Whether a constant is one of any texts or numbers that are among the options."""
    values = one.values if isinstance(one, Enumeration) else ()
    return any(Scalar(kind) in options for value in values for kind in _KINDS[type(value)])


def _real(options: Iterable[Shape]) -> int:
    """Count the options that are a value."""
    return sum(one != Null() for one in options)


def _held(one: Array | Dictionary) -> Shape:
    return one.items if isinstance(one, Array) else one.values


def _names(shape: Shape, definitions: Mapping[str, Definition]) -> frozenset[str]:
    """Return all names of what a value may be: aliases, and those that they stand for."""
    found: dict[str, None] = {}
    _ = list(_options(shape, definitions, None, found))
    return frozenset(found)


def _options(
    shape: Shape,
    definitions: Mapping[str, Definition],
    opened: Collection[str] | None,
    met: dict[str, None] | None = None,
) -> Iterator[Shape]:
    """Yield what a value may be; the names that we gave, and those to be opened, are looked into.

    Args:
        shape: of the value.
        definitions: what names in it stand for.
        opened: the aliases to be looked into; None for all.
        met: takes the names that are met.
    """
    met = {} if met is None else met
    waiting = [shape]
    while waiting:
        match waiting.pop():
            case Nullable(inner):
                waiting += [Null(), inner]
            case Union(variants):
                waiting += reversed(variants)
            case Enumeration(values):
                yield from (Enumeration((value,)) for value in values)
            case Named(name) as one:
                is_new = name not in met
                met[name] = None
                alias = definitions[name]
                is_open = opened is None or name in opened
                if not (isinstance(alias, AliasDefinition) and (alias.inline or is_open)):
                    yield one
                elif is_new:  # else it holds itself, or comes again
                    waiting.append(alias.shape)
            case one:
                yield one

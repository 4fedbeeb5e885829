"""Compare the options of a value in two documents: which are removed, and which are added."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from generator.diff.value_renames import renamed_constants
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
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from generator.schemas.shapes import Definition, ScalarKind, Shape
    from generator.types.reachable import Direction

# The scalar kinds that accept a constant of each Python type.
_KINDS: Final[Mapping[type, tuple[ScalarKind, ...]]] = {
    bool: ("bool",),
    int: ("int", "float"),
    float: ("float",),
    str: ("str",),
}

STRING_FORMATS: Final = (Scalar("datetime"), Scalar("date"), Scalar("uuid"))
"""Types that are strings in JSON: a request accepts the string as well."""


@dataclass(frozen=True, slots=True)
class ShapeDifference:
    """The options that only one of two shapes has.

    Attributes:
        removed: the options of the earlier shape only.
        added: the options of the later shape only.
        remaining: what is still possible of each removed option: some constants of a `str`.
        disjoint: whether the shapes share no option.
        choice_kinds: the kinds of option that the earlier shape had several of.
        renamed: the removed constants that have another name now, and the added ones that they are.
    """

    removed: tuple[Shape, ...] = ()
    added: tuple[Shape, ...] = ()
    remaining: tuple[tuple[Shape, tuple[Shape, ...]], ...] = ()
    disjoint: bool = False
    choice_kinds: frozenset[type[Shape]] = frozenset()
    renamed: tuple[tuple[Enumeration, Enumeration], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares shapes of two documents, which have these definitions, in one direction."""

    before: Mapping[str, Definition]
    after: Mapping[str, Definition]
    direction: Direction

    def difference(self, before: Shape, after: Shape) -> ShapeDifference:
        """Compare two shapes; definitions with the same name count as the same option."""
        return self._difference(*self._sides(before, after), set())

    def _difference(
        self, old: _Side, new: _Side, compared: set[tuple[_Side, _Side]]
    ) -> ShapeDifference:
        if (old, new) in compared:
            return ShapeDifference()  # a recursive shape: its difference is being built already
        compared.add((old, new))
        removed = [one for one in old.options if not self._covers(new.among, one)]
        added = [one for one in new.options if not self._covers(old.among, one)]
        remaining = tuple((one, self._remaining(one, old, new)) for one in removed)
        return _combine(
            old,
            new,
            [
                ShapeDifference(
                    tuple(removed),
                    tuple(added),
                    remaining,
                    disjoint=True,
                    renamed=renamed_constants(_constants(old.options), _constants(new.options)),
                ),
                *self._items(old, new, compared),
            ],
        )

    def _items(
        self, old: _Side, new: _Side, compared: set[tuple[_Side, _Side]]
    ) -> Iterator[ShapeDifference]:
        """Compare the items of lists, then the values of dictionaries, if both sides have them."""
        for kind in (Array, Dictionary):
            before, after = Union(old.items(kind)), Union(new.items(kind))
            if not (before.variants and after.variants):
                continue
            sides = self._sides(before, after)
            difference = self._difference(*sides, compared)
            if self._is_of_items(difference, old, new):
                yield difference
                continue
            was, now = (kind(Union(tuple(one.options))) for one in sides)
            yield ShapeDifference(
                (was,) if difference.removed else (),
                (now,) if difference.added else (),
                remaining=() if difference.added else ((was, (now,)),),
                disjoint=True,
            )

    def _sides(self, before: Shape, after: Shape) -> tuple[_Side, _Side]:
        old, new = _names(before, self.before), _names(after, self.after)
        # An alias that only one side names is replaced by its definition.
        return _side(before, self.before, old - new), _side(after, self.after, new - old)

    def _is_of_items(self, difference: ShapeDifference, old: _Side, new: _Side) -> bool:
        """Whether the difference of the items is enough: only constants and variants differ."""
        removed, added = difference.removed, difference.added
        return (
            not difference.disjoint
            and all(isinstance(one, (Enumeration, Named)) for one in (*removed, *added))
            and not any(self._covers(new.among, one) for one in removed)
            and not any(self._covers(old.among, one) for one in added)
        )

    def _remaining(self, removed: Shape, old: _Side, new: _Side) -> tuple[Shape, ...]:
        if isinstance(removed, (Enumeration, Named, Null)):
            return ()  # these have no parts
        return tuple(
            one
            for one in new.options
            if one not in old.among
            and (self._covers((removed,), one) or self._is_format_of(removed, one))
        )

    def _is_format_of(self, removed: Shape, one: Shape) -> bool:
        """Whether a request that no longer takes any string takes a date, a time or a UUID."""
        return self.direction == "request" and removed == Scalar("str") and one in STRING_FORMATS

    def _covers(self, options: Collection[Shape], one: Shape) -> bool:
        """Whether every value of `one` is a value of one of the options."""
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
    """The options of a value in one of the documents, in order."""

    options: tuple[Shape, ...]

    @cached_property
    def among(self) -> frozenset[Shape]:
        """The options, for look-ups."""
        return frozenset(self.options)

    @property
    def choice_kinds(self) -> frozenset[type[Shape]]:
        """The kinds of option that code has to distinguish: constants, several variants."""
        kinds: set[type[Shape]] = set()
        if sum(isinstance(one, Named) for one in self.options) > 1:
            kinds.add(Named)
        if any(isinstance(one, Enumeration) for one in self.options):
            kinds.add(Enumeration)
        return frozenset(kinds)

    def items(self, kind: type[Array | Dictionary]) -> tuple[Shape, ...]:
        """Return the items of all lists, or the values of all dictionaries."""
        return tuple(
            one.items if isinstance(one, Array) else one.values
            for one in self.options
            if isinstance(one, (Array, Dictionary)) and isinstance(one, kind)
        )


def _side(shape: Shape, definitions: Mapping[str, Definition], expanded: Collection[str]) -> _Side:
    """Keep each option once; drop a constant if any value of its type is an option."""
    every = frozenset(_options(shape, definitions, None))
    unique = dict.fromkeys(_options(shape, definitions, expanded))
    return _Side(tuple(one for one in unique if not _is_any(one, every)))


def _combine(old: _Side, new: _Side, differences: Sequence[ShapeDifference]) -> ShapeDifference:
    """Return the difference of two sides from those of the options and of their items."""
    remaining = tuple(pair for one in differences for pair in one.remaining)
    # A difference of the items alone leaves the list itself in both sides.
    whole = [one for one in differences if one.disjoint]
    return ShapeDifference(
        tuple(option for one in differences for option in one.removed),
        tuple(option for one in differences for option in one.added),
        remaining,
        disjoint=not any(parts for _, parts in remaining)
        and sum(_count_values(one.removed) for one in whole) == _count_values(old.options)
        and sum(_count_values(one.added) for one in whole) == _count_values(new.options),
        choice_kinds=old.choice_kinds.union(*(one.choice_kinds for one in differences)),
        renamed=tuple(pair for one in differences for pair in one.renamed),
    )


def _is_any(one: Shape, options: Collection[Shape]) -> bool:
    """Whether a shape is a constant, and any string or number of its type is an option."""
    values = one.values if isinstance(one, Enumeration) else ()
    return any(Scalar(kind) in options for value in values for kind in _KINDS[type(value)])


def _count_values(options: Iterable[Shape]) -> int:
    """Count the options other than null."""
    return sum(one != Null() for one in options)


def _constants(options: Iterable[Shape]) -> list[Enumeration]:
    return [one for one in options if isinstance(one, Enumeration)]


def _names(shape: Shape, definitions: Mapping[str, Definition]) -> frozenset[str]:
    """Return the names in a shape, and those in the aliases among them."""
    names: set[str] = set()
    for _ in _options(shape, definitions, None, names):
        pass
    return frozenset(names)


def _options(
    shape: Shape,
    definitions: Mapping[str, Definition],
    expanded: Collection[str] | None,
    visited: set[str] | None = None,
) -> Iterator[Shape]:
    """Yield the options of a value; an alias that opgen named yields its own options.

    So do the aliases in `expanded`, or all if it is None. `visited` receives the names that occur.
    """
    visited = set() if visited is None else visited
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
                is_new = name not in visited
                visited.add(name)
                alias = definitions[name]
                is_open = expanded is None or name in expanded
                if not (isinstance(alias, AliasDefinition) and (alias.inline or is_open)):
                    yield one
                elif is_new:  # else it is recursive, or occurs again
                    waiting.append(alias.shape)
            case one:
                yield one

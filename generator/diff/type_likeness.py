"""How much two types have in common: shapes that name a removed type and a new one may be equal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.schemas import shapes
from generator.schemas.shapes import AliasDefinition, Enumeration, Named, ObjectDefinition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.schemas.shapes import Definition, Shape

_LEVELS: Final = 3
_NEARLY: Final = 0.9
_MOST_VARIANTS: Final = 30  # of two unions that are compared with each other: it takes the square


@dataclass(frozen=True, slots=True)
class Likeness:
    """Compares types of two packages, which have these definitions."""

    before: Mapping[str, Definition]
    after: Mapping[str, Definition]
    _scores: dict[tuple[str, str, int], float] = field(default_factory=dict)

    def may_be_renamed(self, old: str, new: str) -> bool:
        """Whether only the old package has one name, only the new one the other, of one kind."""
        is_gone = old in self.before and old not in self.after
        is_new = new in self.after and new not in self.before
        return is_gone and is_new and type(self.before[old]) is type(self.after[new])

    def score(self, old: str, new: str, levels: int = _LEVELS) -> float:
        """Return the part of the members, constants or variants that both types have: 0.0 to 1.0.

        Below `levels` levels, types that may be renamed are considered equal.
        """
        key = (old, new, levels)
        if key not in self._scores:
            self._scores[key] = self._score(self.before[old], self.after[new], levels)
        return self._scores[key]

    def _score(self, one: Definition, other: Definition, levels: int) -> float:
        if isinstance(one, ObjectDefinition) and isinstance(other, ObjectDefinition):
            return self._score_of_members(one, other, levels)
        if isinstance(one, AliasDefinition) and isinstance(other, AliasDefinition):
            return self._score_of_shapes(one.shape, other.shape, levels)
        return 0.0

    def have_different_tags(self, old: str, new: str) -> bool:
        """Whether a member of two classes has another constant: they are different variants."""
        one, other = self.before[old], self.after[new]
        if not (isinstance(one, ObjectDefinition) and isinstance(other, ObjectDefinition)):
            return False
        constants = {each.wire: _constant(each.shape) for each in other.properties}
        tags = ((_constant(each.shape), constants.get(each.wire)) for each in one.properties)
        return any(was and now and was != now for was, now in tags)

    def is_same(self, old: Shape, new: Shape, levels: int = _LEVELS) -> bool:
        """Whether two shapes are the same, but for the names of types that may be renamed."""
        match old, new:
            case Named(name), Named(other):
                if name == other:
                    return True
                is_possible = self.may_be_renamed(name, other)
                return is_possible and (
                    levels == 0 or self.score(name, other, levels - 1) >= _NEARLY
                )
            case (
                (shapes.Array(inner), shapes.Array(other))
                | (shapes.Dictionary(inner), shapes.Dictionary(other))
                | (shapes.Nullable(inner), shapes.Nullable(other))
            ):
                return self.is_same(inner, other, levels)
            case shapes.Tuple(several), shapes.Tuple(others):
                return len(several) == len(others) and all(
                    self.is_same(*pair, levels) for pair in zip(several, others, strict=True)
                )
            case shapes.Union(several), shapes.Union(others):
                return len(several) == len(others) == self._count_same(several, others, levels)
        return old == new

    def _score_of_members(
        self, one: ObjectDefinition, other: ObjectDefinition, levels: int
    ) -> float:
        others = {each.wire: each for each in other.properties}
        same = sum(
            each.wire in others and self.is_same(each.shape, others[each.wire].shape, levels)
            for each in one.properties
        )
        every = others.keys() | {each.wire for each in one.properties}
        if not every:
            return float((one.further is None) == (other.further is None))
        return same / len(every)

    def _score_of_shapes(self, old: Shape, new: Shape, levels: int) -> float:
        match old, new:
            case Enumeration(values), Enumeration(others):
                return len(set(values) & set(others)) / len({*values, *others})
            case shapes.Union(several), shapes.Union(others):
                same = self._count_same(several, others, levels)
                return same / (len(several) + len(others) - same)
        return float(self.is_same(old, new, levels))

    def _count_same(
        self, several: tuple[Shape, ...], others: tuple[Shape, ...], levels: int
    ) -> int:
        """Count the variants that have a counterpart, each counterpart once."""
        equal = (Counter(several) & Counter(others)).total()
        left = list((Counter(others) - Counter(several)).elements())
        rest = list((Counter(several) - Counter(others)).elements())
        if max(len(left), len(rest)) > _MOST_VARIANTS:
            return equal
        for one in rest:
            found = next((other for other in left if self.is_same(one, other, levels)), None)
            if found is not None:
                left.remove(found)
                equal += 1
        return equal


def _constant(shape: Shape) -> Enumeration | None:
    """Return the one constant of a shape."""
    return shape if isinstance(shape, Enumeration) and len(shape.values) == 1 else None

"""Which types are renamed: those that have another name in the places that both packages have."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from generator.diff.members import Member, MemberRenames, renamed_members
from generator.diff.type_likeness import Likeness
from generator.schemas import shapes
from generator.schemas.shapes import AliasDefinition, Named, ObjectDefinition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.schemas.shapes import Definition, Shape

_ENOUGH: Final = 0.5  # the part of the members that two types in the same place have in common
_MUCH: Final = 0.75  # the same, of variants of a union: their place says less
_MOST_VARIANTS: Final = 100


class TypeMatcher:
    """Walks through the same places of two packages, and notes the types with other names.

    Attributes:
        before: the definitions of the old package.
        after: the definitions of the new package.
        members: the renamed attributes, by the old and the new name of their class.
        likeness: compares the types.
    """

    def __init__(
        self,
        before: Mapping[str, Definition],
        after: Mapping[str, Definition],
        settled: Mapping[str, str | None],
    ) -> None:
        """`settled` has the new names that the user chose; None for what is removed."""
        self.members: dict[tuple[str, str], MemberRenames] = {}
        self.likeness = Likeness(before, after)
        self.before = before
        self.after = after
        self._settled = {
            old: new
            for old, new in settled.items()
            if new is None or "." in old or self.likeness.may_be_renamed(old, new)
        }
        self._scores: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._waiting: list[tuple[Shape, Shape]] = []
        self._visited: set[tuple[Shape, Shape]] = set()

    def match(self, old: Shape, new: Shape) -> None:
        """Note the types of two shapes that are in the same place, and of all that they name."""
        self._waiting.append((old, new))
        while self._waiting:
            pair = self._waiting.pop()
            if pair not in self._visited:
                self._visited.add(pair)
                self._step(*pair)

    def renames(self) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """Return the new names of renamed types, and the possible ones of doubtful types.

        A type has one new name, and that has no other old name; of several, one that is equal wins.
        """
        of_new: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for old, scores in self._scores.items():
            for new, score in scores.items():
                of_new[new][old] = score
        names: dict[str, str] = {}
        doubtful: dict[str, tuple[str, ...]] = {}
        for old, scores in self._scores.items():
            best = _best(scores)
            if best is not None and _best(of_new[best]) == old:
                names[old] = best
            else:
                doubtful[old] = tuple(sorted(scores))
        return names, doubtful

    def _step(self, old: Shape, new: Shape) -> None:
        match old, new:
            case shapes.Nullable(inner), _:
                self._waiting.append((inner, new))
            case _, shapes.Nullable(inner):
                self._waiting.append((old, inner))
            case Named(name), Named(other) if name == other:
                self._enter(name, other)
            case Named(name), Named(other) if self.likeness.may_be_renamed(name, other):
                self._note(name, other, _ENOUGH)
            case Named(name), _ if name not in self.after and self._is_alias(self.before, name):
                self._waiting.append((_inside(self.before, name), new))
            case _, Named(name) if name not in self.before and self._is_alias(self.after, name):
                self._waiting.append((old, _inside(self.after, name)))
            case (shapes.Array(inner), shapes.Array(other)) | (
                shapes.Dictionary(inner),
                shapes.Dictionary(other),
            ):
                self._waiting.append((inner, other))
            case shapes.Tuple(several), shapes.Tuple(others):
                self._waiting += zip(several, others, strict=False)
            case _ if isinstance(old, shapes.Union) or isinstance(new, shapes.Union):
                self._match_variants(_variants(old), _variants(new))

    def _note(self, old: str, new: str, least: float) -> None:
        """Note two names of the same place, if the types have enough in common."""
        decision = self._settled.get(old, "")
        if decision == new:
            score = 2.0
        elif decision == "" and new not in self._settled.values():
            score = self.likeness.score(old, new)
        else:
            return
        if score >= least:
            self._scores[old][new] = max(score, self._scores[old].get(new, 0.0))
            self._enter(old, new)

    def match_settled(self) -> None:
        """Note the renames of types that the user chose."""
        for old, new in self._settled.items():
            if new and self.likeness.may_be_renamed(old, new):
                self.match(*(Named(one.name) for one in (self.before[old], self.after[new])))

    def _match_variants(self, before: tuple[Shape, ...], after: tuple[Shape, ...]) -> None:
        """Match the variants of two unions: those of the same name, then those that are alike."""
        earlier, later = frozenset(before), frozenset(after)
        self._waiting += [(one, one) for one in before if isinstance(one, Named) and one in later]
        removed = [one for one in before if one not in later]
        added = [one for one in after if one not in earlier]
        if len(removed) == len(added) == 1 and not isinstance(removed[0], Named):
            self._waiting.append((removed[0], added[0]))
        if max(len(removed), len(added)) > _MOST_VARIANTS:
            return  # it takes the square
        found: defaultdict[str, dict[str, float]] = defaultdict(dict)
        of_new: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for old, new in self._possible(removed, added):
            found[old][new] = of_new[new][old] = self.likeness.score(old, new)
        for old, scores in found.items():
            new = max(scores, key=scores.__getitem__)
            is_mutual = of_new[new][old] == max(of_new[new].values())
            is_only = [*scores.values(), *of_new[new].values()].count(scores[new]) == 2
            if is_mutual and is_only:
                self._note(old, new, _MUCH)

    def _possible(self, removed: list[Shape], added: list[Shape]) -> Iterator[tuple[str, str]]:
        for one in removed:
            for other in added:
                if (
                    isinstance(one, Named)
                    and isinstance(other, Named)
                    and self.likeness.may_be_renamed(one.name, other.name)
                    and not self.likeness.have_different_tags(one.name, other.name)
                ):
                    yield one.name, other.name

    def _enter(self, old: str, new: str) -> None:
        """Go on with what two definitions hold."""
        one, other = self.before[old], self.after[new]
        if isinstance(one, AliasDefinition) and isinstance(other, AliasDefinition):
            self._waiting.append((one.shape, other.shape))
        if not (isinstance(one, ObjectDefinition) and isinstance(other, ObjectDefinition)):
            return
        if (old, new) in self.members:
            return
        settled = {
            key.partition(".")[2]: value
            for key, value in self._settled.items()
            if key.startswith(f"{old}.")
        }
        found = renamed_members(_members(one), _members(other), self.likeness.is_same, settled)
        self.members[old, new] = found
        shapes_by_name: dict[str, Shape] = {each.name: each.shape for each in other.properties}
        for each in one.properties:
            name = found.names.get(each.name, each.name)
            if name in shapes_by_name:
                self._waiting.append((each.shape, shapes_by_name[name]))
        if one.further and other.further:
            self._waiting.append((one.further, other.further))

    @staticmethod
    def _is_alias(definitions: Mapping[str, Definition], name: str) -> bool:
        return isinstance(definitions[name], AliasDefinition)


def _best(scores: Mapping[str, float]) -> str | None:
    """Return the only name, or the only one whose type is equal; None if there is no such name."""
    if len(scores) == 1:
        return next(iter(scores))
    equal = [name for name, score in scores.items() if score >= 1]
    return equal[0] if len(equal) == 1 else None


def _inside(definitions: Mapping[str, Definition], name: str) -> Shape:
    definition = definitions[name]
    return definition.shape if isinstance(definition, AliasDefinition) else Named(definition.name)


def _variants(shape: Shape) -> tuple[Shape, ...]:
    return shape.variants if isinstance(shape, shapes.Union) else (shape,)


def _members(one: ObjectDefinition) -> list[Member]:
    return [
        Member(
            name=each.name,
            wire=each.wire,
            shape=each.shape,
            description=each.description.wire(),
        )
        for each in one.properties
    ]

"""Compare types: the models of `components` and the TypedDicts of `params`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from generator.diff.change import Finding, Kind, Target
from generator.diff.compatibility import finding_of, judge, merge_directions
from generator.diff.find_renames import NO_MEMBERS
from generator.diff.renames import Rename, removed
from generator.diff.shape_text import code_span, shape_span
from generator.naming import FURTHER
from generator.schemas.shapes import (
    AliasDefinition,
    Anything,
    Dictionary,
    Imported,
    ObjectDefinition,
    Property,
    nullable,
)
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.diff.alternatives import Comparison, ShapeDifference
    from generator.diff.find_renames import Renames
    from generator.diff.members import MemberRenames
    from generator.document.document import Node
    from generator.schemas.shapes import Definition
    from generator.types.reachable import Direction


@dataclass(frozen=True, slots=True)
class Types:
    """The types of a package, their names in each module, and the directions of their use."""

    definitions: Mapping[str, Definition]
    components: frozenset[str]
    params: frozenset[str]
    directions: Mapping[str, frozenset[Direction]]

    def modules(self, name: str) -> list[str]:
        """Return the modules that contain a name."""
        places = {"components": self.components, "params": self.params}
        return [module for module, names in places.items() if name in names]


def _no_class(new: Definition) -> str:
    if isinstance(new, AliasDefinition) and isinstance(new.shape, Imported):
        return f"is now {shape_span(new.shape)} instead of a class of the package"
    return "no longer a class"


def compare_types(
    before: Types, after: Types, comparisons: Sequence[Comparison], renames: Renames
) -> Iterator[Finding]:
    """Yield the changes of all types, by name. A renamed one has its new name in both packages."""
    names = {new: old for old, new in renames.types.items()}
    for name in sorted(before.components | before.params | after.components | after.params):
        old, new = before.modules(name), after.modules(name)
        if old and new:
            old_name = names.get(name, name)
            if old_name != name:
                yield _renamed(old_name, name, before, after)
            yield from _moved(name, before, after)
            members = renames.attributes.get(old_name, NO_MEMBERS)
            yield from _Pair(name, before, after, comparisons, members).findings()
        elif old:
            target = Target(type=name, module=old[0] if len(old) == 1 else "")
            node = before.definitions[name].node
            message = removed(renames.doubtful.get(name, ()))
            yield Finding("type-removed", Kind.BREAKING, message, target, node, None)
        else:
            target = Target(type=name, module=new[0] if len(new) == 1 else "")
            node = after.definitions[name].node
            yield Finding("type-added", Kind.ADDITIVE, "new", target, None, node)


def _renamed(old: str, name: str, before: Types, after: Types) -> Finding:
    """Return the change of the name of a type."""
    was, now = before.modules(name), after.modules(name)
    module, new_module = was[0] if len(was) == 1 else "", now[0] if len(now) == 1 else ""
    rename = Rename(kind="type", old=old, new=name, module=module, new_module=new_module)
    places = before.definitions[name].node, after.definitions[name].node
    target = Target(type=name, module=module)
    message = f"renamed to `{name}`"
    return Finding("type-renamed", Kind.BREAKING, message, target, *places, rename=rename)


def _moved(name: str, before: Types, after: Types) -> Iterator[Finding]:
    old, new = set(before.modules(name)), set(after.modules(name))
    places = (before.definitions[name].node, after.definitions[name].node)
    for module in sorted(old - new):
        target = Target(type=name, module=module)
        message = f"no longer in `{module}`"
        yield Finding("type-removed", Kind.BREAKING, message, target, *places)
    for module in sorted(new - old):
        target = Target(type=name, module=module)
        yield Finding("type-added", Kind.ADDITIVE, f"now also in `{module}`", target, *places)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A type before and after; `members` are its attributes that are renamed."""

    name: str
    before: Types
    after: Types
    comparisons: Sequence[Comparison]
    members: MemberRenames

    def findings(self) -> Iterator[Finding]:
        """Yield the changes; one without a node of its own gets that of the type."""
        old, new = self.before.definitions[self.name], self.after.definitions[self.name]
        for one in self._changes(old, new):
            yield replace(
                one,
                target=replace(one.target, type=self.name),
                before=one.before or old.node,
                after=one.after or new.node,
            )

    def _changes(self, old: Definition, new: Definition) -> Iterator[Finding]:
        if isinstance(old, ObjectDefinition) and isinstance(new, ObjectDefinition):
            yield from self._attributes(old, new)
        elif isinstance(old, ObjectDefinition):
            yield Finding("type-narrowed", Kind.BREAKING, _no_class(new))
        elif isinstance(new, ObjectDefinition):
            yield Finding("type-narrowed", Kind.BREAKING, "now a class")
        elif not (old.inline or new.inline):  # else reported where it is used
            yield from self._alias(old, new)
        texts, renames = _texts(new), self.members.names
        names = [
            name
            for name, text in _texts(old).items()
            if texts.get(renames.get(name, name), text) != text
        ]
        if names and self._type_directions:
            of = ", ".join(f"`{name}`" for name in names if name)
            message = f"new description of {of}" if of else "new description"
            yield Finding("described", Kind.DOCUMENTATION, message)

    def _alias(self, old: AliasDefinition, new: AliasDefinition) -> Iterator[Finding]:
        judgements = (
            judge(one.difference(old.shape, new.shape), one.direction)
            for one in self.comparisons
            if one.direction in self._type_directions
        )
        for one in merge_directions(chain.from_iterable(judgements)):
            yield finding_of(one, "type")

    def _attributes(self, old: ObjectDefinition, new: ObjectDefinition) -> Iterator[Finding]:
        has_further = old.further is not None or new.further is not None
        before, after = (_members(one, has_further=has_further) for one in (old, new))
        for name in {**before, **after}:
            if name in self.members.names.values() and name not in before:
                continue  # it is compared under its old name
            new_name = self.members.names.get(name, name)
            one, other = before.get(name), after.get(new_name)
            was, now = self._directions_of(one), self._directions_of(other)
            target = Target(attribute=name)
            places = (one.node if one else None, other.node if other else None)
            if one and was - now:
                place = f" from {_opposite(now)}" if now else ""
                candidates = () if other else self.members.doubtful.get(name, ())
                message = f"attribute `{name}` {removed(candidates)}{place}"
                yield Finding("attribute-removed", Kind.BREAKING, message, target, *places)
            if other and now - was:
                is_required = other.required and "request" in now - was
                kind = Kind.BREAKING if is_required else Kind.ADDITIVE
                place = f" in {_opposite(was)}" if was else ""
                message = f"new {'required ' if is_required else ''}attribute `{name}`{place}"
                yield Finding("attribute-added", kind, message, target, *places)
            if one and other:
                if new_name != name:
                    yield _renamed_attribute(new_name, target, places)
                yield from self._changed(one, other, target, was & now)

    def _directions_of(self, member: Property | None) -> frozenset[Direction]:
        """Return the directions in which a property is used; none if there is no property."""
        excluded = {
            "request": member is None or member.read_only,
            "response": member is None or member.write_only,
        }
        return frozenset(one for one in self._type_directions if not excluded[one])

    def _changed(
        self, old: Property, new: Property, target: Target, directions: frozenset[Direction]
    ) -> Iterator[Finding]:
        places = (old.node, new.node)
        if old.wire != new.wire and old.name == new.name:
            message = f"now JSON member {code_span(new.wire)} instead of {code_span(old.wire)}"
            yield Finding("attribute-widened", Kind.BREAKING, message, target, *places)
        if "request" in directions and old.required != new.required:
            about = replace(target, direction="request")
            if new.required:
                message = "now required in requests"
                yield Finding("attribute-required", Kind.BREAKING, message, about, *places)
            else:
                message = "now optional in requests"
                yield Finding("attribute-optional", Kind.ADDITIVE, message, about, *places)
        judgements = (
            judge(_difference(old, new, one), one.direction)
            for one in self.comparisons
            if one.direction in directions
        )
        for one in merge_directions(chain.from_iterable(judgements)):
            yield finding_of(one, "attribute", target, places)

    @property
    def _type_directions(self) -> frozenset[Direction]:
        """The directions in which both documents use the type."""
        return self.before.directions[self.name] & self.after.directions[self.name]


def _members(one: ObjectDefinition, *, has_further: bool) -> dict[str, Property]:
    """Return the members by attribute, and all others as one if a document says their type."""
    members: dict[str, Property] = {member.name: member for member in one.properties}
    if has_further:
        members[FURTHER] = Property(
            wire=FURTHER,
            name=FURTHER,
            shape=Dictionary(one.further or Anything()),
            required=True,
            description=Untrusted(""),
            node=one.node,
        )
    return members


def _renamed_attribute(
    name: str, target: Target, places: tuple[Node | None, Node | None]
) -> Finding:
    rename = Rename(kind="attribute", old=target.attribute, new=name)
    message = f"renamed to `{name}`"
    return Finding("attribute-renamed", Kind.BREAKING, message, target, *places, rename=rename)


def _opposite(directions: frozenset[Direction]) -> str:
    return "responses" if "request" in directions else "requests"


def _difference(old: Property, new: Property, comparison: Comparison) -> ShapeDifference:
    """Compare two properties: an optional one of a response may be None."""
    if comparison.direction == "request":
        return comparison.difference(old.shape, new.shape)
    shapes = (one.shape if one.required else nullable(one.shape) for one in (old, new))
    return comparison.difference(*shapes)


def _texts(one: Definition) -> dict[str, str]:
    """Return the descriptions of a type, by "", and of its attributes, by name."""
    members = one.properties if isinstance(one, ObjectDefinition) else ()
    return {"": one.description.wire(), **{m.name: m.description.wire() for m in members}}

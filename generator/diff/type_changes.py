"""What changes for those who use a type: a model of `components`, a TypedDict of `params`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.diff.change import Finding, Kind, Target
from generator.diff.compatibility import judge, merged
from generator.diff.shape_text import code
from generator.schemas.shapes import AliasDefinition, ObjectDefinition, nullable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.diff.alternatives import Comparison, Gap
    from generator.diff.change import Code
    from generator.schemas.shapes import Definition, Property
    from generator.types.reachable import Direction


@dataclass(frozen=True, slots=True)
class Types:
    """The types of a package.

    Attributes:
        components: the names in that module.
        params: the names in that one.
        directions: in which each name travels.
    """

    definitions: Mapping[str, Definition]
    components: frozenset[str]
    params: frozenset[str]
    directions: Mapping[str, frozenset[Direction]]

    def modules(self, name: str) -> list[str]:
        """Return where a name is."""
        places = {"components": self.components, "params": self.params}
        return [module for module, names in places.items() if name in names]


def compare_types(
    before: Types, after: Types, comparisons: Sequence[Comparison]
) -> Iterator[Finding]:
    """Yield the changes of all types, by name."""
    for name in sorted(before.components | before.params | after.components | after.params):
        old, new = before.modules(name), after.modules(name)
        if old and new:
            yield from _moved(name, before, after)
            yield from _Pair(name, before, after, comparisons).findings()
        elif old:
            target = Target(type=name, module=old[0] if len(old) == 1 else "")
            node = before.definitions[name].node
            yield Finding("type-removed", Kind.BREAKING, "removed", target, node, None)
        else:
            target = Target(type=name, module=new[0] if len(new) == 1 else "")
            node = after.definitions[name].node
            yield Finding("type-added", Kind.ADDITIVE, "new", target, None, node)


def _moved(name: str, before: Types, after: Types) -> Iterator[Finding]:
    old, new = set(before.modules(name)), set(after.modules(name))
    places = (before.definitions[name].node, after.definitions[name].node)
    for module in sorted(old - new):
        target = Target(type=name, module=module)
        message = f"no longer in `{module}`"
        yield Finding("type-removed", Kind.BREAKING, message, target, *places)
    for module in sorted(new - old):
        target = Target(type=name, module=module)
        yield Finding("type-added", Kind.ADDITIVE, f"in `{module}` too", target, *places)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A type before and after."""

    name: str
    before: Types
    after: Types
    comparisons: Sequence[Comparison]

    def findings(self) -> Iterator[Finding]:
        """Yield what changed, each with both places of the type at least."""
        old, new = self.before.definitions[self.name], self.after.definitions[self.name]
        for one in self._found(old, new):
            yield replace(
                one,
                target=replace(one.target, type=self.name),
                before=one.before or old.node,
                after=one.after or new.node,
            )

    def _found(self, old: Definition, new: Definition) -> Iterator[Finding]:
        if isinstance(old, ObjectDefinition) and isinstance(new, ObjectDefinition):
            yield from self._attributes(old, new)
        elif isinstance(old, ObjectDefinition):
            yield Finding("type-narrowed", Kind.BREAKING, "no class any more")
        elif isinstance(new, ObjectDefinition):
            yield Finding("type-narrowed", Kind.BREAKING, "a class now")
        elif not (old.inline or new.inline):  # else it is told of where it is used
            yield from self._alias(old, new)
        names = [name for name, text in _texts(old).items() if _texts(new).get(name, text) != text]
        if names and self._both:
            of = ", ".join(f"`{name}`" for name in names if name)
            message = f"new description of {of}" if of else "new description"
            yield Finding("described", Kind.DOCUMENTATION, message)

    def _alias(self, old: AliasDefinition, new: AliasDefinition) -> Iterator[Finding]:
        found = (
            one
            for comparison in self._directions
            for one in judge(comparison.gap(old.shape, new.shape), comparison.direction)
        )
        for one in merged(found):
            what: Code = "type-widened" if one.change == "widened" else "type-narrowed"
            target = Target(values=one.values, direction=one.direction)
            yield Finding(what, one.kind, one.message, target, certain=one.certain)

    def _attributes(self, old: ObjectDefinition, new: ObjectDefinition) -> Iterator[Finding]:
        before, after = ({one.name: one for one in side.properties} for side in (old, new))
        for name in {**before, **after}:
            one, other = before.get(name), after.get(name)
            was, now = self._ways(one), self._ways(other)
            target = Target(attribute=name)
            if one and was - now:
                yield self._removed(one, other, now, target)
            if other and now - was:
                yield self._added(one, other, was, target)
            if one and other:
                yield from self._changed(one, other, target, was & now)

    def _ways(self, member: Property | None) -> frozenset[Direction]:
        """Return the directions in which a member travels, of those of the type."""
        barred: dict[Direction, bool] = (
            {"request": member.read_only, "response": member.write_only} if member else {}
        )
        return frozenset(way for way in self._both if not barred.get(way, member is None))

    def _removed(
        self, old: Property, new: Property | None, still: frozenset[Direction], target: Target
    ) -> Finding:
        whence = "" if not still else " from replies" if "request" in still else " from requests"
        message = f"attribute `{old.name}` removed{whence}"
        node = new.node if new else None
        return Finding("attribute-removed", Kind.BREAKING, message, target, old.node, node)

    def _added(
        self, old: Property | None, new: Property, already: frozenset[Direction], target: Target
    ) -> Finding:
        is_demanded = new.required and "request" in self._ways(new) - already
        kind = Kind.BREAKING if is_demanded else Kind.ADDITIVE
        where = "" if not already else " in replies" if "request" in already else " in requests"
        message = f"new {'required ' if is_demanded else ''}attribute `{new.name}`{where}"
        node = old.node if old else None
        return Finding("attribute-added", kind, message, target, node, new.node)

    def _changed(
        self, old: Property, new: Property, target: Target, ways: frozenset[Direction]
    ) -> Iterator[Finding]:
        places = (old.node, new.node)
        if old.wire != new.wire:
            message = f"is {code(new.wire)} of the JSON now, was {code(old.wire)}"
            yield Finding("attribute-widened", Kind.BREAKING, message, target, *places)
        if "request" in ways and old.required != new.required:
            about = replace(target, direction="request")
            if new.required:
                message = "required in requests now"
                yield Finding("attribute-required", Kind.BREAKING, message, about, *places)
            else:
                message = "optional in requests now"
                yield Finding("attribute-optional", Kind.ADDITIVE, message, about, *places)
        found = (
            one
            for comparison in self.comparisons
            if comparison.direction in ways
            for one in judge(_gap(old, new, comparison), comparison.direction)
        )
        for one in merged(found):
            what: Code = "attribute-widened" if one.change == "widened" else "attribute-narrowed"
            about = replace(target, values=one.values, direction=one.direction)
            yield Finding(what, one.kind, one.message, about, *places, one.certain)

    @property
    def _both(self) -> frozenset[Direction]:
        """The directions in which it travels, before and after."""
        return self.before.directions[self.name] & self.after.directions[self.name]

    @property
    def _directions(self) -> list[Comparison]:
        return [one for one in self.comparisons if one.direction in self._both]


def _gap(old: Property, new: Property, comparison: Comparison) -> Gap:
    """Compare members: in a reply, one that may be missing may be None."""
    if comparison.direction == "request":
        return comparison.gap(old.shape, new.shape)
    shapes = (one.shape if one.required else nullable(one.shape) for one in (old, new))
    return comparison.gap(*shapes)


def _texts(one: Definition) -> dict[str, str]:
    """Return what is said of a type, and of its attributes by their names."""
    members = one.properties if isinstance(one, ObjectDefinition) else ()
    return {"": one.description.wire(), **{m.name: m.description.wire() for m in members}}

"""Read objects: their members, and the type of members that they do not name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from generator.naming import Identifier, distinct
from generator.schemas import keywords, merging, shapes
from generator.schemas.annotations import Annotations
from generator.schemas.meanings import type_meaning
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.schemas.all_of import AllOfReader
    from generator.schemas.names import InlineNames
    from generator.schemas.shapes import Shape


class _SchemaReader(Protocol):
    """Reads single schemas; the members are those of SchemaReader."""

    definitions: shapes.Definitions

    def shape(self, node: Node, name: str) -> Shape: ...
    def description(self, node: Node) -> Untrusted: ...


class ObjectReader:
    """Reads objects as definitions, or as dictionaries if none of their members has a name."""

    def __init__(
        self,
        reader: _SchemaReader,
        all_of: AllOfReader,
        names: InlineNames,
        resolver: Resolver,
        reserved: AbstractSet[str],
    ) -> None:
        self._reader = reader
        self._all_of = all_of
        self._names = names
        self._resolver = resolver
        self._reserved = reserved  # names that no attribute may have
        self._open: dict[tuple[Node, ...], Identifier] = {}  # objects that are being read

    def read(self, node: Node, name: str) -> Shape:
        """Return the shape of an object that one schema describes."""
        has_names = merging.required_members([node]) and not keywords.types_further_members(node)
        if keywords.has_value(node, "properties") or has_names:
            return self.define([node], node, name)
        return shapes.Dictionary(self._further([node], name) or shapes.Anything())

    def define(self, leaves: Sequence[Node], node: Node, name: str) -> Shape:
        """Define an object by all schemas that describe its members.

        A single schema is defined once, even if several objects contain it.
        """
        key = tuple(leaves)
        if key in self._open:  # it contains itself
            return shapes.Named(self._open[key])
        content, is_single = tuple(map(type_meaning, leaves)), list(leaves) == [node]
        claimed, is_new = self._names.claim(node, name, content, is_single=is_single)
        if not is_new:
            return shapes.Named(claimed)
        self._open[key] = claimed
        further = self._further(leaves, claimed)
        properties = tuple(self._properties(leaves, claimed, further or shapes.Anything()))
        del self._open[key]
        self._reader.definitions[claimed] = shapes.ObjectDefinition(
            name=claimed,
            properties=properties,
            description=self._reader.description(node),
            node=node,
            further=further,
        )
        return shapes.Named(claimed)

    def _properties(
        self, leaves: Sequence[Node], owner: str, further: Shape
    ) -> Iterator[shapes.Property]:
        """Yield the members that have a name: those that are described, then others required.

        A member that no value is valid for is left out.
        """
        members = self._all_of.members_of(leaves)
        required = merging.required_members(leaves)
        possible = {
            wire: nodes
            for wire, nodes in members.items()
            if not any(keywords.is_never(one, self._resolver) for one in nodes)
        }
        unlisted = [wire for wire in required if wire not in members]
        names = distinct([*possible, *unlisted], taken=self._reserved)
        for (wire, nodes), name in zip(possible.items(), names, strict=False):
            yield self._property(nodes, wire, name, owner, required=wire in required)
        for wire, name in zip(unlisted, names[len(possible) :], strict=True):
            yield shapes.Property(
                wire=wire,
                name=name,
                shape=further,
                required=True,
                description=Untrusted(""),
                node=required[wire],
            )

    def _property(
        self, nodes: list[Node], wire: str, name: Identifier, owner: str, *, required: bool
    ) -> shapes.Property:
        annotations = Annotations(nodes, self._resolver)
        return shapes.Property(
            wire=wire,
            name=name,
            shape=self._all_of.member_shape(nodes, owner),
            required=required,
            description=annotations.description,
            node=nodes[-1],
            example=annotations.get("example"),
            default=annotations.get("default"),
            read_only=annotations.is_true("readOnly"),
            write_only=annotations.is_true("writeOnly"),
            deprecated=annotations.deprecated,
        )

    def _further(self, leaves: Sequence[Node], name: str) -> Shape | None:
        """Return the shape of members that have no name in a schema; None if it is anything.

        Of several schemas that apply together, the last one that describes it is used.
        """
        described = [found for one in leaves if (found := self._further_schemas(one))]
        if not described:
            return None
        values = [self._reader.shape(one, f"{name}Value") for one in described[-1]]
        return None if shapes.Anything() in values else shapes.any_of(values)

    def _further_schemas(self, leaf: Node) -> list[Node]:
        """Return the schemas of the members that `properties` does not have.

        Other members than those with a pattern are not expected, unless a schema describes them.
        """
        others = leaf.get("additionalProperties") or leaf.get("unevaluatedProperties")
        found = [one for _, one in leaf.members("patternProperties")]
        if others and (isinstance(others.value, dict) or (others.value is True and found)):
            found.append(others)
        return [one for one in found if not keywords.is_never(one, self._resolver)]

"""Read schemas that apply together as one shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from generator.document.mending import addition, removal
from generator.naming import class_name, singular
from generator.schemas import keywords, merging
from generator.schemas.discriminators import Variant
from generator.schemas.shapes import Anything, Array, Named, Shape, Union, nullable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.source import Json
    from generator.schemas.aliases import Aliases
    from generator.schemas.merging import Alternative
    from generator.schemas.names import InlineNames
    from generator.schemas.unions import UnionReader


class _ShapeReader(Protocol):
    """Reads single schemas and collects the definitions; the methods are those of SchemaReader."""

    aliases: Aliases

    def shape(self, node: Node, name: str) -> Shape: ...
    def shape_itself(self, node: Node, name: str) -> Shape: ...
    def shape_of_type(self, node: Node, kind: str, name: str) -> Shape: ...
    def shape_of_constants(self, values: Sequence[Json], node: Node, name: str) -> Shape: ...
    def define_object(self, leaves: Sequence[Node], node: Node, name: str) -> Shape: ...
    def degrade(self, code: Code, message: str, node: Node) -> None: ...


_ITEMS: Final = ("items", "prefixItems", "unevaluatedItems")
_FORMATS: Final = ("format", "contentMediaType", "contentEncoding")


class AllOfReader:
    """Reads `allOf`, members next to a union, and members that several branches describe."""

    def __init__(
        self,
        reader: _ShapeReader,
        unions: UnionReader,
        names: InlineNames,
        resolver: Resolver,
        log: DiagnosticLog,
    ) -> None:
        self._reader = reader
        self._unions = unions
        # What is being read, with the name that it gets if it contains itself.
        self._open: dict[tuple[str, tuple[Node, ...]], tuple[Node, str, Named | None]] = {}
        self._names = names
        self._resolver = resolver
        self._log = log

    def merge(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema with `allOf`, or with members next to a union."""
        branches = list(node.items("allOf"))
        typed = [branch for branch in branches if keywords.describes_type(branch)]
        own_keys = ("properties", "items", "enum", "const", *keywords.UNIONS)
        has_own_type = keywords.types_further_members(node) or any(
            keywords.has_value(node, key) for key in own_keys
        )
        if len(typed) == 1 and not has_own_type and not merging.required_members([node, *branches]):
            return self._reader.shape_itself(typed[0], name)
        return self.combine([node], node, name)

    def applies(self, siblings: Node, node: Node) -> bool:
        """Whether keywords next to a reference make another type; log if they are ignored."""
        target = keywords.resolve_schema(node, self._resolver)
        if target is None or merging.adds_nothing(siblings, target, self._resolver):
            return False
        if self._resolver.applied_siblings(node):
            return True
        names = ", ".join(f"`{key}`" for key in keywords.schema_object(siblings))
        message = f"OpenAPI 3.0 ignores {names} next to `$ref`, and so does opgen"
        advice = "put the reference and the other keywords into an `allOf`"
        mend = removal(node["$ref"]) + addition(node, {"allOf": [{"$ref": node["$ref"].value}]})
        self._log.fault("ignored-siblings", message, at=node, help=advice, mend=mend)
        return False

    def combine(self, nodes: list[Node], node: Node, name: str) -> Shape:
        """Return the shape of the values that are valid for all nodes."""
        alternatives = merging.list_alternatives(nodes, self._resolver)
        leaves = merging.leaves_of(nodes, self._resolver)
        if not alternatives or merging.common_kinds(alternatives[0].leaves) == []:
            reason = "no value is valid for all of it"
            if alternatives is None:
                reason = "too many combinations"
            self._reader.degrade("unmerged-all-of", f"{reason}; only the last schema is used", node)
            typed = [one for one in leaves if keywords.describes_type(one)]
            return self._shape_of_leaves(typed[-1:], node, name)
        if len(alternatives) == 1:
            return self._alternative(alternatives[0], nodes, node, name)
        key = next(filter(None, map(keywords.discriminator_key, alternatives[0].leaves)), None)
        for leaf in leaves:
            self._names.set_owner(leaf, name)
        variants = []
        for one in alternatives:
            variant = keywords.variant_name(one.branches, name, key)
            shape = self._alternative(one, nodes, one.branches[-1], variant)
            variants.append(Variant(one.branches, shape))
        return self._unions.of_variants(node, variants, name, _described_union(alternatives[0]))

    def _alternative(self, one: Alternative, nodes: list[Node], node: Node, name: str) -> Shape:
        candidates = [*one.branches, *(nodes if len(nodes) > 1 else ())]
        for candidate in candidates:
            own = merging.leaves_of([candidate], self._resolver)
            if all(merging.is_implied(leaf, own, self._resolver) for leaf in one.leaves):
                return self._reader.shape_itself(candidate, name)
        return self._shape_of_leaves(list(one.leaves), node, name)

    def _shape_of_leaves(self, leaves: list[Node], node: Node, name: str) -> Shape:
        """Return the shape of leaves that apply together, without their unions."""
        kinds = merging.common_kinds(leaves)
        if values := merging.common_constants(leaves):
            return self._reader.shape_of_constants(values, leaves[-1], name)
        shapes = [self._of_kind(leaves, kind, node, name) for kind in kinds or ()]
        if not shapes:
            return Anything()
        return Union(tuple(shapes)) if len(shapes) > 1 else shapes[0]

    def _of_kind(self, leaves: list[Node], kind: str, node: Node, name: str) -> Shape:
        """Return the shape of leaves of one type; a list or dictionary of itself gets a name."""
        if kind == "object" and self._has_names(leaves):
            return self._reader.define_object(leaves, node, name)
        key = kind, tuple(leaves)
        if key in self._open:
            outer_node, outer_name, named = self._open[key]
            named = named or self._reader.aliases.open(outer_node, outer_name)
            self._open[key] = outer_node, outer_name, named
            return named
        self._open[key] = node, name, None
        shape = self._shape_of_kind(leaves, kind, name)
        *_, named = self._open.pop(key)
        return self._reader.aliases.close(named, shape, name) if named else shape

    def _shape_of_kind(self, leaves: list[Node], kind: str, name: str) -> Shape:
        typed = [leaf for leaf in leaves if kind in keywords.kinds_of(leaf)] or leaves
        open_ended = [leaf for leaf in leaves if leaf in typed or not keywords.kinds_of(leaf)]
        if kind == "object":
            described = [leaf for leaf in open_ended if keywords.types_further_members(leaf)]
            return self._reader.shape_of_type((described or typed)[-1], kind, name)
        keys = _ITEMS if kind == "array" else _FORMATS
        relevant = [leaf for leaf in open_ended if any(keywords.has_value(leaf, k) for k in keys)]
        tuples = [leaf for leaf in relevant if keywords.has_value(leaf, "prefixItems")]
        if tuples:
            return self._reader.shape_of_type(tuples[-1], kind, name)
        if kind == "array" and len(relevant) > 1:
            items = [leaf["items"] for leaf in relevant]
            narrow = merging.narrowest(items, self._resolver)
            return Array(self._reader.shape(narrow or items[-1], singular(name)))
        return self._reader.shape_of_type(relevant[-1] if relevant else typed[-1], kind, name)

    def _has_names(self, leaves: list[Node]) -> bool:
        """Whether members of an object have names; in a dictionary of one type they need none."""
        if merging.members_of(leaves, self._resolver):
            return True
        is_typed = any(map(keywords.types_further_members, leaves))
        return bool(merging.required_members(leaves)) and not is_typed

    def members_of(self, leaves: Sequence[Node]) -> dict[str, list[Node]]:
        """Return the schemas of each member of an object; log what cannot be represented."""
        for leaf in leaves:
            properties = leaf.get("properties")
            # A mapping with a property named `$ref` is not a reference.
            if properties and properties.text("$ref") is not None:
                message = "`properties` is a reference; the members of its target are used"
                self._log.warning("referenced-properties", message, at=properties)
        return merging.members_of(leaves, self._resolver)

    def member_shape(self, nodes: list[Node], owner: str) -> Shape:
        """Return the shape of a member of an object, which several branches may describe."""
        typed = [node for node in nodes if keywords.describes_type(node)]
        shape = self._narrowest_shape(typed or nodes[-1:], owner)
        others = [keywords.schema_object(node) for node in nodes if node not in typed]
        return nullable(shape) if any(one.get("nullable") for one in others) else shape

    def _narrowest_shape(self, nodes: list[Node], owner: str) -> Shape:
        """Return the shape of the narrowest schema, or else of the last one.

        Objects without a narrowest one are combined.
        """
        if len(nodes) == 1:
            return self._reader.shape(nodes[0], self._names.member_name(nodes[0], owner))
        last, leaves = nodes[-1], merging.leaves_of(nodes, self._resolver)
        narrow = merging.narrowest(nodes, self._resolver)
        if not narrow and all(keywords.kinds_of(leaf) == ["object"] for leaf in leaves):
            shape = self.combine(nodes, last, owner + class_name(last.pointer[-1]))
        else:
            one = narrow or last
            shape = self._reader.shape_itself(one, self._names.member_name(one, owner))
        if merging.common_kinds(leaves) == []:
            message = "no type is valid for all schemas of this member; the last one is used"
            self._reader.degrade("unmerged-all-of", message, last)
        return nullable(shape) if keywords.allows_null(last, self._resolver) else shape


def _described_union(one: Alternative) -> Node | None:
    """Return the schema with a union that has a discriminator; None if there is none."""
    owners = {union.pointer[:-1] for union in one.unions}
    described = (leaf for leaf in one.leaves if keywords.discriminator_key(leaf))
    return next((leaf for leaf in described if leaf.pointer in owners), None)

"""Read unions: `oneOf`, `anyOf`, and bases with a discriminator, which their subtypes extend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from generator.schemas import keywords, shapes
from generator.schemas.discriminators import DiscriminatorReader, Variant
from generator.schemas.hierarchy import Hierarchy
from generator.schemas.merging import leaves_of
from generator.schemas.names import OwnName

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.schemas.shapes import Discriminator, Shape


class _ShapeReader(Protocol):
    """Reads single schemas and collects the definitions; the methods are those of SchemaReader."""

    def shape_itself(self, node: Node, name: str) -> Shape: ...
    def named(self, target: Node) -> Shape: ...
    def name_of(self, target: Node) -> str: ...
    def alias(self, node: Node, shape: Shape, name: str) -> Shape: ...
    def combine(self, node: Node, name: str) -> Shape: ...
    def define_object(self, leaves: Sequence[Node], node: Node, name: str) -> Shape: ...


class UnionReader:
    """Reads unions.

    Args:
        reader: reads the variants.
        components: the component schemas of the document.
        resolver: of the document.
        log: takes the faults of discriminators.
    """

    def __init__(
        self,
        reader: _ShapeReader,
        components: Collection[Node],
        resolver: Resolver,
        log: DiagnosticLog,
    ) -> None:
        self._reader = reader
        self._resolver = resolver
        self._hierarchy = Hierarchy(components, resolver)
        self._discriminators = DiscriminatorReader(reader, self._hierarchy, resolver, log)

    def read(self, node: Node, branches: Sequence[Node], name: str) -> Shape:
        """Return the shape of a schema with these branches."""
        typed = keywords.without_null(branches, self._resolver)
        if len(typed) == 1:
            return self._reader.shape_itself(typed[0], name)
        if not typed:  # no value is valid, as for the schema `false`
            return shapes.Anything()
        key = keywords.discriminator_key(node)
        names = [self._branch_name(branch, typed, name, key) for branch in typed]
        variants = [
            Variant((branch,), self._reader.shape_itself(branch, own))
            for branch, own in zip(typed, names, strict=True)
        ]
        return self.of_variants(node, variants, name, node)

    def of_variants(
        self, node: Node, variants: Sequence[Variant], name: str, described: Node | None
    ) -> Shape:
        """Return the union of variants; `described` is the schema with their discriminator."""
        discriminator = None
        if described:
            variants, discriminator = self._discriminators.of_union(described, variants)
        return self._define(node, [one.shape for one in variants], name, discriminator)

    def by_inheritance(self, node: Node, name: str) -> Shape | None:
        """Return the union of a base and its subtypes, or a subtype with all its members.

        None for a schema that is neither.
        """
        subtypes = self._discriminators.subtypes(node)
        if subtypes:
            key = keywords.discriminator_key(node)
            is_named = isinstance(name, OwnName) or key is None
            own = self._own_class(node, self._reader.name_of(node) if is_named else name)
            variants = [Variant((one,), self._class_of(one)) for one in subtypes]
            variants.append(Variant((node,), own))
            discriminator = self._discriminators.of_base(node, variants)
            return self._define(node, [one.shape for one in variants], name, discriminator)
        if self._hierarchy.is_subtype(node):
            return self._reader.combine(node, name)
        return None

    def _class_of(self, subtype: Node) -> Shape:
        """Return the class of a subtype itself, even if a reference to it is a union."""
        if self._discriminators.subtypes(subtype):
            return self._own_class(subtype, self._reader.name_of(subtype))
        return self._reader.named(subtype)

    def _own_class(self, base: Node, name: str) -> Shape:
        leaves = leaves_of([base], self._resolver)
        return self._reader.define_object(leaves, base, f"{name}Base")

    def _define(
        self, node: Node, variants: Sequence[Shape], name: str, discriminator: Discriminator | None
    ) -> Shape:
        """Return the shape of a union; define it if it needs a name."""
        different = tuple(dict.fromkeys(variants))
        if len(different) == 1:
            return different[0]
        shape = shapes.Union(different, discriminator)
        named = [isinstance(one, (shapes.Named, shapes.Dictionary)) for one in different]
        return self._reader.alias(node, shape, name) if sum(named) > 1 else shape

    def _branch_name(self, branch: Node, typed: Sequence[Node], name: str, key: str | None) -> str:
        """Return a name for a branch: the name of the union if all others are plain scalars."""
        is_sole = not keywords.is_schema_reference(branch) and all(
            keywords.is_plain(one) for one in typed if one is not branch
        )
        # An object with the name of the definition would be in its own union.
        is_taken = isinstance(name, OwnName) and keywords.kinds_of(branch) == ["object"]
        return name if is_sole and not is_taken else keywords.variant_name([branch], name, key)

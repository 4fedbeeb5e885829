"""Read schemas that hold at once as one shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from generator.naming import class_name, singular
from generator.schemas.keywords import (
    UNIONS,
    allows_null,
    filled,
    kinds_of,
    says_type,
    tag_of,
    variant_name,
)
from generator.schemas.merging import (
    Alternative,
    alternatives,
    common_constants,
    common_kinds,
    implied,
    leaves_of,
    members,
    narrowest,
    required,
)
from generator.schemas.references import is_reference
from generator.schemas.shapes import Anything, Array, Shape, Union, nullable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.source import Json


class Reader(Protocol):
    """What reads a schema that stands alone, and keeps the definitions."""

    def shape(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema, with null where it allows null."""

    def shape_itself(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema, whether it allows null or not."""

    def typed(self, node: Node, kind: str, name: str) -> Shape:
        """Return the shape of a schema of one type."""

    def enumerated(self, given: Sequence[Json], node: Node, name: str) -> Shape:
        """Return the shape of constants."""

    def define_object(self, leaves: Sequence[Node], node: Node, name: str) -> Shape:
        """Define an object by all schemas that tell of its members."""

    def united(self, node: Node, variants: list[Shape], name: str, tag: str | None) -> Shape:
        """Return the shape of a union, defined if it needs a name."""

    def member_name(self, node: Node, owner: str) -> str:
        """Name what a member of an object holds inline, after the schema that it stands in."""

    def belongs(self, leaf: Node, name: str) -> None:
        """Let what stands in a schema be named so, whichever object it becomes a part of."""

    def degrade(self, code: Code, message: str, node: Node) -> None:
        """Count and tell of something that comes out less well than the document has it."""


class Conjunctions:
    """Reads `allOf`, members beside a union, and members that several branches describe."""

    def __init__(self, reader: Reader, resolver: Resolver, log: DiagnosticLog) -> None:
        self._reader = reader
        self._resolver = resolver
        self._log = log

    def merge(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema with an `allOf`, or with members beside a union."""
        branches = list(node.items("allOf"))
        real = [branch for branch in branches if says_type(branch)]
        alone = _says_no_more(node) and not any(required([one]) for one in (node, *branches))
        if len(real) == 1 and alone:
            return self._reader.shape_itself(real[0], name)
        return self._both([node], node, name)

    def _both(self, nodes: list[Node], node: Node, name: str) -> Shape:
        """Return the shape of what all the nodes allow."""
        found = alternatives(nodes, self._resolver)
        if not found or common_kinds(found[0].leaves) == []:
            what = "nothing fits all of this" if found is not None else "too many unions at once"
            self._reader.degrade("unmerged-all-of", f"{what}; the last of it is used", node)
            telling = [one for one in leaves_of(nodes, self._resolver) if says_type(one)]
            return self._typed_by(telling[-1:], node, name)
        if len(found) == 1:
            return self._alternative(found[0], nodes, node, name)
        key = next((key for one in found[0].leaves if (key := tag_of(one))), None)
        for leaf in leaves_of(nodes, self._resolver):
            self._reader.belongs(leaf, name)
        variants = [
            self._alternative(one, nodes, one.chosen[-1], variant_name(one.chosen, name, key))
            for one in found
        ]
        return self._reader.united(node, variants, name, key)

    def _alternative(self, one: Alternative, nodes: list[Node], node: Node, name: str) -> Shape:
        candidates = [*one.chosen, *(nodes if len(nodes) > 1 else ())]
        for candidate in candidates:
            own = leaves_of([candidate], self._resolver)
            if all(implied(leaf, own, self._resolver) for leaf in one.leaves):
                return self._reader.shape_itself(candidate, name)
        return self._typed_by(list(one.leaves), node, name)

    def _typed_by(self, leaves: list[Node], node: Node, name: str) -> Shape:
        """Return the shape that leaves have together, their unions aside."""
        kinds = common_kinds(leaves)
        if values := common_constants(leaves):
            return self._reader.enumerated(values, leaves[-1], name)
        shapes = [self._of_kind(leaves, kind, node, name) for kind in kinds or ()]
        if not shapes:
            return Anything()
        return Union(tuple(shapes)) if len(shapes) > 1 else shapes[0]

    def _of_kind(self, leaves: list[Node], kind: str, node: Node, name: str) -> Shape:
        telling = [leaf for leaf in leaves if kind in kinds_of(leaf)] or leaves
        if kind == "object" and members(leaves, self._resolver):
            return self._reader.define_object(leaves, node, name)
        key = {"object": "additionalProperties", "array": "items"}.get(kind, "format")
        saying = [leaf for leaf in telling if filled(leaf, key)]
        if kind == "array" and len(saying) > 1:
            items = [leaf["items"] for leaf in saying]
            narrow = narrowest(items, self._resolver)
            return Array(self._reader.shape(narrow or items[-1], singular(name)))
        return self._reader.typed(saying[-1] if saying else telling[-1], kind, name)

    def members(self, leaves: Sequence[Node]) -> dict[str, list[Node]]:
        """Return what leaves say of each member of an object; tell what they say amiss."""
        for leaf in leaves:
            properties, others = leaf.get("properties"), leaf.get("additionalProperties")
            if properties and is_reference(properties):
                what = "`properties` is a reference; the members there are taken"
                self._log.warning("referenced-properties", what, at=properties)
            if others and says_type(others):
                what = "members that have no name in the document are not typed"
                self._reader.degrade("additional-members", what, others)
        return members(leaves, self._resolver)

    def all_of(self, nodes: list[Node], owner: str) -> Shape:
        """Return the shape of a member of an object that several branches may describe."""
        telling = [node for node in nodes if says_type(node)]
        shape = self._told(telling or nodes[-1:], owner)
        return nullable(shape) if any(map(_only_adds_null, nodes)) else shape

    def _told(self, nodes: list[Node], owner: str) -> Shape:
        """Return the shape of the narrowest; where none is that, the last branch has its way.

        Objects are the exception: their members come together.
        """
        if len(nodes) == 1:
            return self._reader.shape(nodes[0], self._reader.member_name(nodes[0], owner))
        last, leaves = nodes[-1], leaves_of(nodes, self._resolver)
        narrow = narrowest(nodes, self._resolver)
        if not narrow and all(kinds_of(leaf) == ["object"] for leaf in leaves):
            shape = self._both(nodes, last, owner + class_name(last.pointer[-1]))
        else:
            one = narrow or last
            shape = self._reader.shape_itself(one, self._reader.member_name(one, owner))
        if common_kinds(leaves) == []:
            message = "no type fits all that is said of this member; the last is used"
            self._reader.degrade("unmerged-all-of", message, last)
        return nullable(shape) if allows_null(last, self._resolver) else shape


def _only_adds_null(node: Node) -> bool:
    return not says_type(node) and isinstance(node.value, dict) and bool(node.value.get("nullable"))


def _says_no_more(node: Node) -> bool:
    """Whether a schema says nothing of its own beside `allOf`, but perhaps the type again."""
    keys = ("properties", "items", "enum", "const", *UNIONS)
    return not any(filled(node, key) for key in keys)

"""Read the schemas of a document as shapes and definitions, the same for OpenAPI 3.0 and 3.1.

Component schemas keep their names. Inline objects, long inline enumerations and inline unions of
objects become definitions too; their names come from their place.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from generator.naming import MODEL_ATTRIBUTES, Identifier, class_name, distinct, singular
from generator.schemas.all_of import AllOfReader
from generator.schemas.keywords import (
    UNIONS,
    allows_null,
    constants,
    discriminator_of,
    has_value,
    is_null,
    is_plain,
    keyword_value,
    kinds_of,
    last_keyword_value,
    type_meaning,
    variant_name,
)
from generator.schemas.merging import is_choice, required_members
from generator.schemas.names import InlineNames, OwnName, SchemaNames
from generator.schemas.references import REFERENCES, is_schema_reference, resolve_schema
from generator.schemas.scalars import enumeration, scalar
from generator.schemas.shapes import (
    AliasDefinition,
    Anything,
    Array,
    Definitions,
    Degradation,
    Dictionary,
    Named,
    Null,
    Nullable,
    ObjectDefinition,
    Property,
    Shape,
    Union,
    is_circular,
    nullable,
)
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.source import Json

_SHORT_ENUMERATION: Final = 6


class SchemaReader:
    """Reads schemas on demand and collects the definitions that they need.

    Attributes:
        definitions: by name.
        degradations: in the order in which they were found.
    """

    def __init__(self, names: SchemaNames, resolver: Resolver, log: DiagnosticLog) -> None:
        self.definitions: Definitions = {}
        self._names = names
        self._resolver = resolver
        self._log = log
        self._all_of = AllOfReader(self, resolver, log)
        self._pending: list[tuple[Node, Identifier]] = []  # have a name, but are not read yet
        self._inline_names = InlineNames(self._names)
        self.degradations: list[Degradation] = []

    def read(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema; `name` is for its inline schemas."""
        shape = self.shape(node, name)
        while self._pending:
            self._define(*self._pending.pop())
        self._inline_names.forget()
        return shape

    def shape(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema, nullable if it allows null."""
        shape = self.shape_itself(node, name)
        return nullable(shape) if allows_null(node, self._resolver) else shape

    def read_named(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema as a named definition."""
        match shape := self.read(node, name):
            case Named() | Nullable(Named()):
                return shape
            case Nullable(inner):
                return Nullable(self.alias(node, inner, name))
            case _:
                return self.alias(node, shape, name)

    def description(self, node: Node) -> Untrusted:
        """Return the description of a schema, of its only branch, or of its target."""
        return Untrusted(str(keyword_value(node, "description", self._resolver) or ""))

    def shape_itself(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema, without null."""
        if not isinstance(node.value, dict):
            if not isinstance(node.value, bool):
                self._log.error(
                    "malformed-schema",
                    f"a schema must be an object or a boolean, not {type(node.value).__name__}",
                    at=node,
                )
            return Anything()
        if is_schema_reference(node):
            return self._read_reference(node)
        branches = [branch for key in UNIONS for branch in node.items(key)]
        if has_value(node, "allOf") or (has_value(node, "properties") and is_choice(branches)):
            return self._all_of.merge(node, name)
        if is_choice(branches) or (branches and not kinds_of(node)):
            return self._read_union(node, branches, name)
        if "enum" in node.value or "const" in node.value:
            return self.shape_of_constants(constants(node), node, name)
        return self._read_types(node, name)

    def _read_reference(self, node: Node) -> Shape:
        key = next(key for key in REFERENCES if node.get(key))
        if not isinstance(node[key].value, str):
            self._log.error("malformed-schema", f"a {key} must be a string", at=node[key])
            return Anything()
        target = resolve_schema(node, self._resolver)
        if target is None:
            if key != "$ref":
                message = f"no schema around the {key} has its anchor"
                self.degrade("unresolved-recursion", message, node)
            return Anything()
        target = self._names.canonical(target)
        name = self._names.of(target)
        if name not in self.definitions:
            # Read later: a chain of references may be longer than Python's recursion limit.
            self.definitions[name] = AliasDefinition(
                name=name, shape=Anything(), description=self.description(target), node=target
            )
            self._pending.append((target, name))
        return Named(name)

    def _define(self, node: Node, name: Identifier) -> None:
        placeholder = self.definitions[name]
        shape = self.shape_itself(node, OwnName(name))
        if self.definitions[name] is placeholder and isinstance(placeholder, AliasDefinition):
            self.definitions[name] = replace(placeholder, shape=shape)
            if is_circular(name, self.definitions):
                self._log.error(
                    "circular-ref",
                    f"schema {name} refers only to itself",
                    at=node,
                    help="define it, or remove the circular reference",
                )
                self.definitions[name] = placeholder

    def alias(self, node: Node, shape: Shape, name: str) -> Shape:
        """Define an alias for an inline shape, unless it is the whole of a definition."""
        if isinstance(name, OwnName):
            return shape
        claimed, is_new = self._inline_names.claim(node, name, shape)
        if is_new:
            self.definitions[claimed] = AliasDefinition(
                name=claimed,
                shape=shape,
                description=self.description(node),
                node=node,
                inline=True,
            )
        return Named(claimed)

    def _read_types(self, node: Node, name: str) -> Shape:
        named = [kind for kind in kinds_of(node) if kind != "null"]
        if len(named) > 1:
            return Union(tuple(self.shape_of_type(node, kind, name) for kind in named))
        if not named:
            return Null() if is_null(node) else Anything()
        return self.shape_of_type(node, named[0], name)

    def shape_of_type(self, node: Node, kind: str, name: str) -> Shape:
        """Return the shape of a schema of one type."""
        match kind:
            case "object":
                return self._read_object(node, name)
            case "array":
                items = node.get("items")
                return Array(self.shape(items, singular(name)) if items else Anything())
        if shape := scalar(node, kind):
            return shape
        self._log.error("unknown-type", f"unknown type {kind!r}", at=node.get("type") or node)
        return Anything()

    def _read_object(self, node: Node, name: str) -> Shape:
        if has_value(node, "properties"):
            return self.define_object([node], node, name)
        values = node.get("additionalProperties")
        if values and isinstance(values.value, dict):
            return Dictionary(self.shape(values, f"{name}Value"))
        return Dictionary(Anything())

    def define_object(self, leaves: Sequence[Node], node: Node, name: str) -> Shape:
        """Define an object by all schemas that describe its members.

        A single schema is defined once, even if several objects contain it.
        """
        content, is_single = tuple(map(type_meaning, leaves)), list(leaves) == [node]
        claimed, is_new = self._inline_names.claim(node, name, content, is_single=is_single)
        if not is_new:
            return Named(claimed)
        members, required = self._all_of.members_of(leaves), required_members(leaves)
        names = distinct(members, taken=MODEL_ATTRIBUTES)
        properties = [
            self._property(nodes, wire, attribute, claimed, required=wire in required)
            for (wire, nodes), attribute in zip(members.items(), names, strict=True)
        ]
        self.definitions[claimed] = ObjectDefinition(
            name=claimed,
            properties=tuple(properties),
            description=self.description(node),
            node=node,
        )
        return Named(claimed)

    def _property(
        self, nodes: list[Node], wire: str, name: Identifier, owner: str, *, required: bool
    ) -> Property:
        keyword = partial(last_keyword_value, nodes, self._resolver)
        return Property(
            wire=wire,
            name=name,
            shape=self._all_of.member_shape(nodes, owner),
            required=required,
            description=Untrusted(str(keyword("description") or "")),
            node=nodes[-1],
            example=keyword("example"),
            default=keyword("default"),
            read_only=keyword("readOnly") is True,
            write_only=keyword("writeOnly") is True,
        )

    def member_name(self, node: Node, owner: str) -> str:
        """Return the name for an inline schema of a member, from the name of its owner."""
        return self._inline_names.owner(node, owner) + class_name(node.pointer[-1])

    def set_owner(self, leaf: Node, name: str) -> None:
        """Name the inline schemas of a leaf after `name`, wherever the leaf is merged."""
        self._inline_names.set_owner(leaf, name)

    def shape_of_constants(self, values: Sequence[Json], node: Node, name: str) -> Shape:
        """Return the shape of constants."""
        shape = enumeration(values)
        if shape is None:
            # Literal[...] cannot contain floats, lists or objects: use the type instead.
            return Null() if list(values) == [None] else self._read_types(node, name)
        return self.alias(node, shape, name) if len(shape.values) > _SHORT_ENUMERATION else shape

    def _read_union(self, node: Node, branches: list[Node], name: str) -> Shape:
        non_null = [branch for branch in branches if not is_null(branch)]
        if len(non_null) == 1:
            return self.shape_itself(non_null[0], name)
        if not non_null:
            return Null()
        key = discriminator_of(node)
        variants = [
            self.shape_itself(one, self._branch_name(one, non_null, name, key)) for one in non_null
        ]
        return self.shape_of_union(node, variants, name, key)

    def _branch_name(self, branch: Node, non_null: list[Node], name: str, key: str | None) -> str:
        """Return a name for a branch: the name of the union if all others are plain scalars."""
        is_sole = not is_schema_reference(branch) and all(
            is_plain(one) for one in non_null if one is not branch
        )
        # An object with the name of the definition would be in its own union.
        is_taken = isinstance(name, OwnName) and kinds_of(branch) == ["object"]
        return name if is_sole and not is_taken else variant_name([branch], name, key)

    def shape_of_union(
        self, node: Node, variants: list[Shape], name: str, key: str | None
    ) -> Shape:
        """Return the shape of a union; define it if it needs a name."""
        shape = Union(tuple(dict.fromkeys(variants)), key)
        if len(shape.variants) == 1:
            return shape.variants[0]
        objects = [one for one in shape.variants if isinstance(one, (Named, Dictionary))]
        return self.alias(node, shape, name) if len(objects) > 1 else shape

    def degrade(self, code: Code, message: str, node: Node) -> None:
        """Record and log a part of the document that the package represents incompletely."""
        self.degradations.append(Degradation(code, message, node))
        self._log.warning(code, message, at=node)

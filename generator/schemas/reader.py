"""Read the document's schemas into shapes and definitions, 3.0 and 3.1 alike.

Every component schema keeps its name. An inline object, a long inline enumeration and an
inline union of objects become definitions too, named after where they stand.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from generator.naming import MODEL_ATTRIBUTES, Identifier, class_name, distinct, singular
from generator.schemas.all_of import Conjunctions
from generator.schemas.degradation import Degradation
from generator.schemas.keywords import (
    UNIONS,
    allows_null,
    constants,
    filled,
    is_null,
    is_plain,
    kinds_of,
    meaning,
    said,
    said_last,
    tag_of,
    variant_name,
)
from generator.schemas.merging import is_choice, required
from generator.schemas.names import Homes, OwnName, SchemaNames
from generator.schemas.references import REFERENCES, referred, refers
from generator.schemas.scalars import enumeration, scalar
from generator.schemas.shapes import (
    AliasDefinition,
    Anything,
    Array,
    Definitions,
    Dictionary,
    Named,
    Null,
    Nullable,
    ObjectDefinition,
    Property,
    Shape,
    Union,
    holds_itself,
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
    """Reads schemas on demand and collects the definitions they need, under these names."""

    def __init__(self, names: SchemaNames, resolver: Resolver, log: DiagnosticLog) -> None:
        self.definitions: Definitions = {}
        self._names = names
        self._resolver = resolver
        self._log = log
        self._conjunctions = Conjunctions(self, resolver, log)
        self._waiting: list[tuple[Node, Identifier]] = []  # named, but not read yet
        self._homes = Homes(self._names)
        self.degradations: list[Degradation] = []

    def read(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema; `name` is for what it holds inline."""
        shape = self.shape(node, name)
        while self._waiting:
            self._define(*self._waiting.pop())
        self._homes.forget()
        return shape

    def shape(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema, with null where it allows null."""
        shape = self.shape_itself(node, name)
        return nullable(shape) if allows_null(node, self._resolver) else shape

    def read_named(self, node: Node, name: str) -> Shape:
        """Return the shape as `read` does, but under a name whatever it is."""
        shape = self.read(node, name)
        match shape:
            case Named() | Nullable(Named()):
                return shape
            case Nullable(inner):
                return Nullable(self.alias(node, inner, name))
            case _:
                return self.alias(node, shape, name)

    def description(self, node: Node) -> Untrusted:
        """Return what the document says of a schema: itself, its branches, or what it refers to."""
        return Untrusted(str(said(node, "description", self._resolver) or ""))

    def shape_itself(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema, whether it allows null or not."""
        if not isinstance(node.value, dict):
            if not isinstance(node.value, bool):
                self._log.error(
                    "malformed-schema",
                    f"a schema is an object or a boolean, not {type(node.value).__name__}",
                    at=node,
                )
            return Anything()
        if refers(node):
            return self._refer(node)
        branches = [branch for key in UNIONS for branch in node.items(key)]
        if filled(node, "allOf") or (filled(node, "properties") and is_choice(branches)):
            return self._conjunctions.merge(node, name)
        if is_choice(branches) or (branches and not kinds_of(node)):
            return self._unite(node, branches, name)
        if "enum" in node.value or "const" in node.value:
            return self.enumerated(constants(node), node, name)
        return self._by_type(node, name)

    def _refer(self, node: Node) -> Shape:
        key = next(key for key in REFERENCES if node.get(key))
        if not isinstance(node[key].value, str):
            self._log.error("malformed-schema", f"a {key} is a string", at=node[key])
            return Anything()
        found = referred(node, self._resolver)
        if found is None:
            if key != "$ref":
                self.degrade("unresolved-recursion", f"nothing around it is the {key}'s", node)
            return Anything()
        found = self._names.canonical(found)
        name = self._names.of(found)
        if name not in self.definitions:
            # Read later: a chain of references may be longer than Python's stack is deep.
            self.definitions[name] = AliasDefinition(
                name=name, shape=Anything(), description=self.description(found), node=found
            )
            self._waiting.append((found, name))
        return Named(name)

    def _define(self, node: Node, name: Identifier) -> None:
        stand_in = self.definitions[name]
        shape = self.shape_itself(node, OwnName(name))
        if self.definitions[name] is stand_in and isinstance(stand_in, AliasDefinition):
            self.definitions[name] = replace(stand_in, shape=shape)
            if holds_itself(name, self.definitions):
                self._log.error(
                    "circular-ref",
                    f"schema {name} is nothing but itself",
                    at=node,
                    help="say what it is, or take away the reference that leads back to it",
                )
                self.definitions[name] = stand_in

    def alias(self, node: Node, shape: Shape, name: str) -> Shape:
        """Give an inline shape a name of its own, unless it is what a definition stands for."""
        if isinstance(name, OwnName):
            return shape
        claimed, is_new = self._homes.claim(node, name, shape)
        if is_new:
            self.definitions[claimed] = AliasDefinition(
                name=claimed,
                shape=shape,
                description=self.description(node),
                node=node,
                inline=True,
            )
        return Named(claimed)

    def _by_type(self, node: Node, name: str) -> Shape:
        named = [kind for kind in kinds_of(node) if kind != "null"]
        if len(named) > 1:
            return Union(tuple(self.typed(node, kind, name) for kind in named))
        if not named:
            return Null() if is_null(node) else Anything()
        return self.typed(node, named[0], name)

    def typed(self, node: Node, kind: str, name: str) -> Shape:
        """Return the shape of a schema of one type."""
        match kind:
            case "object":
                return self._read_object(node, name)
            case "array":
                items = node.get("items")
                return Array(self.shape(items, singular(name)) if items else Anything())
        found = scalar(node, kind)
        if found:
            return found
        self._log.error("unknown-type", f"no such type: {kind!r}", at=node.get("type") or node)
        return Anything()

    def _read_object(self, node: Node, name: str) -> Shape:
        if filled(node, "properties"):
            return self.define_object([node], node, name)
        values = node.get("additionalProperties")
        if values and isinstance(values.value, dict):
            return Dictionary(self.shape(values, f"{name}Value"))
        return Dictionary(Anything())

    def define_object(self, leaves: Sequence[Node], node: Node, name: str) -> Shape:
        """Define an object by all schemas that tell of its members.

        What stands alone is defined once, however many objects it is a part of.
        """
        content = tuple(map(meaning, leaves))
        claimed, is_new = self._homes.claim(node, name, content, alone=list(leaves) == [node])
        if not is_new:
            return Named(claimed)
        found, needed = self._conjunctions.members(leaves), required(leaves)
        names = distinct(found, taken=MODEL_ATTRIBUTES)
        self.definitions[claimed] = ObjectDefinition(
            name=claimed,
            properties=tuple(
                self._property(nodes, wire, attribute, claimed, required=wire in needed)
                for (wire, nodes), attribute in zip(found.items(), names, strict=True)
            ),
            description=self.description(node),
            node=node,
        )
        return Named(claimed)

    def _property(
        self, nodes: list[Node], wire: str, name: Identifier, owner: str, *, required: bool
    ) -> Property:
        said_of = partial(said_last, nodes, self._resolver)
        return Property(
            wire=wire,
            name=name,
            shape=self._conjunctions.all_of(nodes, owner),
            required=required,
            description=Untrusted(str(said_of("description") or "")),
            node=nodes[-1],
            example=said_of("example"),
            default=said_of("default"),
            read_only=said_of("readOnly") is True,
            write_only=said_of("writeOnly") is True,
        )

    def member_name(self, node: Node, owner: str) -> str:
        """Name what a member of an object holds inline, after the schema that it stands in."""
        return self._homes.owner(node, owner) + class_name(node.pointer[-1])

    def belongs(self, leaf: Node, name: str) -> None:
        """Let what stands in a schema be named so, whichever object it becomes a part of."""
        self._homes.belongs(leaf, name)

    def enumerated(self, given: Sequence[Json], node: Node, name: str) -> Shape:
        """Return the shape of constants."""
        shape = enumeration(given)
        if shape is None:
            # Literal[...] holds no floats, lists or objects; the type is what remains true
            return Null() if list(given) == [None] else self._by_type(node, name)
        return self.alias(node, shape, name) if len(shape.values) > _SHORT_ENUMERATION else shape

    def _unite(self, node: Node, branches: list[Node], name: str) -> Shape:
        real = [branch for branch in branches if not is_null(branch)]
        if len(real) == 1:
            return self.shape_itself(real[0], name)
        if not real:
            return Null()
        key = tag_of(node)
        variants = [self.shape_itself(one, self._branch_name(one, real, name, key)) for one in real]
        return self.united(node, variants, name, key)

    def _branch_name(self, branch: Node, real: list[Node], name: str, key: str | None) -> str:
        """Name a branch of a union; beside plain texts and numbers it is what the whole is."""
        is_sole = not refers(branch) and all(is_plain(one) for one in real if one is not branch)
        # An object of the definition's own name would stand within its own union.
        is_taken = isinstance(name, OwnName) and kinds_of(branch) == ["object"]
        return name if is_sole and not is_taken else variant_name([branch], name, key)

    def united(self, node: Node, variants: list[Shape], name: str, key: str | None) -> Shape:
        """Return the shape of a union, defined if it needs a name."""
        shape = Union(tuple(dict.fromkeys(variants)), key)
        if len(shape.variants) == 1:
            return shape.variants[0]
        objects = [one for one in shape.variants if isinstance(one, (Named, Dictionary))]
        return self.alias(node, shape, name) if len(objects) > 1 else shape

    def degrade(self, code: Code, message: str, node: Node) -> None:
        """Count and tell of something that comes out less well than the document has it."""
        self.degradations.append(Degradation(code, message, node))
        self._log.warning(code, message, at=node)

"""Read the document's schemas into shapes and definitions, 3.0 and 3.1 alike.

Every component schema keeps its name. An inline object, a long inline enumeration and an
inline union of objects become definitions too, named after where they stand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.derive.degradation import Degradation
from generator.derive.keywords import (
    UNIONS,
    allows_null,
    constants,
    filled,
    flatten,
    is_null,
    kinds_of,
    listed,
    said,
    same,
    says_type,
    variant_name,
)
from generator.derive.schemanames import OwnName, SchemaNames
from generator.derive.shapes import (
    AliasDefinition,
    Anything,
    Array,
    Constant,
    Definitions,
    Dictionary,
    Enumeration,
    Named,
    Null,
    Nullable,
    ObjectDefinition,
    Property,
    Scalar,
    ScalarKind,
    Shape,
    Union,
    holds_itself,
    nullable,
)
from generator.naming import MODEL_ATTRIBUTES, Identifier, class_name, distinct, singular
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics import DiagnosticLog
    from generator.read.document import Document, Node
    from generator.read.resolve import Resolver

_FORMATS: Final[dict[str, ScalarKind]] = {
    "date-time": "datetime",
    "date": "date",
    "uuid": "uuid",
    "binary": "bytes",
}
_TYPES: Final[dict[str, ScalarKind]] = {"integer": "int", "number": "float", "boolean": "bool"}
_SHORT_ENUMERATION: Final = 6


class SchemaReader:
    """Reads schemas on demand and collects the definitions they need.

    No definition has a name of `reserved`: the modules of definitions need those themselves.
    """

    def __init__(
        self, document: Document, resolver: Resolver, log: DiagnosticLog, reserved: Iterable[str]
    ) -> None:
        self.definitions: Definitions = {}
        self._resolver = resolver
        self._log = log
        self._names = SchemaNames(document, reserved)
        self._waiting: list[tuple[Node, Identifier]] = []  # named, but not read yet
        self.degradations: list[Degradation] = []

    def read(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema; `name` is for what it holds inline."""
        shape = self._shape(node, name)
        while self._waiting:
            self._define(*self._waiting.pop())
        return shape

    def _shape(self, node: Node, name: str) -> Shape:
        shape = self._read(node, name)
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

    def _read(self, node: Node, name: str) -> Shape:
        if not isinstance(node.value, dict):
            if not isinstance(node.value, bool):
                self._log.error(
                    "malformed-schema",
                    f"a schema is an object or a boolean, not {type(node.value).__name__}",
                    at=node,
                )
            return Anything()
        if "$ref" in node.value:
            return self._refer(node)
        if filled(node, "allOf"):
            return self._merge(node, name)
        branches = [branch for key in UNIONS for branch in listed(node, key)]
        if any(map(says_type, branches)) or (branches and not filled(node, "properties")):
            if filled(node, "properties"):
                self.degrade("unmerged-union", "the members beside a union are left out", node)
            return self._unite(node, branches, name)
        if "enum" in node.value or "const" in node.value:
            return self._enumerate(node, name)
        return self._by_type(node, name)

    def _refer(self, node: Node) -> Shape:
        if not isinstance(node["$ref"].value, str):
            self._log.error("malformed-schema", "a $ref is a string", at=node["$ref"])
            return Anything()
        referred = self._resolver.resolve(node)
        if referred is None:
            return Anything()
        name = self._names.of(referred)
        if name not in self.definitions:
            # Read later: a chain of references may be longer than Python's stack is deep.
            self.definitions[name] = AliasDefinition(
                name=name, shape=Anything(), description=self.description(referred), node=referred
            )
            self._waiting.append((referred, name))
        return Named(name)

    def _define(self, node: Node, name: Identifier) -> None:
        stand_in = self.definitions[name]
        shape = self._read(node, OwnName(name))
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
        claimed = self._names.claim(name)
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
            return Union(tuple(self._typed(node, kind, name) for kind in named))
        if not named:
            return Null() if is_null(node) else Anything()
        return self._typed(node, named[0], name)

    def _typed(self, node: Node, kind: str, name: str) -> Shape:
        match kind:
            case "object":
                return self._read_object(node, name)
            case "array":
                items = node.get("items")
                return Array(self._shape(items, singular(name)) if items else Anything())
            case "string":
                form = node.get("format")
                return Scalar(_FORMATS.get(str(form.value), "str") if form else "str")
            case _ if kind in _TYPES:
                return Scalar(_TYPES[kind])
        self._log.error("unknown-type", f"no such type: {kind!r}", at=node.get("type") or node)
        return Anything()

    def _read_object(self, node: Node, name: str) -> Shape:
        if filled(node, "properties"):
            return self._define_object([node], node, name)
        values = node.get("additionalProperties")
        if values and isinstance(values.value, dict):
            return Dictionary(self._shape(values, f"{name}Value"))
        return Dictionary(Anything())

    def _define_object(self, sources: list[Node], node: Node, name: str) -> Shape:
        claimed = self._names.claim(name)
        parents = [node, *listed(node, "allOf"), *sources]
        required = {
            key.value
            for one in parents
            for key in listed(one, "required")
            if isinstance(key.value, str)
        }
        members: dict[str, Node] = {}
        for source in sources:
            properties = source.get("properties")
            for key, member in properties.members() if properties else ():
                # a branch that only describes a member does not change what it is
                if key not in members or says_type(member):
                    members[key] = member
        names = distinct(members, taken=MODEL_ATTRIBUTES)
        self.definitions[claimed] = ObjectDefinition(
            name=claimed,
            properties=tuple(
                self._property(member, wire, attribute, claimed, required=wire in required)
                for (wire, member), attribute in zip(members.items(), names, strict=True)
            ),
            description=self.description(node),
            node=node,
        )
        return Named(claimed)

    def _property(
        self, node: Node, wire: str, name: Identifier, owner: str, *, required: bool
    ) -> Property:
        return Property(
            wire=wire,
            name=name,
            shape=self._shape(node, owner + class_name(wire)),
            required=required,
            description=self.description(node),
            example=said(node, "example", self._resolver),
            default=said(node, "default", self._resolver),
            read_only=said(node, "readOnly", self._resolver) is True,
            write_only=said(node, "writeOnly", self._resolver) is True,
        )

    def _enumerate(self, node: Node, name: str) -> Shape:
        given = constants(node)
        values: list[Constant] = []
        for value in given:
            if isinstance(value, (str, int)) and not any(same(value, other) for other in values):
                values.append(value)
        if not values or any(isinstance(value, (float, dict, list)) for value in given):
            # Literal[...] holds no floats, lists or objects; the type is what remains true
            return Null() if given == [None] else self._by_type(node, name)
        shape = Enumeration(tuple(values))
        return self.alias(node, shape, name) if len(values) > _SHORT_ENUMERATION else shape

    def _unite(self, node: Node, branches: list[Node], name: str) -> Shape:
        real = [branch for branch in branches if not is_null(branch)]
        if len(real) == 1:
            return self._read(real[0], name)
        if not real:
            return Null()
        tag = node.get("discriminator")
        key = str(tag["propertyName"].value) if tag and tag.get("propertyName") else None
        variants = [self._read(branch, variant_name(branch, name, key)) for branch in real]
        shape = Union(tuple(dict.fromkeys(variants)), key)
        objects = [v for v in shape.variants if isinstance(v, (Named, Dictionary))]
        if len(shape.variants) == 1:
            return shape.variants[0]
        if len(objects) > 1:
            return self.alias(node, shape, name)
        return shape

    def _merge(self, node: Node, name: str) -> Shape:
        branches = [*listed(node, "allOf"), *([node] if filled(node, "properties") else [])]
        real = [branch for branch in branches if branch is node or says_type(branch)]
        if not real:
            return Anything()
        if any(filled(one, key) for one in (node, *real) for key in UNIONS):
            self.degrade("unmerged-union", "a union beside allOf is left out", node)
        demands = [one for one in (node, *branches) if one not in real and filled(one, "required")]
        if len(real) == 1 and real[0] is not node and not demands:
            return self._read(real[0], name)
        sources = [source for branch in real for source in flatten(branch, self._resolver)]
        if all(filled(one, "properties") or kinds_of(one) == ["object"] for one in sources):
            return self._define_object(sources, node, name)
        self.degrade("unmerged-all-of", "of an allOf of no objects the first is used", node)
        return self._read(real[0], name)

    def degrade(self, code: str, message: str, node: Node) -> None:
        """Count and tell of something that comes out less well than the document has it."""
        self.degradations.append(Degradation(code, message, node))
        self._log.warning(code, message, at=node)

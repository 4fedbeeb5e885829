"""Read the document's schemas into shapes and definitions, 3.0 and 3.1 alike.

Every component schema keeps its name. An inline object, a long inline enumeration and an
inline union of objects become definitions too, named after where they stand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.derive.keywords import (
    UNIONS,
    allows_null,
    constants,
    flatten,
    is_null,
    kinds_of,
    listed,
    said,
    same,
    says_type,
    variant_name,
)
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

    Args:
        document: names its component schemas, so that no inline schema takes such a name.
        resolver: follows references.
        log: told of what cannot be read.
        reserved: names that the modules of definitions need for themselves.
    """

    def __init__(
        self, document: Document, resolver: Resolver, log: DiagnosticLog, reserved: Iterable[str]
    ) -> None:
        self.definitions: Definitions = {}
        self._resolver = resolver
        self._log = log
        self._taken: set[str] = set(reserved)
        self._open: set[str] = set()  # names of definitions whose shape is being read
        self._names: dict[tuple[Document, tuple[str, ...]], Identifier] = {}
        components = document.root.get("components")
        schemas = components and components.get("schemas")
        for key, node in schemas.members() if schemas else ():
            self._name(node, key)

    def read(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema; `name` is for what it holds inline."""
        shape = self._read(node, name)
        return nullable(shape) if allows_null(node, self._resolver) else shape

    def read_named(self, node: Node, name: str) -> Shape:
        """Return the shape as `read` does, but under a name whatever it is."""
        shape = self.read(node, name)
        match shape:
            case Named() | Nullable(Named()):
                return shape
            case Nullable(inner):
                return Nullable(self._alias(node, inner, name))
            case _:
                return self._alias(node, shape, name)

    def name(self, node: Node, shape: Shape, name: str) -> Shape:
        """Give a shape that was put together from several schemas a name."""
        return self._alias(node, shape, name)

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
        if node.get("allOf"):
            return self._merge(node, name)
        branches = [branch for key in UNIONS for branch in listed(node, key)]
        if branches and not (node.get("properties") and not any(map(says_type, branches))):
            return self._unite(node, branches, name)
        if "enum" in node.value or "const" in node.value:
            return self._enumerate(node, name)
        return self._by_type(node, name)

    def _refer(self, node: Node) -> Shape:
        referred = self._resolver.resolve(node)
        if referred is None:
            return Anything()
        key = (referred.document, referred.pointer)
        place = referred.pointer[-1] if referred.pointer else referred.document.path.stem
        name = self._names.get(key) or self._name(referred, place)
        if name not in self.definitions:
            self._define(referred, name)
        return Named(name)

    def _name(self, node: Node, key: str) -> Identifier:
        name = self._claim(key)
        self._names[(node.document, node.pointer)] = name
        return name

    def _claim(self, text: str) -> Identifier:
        """Take a name nobody has; the schema that a definition wraps takes the definition's."""
        if text in self._open:
            self._open.remove(text)
            return Identifier(text)
        options = [class_name(text), *(class_name(text) + more for more in ("Object", "Value"))]
        free = next((option for option in options if option not in self._taken), None)
        name = Identifier(free) if free else class_name(text, taken=self._taken)
        self._taken.add(name)
        return name

    def _define(self, node: Node, name: Identifier) -> None:
        # A stand-in ends the recursion of a schema that holds itself.
        stand_in = AliasDefinition(
            name=name, shape=Anything(), description=self.description(node), node=node
        )
        self.definitions[name] = stand_in
        self._open.add(name)
        shape = self._read(node, name)
        self._open.discard(name)
        if self.definitions[name] is stand_in:
            self.definitions[name] = replace(stand_in, shape=shape)

    def _alias(self, node: Node, shape: Shape, name: str) -> Shape:
        """Give an inline shape a name of its own, unless it is what a definition stands for."""
        if name in self._open:
            return shape
        claimed = self._claim(name)
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
                return Array(self.read(items, singular(name)) if items else Anything())
            case "string":
                form = node.get("format")
                return Scalar(_FORMATS.get(str(form.value), "str") if form else "str")
            case _ if kind in _TYPES:
                return Scalar(_TYPES[kind])
        self._log.error("unknown-type", f"no such type: {kind!r}", at=node.get("type") or node)
        return Anything()

    def _read_object(self, node: Node, name: str) -> Shape:
        if node.get("properties"):
            return self._define_object([node], node, name)
        values = node.get("additionalProperties")
        if values and isinstance(values.value, dict):
            return Dictionary(self.read(values, f"{name}Value"))
        return Dictionary(Anything())

    def _define_object(self, sources: list[Node], node: Node, name: str) -> Shape:
        claimed = self._claim(name)
        required = {key.value for source in sources for key in listed(source, "required")}
        members: dict[str, Node] = {}
        for source in sources:
            properties = source.get("properties")
            members |= dict(properties.members()) if properties else {}
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
            shape=self.read(node, owner + class_name(wire)),
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
        return self._alias(node, shape, name) if len(values) > _SHORT_ENUMERATION else shape

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
            return self._alias(node, shape, name)
        return shape

    def _merge(self, node: Node, name: str) -> Shape:
        branches = [*listed(node, "allOf"), *([node] if node.get("properties") else [])]
        real = [branch for branch in branches if branch is node or says_type(branch)]
        if not real:
            return Anything()
        if len(real) == 1 and real[0] is not node:
            return self._read(real[0], name)
        sources = [source for branch in real for source in flatten(branch, self._resolver)]
        if all(source.get("properties") or kinds_of(source) == ["object"] for source in sources):
            return self._define_object(sources, node, name)
        self._log.warning("unmerged-all-of", "allOf of other than objects: first used", at=node)
        return self._read(real[0], name)

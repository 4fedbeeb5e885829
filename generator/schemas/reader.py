"""Read the schemas of a document as shapes and definitions, the same for OpenAPI 3.0 and 3.1.

Component schemas keep their names. Inline objects, long inline enumerations and inline unions of
objects become definitions too; their names come from their place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.diagnostics import shown
from generator.document.mending import removal
from generator.document.references import REFERENCES
from generator.document.siblings import type_siblings
from generator.naming import MODEL_ATTRIBUTES
from generator.schemas import keywords, named_shapes, shapes
from generator.schemas.aliases import Aliases
from generator.schemas.all_of import AllOfReader
from generator.schemas.annotations import Annotations
from generator.schemas.arrays import array_shape
from generator.schemas.component_references import referenced_component
from generator.schemas.constant_shapes import constants_shape, size
from generator.schemas.constants import constants, unreadable_constants
from generator.schemas.names import InlineNames, OwnName, SchemaNames
from generator.schemas.objects import ObjectReader
from generator.schemas.shapes import Named
from generator.schemas.strings import kind_of_string, parsed_content
from generator.schemas.unions import UnionReader
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.source import Json
    from generator.naming import Identifier
    from generator.schemas.imported_types import ImportedTypes
    from generator.schemas.shapes import AliasDefinition, ScalarKind, Shape

_SHORT_ENUMERATION: Final = 6
_DEPTH: Final = 12  # lists in lists in one annotation
_SCALARS: Final[dict[str, ScalarKind]] = {"integer": "int", "number": "float", "boolean": "bool"}


class SchemaReader:
    """Reads schemas on demand and collects the definitions that they need."""

    def __init__(
        self,
        names: SchemaNames,
        imported: ImportedTypes,
        resolver: Resolver,
        log: DiagnosticLog,
        reserved: AbstractSet[str] = MODEL_ATTRIBUTES,
    ) -> None:
        self.definitions: shapes.Definitions = {}
        self._imported = imported
        self._imported_names: dict[shapes.Imported, Named] = {}
        self._names = names
        self._resolver = resolver
        self._log = log
        self._inline_names = InlineNames(names)
        self.aliases = Aliases(self.definitions, self._inline_names, self.description)
        self._unions = UnionReader(self, names.schemas, resolver, log)
        self._all_of = AllOfReader(self, self._unions, self._inline_names, resolver, log)
        self._objects = ObjectReader(self, self._all_of, self._inline_names, resolver, reserved)
        self._pending: list[AliasDefinition] = []  # have a name, but are not read yet
        self._parses_content = False
        self.degradations: list[shapes.Degradation] = []

    def read(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema; `name` is for its inline schemas."""
        shape = self.shape(node, name)
        self._read_pending()
        return shape

    def read_component(self, node: Node) -> Shape:
        """Return the shape of a component schema, which is a definition unless it is null."""
        if keywords.refers_to_null(node, self._resolver):
            return shapes.Null()
        shape = self.named(node)
        self._read_pending()
        return shape

    def _read_pending(self) -> None:
        while self._pending:
            self._define(self._pending.pop())
        self._inline_names.forget()

    def shape(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema, nullable if it allows null."""
        shape = self.shape_itself(node, name)
        return shapes.nullable(shape) if keywords.allows_null(node, self._resolver) else shape

    def read_event(self, node: Node, name: str) -> Shape:
        """Return the shape of an event as `read_named` does; JSON in its strings is parsed."""
        self._parses_content = True
        shape = self.read_named(node, name)
        self._parses_content = False
        return shape

    def read_named(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema as a named definition."""
        shape = self.read(node, name)
        inner = shape.shape if isinstance(shape, shapes.Nullable) else shape
        if isinstance(inner, (shapes.Named, shapes.Null)):
            return shape
        named = self.alias(node, inner, name)
        return named if inner is shape else shapes.Nullable(named)

    def description(self, *nodes: Node | None) -> Untrusted:
        """Return the description of a schema, of its only branch, or of its target.

        Of several parts it is that of the last one that has a description.
        """
        found = [one for one in nodes if one is not None]
        return Annotations(found, self._resolver).description

    def shape_itself(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema, without null."""
        if not isinstance(node.value, dict):
            if not isinstance(node.value, bool):
                kind = type(node.value).__name__
                message = f"a schema must be an object or a boolean, not {kind}"
                self._log.fault("malformed-schema", message, at=node)
            return shapes.Anything()
        if keywords.refers_to_null(node, self._resolver):
            # `None` gets no name: Python cannot evaluate the union of that name and `None`.
            return shapes.Null()
        if imported := self._imported.of(node):
            return imported if isinstance(name, OwnName) else self._named_import(imported, node)
        if keywords.is_schema_reference(node):
            siblings = type_siblings(node)
            if siblings and self._all_of.applies(siblings, node):
                return self._all_of.combine([node], node, name)
            return self._read_reference(node)
        return self._read_keywords(node, name)

    def _read_keywords(self, node: Node, name: str) -> Shape:
        inherited = self._unions.by_inheritance(node, name)
        if inherited is not None:
            return inherited
        branches = [branch for key in keywords.UNIONS for branch in node.items(key)]
        if keywords.has_value(node, "allOf") or (
            keywords.has_value(node, "properties") and keywords.is_choice(branches)
        ):
            return self._all_of.merge(node, name)
        if keywords.is_choice(branches) or (branches and not keywords.kinds_of(node)):
            return self._unions.read(node, branches, name)
        if not keywords.schema_object(node).keys().isdisjoint({"const", "enum"}):
            return self.shape_of_constants(constants(node), node, name)
        return self._read_types(node, name)

    def _read_reference(self, node: Node) -> Shape:
        key = next(key for key in REFERENCES if node.get(key))
        if not isinstance(node[key].value, str):
            message = f"a {key} must be a string"
            self._log.fault("malformed-schema", message, at=node[key], mend=removal(node[key]))
            return shapes.Anything()
        target = keywords.resolve_schema(node, self._resolver)
        if target is None:
            return shapes.Anything()
        return self.named(target, referenced_component(node))

    def named(self, target: Node, component: Node | None = None) -> Shape:
        """Return the named shape of a schema, which is defined later."""
        target = self._names.canonical(target)
        name = self._names.of(target)
        if component and (own := self._names.of(component)) != name:
            target, name = component, own
        if name not in self.definitions:
            # Read later: a chain of references may be longer than Python's recursion limit.
            self.definitions[name] = placeholder = shapes.AliasDefinition(
                name=name,
                shape=shapes.Anything(),
                description=self.description(target),
                node=target,
            )
            self._pending.append(placeholder)
        return shapes.Named(name)

    def _named_import(self, imported: shapes.Imported, node: Node) -> Named:
        """Return a type of the app by its own name, which all schemas with this type share."""
        if imported not in self._imported_names:
            kind = "Number" if imported.is_number else ""
            name = self._names.claim(f"{imported.name}{kind}")
            self._imported_names[imported] = Named(name)
            self.definitions[name] = shapes.AliasDefinition(
                name=name, shape=imported, description=Untrusted(""), node=node
            )
        return self._imported_names[imported]

    def name_of(self, target: Node) -> Identifier:
        """Return the name of a schema that is referenced."""
        return self._names.of(target)

    def combine(self, node: Node, name: str) -> Shape:
        """Return the shape of a schema and all that it contains by `allOf`."""
        return self._all_of.combine([node], node, name)

    def _define(self, placeholder: AliasDefinition) -> None:
        name, node = placeholder.name, placeholder.node
        shape = self.shape_itself(node, OwnName(name))
        if self.definitions[name] is placeholder:
            self.definitions[name] = replace(placeholder, shape=shape)
            if named_shapes.is_circular(name, self.definitions):
                message = f"schema {name} refers only to itself"
                advice = "define it, or remove the circular reference"
                self._log.fault("circular-ref", message, at=node, help=advice)
                self.definitions[name] = placeholder

    def alias(self, node: Node, shape: Shape, name: str, *, is_single: bool = True) -> Shape:
        """Define an alias for an inline shape, unless it is the whole of a definition.

        The shape is that of the node only if `is_single`.
        """
        return self.aliases.define(node, shape, name, is_single=is_single)

    def _read_types(self, node: Node, name: str) -> Shape:
        named = [kind for kind in keywords.kinds_of(node) if kind != "null"]
        if not named:
            return shapes.Anything()
        found = [self.shape_of_type(node, kind, name) for kind in named]
        return shapes.Union(tuple(found)) if len(found) > 1 else found[0]

    def shape_of_type(self, node: Node, kind: str, name: str) -> Shape:
        """Return the shape of a schema of one type."""
        match kind:
            case "object":
                return self._shallow(self._objects.read(node, name), node, name)
            case "array":
                shape = array_shape(node, name, self, self._resolver)
                return self._shallow(shape, node, name)
            case "string":
                parsed = parsed_content(node) if self._parses_content else None
                return self.shape(parsed, name) if parsed else shapes.Scalar(kind_of_string(node))
            case "integer" | "number" | "boolean":
                return shapes.Scalar(_SCALARS[kind])
        self._log.fault("unknown-type", f"unknown type {kind!r}", at=node.get("type") or node)
        return shapes.Anything()

    def _shallow(self, shape: Shape, node: Node, name: str) -> Shape:
        """Return a shape, by a name if it is so deep that its annotation would be unreadable."""
        return self.alias(node, shape, name) if shapes.depth(shape) > _DEPTH else shape

    def define_object(self, leaves: Sequence[Node], node: Node, name: str) -> Shape:
        """Define an object by all schemas that describe its members."""
        return self._objects.define(leaves, node, name)

    def shape_of_constants(self, values: Sequence[Json], node: Node, name: str) -> Shape:
        """Return the shape of constants."""
        for one in unreadable_constants(node):
            what = "enum" if isinstance(one.value, list) else str(one.value)
            message = f"{shown(what)} is ignored: `type` does not allow it"
            self._log.fault("malformed-schema", message, at=one, mend=removal(one))
        kinds = keywords.kinds_of(node)
        shape = constants_shape(
            values, lambda kind: self.shape_of_type(node, kind, name) if kind in kinds else None
        )
        if shape is None:
            return shapes.Null() if list(values) == [None] else self._read_types(node, name)
        return self.alias(node, shape, name) if size(shape) > _SHORT_ENUMERATION else shape

    def degrade(self, code: Code, message: str, node: Node) -> None:
        """Record and log a part of the document that the package represents incompletely."""
        self.degradations.append(shapes.Degradation(code, message, node))
        self._log.warning(code, message, at=node)

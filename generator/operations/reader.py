"""Read the selected operations, their schemas as shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from generator.diagnostics import shown
from generator.document.servers import first_server, is_absolute
from generator.naming import BUILTINS, class_name
from generator.operations.contents import ContentReader, Replies, RequestBody
from generator.operations.media_types import is_json
from generator.operations.styles import AS_JSON, STYLES, wrapper
from generator.operations.webhooks import WebhookReader
from generator.reserved_names import RESERVED
from generator.schemas.names import SchemaNames
from generator.schemas.past_names import KeptNames
from generator.schemas.reader import SchemaReader
from generator.schemas.shapes import Named, Scalar, parts
from generator.schemas.shared_aliases import renamed, shared_names, with_shared_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.select import SelectedOperation
    from generator.inputs import Inputs
    from generator.ir import Place
    from generator.name_history import History, NamedSchema
    from generator.naming import Identifier
    from generator.operations.webhooks import ReadWebhooks
    from generator.python_types import RuntimeCall
    from generator.schemas.degradation import Degradation
    from generator.schemas.shapes import Definition, Shape
    from generator.text import Untrusted

_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
# Names that the printed modules of types use themselves, or that Python has: a class of such a
# name would hide the one that a following annotation means.
_RESERVED: Final = BUILTINS | RESERVED
_PLACES: Final = ("path", "query", "header", "cookie")
# "If in is header and the name field is Accept, Content-Type or Authorization, the parameter
# definition SHALL be ignored" (OpenAPI 3.1, 4.8.12.1): the runtime sends them.
_OWN_HEADERS: Final = ("accept", "authorization", "content-type")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, its reference followed; `wrapper` as in `ir.Argument`."""

    node: Node
    wire: str
    place: Place
    shape: Shape
    required: bool
    wrapper: RuntimeCall | None


@dataclass(frozen=True, slots=True)
class ReadOperation:
    """An operation as the document has it, its schemas read.

    Attributes:
        server: where it is served, if elsewhere than the others.
    """

    selected: SelectedOperation
    identity: str
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    replies: Replies
    errors: Mapping[str, Untrusted]
    server: str | None
    degradations: tuple[Degradation, ...]

    def renamed(self, names: Mapping[str, Identifier]) -> ReadOperation:
        """Return the operation with new names of definitions in what is sent."""
        parameters = (replace(one, shape=renamed(one.shape, names)) for one in self.parameters)
        body = self.body
        if body:
            contents = (replace(one, shape=renamed(one.shape, names)) for one in body.contents)
            body = replace(body, contents=tuple(contents))
        return replace(self, parameters=tuple(parameters), body=body)

    @property
    def sent(self) -> tuple[Shape, ...]:
        """The shapes of everything that is sent."""
        contents = self.body.contents if self.body else ()
        return (
            *(one.shape for one in self.parameters),
            *(one.shape for one in contents if one.kind in ("json", "form")),
        )

    @property
    def answered(self) -> tuple[Shape, ...]:
        """The shapes of everything that comes back."""
        found = (self.replies.json, self.replies.events)
        return tuple(shape for shape in found if shape is not None)


@dataclass(frozen=True, slots=True)
class ReadOperations:
    """The selected operations and webhooks, and the definitions that their schemas need.

    Attributes:
        webhooks: None if none of them has a payload.
        named_schemas: the names that were given to schemas, for later runs.
    """

    operations: Sequence[ReadOperation]
    webhooks: ReadWebhooks | None
    definitions: Mapping[str, Definition]
    named_schemas: frozenset[NamedSchema]

    def with_shared_aliases(self, past: Collection[str]) -> ReadOperations:
        """Return the same, with one alias for equal inline types; `past` as in `shared_names`."""
        received = (shape for one in self.operations for shape in one.answered)
        fixed = {part.name for one in received for part in parts(one) if isinstance(part, Named)}
        names = shared_names(self.definitions, fixed, past)
        return replace(
            self,
            operations=[one.renamed(names) for one in self.operations],
            definitions=with_shared_names(self.definitions, names),
        )


def read_operations(inputs: Inputs, history: History, log: DiagnosticLog) -> ReadOperations:
    """Read the selected operations and webhooks.

    Raises:
        OpgenError: the document has errors; all of them are in the log.
    """
    document, resolver, selection = inputs.document, inputs.resolver, inputs.selection
    past_names = KeptNames(document, history.schemas)
    names = SchemaNames(document, _RESERVED, inputs.profile.names, past_names)
    schemas = SchemaReader(names, resolver, log)
    reader = OperationReader(schemas, resolver, log)
    operations = [reader.read(operation) for operation in selection.operations]
    webhooks = WebhookReader(schemas, resolver, log).read(selection.webhooks)
    log.raise_errors()
    named = frozenset(past_names.given)
    read = ReadOperations(operations, webhooks, schemas.definitions, named)
    return read.with_shared_aliases({one.name for one in history.schemas})


class OperationReader:
    """Reads one operation after the other; the schema reader collects their definitions."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver, log: DiagnosticLog) -> None:
        self._schemas = schemas
        self._contents = ContentReader(schemas, resolver)
        self._resolver = resolver
        self._log = log

    def read(self, selected: SelectedOperation) -> ReadOperation:
        """Return everything that the operation says, or tell the log what it lacks."""
        before = len(self._schemas.degradations)
        identity = selected.operation_id or f"{selected.method} {selected.path}"
        stem = class_name(identity)
        parameters = self._in_path(selected, tuple(self._parameters(selected, stem)))
        return ReadOperation(
            selected=selected,
            identity=identity,
            parameters=parameters,
            body=self._contents.body(selected.node, stem),
            replies=self._contents.replies(selected.node, stem),
            errors=self._contents.errors(selected.node),
            server=self._server(selected),
            degradations=tuple(self._schemas.degradations[before:]),
        )

    def _server(self, selected: SelectedOperation) -> str | None:
        """Return an address of the operation's own (OpenAPI 3.1, 4.8.10 "Operation Object")."""
        url = first_server(selected.node) or first_server(selected.path_item)
        if not url or url == first_server(selected.node.document.root):
            return None
        if is_absolute(url):
            return url
        message = f"its server {shown(url)} is no whole address, and is not used"
        self._schemas.degrade("operation-server", message, selected.node)
        return None

    def _parameters(self, selected: SelectedOperation, stem: str) -> Iterator[Parameter]:
        # An operation's parameter replaces the path item's of the same name and place.
        found: dict[tuple[str, str], Node] = {}
        for owner in (selected.path_item, selected.node):
            for declared in owner.items("parameters"):
                node = self._resolver.resolve(declared)
                if node is None:
                    continue
                name, place = node.get("name"), node.get("in")
                if not name or not place or place.value not in _PLACES:
                    self._log.error(
                        "malformed-parameter",
                        "a parameter needs a `name` and an `in` of path, query, header or cookie",
                        at=node,
                    )
                    continue
                if place.value != "header" or str(name.value).lower() not in _OWN_HEADERS:
                    found[(str(name.value), str(place.value))] = node
        for (wire, where), node in found.items():
            yield self._parameter(node, wire, cast("Place", where), stem)

    def _parameter(self, node: Node, wire: str, place: Place, stem: str) -> Parameter:
        schema, as_json = self._schema(node)
        shape = self._schemas.read(schema, stem + class_name(wire)) if schema else Scalar("str")
        return Parameter(
            node=node,
            wire=wire,
            place=place,
            shape=shape,
            required=place == "path" or node.is_true("required"),
            wrapper=AS_JSON if as_json else self._wrapper(node, wire, place, shape),
        )

    def _schema(self, node: Node) -> tuple[Node | None, bool]:
        """Return a parameter's schema, and whether its value is written as JSON text."""
        offered = next(node.members("content"), None)
        if node.get("schema") or not offered:
            return node.get("schema"), False
        media_type, media = offered
        if not is_json(media_type):
            message = f"a parameter of {media_type} is taken as text"
            self._schemas.degrade("parameter-content", message, node)
            return None, False
        return media.get("schema"), True

    def _wrapper(self, node: Node, wire: str, place: str, shape: Shape) -> RuntimeCall | None:
        """Choose how the value is written."""
        declared, explode = node.get("style"), node.get("explode")
        usual = "form" if place in ("query", "cookie") else "simple"
        style = str(declared.value) if declared else usual
        if style not in STYLES:
            self._schemas.degrade("parameter-style", f"style {style!r} is sent as {usual!r}", node)
            style = usual
        exploded = explode.value is True if explode else style == "form"
        # Browsers know no exploded cookie either: `a=1&a=2` would be two cookies.
        exploded = exploded and place != "cookie"
        return wrapper(wire, style, shape, self._schemas.definitions, exploded=exploded)

    def _in_path(
        self, selected: SelectedOperation, parameters: tuple[Parameter, ...]
    ) -> tuple[Parameter, ...]:
        """Hold the declared path parameters against the path; one that it lacks is left out."""
        declared = {one.wire: one for one in parameters if one.place == "path"}
        needed = _TEMPLATE.findall(selected.request_path)
        for name in needed:
            if name not in declared:
                self._log.error(
                    "undeclared-path-parameter",
                    f"the path holds {{{name}}}, but no parameter of that name is declared",
                    at=selected.node,
                    help=f"add {{name: {name}, in: path, required: true}} to its parameters",
                )
        unused = [one for name, one in declared.items() if name not in needed]
        for one in unused:
            message = f"path parameter {one.wire!r} does not stand in {selected.path}"
            self._schemas.degrade("unused-path-parameter", message, one.node)
        return tuple(one for one in parameters if one not in unused)

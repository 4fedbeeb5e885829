"""Read the parameters of operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from generator.diagnostics import shown
from generator.document.mending import addition, removal
from generator.document.siblings import own_description
from generator.operations.parameter_values import ValueReader
from generator.operations.sent_defaults import sent_default
from generator.schemas.annotations import Annotations
from generator.text import Untrusted

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver
    from generator.ir import Place
    from generator.operations.client_wide import Key
    from generator.python_types import Constant, RuntimeCall
    from generator.schemas.reader import SchemaReader
    from generator.schemas.shapes import Shape

_NO_TEXT: Final = Untrusted("")
_LOCATIONS: Final = ("path", "query", "querystring", "header", "cookie")
# "If in is header and the name field is Accept, Content-Type or Authorization, the parameter
# definition SHALL be ignored" (OpenAPI 3.1, 4.8.12.1): the runtime sends them.
_IGNORED_HEADERS: Final = ("accept", "authorization", "content-type")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with its reference resolved; `wrapper`, `sent_default` are as in `ir.Argument`.

    A parameter with such a default is not required of a call.

    Attributes:
        usual: the value that is sent with every call, if it is client-wide.
        is_client_wide: it may be a setting of the client.
    """

    node: Node
    wire: str
    place: Place
    shape: Shape
    required: bool
    wrapper: RuntimeCall | None
    description: Untrusted = _NO_TEXT
    example: object = None
    default: object = None
    sent_default: Constant | None = None
    usual: Constant | None = None
    is_client_wide: bool = False


class ParameterReader:
    """Reads parameters; the schema reader collects their definitions."""

    def __init__(
        self,
        schemas: SchemaReader,
        resolver: Resolver,
        log: DiagnosticLog,
        client_wide: frozenset[Key],
    ) -> None:
        self._values = ValueReader(schemas, resolver)
        self._schemas = schemas
        self._resolver = resolver
        self._log = log
        self._client_wide = client_wide

    def read(self, selected: SelectedOperation, stem: str) -> tuple[Parameter, ...]:
        """Return the parameters of an operation and of its path, in the document's order."""
        # A parameter of the operation overrides one of the path item with its name and location.
        declared: dict[tuple[str, str], Node] = {}
        for owner in (*selected.path_items, selected.node):
            declared |= self._declared(owner)
        return tuple(
            self._parameter(one, wire, where, stem) for (wire, where), one in declared.items()
        )

    def _declared(self, owner: Node) -> dict[tuple[str, str], Node]:
        """Return the parameters that an operation or a path declares, by name and place."""
        found: dict[tuple[str, str], Node] = {}
        for declared in owner.items("parameters"):
            node = self._resolver.resolve(declared, "parameter")
            if not node or not isinstance(node.value, dict) or not self._has_place(node, declared):
                continue
            name, place = str(node["name"].value), str(node["in"].value)
            if place == "header" and name.lower() in _IGNORED_HEADERS:
                continue
            if (name, place) in found:
                message = f"the parameter {shown(name)} in {place} is declared twice"
                self._log.fault(
                    "malformed-parameter",
                    f"{message}; the first one counts",
                    at=declared,
                    mend=removal(declared),
                )
            found.setdefault((name, place), declared)
        return found

    def _has_place(self, node: Node, declared: Node) -> bool:
        """Whether a parameter has a name and a place; log one that has not."""
        name, place = node.get("name"), node.get("in")
        if name and place and place.value in _LOCATIONS:
            return True
        message = "a parameter needs `name` and `in` (path, query, header or cookie)"
        at = place if name and place else node
        self._log.fault(
            "malformed-parameter", f"{message}; it is left out", at=at, mend=removal(declared)
        )
        return False

    def _parameter(self, declared: Node, wire: str, where: str, stem: str) -> Parameter:
        node = self._resolver.resolve(declared, "parameter") or declared
        if where == "querystring":
            place: Place = "query"
            shape, wrapper = self._values.read_query_string(node, wire, stem)
        else:
            place = cast("Place", where)
            self._check_required(node, place)
            shape, wrapper = self._values.read(node, wire, place, stem)
        annotations = self._annotations(node, declared)
        default = annotations.node("default")
        required = place == "path" or node.is_true("required")
        wide = (place, wire) in self._client_wide
        usual = sent_default(default, shape, place, self._schemas.definitions)
        sent = usual if required else None
        return Parameter(
            node=node,
            wire=wire,
            place=place,
            shape=shape,
            required=required and sent is None,
            wrapper=wrapper,
            description=annotations.description,
            example=annotations.get("example"),
            default=default.value if default else None,
            sent_default=sent,
            usual=usual if wide else None,
            is_client_wide=wide,
        )

    def _annotations(self, node: Node, declared: Node) -> Annotations:
        """Return the annotations of a parameter: next to its reference, its own, its schema's."""
        content = next(node.members("content"), None)
        media = self._resolver.resolve(content[1]) if content else None
        schema = node.get("schema") or (media.get("schema") if media else None)
        nodes = (schema, node, own_description(declared))
        return Annotations([one for one in nodes if one], self._resolver)

    def _check_required(self, node: Node, place: Place) -> None:
        """Log a path parameter that says that it is optional: a path always has it."""
        flag = node.get("required")
        if place == "path" and flag is not None and flag.value is False:
            message = "a path parameter is required; 'required: false' is ignored"
            mend = addition(node, {"required": True})
            self._log.fault("malformed-parameter", message, at=flag, mend=mend)

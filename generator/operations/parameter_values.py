"""Read what a parameter holds and how it is serialized: by a schema and a style, or by content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.naming import class_name
from generator.operations.media_types import URLENCODED, essence, is_json
from generator.operations.styles import EXPLODED, StyleReader
from generator.python_types import RuntimeCall
from generator.schemas.shapes import Array, Nullable, Scalar

if TYPE_CHECKING:
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.ir import Place
    from generator.schemas.reader import SchemaReader
    from generator.schemas.shapes import Shape

_MODULE = "parameters"


class ValueReader:
    """Reads the values of parameters; it counts what it cannot follow."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver) -> None:
        self._schemas = schemas
        self._resolver = resolver
        self._styles = StyleReader(schemas)

    def read(
        self, node: Node, wire: str, place: Place, stem: str
    ) -> tuple[Shape, RuntimeCall | None]:
        """Return the shape of a parameter, and the call that serializes it.

        The call is None for the default of the runtime.
        """
        name = stem + class_name(wire)
        declared = next(node.members("content"), None)
        if node.get("schema") or declared is None:
            shape = self._shape(node, name)
            return shape, self._styles.parameter(node, wire, place, shape)
        media_type, media = declared[0], self._resolver.resolve(declared[1])
        if is_json(media_type):
            return self._shape(media, name), RuntimeCall(_MODULE, "JsonText")
        if essence(media_type) != "text/plain":
            message = f"a parameter of {media_type} is sent as text"
            self._schemas.degrade("parameter-content", message, node)
        shape = Scalar("str")
        return shape, self._styles.parameter(node, wire, place, shape)

    def read_query_string(
        self, node: Node, wire: str, stem: str
    ) -> tuple[Shape, RuntimeCall | None]:
        """Return the shape of a whole query (OpenAPI 3.2, `in: querystring`), and its call."""
        name = stem + class_name(wire)
        declared = next(node.members("content"), None)
        media_type = declared[0] if declared else URLENCODED
        media = self._resolver.resolve(declared[1]) if declared else None
        if essence(media_type) == URLENCODED:
            if media and any(encoding.value for _, encoding in media.members("encoding")):
                message = "the `encoding` of a query string is not applied"
                self._schemas.degrade("parameter-content", message, media)
            return self._shape(media or node, name), EXPLODED
        whole = (("named", False),)
        if is_json(media_type):
            return self._shape(media, name), RuntimeCall(_MODULE, "JsonText", keywords=whole)
        return Scalar("str"), RuntimeCall(_MODULE, "Delimited", keywords=whole)

    def _shape(self, owner: Node | None, name: str) -> Shape:
        schema = owner.get("schema") if owner else None
        return _without_bytes(self._schemas.read(schema, name)) if schema else Scalar("str")


def _without_bytes(shape: Shape) -> Shape:
    """Return a shape with text for bytes: only a body can hold a file."""
    match shape:
        case Scalar("bytes"):
            return Scalar("str")
        case Array(items):
            return Array(_without_bytes(items))
        case Nullable(inner):
            return Nullable(_without_bytes(inner))
        case _:
            return shape

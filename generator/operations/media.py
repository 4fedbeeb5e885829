"""The media types of a request body or a response, and the shapes of their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.document.document import Node
from generator.operations.media_types import framing_of, is_structured
from generator.schemas.keywords import kinds_of, schema_object
from generator.schemas.shapes import Anything, Scalar, Union

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.document.resolve import Resolver
    from generator.document.source import Json
    from generator.schemas.reader import SchemaReader
    from generator.schemas.shapes import Shape


_EVENT: Final[Json] = {
    "type": "object",
    "description": "A server-sent event. The document does not describe its data.",
    "required": ["event", "data"],
    "properties": {
        "event": {"type": "string"},
        "data": {"type": "string"},
        "id": {"type": "string"},
        "retry": {"type": "integer", "description": "Milliseconds before a new connection."},
    },
}
_OF_ANY_OBJECT: Final = frozenset(("type", "title", "description", "example", "nullable"))


class MediaReader:
    """Reads media types and their schemas."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver) -> None:
        self._schemas = schemas
        self._resolver = resolver

    def media_of(self, owner: Node) -> dict[str, Node]:
        """Return the media types of a body or a response; OpenAPI 3.2 has references to them.

        One without a target has no schema.
        """
        return {
            name: self._resolver.resolve(one, "media type") or one
            for name, one in owner.members("content")
        }

    def schema_of(self, media: Node) -> Node | None:
        """Return the schema of a media type, its reference resolved."""
        schema = media.get("schema")
        return self._resolver.resolve(schema, "schema") if schema else None

    def item_schema_of(self, media_type: str, media: Node) -> Node | None:
        """Return the schema of one item of a sequence, such as a line of JSON; None for others.

        `itemSchema` is of OpenAPI 3.2. Before it, documents describe a line by `schema`, some as
        the items of an array.
        """
        framing = framing_of(media_type)
        if framing is None or media.get("itemSchema"):
            return media.get("itemSchema") if framing else None
        schema = self.schema_of(media)
        if framing == "parts" or schema is None or not is_structured(schema):
            return None
        return (
            schema.get("items")
            if schema_object(schema).get("type") == "array"
            else media.get("schema")
        )

    def named_shape(self, media: Node, name: str) -> Shape:
        """Return the shape of a media type as a named definition."""
        schema = media.get("schema")
        if schema is None:
            return self._schemas.alias(media, Anything(), name)
        return self._schemas.read_named(schema, name)

    def item_shape(self, schema: Node, name: str) -> Shape:
        """Return the shape of one item of a sequence; a scalar needs no name."""
        shape = self._schemas.read(schema, name)
        return shape if isinstance(shape, Scalar) else self._schemas.read_named(schema, name)

    def event_shape(self, media: Node, name: str) -> Shape:
        """Return the shape of a server-sent event.

        `itemSchema` describes its fields: in it, `contentSchema` is the data behind the text. A
        string is the whole stream, so it describes no event, and neither does any object. A list is
        that of all events.
        """
        items, schema = media.get("itemSchema"), self.schema_of(media)
        listed = schema.get("items") if schema and kinds_of(schema) == ["array"] else None
        if items is None and listed is not None:
            return self._schemas.read_named(listed, name)
        if items is None and schema is not None and _describes_data(schema):
            return self.named_shape(media, name)
        return self._schemas.read_event(items or Node(media.document, media.pointer, _EVENT), name)

    def union_of(self, node: Node, shapes: Iterable[Shape], name: str) -> Shape:
        """Return the union of shapes; if several differ, it gets a name."""
        different = list(dict.fromkeys(shapes))
        if len(different) == 1:
            return different[0]
        return self._schemas.alias(node, Union(tuple(different)), name)


def _describes_data(schema: Node) -> bool:
    """Whether a schema says more than that there is text or an object."""
    if not schema.value or kinds_of(schema) == ["string"]:
        return False
    says = {key: value for key, value in schema_object(schema).items() if value not in (True, {})}
    return kinds_of(schema) != ["object"] or not says.keys() <= _OF_ANY_OBJECT

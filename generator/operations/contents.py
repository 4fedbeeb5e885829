"""Read request bodies and responses, by media type."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.operations import media_types
from generator.operations.media_types import SLOTS, is_structured, kind_of
from generator.operations.styles import StyleReader
from generator.schemas.shapes import Anything, Scalar, Shape, Union, object_behind, reachable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.operations.media_types import Kind
    from generator.operations.styles import FieldEncoding
    from generator.schemas.reader import SchemaReader
    from generator.text import Untrusted


@dataclass(frozen=True, slots=True)
class Content:
    """One media type of a request body.

    Attributes:
        shape: as the schema describes it.
        fields: how the members of a form are encoded; empty for what is not a form.
        opaque: it is sent as text or bytes that the caller makes, although it has a structure.
    """

    node: Node
    media_type: str
    kind: Kind
    shape: Shape
    fields: Mapping[str, FieldEncoding] = field(default_factory=dict)
    opaque: bool = False

    @property
    def sent(self) -> Shape:
        """The shape of the argument that is sent."""
        if self.opaque:
            return Scalar("str" if self.kind == "text" else "bytes")
        return self.shape


@dataclass(frozen=True, slots=True)
class RequestBody:
    """A request body, and the media types in which it can be sent."""

    node: Node
    contents: tuple[Content, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Responses:
    """The successful responses of an operation together.

    Attributes:
        json: None if no response is JSON.
        empty: whether a response may have no content.
        accept: the media types of these responses.
        events: shape of one event; None if there is no event stream.
    """

    json: Shape | None = None
    text: bool = False
    binary: bool = False
    empty: bool = False
    accept: tuple[str, ...] = ()
    events: Shape | None = None


class ContentReader:
    """Selects the media types of an operation and reads their schemas."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver) -> None:
        self._schemas = schemas
        self._resolver = resolver
        self._styles = StyleReader(schemas)

    def body(self, operation: Node, stem: str) -> RequestBody | None:
        """Return the request body in the selected media types; None if there is none."""
        node = self._request(operation)
        media = self._media(node) if node else {}
        if node is None or not media:
            return None
        contents = self._read_contents(media, f"{stem}Request")
        selected = self._select_contents(contents, node)
        for one in selected:
            if one.opaque:
                message = f"a request body of {one.media_type} is sent as {one.kind}"
                self._schemas.degrade("request-media-type", message, node)
        in_order = tuple(one for one in contents if any(one is other for other in selected))
        # Few documents set `required` of a body; one with required members is required too.
        flag = node.get("required")
        bodies = (object_behind(one.shape, self._schemas.definitions) for one in in_order)
        members = [member for one in bodies if one for member in one.properties]
        required = flag.value is True if flag else any(one.required for one in members)
        return RequestBody(node, in_order, required=required)

    def payload(self, operation: Node, name: str) -> Shape | None:
        """Return the shape of a request body of JSON, as a named definition."""
        node = self._request(operation)
        for media_type, media in self._media(node).items() if node else ():
            if media_types.is_json(media_type):
                return self._named_shape(media, name)
        return None

    def responses(self, operation: Node, stem: str) -> Responses:
        """Return the successful responses of an operation together."""
        shapes: list[Shape] = []
        events: Shape | None = None
        accept: dict[str, Kind] = {}
        empty = False
        structured: dict[str, Node] = {}
        for response in self._successes(operation):
            media = self._media(response)
            empty |= not media
            for name, node in media.items():
                schema = self._schema(node)
                kind = kind_of(name, schema)
                if kind == "text" and media_types.is_number(schema):
                    kind = "json"
                if kind == "json":
                    shapes.append(self._named_shape(node, f"{stem}Response"))
                elif kind == "events":
                    events = self._named_shape(node, f"{stem}Event")
                    continue
                elif is_structured(schema):
                    structured[name] = node
                accept[name] = kind
        if structured and not shapes:
            message = f"a response of {', '.join(structured)} is not parsed"
            self._schemas.degrade("response-media-type", message, operation)
        elif structured:  # the same data in another notation
            accept = {name: kind for name, kind in accept.items() if name not in structured}
        return Responses(
            json=self.union_of(operation, shapes, f"{stem}Response") if shapes else None,
            text="text" in accept.values(),
            binary=bool({"bytes", "form"} & set(accept.values())),
            empty=empty,
            accept=tuple(accept),
            events=events,
        )

    def errors(self, operation: Node) -> dict[str, Untrusted]:
        """Return the description of each error response, by status."""
        errors = (one for one in operation.members("responses") if one[0][:1] in ("4", "5"))
        resolved = {status: self._resolver.resolve(node, "response") for status, node in errors}
        return {
            status: self._schemas.description(node) for status, node in resolved.items() if node
        }

    def union_of(self, node: Node, shapes: Iterable[Shape], name: str) -> Shape:
        """Return the union of shapes; if several differ, it gets a name."""
        different = list(dict.fromkeys(shapes))
        if len(different) == 1:
            return different[0]
        return self._schemas.alias(node, Union(tuple(different)), name)

    def _media(self, node: Node) -> dict[str, Node]:
        """Return the media types of a body or a response; OpenAPI 3.2 has references to them.

        One without a target has no schema.
        """
        return {
            name: self._resolver.resolve(one, "media type") or one
            for name, one in node.members("content")
        }

    def _request(self, operation: Node) -> Node | None:
        declared = operation.get("requestBody")
        return self._resolver.resolve(declared, "request body") if declared else None

    def _named_shape(self, media: Node, name: str) -> Shape:
        """Return the shape of a media type as a named definition."""
        schema = media.get("schema")
        if schema is None:
            return self._schemas.alias(media, Anything(), name)
        return self._schemas.read_named(schema, name)

    def _read_contents(self, media: Mapping[str, Node], name: str) -> list[Content]:
        """Read each media type; equal schemas have the same shape."""
        contents: list[Content] = []
        known: dict[str, Shape] = {}
        for media_type, node in media.items():
            schema = self._schema(node)
            kind = kind_of(media_type, schema)
            kind = "text" if kind == "events" else kind
            opaque = kind in ("text", "bytes") and is_structured(schema)
            if kind == "bytes" and not opaque:
                shape: Shape = Scalar("bytes")
            elif media_types.is_any_text(media_type, kind):
                # A service that takes anything takes a file too.
                kind, shape = "bytes", Union((Scalar("bytes"), Scalar("str")))
            elif schema is None:
                shape = Scalar("str") if kind == "text" else Anything()
            else:
                text = json.dumps(schema.value, sort_keys=True)
                shape = known.get(text) or self._schemas.read(node["schema"], name)
                known.setdefault(text, shape)
            sendable = media_types.sendable(media_type, kind)
            fields = self._fields(node, shape) if kind == "form" else {}
            contents.append(Content(node, sendable, kind, shape, fields, opaque))
        return contents

    def _fields(self, media: Node, shape: Shape) -> dict[str, FieldEncoding]:
        """Return how each member of a form is encoded, where the document says it."""
        form = object_behind(shape, self._schemas.definitions)
        members = {one.wire: one.shape for one in form.properties} if form else {}
        fields: dict[str, FieldEncoding] = {}
        for name, encoding in media.members("encoding"):
            fields[name] = self._styles.field(encoding, members.get(name, Anything()))
        return fields

    def _select_contents(self, contents: Iterable[Content], node: Node) -> list[Content]:
        """Return at most one JSON body, one form and one other body, without redundant ones."""
        selected: list[Content] = []
        ignored: list[str] = []
        for one in sorted(contents, key=_rank):
            if any(self._replaces(other, one) for other in selected):
                continue
            if SLOTS[one.kind] in {SLOTS[other.kind] for other in selected}:
                ignored.append(one.media_type)
            else:
                selected.append(one)
        if ignored:
            message = f"sent as {selected[0].media_type}, not as {', '.join(ignored)}"
            self._schemas.degrade("request-media-type", message, node)
        return selected

    def _replaces(self, one: Content, other: Content) -> bool:
        """Whether everything that `other` can express can also be sent as `one`."""
        if one.shape != other.shape:
            return False
        parts = reachable([one.shape], self._schemas.definitions)
        return one.kind == "form" or Scalar("bytes") not in parts

    def _schema(self, media: Node) -> Node | None:
        """Return the schema of a media type, its reference resolved."""
        schema = media.get("schema")
        return self._resolver.resolve(schema, "schema") if schema else None

    def _successes(self, operation: Node) -> Iterator[Node]:
        members = dict(operation.members("responses"))
        successes = [node for status, node in members.items() if status.startswith("2")]
        if not successes and "default" in members:
            successes = [members["default"]]
        resolved = (self._resolver.resolve(one, "response") for one in successes)
        return filter(None, resolved)


def _rank(content: Content) -> tuple[int, bool]:
    """Return a sort key: of equal bodies, the one that most services accept is first.

    A urlencoded form cannot contain files, so the other form is before it.
    """
    is_rare = media_types.essence(content.media_type) in (media_types.URLENCODED, "text/json")
    return list(SLOTS).index(content.kind), is_rare

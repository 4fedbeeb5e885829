"""Read request bodies, by media type."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.document.siblings import own_description
from generator.operations import media_types
from generator.operations.media import MediaReader
from generator.operations.media_types import SLOTS, is_structured, kind_of
from generator.operations.styles import StyleReader
from generator.python_types import RuntimeCall
from generator.schemas.keywords import holds_nothing
from generator.schemas.named_shapes import object_behind, reachable
from generator.schemas.shapes import Anything, Array, Scalar, Shape, Union
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.operations.media_types import Kind
    from generator.operations.styles import FieldEncoding
    from generator.schemas.reader import SchemaReader

_NO_TEXT: Final = Untrusted("")
_WITHOUT_BODY: Final = frozenset(("GET", "HEAD", "DELETE"))  # usually: RFC 9110, 9.3
_ANNOTATIONS: Final = frozenset(("description", "nullable", "title"))


@dataclass(frozen=True, slots=True)
class Content:
    """One media type of a request body.

    Attributes:
        shape: as the schema describes it.
        fields: how the members of a form are encoded; empty for what is not a form.
        opaque: it is sent as text or bytes that the caller makes, although it has a structure.
        items: the class of the runtime that encodes the items of a sequence.
        empty: it is an object that can have no members.
        description: of its schema.
    """

    node: Node
    media_type: str
    kind: Kind
    shape: Shape
    fields: Mapping[str, FieldEncoding] = field(default_factory=dict)
    opaque: bool = False
    items: RuntimeCall | None = None
    empty: bool = False
    description: Untrusted = _NO_TEXT

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
    description: Untrusted = _NO_TEXT


class BodyReader:
    """Reads request bodies, and selects the media types in which they are sent."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver) -> None:
        self._schemas = schemas
        self._resolver = resolver
        self._styles = StyleReader(schemas)
        self._media = MediaReader(schemas, resolver)

    def body(self, operation: Node, stem: str, method: str = "POST") -> RequestBody | None:
        """Return the request body in the selected media types; None if there is none.

        A body that no method such as GET has is none if the document does not say what is in it.
        """
        node = self._request(operation)
        media = self._media.media_of(node) if node else {}
        if node is None or not media:
            return None
        flag = node.get("required")
        is_required = flag is not None and flag.value is True
        if method in _WITHOUT_BODY and not is_required and all(map(_says_nothing, media.values())):
            return None
        contents = self._read_contents(media, f"{stem}Request")
        selected = self._select_contents(contents, node)
        for one in selected:
            if one.opaque:
                message = f"a request body of {one.media_type} is sent as {one.kind}"
                self._schemas.degrade("request-media-type", message, node)
        in_order = tuple(one for one in contents if any(one is other for other in selected))
        # Few documents set `required` of a body; one with required members is required too.
        if all(one.empty for one in in_order) and not is_required:
            return None
        found = (object_behind(one.shape, self._schemas.definitions) for one in in_order)
        bodies = [one for one in found if one]
        members = [member for one in bodies for member in one.properties]
        if any(one.further for one in bodies):
            message = "members without a name are given in `options.body`, where they have no type"
            self._schemas.degrade("additional-members", message, node)
        required = is_required if flag else any(one.required for one in members)
        own = self._schemas.description(node, own_description(operation["requestBody"]))
        return RequestBody(node, in_order, required=required, description=own)

    def payload(self, operation: Node, name: str) -> Shape | None:
        """Return the shape of a request body of JSON, as a named definition."""
        node = self._request(operation)
        for media_type, media in self._media.media_of(node).items() if node else ():
            if media_types.is_json(media_type):
                return self._media.named_shape(media, name)
        return None

    def _request(self, operation: Node) -> Node | None:
        declared = operation.get("requestBody")
        return self._resolver.resolve(declared, "request body") if declared else None

    def _read_contents(self, media: Mapping[str, Node], name: str) -> list[Content]:
        """Read each media type; equal schemas have the same shape."""
        known: dict[str, Shape] = {}
        return [
            self._read_items(media_type, node, items, name)
            if (items := self._media.item_schema_of(media_type, node))
            else self._read_content(media_type, node, name, known)
            for media_type, node in media.items()
        ]

    def _read_items(self, media_type: str, node: Node, items: Node, name: str) -> Content:
        """Read a sequence, which is sent item by item."""
        shape = Array(self._schemas.read(items, f"{name}Item"))
        about, call = self._schemas.description(items), _items_call(media_type, node)
        return Content(node, media_type, "bytes", shape, items=call, description=about)

    def _read_content(
        self, media_type: str, node: Node, name: str, known: dict[str, Shape]
    ) -> Content:
        schema = self._media.schema_of(node)
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
        sendable = media_types.form_meant_by(media_type, schema)
        if sendable:
            message = f"{media_type} is not a media type of forms; sent as {sendable}"
            self._schemas.degrade("request-media-type", message, node)
        else:
            sendable = media_types.sendable(media_type, kind)
        fields = self._fields(node, shape) if kind == "form" else {}
        empty = kind in ("json", "form") and self._holds_nothing(schema)
        about = self._schemas.description(node.get("schema"))
        is_bytes = shape == Scalar("bytes") or (opaque and kind == "bytes")
        items = RuntimeCall("items", "Chunks") if is_bytes else None
        return Content(node, sendable, kind, shape, fields, opaque, items, empty, about)

    def _holds_nothing(self, schema: Node | None) -> bool:
        return schema is not None and holds_nothing(schema, self._resolver)

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


def _says_nothing(media: Node) -> bool:
    """Whether the schema of a media type is missing or empty, or an object that lists no members.

    An object without a list may have any members.
    """
    schema = media.get("schema")
    if schema is None or not isinstance(schema.value, dict):
        return schema is None
    if schema.value.get("properties") == {}:
        return schema.value.keys() <= {"type", "properties", *_ANNOTATIONS}
    return schema.value.keys() <= _ANNOTATIONS


def _rank(content: Content) -> tuple[int, bool]:
    """Return a sort key: of equal bodies, the one that most services accept is first.

    A urlencoded form cannot contain files, so the other form is before it.
    """
    is_rare = media_types.essence(content.media_type) in (media_types.URLENCODED, "text/json")
    return list(SLOTS).index(content.kind), is_rare


def _items_call(media_type: str, media: Node) -> RuntimeCall:
    """Return the class of the runtime that encodes the items of a sequence."""
    framing = media_types.framing_of(media_type)
    if framing != "parts":
        return RuntimeCall("items", "JsonLines" if framing == "lines" else "JsonTexts")
    first = tuple(one.text("contentType") or "" for one in media.items("prefixEncoding"))
    rest = media.get("itemEncoding")
    declared = (("first", first), ("rest", rest.text("contentType") if rest else None))
    return RuntimeCall("items", "MixedParts", (), tuple((k, v) for k, v in declared if v))

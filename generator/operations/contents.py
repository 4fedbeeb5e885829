"""Read what is sent and what comes back: bodies and replies, by media type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.operations.media_types import (
    SLOTS,
    URLENCODED,
    Kind,
    essence,
    is_structured,
    kind_of,
    sendable,
)
from generator.schemas.keywords import said
from generator.schemas.shapes import (
    Anything,
    Named,
    Scalar,
    Shape,
    Union,
    object_behind,
    parts,
    shapes_of,
)
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.schemas.reader import SchemaReader
    from generator.schemas.shapes import Definition


@dataclass(frozen=True, slots=True)
class Content:
    """One media type of a body.

    Attributes:
        parts: the media types of a form's parts, by member (OpenAPI 3.1, 4.8.15 "Encoding").
    """

    media_type: str
    kind: Kind
    shape: Shape
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestBody:
    """The ways to send one body, each of which says something that the others cannot."""

    node: Node
    contents: tuple[Content, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Replies:
    """What success looks like.

    Attributes:
        json: what JSON replies hold; None where no reply is JSON.
        text: a reply may be text.
        binary: a reply may be bytes.
        empty: a reply may have no content.
        accept: the media types of all these.
        events: what an event stream holds.
    """

    json: Shape | None = None
    text: bool = False
    binary: bool = False
    empty: bool = False
    accept: tuple[str, ...] = ()
    events: Shape | None = None


class ContentReader:
    """Chooses the media types of an operation and reads their schemas."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver) -> None:
        self._schemas = schemas
        self._resolver = resolver

    def body(self, operation: Node, stem: str) -> RequestBody | None:
        """Return the body in every media type that says something of its own."""
        declared = operation.get("requestBody")
        node = self._resolver.resolve(declared) if declared else None
        media = media_types(node)
        if node is None or not media:
            return None
        flag = node.get("required")
        offered = self._offered(media, f"{stem}Request")
        kept = self._kept(offered, node)
        for one in kept:
            if one.kind in ("text", "bytes") and not isinstance(one.shape, Scalar):
                message = f"a body of {one.media_type} is taken as {one.kind}"
                self._schemas.degrade("request-media-type", message, node)
        contents = tuple(one for one in offered if any(one is other for other in kept))
        # Few documents say `required` of a body; one that has required members is meant to be sent.
        required = flag.value is True if flag else any(map(self._has_required, contents))
        return RequestBody(node, contents, required=required)

    def replies(self, operation: Node, stem: str) -> Replies:
        """Return what the statuses of success hold together."""
        shapes: list[Shape] = []
        events: Shape | None = None
        accept: dict[str, Kind] = {}
        empty = False
        structured: dict[str, Node] = {}
        for response in self._successes(operation):
            media = media_types(response)
            empty |= not media
            for name, node in media.items():
                schema = self._schema(node)
                kind = kind_of(name, schema)
                if kind == "json":
                    shapes.append(self.named(node, f"{stem}Response"))
                elif kind == "events":
                    events = self.named(node, f"{stem}Event")
                    continue
                elif is_structured(schema):
                    structured[name] = node
                accept[name] = kind
        if structured and not shapes:
            message = f"a reply of {', '.join(structured)} is not read into its schema"
            self._schemas.degrade("reply-media-type", message, operation)
        elif structured:  # the same in another notation
            accept = {name: kind for name, kind in accept.items() if name not in structured}
        return Replies(
            json=self.one_of(operation, shapes, f"{stem}Response") if shapes else None,
            text="text" in accept.values(),
            binary=bool({"bytes", "form"} & set(accept.values())),
            empty=empty,
            accept=tuple(accept),
            events=events,
        )

    def errors(self, operation: Node) -> dict[str, Untrusted]:
        """Return what the document says of each status that is an error."""
        found: dict[str, Untrusted] = {}
        for status, node in operation.members("responses"):
            resolved = self._resolver.resolve(node) if status[:1] in ("4", "5") else None
            if resolved is not None:
                text = said(resolved, "description", self._resolver)
                found[status] = Untrusted(str(text or ""))
        return found

    def named(self, media: Node, name: str) -> Shape:
        """Return what a media type holds, under a name whatever it is."""
        schema = media.get("schema")
        if schema is None:
            return self._schemas.alias(media, Anything(), name)
        return self._schemas.read_named(schema, name)

    def one_of(self, node: Node, shapes: Iterable[Shape], name: str) -> Shape:
        """Return what any of the shapes is; several different ones get a name together."""
        different = list(dict.fromkeys(shapes))
        if len(different) == 1:
            return different[0]
        return self._schemas.alias(node, Union(tuple(different)), name)

    def _offered(self, media: Mapping[str, Node], name: str) -> list[Content]:
        """Read each media type; the same schema twice is one shape."""
        offered: list[Content] = []
        known: list[tuple[Node, Shape]] = []
        for media_type, node in media.items():
            schema = self._schema(node)
            kind = kind_of(media_type, schema)
            kind = "text" if kind == "events" else kind
            if kind in ("text", "bytes") and not is_structured(schema):
                shape: Shape = Scalar("bytes" if kind == "bytes" else "str")
            elif schema is None:
                shape = Anything()
            else:
                before = (shape for other, shape in known if other.value == schema.value)
                shape = next(before, None) or self._schemas.read(node["schema"], name)
                known.append((schema, shape))
            sent = sendable(media_type, kind)
            offered.append(Content(sent, kind, shape, _part_types(node)))
        return offered

    def _kept(self, offered: Iterable[Content], node: Node) -> list[Content]:
        """Keep one JSON body, one form and one other; leave out what says nothing of its own."""
        kept: list[Content] = []
        left_out: list[str] = []
        for one in sorted(offered, key=_rank):
            if any(self._says_all(other, one) for other in kept):
                continue
            if SLOTS[one.kind] in {SLOTS[other.kind] for other in kept}:
                left_out.append(one.media_type)
            else:
                kept.append(one)
        if left_out:
            message = f"sent as {kept[0].media_type}, never as {', '.join(left_out)}"
            self._schemas.degrade("request-media-type", message, node)
        return kept

    def _says_all(self, one: Content, other: Content) -> bool:
        """Whether nothing can be said in another media type that this one could not say."""
        if one.shape != other.shape:
            return False
        return one.kind == "form" or not holds_bytes(one.shape, self._schemas.definitions)

    def _schema(self, media: Node) -> Node | None:
        """Return the schema itself, where the media type has a reference to one."""
        schema = media.get("schema")
        return self._resolver.resolve(schema) if schema else None

    def _has_required(self, content: Content) -> bool:
        definition = object_behind(content.shape, self._schemas.definitions)
        return any(one.required for one in (definition.properties if definition else ()))

    def _successes(self, operation: Node) -> Iterator[Node]:
        found = dict(operation.members("responses"))
        names = [name for name in found if name.startswith("2")] or [
            name for name in found if name == "default"
        ]
        for name in names:
            node = self._resolver.resolve(found[name])
            if node is not None:
                yield node


def _rank(content: Content) -> tuple[int, bool]:
    """Which of two bodies that say the same is kept: the one that most services read.

    An encoded URL can hold no files, so the other form comes before it.
    """
    name = essence(content.media_type)
    usual = name not in (URLENCODED, "text/json")
    return list(SLOTS).index(content.kind), not usual


def holds_bytes(shape: Shape, definitions: Mapping[str, Definition]) -> bool:
    """Whether there is a place for a file anywhere in a shape."""
    seen: set[str] = set()
    waiting = [shape]
    while waiting:
        for part in parts(waiting.pop()):
            if part == Scalar("bytes"):
                return True
            if isinstance(part, Named) and part.name not in seen:
                seen.add(part.name)
                waiting += shapes_of(definitions[part.name])
    return False


def media_types(node: Node | None) -> dict[str, Node]:
    """Return what a body or a response may hold, by media type."""
    return dict(node.members("content")) if node else {}


def _part_types(media: Node) -> dict[str, str]:
    """Return the one media type of each part that has one; a choice or a range says nothing."""
    found = {
        name: str(content_type.value)
        for name, node in media.members("encoding")
        if (content_type := node.get("contentType"))
    }
    return {name: text for name, text in found.items() if not {"*", ","} & set(text)}

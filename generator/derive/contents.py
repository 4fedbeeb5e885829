"""Read what is sent and what comes back: bodies and replies, by media type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from generator.derive.keywords import said
from generator.derive.shapes import Anything, Null, Shape, Union, nullable
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.derive.schemas import SchemaReader
    from generator.read.document import Node
    from generator.read.resolve import Resolver

_EVENT_STREAM: Final = "text/event-stream"


@dataclass(frozen=True, slots=True)
class RequestBody:
    """The body in the media type that is sent; no shape for one that is sent as bytes."""

    node: Node
    media_type: str
    shape: Shape | None
    required: bool


@dataclass(frozen=True, slots=True)
class Replies:
    """What success looks like: JSON, bytes or nothing, and the events of a stream."""

    kind: Literal["json", "bytes", "none"]
    shape: Shape = field(default_factory=Null)
    events: Shape | None = None


class ContentReader:
    """Chooses the media types of an operation and reads their schemas."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver) -> None:
        self._schemas = schemas
        self._resolver = resolver

    def body(self, operation: Node, stem: str) -> RequestBody | None:
        """Return the body as JSON where it can be that, or else as bytes of its first type."""
        declared = operation.get("requestBody")
        node = self._resolver.resolve(declared) if declared else None
        media = _media_types(node)
        if node is None or not media:
            return None
        flag = node.get("required")
        required = flag is not None and flag.value is True
        chosen = next(filter(is_json, media), None)
        if chosen is None:
            chosen = next(iter(media))
            message = f"a body of {chosen} is taken as bytes"
            self._schemas.degrade("request-media-type", message, node)
            return RequestBody(node, chosen, None, required)
        unused = [name for name in media if not is_json(name)]
        if unused:
            message = f"sent as {chosen}, never as {', '.join(unused)}"
            self._schemas.degrade("request-media-type", message, node)
        schema = media[chosen].get("schema")
        shape = self._schemas.read(schema, f"{stem}Request") if schema else Anything()
        return RequestBody(node, chosen, shape, required)

    def replies(self, operation: Node, stem: str) -> Replies:
        """Return what the statuses of success hold together."""
        shapes: list[Shape] = []
        events: Shape | None = None
        other: list[str] = []
        empty = False
        for response in self._successes(operation):
            media = _media_types(response)
            empty |= not media
            for name, node in media.items():
                if is_json(name):
                    shapes.append(self._named(node, f"{stem}Response"))
                elif name.partition(";")[0].strip() == _EVENT_STREAM:
                    events = self._named(node, f"{stem}Event")
                else:
                    other.append(name)
        if other:
            instead = "left out beside JSON" if shapes else "given as bytes"
            message = f"a reply of {', '.join(dict.fromkeys(other))} is {instead}"
            self._schemas.degrade("reply-media-type", message, operation)
        if not shapes and (other or events):
            return Replies("bytes", events=events)
        if not shapes:
            return Replies("none")
        shape = self._one(operation, list(dict.fromkeys(shapes)), f"{stem}Response")
        return Replies("json", nullable(shape) if empty else shape, events)

    def errors(self, operation: Node) -> dict[str, Untrusted]:
        """Return what the document says of each status that is an error."""
        found: dict[str, Untrusted] = {}
        responses = operation.get("responses")
        for status, node in responses.members() if responses else ():
            resolved = self._resolver.resolve(node) if status[:1] in ("4", "5") else None
            if resolved is not None:
                text = said(resolved, "description", self._resolver)
                found[status] = Untrusted(str(text or ""))
        return found

    def _named(self, media: Node, name: str) -> Shape:
        schema = media.get("schema")
        if schema is None:
            return self._schemas.alias(media, Anything(), name)
        return self._schemas.read_named(schema, name)

    def _one(self, operation: Node, shapes: list[Shape], name: str) -> Shape:
        if len(shapes) == 1:
            return shapes[0]
        return self._schemas.alias(operation, Union(tuple(shapes)), name)

    def _successes(self, operation: Node) -> Iterator[Node]:
        responses = operation.get("responses")
        found = dict(responses.members()) if responses else {}
        names = [name for name in found if name.startswith("2")] or [
            name for name in found if name == "default"
        ]
        for name in names:
            node = self._resolver.resolve(found[name])
            if node is not None:
                yield node


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON by its name (RFC 6839: `+json`), parameters aside."""
    name = media_type.partition(";")[0].strip().lower()
    return name in ("application/json", "text/json") or name.endswith("+json")


def _media_types(node: Node | None) -> dict[str, Node]:
    content = node.get("content") if node else None
    return dict(content.members()) if content else {}

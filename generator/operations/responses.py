"""Read the responses of an operation, by media type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.document.siblings import own_description
from generator.operations.media import MediaReader
from generator.operations.media_types import framing_of, is_structured, is_typed_text, kind_of
from generator.schemas.shapes import Array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.operations.media_types import Kind
    from generator.schemas.reader import SchemaReader
    from generator.schemas.shapes import Shape
    from generator.text import Untrusted


@dataclass(frozen=True, slots=True)
class Stream:
    """A response that is a sequence of events or items, which can be read one by one."""

    media_type: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Responses:
    """The successful responses of an operation together.

    Attributes:
        json: None if no response is JSON.
        empty: whether a response may have no content.
        accept: the media types of these responses.
        stream: None if no response is a sequence.
        redirects: whether redirects are all that is declared but errors.
        headers: the names of their headers, in lower case.
    """

    json: Shape | None = None
    text: bool = False
    binary: bool = False
    empty: bool = False
    accept: tuple[str, ...] = ()
    stream: Stream | None = None
    redirects: bool = False
    headers: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Found:
    """What the responses of an operation hold, as far as they are read."""

    empty: bool = False
    shapes: list[Shape] = field(default_factory=list)
    streams: list[Stream] = field(default_factory=list)
    accept: dict[str, Kind] = field(default_factory=dict)
    structured: list[str] = field(default_factory=list)
    headers: set[str] = field(default_factory=set)


class ResponseReader:
    """Reads the successful responses of operations, and the descriptions of errors."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver) -> None:
        self._schemas = schemas
        self._resolver = resolver
        self._media = MediaReader(schemas, resolver)

    def responses(self, operation: Node, stem: str) -> Responses:
        """Return the successful responses of an operation together."""
        found = _Found()
        for response in self._successes(operation):
            media = self._media.media_of(response)
            found.empty |= not media
            found.headers |= {name.lower() for name, _ in response.members("headers")}
            for name, node in media.items():
                self._read(name, node, stem, found)
        if found.structured and not found.shapes:
            message = f"a response of {', '.join(found.structured)} is not parsed"
            self._schemas.degrade("response-media-type", message, operation)
        elif found.structured:  # the same data in another notation
            for name in found.structured:
                found.accept.pop(name, None)  # several responses may have it
        stream = self._stream(operation, found.streams)
        accept = tuple(found.accept) or ((stream.media_type,) if stream else ())
        shapes, kinds = found.shapes, set(found.accept.values())
        return Responses(
            json=self._media.union_of(operation, shapes, f"{stem}Response") if shapes else None,
            text="text" in kinds,
            binary=bool({"bytes", "form"} & kinds),
            empty=found.empty,
            accept=accept,
            stream=stream,
            redirects=_only_redirects(operation),
            headers=frozenset(found.headers),
        )

    def _read(self, name: str, node: Node, stem: str, found: _Found) -> None:
        """Read one media type."""
        schema = self._media.schema_of(node)
        kind = kind_of(name, schema)
        items = self._media.item_schema_of(name, node)
        if kind == "events":
            found.streams.append(Stream(name, self._media.event_shape(node, f"{stem}Event")))
            return
        if items is not None:
            item = self._media.item_shape(items, f"{stem}Item")
            found.streams.append(Stream(name, item))
            kind = "bytes" if framing_of(name) == "parts" else "json"
            found.shapes += [Array(item)] if kind == "json" else []
        elif kind == "json" or (kind == "text" and is_typed_text(schema)):
            kind = "json"
            found.shapes.append(self._media.named_shape(node, f"{stem}Response"))
        elif is_structured(schema):
            found.structured.append(name)
        found.accept[name] = kind

    def _stream(self, operation: Node, streams: list[Stream]) -> Stream | None:
        """Return the stream that is offered: server-sent events, else the first one."""
        chosen = next((one for one in streams if kind_of(one.media_type, None) == "events"), None)
        chosen = chosen or next(iter(streams), None)
        others = [one.media_type for one in streams if chosen and one.shape != chosen.shape]
        if chosen and others:
            message = f"streamed as {chosen.media_type}, not as {', '.join(others)}"
            self._schemas.degrade("response-media-type", message, operation)
        return chosen

    def errors(self, operation: Node) -> dict[str, Untrusted]:
        """Return the description of each error response, or else of its schema, by status."""
        errors: dict[str, Untrusted] = {}
        for status, declared in error_responses(operation):
            node = self._resolver.resolve(declared, "response")
            if node:
                media = next(iter(self._media.media_of(node).values()), None)
                schema = media.get("schema") if media else None
                own = own_description(declared)
                errors[status] = self._schemas.description(schema, node, own)
        return errors

    def _successes(self, operation: Node) -> Iterator[Node]:
        members = dict(operation.members("responses"))
        successes = [node for status, node in members.items() if status.startswith("2")]
        if not successes and "default" in members and not _only_redirects(operation):
            successes = [members["default"]]
        resolved = (self._resolver.resolve(one, "response") for one in successes)
        return filter(None, resolved)


def error_responses(operation: Node) -> Iterator[tuple[str, Node]]:
    """Yield the statuses and the responses of errors: `default` is one if there is a success."""
    responses = list(operation.members("responses"))
    has_success = any(status[:1] in {"2", "3"} for status, _ in responses)
    for status, declared in responses:
        if status[:1] in {"4", "5"} or (status == "default" and has_success):
            yield status, declared


def _only_redirects(operation: Node) -> bool:
    classes = {status[:1] for status, _ in operation.members("responses")}
    return "3" in classes and "2" not in classes

"""What the server says to a valid request."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import Document, Json, Object, Operation
    from .recorded import Recorded
    from .values import Values

STREAM = "text/event-stream"
PAGE_OF = 5  # objects that a paged operation has in all
BINARY = bytes(range(256)) * 300  # more than one chunk of it
TEXT = "v=0\r\ns=naïve ✓\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response. `chunks` next to `body` are sent one by one, as a stream is."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    body: bytes = b""
    chunks: tuple[bytes, ...] | None = None
    delay: float = 0.0  # seconds before the response starts, and before each chunk
    broken: bool = False  # the connection is lost before the response's end

    @classmethod
    def of(cls, data: Json, **more: object) -> Answer:
        """A response with `data` as JSON."""
        return cls(body=json.dumps(data, ensure_ascii=False).encode(), **more)

    @classmethod
    def stream(cls, *events: bytes, **more: object) -> Answer:
        """A response of server-sent events, each complete with its blank line."""
        return cls(headers={"content-type": STREAM}, chunks=events, **more)


def event(name: str, data: Json) -> bytes:
    """One server-sent event; text that is no JSON, as `[DONE]`, goes out as it is."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    lines = "".join(f"data: {line}\n" for line in text.split("\n"))
    return f"event: {name}\n{lines}\n".encode() if name else f"{lines}\n".encode()


@dataclass(frozen=True, slots=True)
class Success:
    """One way in which an operation succeeds; without a media type there is no content."""

    status: int
    media_type: str | None
    schema: Json

    @property
    def is_json(self) -> bool:
        return self.media_type is not None and re.search(r"[/+]json$", self.media_type) is not None

    @property
    def is_stream(self) -> bool:
        return self.media_type == STREAM

    @property
    def is_binary(self) -> bool:
        """Whether the content is a file's."""
        known = r"(image|audio|video)/|.*/(zip|octet-stream)"
        return self.media_type is not None and re.match(known, self.media_type) is not None

    @property
    def is_text(self) -> bool:
        """Whether the content is text that is not JSON."""
        return self.media_type is not None and not self.is_json and not self.is_binary

    @property
    def body(self) -> bytes:
        """Content of this media type, when it is not JSON."""
        if self.media_type is None:
            return b""
        return TEXT.encode() if self.is_text else BINARY


def successes(document: Document, operation: Object) -> list[Success]:
    """Each status and media type with which an operation can succeed."""
    responses = operation.get("responses", {})
    codes = [code for code in responses if code.startswith("2")]
    found = []
    for code in codes or ["default"]:
        status = int(code) if code.isdigit() else 200
        content = document.resolved(responses.get(code, {})).get("content", {})
        found += [Success(status, name, one.get("schema", {})) for name, one in content.items()]
        if not content:
            found.append(Success(status, None, {}))
    return found


class Answers:
    """Makes responses from the response schemas of one document."""

    def __init__(self, document: Document, values: Values) -> None:
        self._document = document
        self._values = values

    def to(self, request: Recorded, kind: Kind, success: Success | None) -> Answer:
        """A valid response to a valid request: as `success` says, or as the request asks for."""
        found = self._document.find(request.method, request.path_key_path, request.query)
        assert found is not None
        success = success or self._success(found, request)
        if success.is_stream:
            return Answer.stream(*self._events(success.schema, kind), status=success.status)
        headers = {"content-type": success.media_type} if success.media_type else {}
        if not success.is_json:
            return Answer(status=success.status, headers=headers, body=success.body)
        page = self._page(request, success.schema, kind)
        data = page or self._echo(found, request, success.schema, kind)
        return Answer.of(data, status=success.status, headers=headers)

    def _success(self, found: Operation, request: Recorded) -> Success:
        ways = successes(self._document, found.data)
        events = [one for one in ways if one.is_stream]
        if events and (_wants_stream(request) or len(ways) == 1):
            return events[0]
        accepted = [one.strip() for one in request.headers.get("accept", "").split(",")]
        others = [one for one in ways if not one.is_stream]
        return next((one for one in others if one.media_type in accepted), others[0])

    def _echo(self, found: Operation, request: Recorded, schema: Json, kind: Kind) -> Json:
        """A response in which the identifiers of the path, and the body's values, come back."""
        data = self._values.make(schema, kind)
        path = found.pattern.fullmatch(request.path_key_path)
        if not isinstance(data, dict) or path is None:
            return data
        given: Object = {name: unquote(text) for name, text in path.groupdict().items()}
        known = self._values.merged(schema).get("properties", {})
        if kind is Kind.EXAMPLE and request.body.startswith(b"{"):
            given = {**{k: v for k, v in request.json.items() if v is not None}, **given}
        if found.key.endswith("}") and given:
            given["id"] = list(given.values())[-1]
        echoed = data | {
            name: value
            for name, value in given.items()
            if name in known and self._values.allows(known[name], value)
        }
        return echoed if echoed == data or self._values.allows(schema, echoed) else data

    def _page(self, request: Recorded, schema: Json, kind: Kind) -> Object | None:
        """A page of a list that has `PAGE_OF` objects, as the cursor and limit ask for it."""
        members = self._values.merged(schema).get("properties", {})
        if not {"data", "has_more", "last_id"} <= set(members):
            return None
        items = self._values.merged(members["data"]).get("items", {})
        made = self._values.make(members["data"], kind) or [self._values.make(items, kind)]
        if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in made):
            return None
        count = max(PAGE_OF, len(made))
        objects = [
            {**one, "id": f"{one['id']}_{number}"}
            for number, one in zip(range(count), cycle(made), strict=False)
        ]
        query = dict(request.query)
        if query.get("order") == "asc":
            objects.reverse()
        ids = [found["id"] for found in objects]
        start = ids.index(query["after"]) + 1 if query.get("after") in ids else 0
        end = ids.index(query["before"]) if query.get("before") in ids else count
        page = objects[start:end][: int(query.get("limit", 20))]
        data: Object = {
            **self._values.make(schema, kind),
            "data": page,
            "has_more": bool(page) and page[-1]["id"] != ids[end - 1],
        }
        if page:
            data |= {"first_id": page[0]["id"], "last_id": page[-1]["id"]}
        return data if self._values.allows(schema, data) else None

    def _events(self, schema: Json, kind: Kind) -> Iterator[bytes]:
        """Each kind of event that the union knows, errors excepted, and the end."""
        for variant in self._values.variants(schema):
            data = self._values.make(variant, kind)
            if not isinstance(data, dict) or data.get("event", data.get("type")) == "error":
                continue
            if {"event", "data"} <= set(data):
                yield event(data["event"], data["data"])
            else:
                yield event(data.get("type", ""), data)


def _wants_stream(request: Recorded) -> bool:
    """Whether the body, be it JSON or a form, or the query asks for events."""
    if ("stream", "true") in request.query or b'name="stream"\r\n\r\ntrue\r\n' in request.body:
        return True
    body = request.json if request.body.startswith(b"{") else {}
    return body.get("stream") is True or body.get("stream_format") == "sse"

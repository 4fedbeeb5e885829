"""What the server says to a valid request."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .values import Kind, Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import Document, Json, Object
    from .recorded import Recorded

STREAM = "text/event-stream"
PAGE_OF = 5  # objects that a paged operation has in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One reply. `chunks` beside `body` are sent one by one, as a stream is."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    body: bytes = b""
    chunks: tuple[bytes, ...] | None = None
    delay: float = 0.0  # seconds before the reply starts, and before each chunk
    broken: bool = False  # the connection is lost before the reply's end

    @classmethod
    def of(cls, data: Json, **more: object) -> Answer:
        """A reply with `data` as JSON."""
        return cls(body=json.dumps(data, ensure_ascii=False).encode(), **more)

    @classmethod
    def stream(cls, *events: bytes, **more: object) -> Answer:
        """A reply of server-sent events, each complete with its blank line."""
        return cls(headers={"content-type": STREAM}, chunks=events, **more)


def event(name: str, data: Json) -> bytes:
    """One server-sent event; text that is no JSON, as `[DONE]`, goes out as it is."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    lines = "".join(f"data: {line}\n" for line in text.split("\n"))
    return f"event: {name}\n{lines}\n".encode() if name else f"{lines}\n".encode()


class Answers:
    """Makes replies from the response schemas of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._values = Values(document)

    def to(self, request: Recorded, kind: Kind) -> Answer:
        """A valid reply to a valid request."""
        found = self._document.find(request.method, request.path_key_path)
        if found is None:
            return Answer.of({"error": {"message": "no such operation"}}, status=404)
        key, operation = found
        status, response = self._success(operation)
        content = response.get("content", {})
        if STREAM in content and (_wants_stream(request) or len(content) == 1):
            return Answer.stream(*self._events(content[STREAM]["schema"], kind))
        media = next((name for name in content if name != STREAM), None)
        if media is None:
            return Answer(status=status, headers={})
        schema = content[media].get("schema", {})
        if "json" not in media:
            return Answer(status=status, headers={"content-type": media}, body=b"\x00text")
        data = self._page(request, schema, kind) or self._echo(request, key, schema, kind)
        return Answer.of(data, status=status, headers={"content-type": media})

    def _success(self, operation: Object) -> tuple[int, Object]:
        codes = [code for code in operation["responses"] if code.startswith("2")]
        code = codes[0] if codes else "default"
        found = self._document.resolved(operation["responses"][code])
        return (int(code) if code.isdigit() else 200), found

    def _echo(self, request: Recorded, key: str, schema: Json, kind: Kind) -> Json:
        """A reply in which the identifiers of the path, and the body's values, come back."""
        data = self._values.make(schema, kind)
        if not isinstance(data, dict):
            return data
        path = re.fullmatch(_groups(key), request.path_key_path)
        given: Object = {name: unquote(text) for name, text in path.groupdict().items()}
        known = self._values.merged(schema).get("properties", {})
        if kind is Kind.EXAMPLE and request.body.startswith(b"{"):
            given = {**{k: v for k, v in request.json.items() if v is not None}, **given}
        if key.endswith("}") and given:
            given["id"] = list(given.values())[-1]
        return data | {
            name: value
            for name, value in given.items()
            if name in known and self._values.allows(known[name], value)
        }

    def _page(self, request: Recorded, schema: Json, kind: Kind) -> Object | None:
        """A page of a list that has `PAGE_OF` objects, as the cursor and limit ask for it."""
        members = self._values.merged(schema).get("properties", {})
        if not {"data", "has_more", "last_id"} <= set(members):
            return None
        query = dict(request.query)
        item = self._values.make(self._values.merged(members["data"])["items"], kind)
        objects = [{**item, "id": f"{item['id']}_{number}"} for number in range(PAGE_OF)]
        if query.get("order") == "asc":
            objects.reverse()
        ids = [found["id"] for found in objects]
        start = ids.index(query["after"]) + 1 if query.get("after") in ids else 0
        end = ids.index(query["before"]) if query.get("before") in ids else PAGE_OF
        page = objects[start:end][: int(query.get("limit", 20))]
        data: Object = {
            **self._values.make(schema, kind),
            "data": page,
            "has_more": bool(page) and page[-1]["id"] != ids[end - 1],
        }
        if page:
            data |= {"first_id": page[0]["id"], "last_id": page[-1]["id"]}
        return data

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
    body = request.json if request.body.startswith(b"{") else {}
    return isinstance(body, dict) and body.get("stream") is True


def _groups(key: str) -> str:
    pieces = re.split(r"\{([^}]*)\}", key)
    return "".join(
        f"(?P<{re.sub(r'[^a-zA-Z0-9_]', '_', piece)}>[^/]+)" if odd else re.escape(piece)
        for odd, piece in zip([0, 1] * len(pieces), pieces, strict=False)
    )

"""Lists that are paged in every way, each with a service that has three pages of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from support.documents import STRING, document, json, thing
from support.scripted_server import Say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTEGER = {"type": "integer"}
BOOLEAN = {"type": "boolean"}
URL = {"type": "string", "format": "uri", "nullable": True}
ITEM = thing(id=STRING, name=STRING)
ITEMS = {"type": "array", "items": ITEM}


FERN = {
    "offset": "$request.sheet",
    "results": "$response.things",
    "has-next-page": "$response.again",
}


def query(**schemas: object) -> list[object]:
    return [{"name": name, "in": "query", "schema": one} for name, one in schemas.items()]


@dataclass(frozen=True)
class Paged:
    """An operation, the responses of the service, and the requests that it should receive.

    Attributes:
        name: its operation ID, and its path.
        response: the schema of a page.
        says: the pages.
        asks: for each page, the query or the body of its request.
        rule: the rule that recognises it.
        given: the arguments of the call.
    """

    name: str
    rule: str
    response: object
    says: Sequence[object]
    asks: Sequence[object]
    parameters: Sequence[object] = ()
    body: object = None
    media: str = "application/json"
    headers: Sequence[str] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    ids: Sequence[str] = ("a", "b", "c")
    other_bodies: Mapping[str, object] = field(default_factory=dict)
    extensions: Mapping[str, object] = field(default_factory=dict)

    def operation(self) -> dict[str, object]:
        """The operation of the document."""
        headers = {name: {"schema": STRING} for name in self.headers}
        response = {"description": "ok", "headers": headers, "content": json(self.response)}
        made: dict[str, object] = {
            "operationId": self.name,
            "parameters": list(self.parameters),
            "responses": {"200": response},
            **self.extensions,
        }
        if self.body:
            bodies = {self.media: self.body, **self.other_bodies}
            content = {name: {"schema": one} for name, one in bodies.items()}
            made["requestBody"] = {"content": content}
        return {"post" if self.body else "get": made}


def paged_document(cases: Sequence[Paged]) -> dict[str, object]:
    """A document with these operations, each at a path of its name."""
    paths = {f"/{one.name}": one.operation() for one in cases}
    return document(paths, **{"x-fern-pagination": FERN})


def items(*ids: str) -> list[dict[str, str]]:
    return [{"id": one, "name": one.upper()} for one in ids]


def link(url: str, *ids: str) -> Say:
    return Say(data=items(*ids), headers={"Link": f'<{url}>; rel="next"'} if url else {})


def links(name: str) -> Sequence[object]:
    return [link(f"/{name}?page=2", "a"), link(f"/{name}?page=3&x=%2F", "b"), link("", "c")]

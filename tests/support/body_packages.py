"""Packages of one operation, for the tests of its bodies and responses."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from server import Server

from support.documents import document
from support.packages import load, make

if TYPE_CHECKING:
    from pathlib import Path

TEXT = {"type": "string"}
FILE = {"type": "string", "format": "binary"}
UPLOAD = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": FILE,
        "purpose": TEXT,
        "tags": {"type": "array", "items": TEXT},
        "about": {"type": "object", "properties": {"page": {"type": "integer"}}},
    },
}
NOTE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": TEXT, "pin": {"type": "boolean"}},
}
NOTE_WITH_FILE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": TEXT, "file": FILE},
}
TWO_WAYS = {
    "application/json": {"schema": NOTE},
    "multipart/form-data": {"schema": NOTE_WITH_FILE},
}
EVENT = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": TEXT, "note": {"$ref": "#/components/schemas/Note"}},
}
CARRYING = b'data: {"type": "b", "note": {"text": "x"}}\n\n'
NOTHING = {"204": {"description": "nothing"}}


def operation(
    *, content: dict | None = None, required: bool | None = True, responses=NOTHING, **more
):
    body = {} if content is None else {"requestBody": {"content": content, "required": required}}
    if required is None:
        del body["requestBody"]["required"]
    return {"operationId": "send", "responses": responses, **body, **more}


def reply(content: dict, status: str = "200"):
    return {status: {"description": "done", "content": content}}


def of(schema: dict):
    return {"schema": schema}


class Made:
    """The package of one operation, and a server for it."""

    def __init__(self, folder, method: str, described: dict, profile: str | None = None, **schemas):
        self.document = document({"/notes": {method: described}}, schemas)
        self.report = make(folder / "client", self.document, profile=profile).report
        self.source = (folder / "client" / "notes.py").read_text()
        self.package = load(folder / "client")

    @property
    def send(self):
        return self.package.send


@contextmanager
def making(folder: Path):
    """Make packages whose calls go to a server for their document."""
    with ExitStack() as stack:

        def make(method: str, described: dict, **more):
            found = Made(folder, method, described, **more)
            found.server = stack.enter_context(Server(found.document))
            stack.enter_context(found.package.configure(base_url=found.server.url, max_retries=0))
            return found

        yield make

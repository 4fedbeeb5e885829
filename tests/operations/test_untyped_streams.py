"""Operations that return nothing but a stream of events, which the document does not describe."""

from __future__ import annotations

import asyncio

import pytest
from support.checkers import mypy, pyright
from support.documents import STRING, document
from support.packages import imported
from support.scripted_server import Server, events

SENT = (
    'event: update\nid: 7\nretry: 100\ndata: {"a": 1}\n\n',
    "event: delete\ndata: 5\n\n",
    "data: two\ndata: lines\n\n",
)
RECEIVED = [("update", '{"a": 1}', "7", 100), ("delete", "5"), ("message", "two\nlines")]
UNTYPED = {
    "none": {},
    "empty": {"schema": {}},
    "text": {"schema": STRING},
    "any_object": {"schema": {"type": "object", "description": "An event."}},
    "open_object": {"schema": {"type": "object", "properties": {}, "additionalProperties": True}},
}
APP = """
import client

def show() -> None:
    with client.none.stream() as events:
        for event in events:
            name: str = event.event
            data: str = event.data
            number: str | None = event.id
            print(name, data, number, event.retry)
    client.none(stream_to=print)
"""
WRONG = """
import client

value = client.none().data
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("streams")


@pytest.fixture(scope="module")
def package(folder):
    def described(name: str, media: object, **responses: object) -> dict[str, object]:
        good = {"description": "events", "content": {"text/event-stream": media}}
        return {"get": {"operationId": name, "responses": {"200": good, **responses}}}

    paths = {f"/{name}": described(name, media) for name, media in UNTYPED.items()}
    asked = described("asked", {})
    asked["get"]["parameters"] = [{"name": "stream", "in": "query", "schema": {"type": "boolean"}}]
    return imported(folder / "client", document({**paths, "/asked": asked}))


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture
def client(package, server):
    with package.Client(base_url=server.url, max_retries=0) as made:
        yield made


def fields(event) -> tuple[object, ...]:
    given = (event.event, event.data, event.id, event.retry)
    return given[: 4 if event.retry else 2]


@pytest.mark.parametrize("name", UNTYPED)
def test_an_event_is_its_name_its_data_and_its_id(package, client, server, name):
    server.say(events(*SENT))
    with getattr(package, name).using(client).stream() as stream:
        assert list(map(fields, stream)) == RECEIVED


def test_a_call_without_a_sink_is_refused_before_it_waits_for_ever(package, client, server):
    with pytest.raises(TypeError, match=r"is a stream: use `\.stream` or `stream_to`"):
        package.none.using(client)()
    with pytest.raises(TypeError, match="is a stream"):
        asyncio.run(package.none.using(client).aio())
    assert server.asked == []


def test_a_sink_receives_the_events(package, client, server):
    server.always = events(*SENT)
    heard = []
    assert package.none.using(client)(stream_to=heard.append) is None
    assert asyncio.run(package.none.using(client).aio(stream_to=heard.append)) is None
    assert [type(one) for one in heard[:4]] == [*[package.Data] * 3, package.Finished]
    assert [fields(one.value) for one in heard[:3]] == RECEIVED
    assert heard[4:] == heard[:4]


def test_raw_does_not_wait_for_the_end(package, client, server):
    server.say(events("data: 1\n\n", *["data: 2\n\n"] * 50, pause=0.2))
    with package.none.using(client).raw() as response:
        assert next(response.chunks()).startswith(b"data: 1")


def test_a_call_that_does_not_ask_for_the_stream_returns_the_response(package, client, server):
    server.say({"a": 1})
    assert package.asked.using(client)() == b'{"a": 1}'


@pytest.mark.slow
@pytest.mark.external
@pytest.mark.usefixtures("package")
def test_type_checkers_know_the_event(folder):
    (folder / "app.py").write_text(APP)
    (folder / "wrong.py").write_text(WRONG)
    assert mypy("app.py", "3.11", folder).startswith("Success")
    assert '"None" has no attribute "data"' in mypy("wrong.py", "3.11", folder)
    assert pyright("app.py", "3.11", folder) == []

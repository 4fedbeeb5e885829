"""Redirects that are followed on request: without the credentials, and not everywhere."""

from __future__ import annotations

import asyncio
import contextlib
import io
from typing import TYPE_CHECKING

import httpx2
import pytest
from support.caller import CERTIFICATES
from support.documents import document, json
from support.packages import imported
from support.scripted_server import Say, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

FOUND = {"description": "found", "headers": {"Location": {"schema": {"type": "string"}}}}
GOOD = {"description": "good", "content": json({"type": "string"})}
KEY = {"type": "http", "scheme": "bearer"}
BINARY = {"type": "string", "format": "binary"}
ARCHIVE = b"\x1f\x8b" + bytes(range(256))


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    def described(name: str, **responses: object) -> dict[str, object]:
        return {"operationId": name, "responses": responses}

    def body(media_type: str, properties: dict[str, object]) -> dict[str, object]:
        schema = {"type": "object", "properties": properties} if properties else BINARY
        return {"required": True, "content": {media_type: {"schema": schema}}}

    made = document(
        {
            "/archive": {"get": described("get archive", **{"302": FOUND})},
            "/word": {
                "get": described("get word", **{"200": GOOD, "302": FOUND}),
                "post": {
                    **described("make word", **{"200": GOOD, "303": FOUND}),
                    "requestBody": body("application/octet-stream", {}),
                },
                "delete": described("drop word", **{"204": {"description": "gone"}}),
            },
            "/find": {
                "get": {
                    **described("find word", **{"200": GOOD}),
                    "requestBody": body("application/json", {"length": {"type": "integer"}}),
                },
            },
            "/forms": {
                "post": {
                    **described("send word", **{"200": GOOD}),
                    "requestBody": body("multipart/form-data", {"file": BINARY}),
                },
            },
        },
        components={"securitySchemes": {"key": KEY}},
        security=[{"key": []}],
    )
    return imported(tmp_path_factory.mktemp("redirects") / "client", made)


@pytest.fixture
def other() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def client(package, server):
    with package.Client(
        key="sk-1", base_url=server.url, max_retries=0, headers={"X-Own": "mine"}
    ) as made:
        yield made


def to(location: str, status: int = 302) -> Say:
    return Say(status, b"moved", {"Location": location, "Set-Cookie": "seen=1"})


def following(package, **more: object):
    return package.CallOptions(follow_redirects=True, **more)


def test_another_host_gets_no_credential(package, client, server, other, tmp_path):
    server.say(to(f"{other.url}/a.tar.gz?signature=x"))
    other.say(Say(data=ARCHIVE))
    get = package.get_archive.using(client)
    with get.raw(options=following(package, headers={"X-Secret": "s"})) as response:
        response.save(tmp_path / "a.tar.gz")
    assert (tmp_path / "a.tar.gz").read_bytes() == ARCHIVE
    assert server.asked[0].headers["authorization"] == "Bearer sk-1"
    asked = other.asked[0]
    assert (asked.method, asked.target) == ("GET", "/v1/a.tar.gz?signature=x")
    assert asked.headers.keys() <= {"host", "user-agent", "accept"}
    assert asked.headers["accept"] == "*/*"


def test_the_same_host_gets_it(package, client, server):
    server.say(to("/v2/word"), "moved")
    assert package.get_word.using(client)(options=following(package)) == "moved"
    assert server.asked[1].target == "/v2/word"
    assert server.asked[1].headers["authorization"] == "Bearer sk-1"
    assert server.asked[1].headers["x-own"] == "mine"


def test_awaited(package, client, server, other):
    server.say(to(f"{other.url}/a"))
    other.say(Say(data=ARCHIVE))

    async def main():
        response = await package.get_archive.using(client).aio.raw(options=following(package))
        async with response:
            return await response.read()

    assert asyncio.run(main()) == ARCHIVE
    assert "authorization" not in other.asked[0].headers


def test_for_all_calls_of_a_client(package, server, other):
    server.always = to(f"{other.url}/word")
    other.always = Say(data="there")
    with package.Client(key="k", base_url=server.url, follow_redirects=True) as client:
        assert package.get_word.using(client)() == "there"
        not_now = package.CallOptions(follow_redirects=False)
        with pytest.raises(package.APIStatusError, match="redirects are not followed, here to"):
            package.get_word.using(client)(options=not_now)
        # The URL is the result: nothing is asked of it.
        assert package.get_archive.using(client)() == f"{other.url}/word"
    assert len(other.asked) == 1


def called(operation, *arguments, awaited, **given):
    """Call an operation, blocking or awaited."""
    return (
        asyncio.run(operation.aio(*arguments, **given))
        if awaited
        else operation(*arguments, **given)
    )


def test_303_after_a_body_is_followed_by_get(package, client, server):
    make = package.make_word.using(client)
    server.say(to("/v1/word", 303), "made")
    assert make(b"abc", options=following(package)) == "made"
    assert [(one.method, one.body) for one in server.asked] == [("POST", b"abc"), ("GET", b"")]
    assert not {"content-type", "content-length"} & server.asked[1].headers.keys()
    for status in (301, 302):  # a GET in its place would lose what was sent
        server.say(to("/v1/word", status))
        with pytest.raises(package.APIStatusError, match=r"not followed, .*would become a GET"):
            make(b"abc", options=following(package))
    assert len(server.asked) == 4


SENT = {
    "bytes": lambda _: b"abc",
    "path": lambda path: path,
    "file": lambda path: path.open("rb"),
    "in memory": lambda _: io.BytesIO(b"abc"),
}


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("kind", SENT)
@pytest.mark.parametrize("status", [307, 308])
def test_a_body_is_sent_again(package, client, server, other, tmp_path, status, kind, awaited):
    path = tmp_path / "word"
    path.write_bytes(b"abc")
    make = package.make_word.using(client)
    server.say(to("/v1/words", status), to(f"{other.url}/word", status))
    other.say("made")
    options = following(package, headers={"X-Secret": "s", "Idempotency-Key": "i-1"})
    with contextlib.ExitStack() as closing:
        body = SENT[kind](path)
        if hasattr(body, "read"):
            closing.enter_context(body)
        assert called(make, body, options=options, awaited=awaited) == "made"
    for asked in (*server.asked, *other.asked):
        assert (asked.method, asked.body) == ("POST", b"abc")
        assert asked.headers["content-type"] == "application/octet-stream"
        assert asked.headers["content-length"] == "3"
    assert server.asked[1].target == "/v1/words"
    assert server.asked[1].headers["idempotency-key"] == "i-1"
    assert server.asked[1].headers["authorization"] == "Bearer sk-1"
    names = {"host", "user-agent", "accept", "content-type", "content-length"}
    assert other.asked[0].headers.keys() == {*names, "idempotency-key"}
    assert other.asked[0].headers["host"] == f"127.0.0.1:{other.port}"


@pytest.mark.parametrize("awaited", [False, True])
def test_a_form_is_sent_again(package, client, server, tmp_path, awaited):
    path = tmp_path / "word.txt"
    path.write_bytes(b"abc")
    server.say(to("/v1/forms", 307), Say(503, headers={"Retry-After-Ms": "1"}), "made")
    send = package.send_word.using(client)
    sent = called(send, options=following(package, max_retries=1), file=path, awaited=awaited)
    assert sent == "made"
    for asked in server.asked:
        assert asked.parts[0].content == b"abc"
    assert len(server.asked) == 3


class Once(io.RawIOBase):
    """A source that can be read once."""

    def __init__(self) -> None:
        self._parts = [b"a"]

    def read(self, _: int = -1, /) -> bytes:
        return self._parts.pop() if self._parts else b""


def test_a_body_that_is_used_up_is_not_sent_again(package, client, server):
    server.always = to("/v1/words", 307)
    with pytest.raises(package.APIStatusError, match=r"not followed, .*cannot be sent again"):
        package.make_word.using(client)(Once(), options=following(package))
    assert [asked.body for asked in server.asked] == [b"a"]
    server.always = None
    server.say(to("/v1/words", 303), "made")
    assert package.make_word.using(client)(Once(), options=following(package)) == "made"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_other_methods_stay_the_same(package, client, server, status):
    server.say(to("/v1/word/2", status), Say(204))
    drop = package.drop_word.using(client)
    if status in {301, 302}:
        with pytest.raises(package.APIStatusError, match="this redirect is not followed"):
            drop(options=following(package))
        return
    drop(options=following(package))
    assert server.asked[1].method == ("GET" if status == 303 else "DELETE")
    assert server.asked[1].headers["authorization"] == "Bearer sk-1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_get_keeps_its_body(package, client, server, status):
    server.say(to("/v1/found", status), "found")
    find = package.find_word.using(client)
    assert find(length=3, options=following(package)) == "found"
    body = b"" if status == 303 else b'{"length":3}'
    assert [one.body for one in server.asked] == [b'{"length":3}', body]
    assert ("content-type" in server.asked[1].headers) == (status != 303)


def test_circles_end(package, client, server):
    server.always = to("/v1/archive")
    with pytest.raises(package.APIStatusError, match=r"not followed, .*more than 10"):
        package.get_archive.using(client).raw(options=following(package))
    assert len(server.asked) == 11


@pytest.mark.parametrize(
    "location",
    [
        "http://api.example/a?sign=s-1",
        "ftp://api.example/a",
        "file:///etc/passwd",
        "mailto:a@b",
        "https://a..example/",
        "https://api.example:65536/",
        f"https://{'a' * 64}.example/",
        "http:////]",
        "http://://%@ ]\\:",
    ],
)
def test_where_no_redirect_is_followed(package, location):
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(302, headers={"location": location})

    transport = httpx2.MockTransport(answer)
    with httpx2.Client(transport=transport, verify=CERTIFICATES) as http:
        client = package.Client(key="k", base_url="https://api.example", http_client=http)
        with pytest.raises(package.APIStatusError) as caught:
            package.get_archive.using(client).raw(options=following(package, max_retries=0))
    assert len(asked) == 1
    assert "s-1" not in str(caught.value)


def test_the_login_of_an_own_http_client_stays_home(package, server, other):
    server.say(to(f"{other.url}/word"))
    other.say("there")
    with httpx2.Client(auth=("me", "secret"), cookies={"a": "b"}, verify=CERTIFICATES) as http:
        client = package.Client(key="k", base_url=server.url, http_client=http)
        assert package.get_word.using(client)(options=following(package)) == "there"
    assert server.asked[0].headers["authorization"].startswith("Basic")
    assert not {"authorization", "cookie"} & other.asked[0].headers.keys()


def test_an_error_of_the_other_host_is_an_error(package, client, server, other):
    server.say(to(f"{other.url}/a?signature=x"))
    other.say(Say(403, {"message": "expired"}))
    with pytest.raises(package.PermissionDeniedError, match="expired"):
        package.get_archive.using(client).raw(options=following(package))


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://me:pass@there.example/a?sign=s-1#token=s-1", "https://there.example/a"),
        ("#token=s-1", "http://127.0.0.1:PORT/v1/word"),
        ("http:////]s-1", "no valid URL"),
    ],
)
def test_an_error_shows_no_secret_of_a_location(package, client, server, location, shown):
    server.say(Say(302, headers={"Location": location}))
    with pytest.raises(package.APIStatusError) as caught:
        package.get_word.using(client)()
    reason = caught.value.reason.partition("; to follow them, set")[0]
    assert reason.endswith(f"here to {shown}".replace("PORT", str(server.port)))


def test_only_a_redirect_is_one(package, client, server):
    server.say(Say(409, {"message": "exists"}, headers={"Location": "/v1/word/1"}))
    with pytest.raises(package.ConflictError, match="exists"):
        package.get_word.using(client)()

"""Each form of a file, held against what the official package and its HTTP library send."""

import asyncio
import io
import re
from collections import UserString
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from runtime.operation import operation
from runtime.request import CallOptions, Request
from support.files_api import call, put_bytes, send
from support.runtime_api import THING, Thing
from support.scripted_server import Asked, Say, Server


@pytest.fixture(autouse=True)
def _answer(server: Server) -> None:
    server.always = Say(data=THING)


@pytest.fixture
def official(server: Server) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key="sk-1", base_url=server.url, max_retries=0) as client:
        yield client


@operation("POST", "/send")
def upload(members: dict[str, object], *, options: CallOptions | None = None) -> Request[Thing]:
    return Request(
        form=members,
        media_type="multipart/form-data",
        files=("file", "files"),
        call=call(options),
    )


def sends(operation: Any, argument: object, *, awaited: bool) -> None:
    asyncio.run(operation.aio(argument)) if awaited else operation(argument)


def parts(asked: Asked) -> list[bytes]:
    return asked.body.split(b"--" + asked.boundary)


class Named(io.BytesIO):
    name = "folder/named.json"


FORMS: dict[str, Callable[[Path], Any]] = {
    "bytes": lambda _: b"x",
    "path": lambda path: path,
    "file": lambda _: io.BytesIO(b"x"),
    "file with a name": lambda _: Named(b"x"),
    "name and bytes": lambda _: ("a b.png", b"x"),
    "no name": lambda _: (None, b"x"),
    "empty name": lambda _: ("", b"x"),
    "name and path": lambda path: ("other.csv", path),
    "no name and path": lambda path: (None, path),
    "name and file": lambda _: ("a.pdf", io.BytesIO(b"x")),
    "type": lambda _: ("a.pdf", b"x", "text/x-own"),
    "no type": lambda _: ("a.pdf", b"x", None),
    "no name, but a type": lambda _: (None, b"{}", "application/json"),
    "headers": lambda _: ("a.pdf", b"x", "a/b", {"X-Part": "1", "x-é".replace("é", "e"): "ü"}),
    "headers, no type": lambda path: ("a.pdf", path, None, {"X-Part": "1"}),
    "type in the headers": lambda _: ("a.pdf", b"x", "a/b", {"content-type": "c/d"}),
    "no headers": lambda _: (None, io.BytesIO(b"x"), None, {}),
}


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("name", FORMS)
def test_a_file_is_what_the_official_package_sends(
    server: Server, official: openai.OpenAI, tmp_path: Path, name: str, *, awaited: bool
) -> None:
    path = tmp_path / "data.txt"
    path.write_bytes(b"x")
    official.files.create(file=FORMS[name](path), purpose="batch")
    sends(upload, {"file": FORMS[name](path), "purpose": "batch"}, awaited=awaited)
    theirs, ours = map(parts, server.asked)
    assert ours == theirs


@pytest.mark.parametrize("form", ["bytes", "no name", "headers", "name and path", "type"])
def test_lists_of_files(server: Server, official: openai.OpenAI, tmp_path: Path, form: str) -> None:
    path = tmp_path / "data.txt"
    path.write_bytes(b"x")
    files = [FORMS[form](path), FORMS["name and bytes"](path)]
    official.images.edit(image=files, prompt="p")
    for more in (list, tuple, iter):
        upload({"prompt": "p", "image": more(files)})
    upload({"prompt": "p", "files": files})
    theirs, *ours, other = map(parts, server.asked)
    assert ours == [theirs] * 3
    assert [part.replace(b'"files', b'"image') for part in other] == theirs


TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\r\n\0;\x7fé'))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.none() | TEXTS,
    kind=st.none() | TEXTS,
    headers=st.none() | st.dictionaries(TEXTS | st.just("X-A"), TEXTS, max_size=2),
)
def test_any_names_types_and_headers(
    server: Server, name: str | None, kind: str | None, headers: dict[str, str] | None
) -> None:
    """The same bytes as the HTTP library sends, which escapes or refuses what ends a line."""
    file: Any = (name, b"x", kind) if headers is None else (name, b"x", kind, headers)
    given = file if headers is None else (*file[:3], dict(headers))
    boundary = {"Content-Type": "multipart/form-data; boundary=none"}
    server.asked.clear()
    try:
        request = httpx2.Request("POST", server.url, files={"file": given}, headers=boundary)
        theirs = request.read()
    except ValueError:
        with pytest.raises(ValueError, match=r"header|character"):
            upload({"file": file})
        assert server.asked == []
        return
    upload({"file": file})
    (ours,) = server.asked
    assert ours.body.replace(ours.boundary, b"none") == theirs


BAD: list[Any] = [
    "photo.png",
    UserString("photo.png"),
    ["photo.png"],
    [b"x", "photo.png"],
    ("a.png", "photo.png"),
    ("a.png", "text", "text/plain"),
    {"path": "photo.png"},
    5,
    ("a", b"x", "t", {}, 1),
    (b"a", 5),
    ("a.png", b"x", 5),
    {"path": b"x"},
    {},
]


@pytest.mark.parametrize("awaited", [False, True])
def test_what_is_not_a_file_is_refused(server: Server, *, awaited: bool) -> None:
    for bad in BAD:
        with pytest.raises(TypeError, match=r"'file' is a .*, not a file"):
            sends(upload, {"file": bad}, awaited=awaited)
    remedy = r"for a path give pathlib\.Path\(\.\.\.\), for text give text\.encode\(\)"
    with pytest.raises(TypeError, match=f"'file' is a str, not a file; {remedy}") as caught:
        sends(upload, {"file": "photo.png"}, awaited=awaited)
    assert "photo" not in str(caught.value)
    for torn in ({"a": b"x"}, ("a", iter([b"x"])), ("a", b"x", "t", None), ("a", ("b", b"x"))):
        with pytest.raises(TypeError, match=f"'file' is a {type(torn).__name__}, not a file; give"):
            sends(upload, {"file": torn}, awaited=awaited)
    for whole in ("photo.png", 5, {"a": 1}):
        with pytest.raises(TypeError, match=r"'body' is a .*, not a file"):
            sends(put_bytes, whole, awaited=awaited)
    assert server.asked == []


def test_text_stays_text_where_the_member_is_not_a_file(server: Server) -> None:
    send({"file": "text", "note": "photo.png"})
    assert [part.content for part in server.asked[0].parts] == [b"text", b"photo.png"]


def test_only_a_part_of_a_form_has_headers(server: Server) -> None:
    put_bytes(("a.png", b"x", "image/png"))
    put_bytes((None, b"x", "image/png", {}))
    assert [one.headers["content-type"] for one in server.asked] == ["image/png"] * 2
    with pytest.raises(ValueError, match="only in a multipart form"):
        put_bytes(("a.png", b"x", "image/png", {"X-Part": "1"}))


def test_given_headers_do_not_change(server: Server) -> None:
    headers = {"X-Part": "1"}
    for _ in range(2):
        upload({"file": ("a.png", b"x", "a/b", headers)})
    assert headers == {"X-Part": "1"}
    first, second = (re.sub(one.boundary, b"", one.body) for one in server.asked)
    assert first == second

"""Bodies: which one is sent, and what arrives."""

import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from runtime.errors import ConfigurationError
from runtime.parameters import omit
from runtime.request import CallOptions
from server.forms import Part
from support.files_api import connect, edit, patch, put_bytes, send, send_plainly
from support.runtime_api import THING, SearchTool
from support.scripted_server import Asked, Say, Server

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ODD = st.sampled_from(['"', "\r\n", "\n", "\\", ";", "é", "€", "; x=y", "\r\n\r\n--", "\0"])
NAMES = st.lists(ODD | TEXTS, max_size=4).map("".join)
ONE_BY_ONE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None
)


@pytest.fixture(autouse=True)
def _answer(server: Server) -> None:
    server.always = Say(data=THING)


def kind(asked: Asked) -> str:
    return asked.headers.get("content-type", "").partition(";")[0]


def test_what_a_form_holds(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "a b.PNG"
    path.write_bytes(b"path")
    with path.open("rb") as opened:
        send(
            {
                "text": "é\r\n",
                "yes": True,
                "number": 0.5,
                "left": omit,
                "null": None,
                "tags": ["a", "b"],
                "deep": {"a": {"b": [1, None, {"c": 2}]}, "d": None},
                "tool": SearchTool(type="search", limit=1),
                "bytes": b"\x00\xff",
                "files": [path, opened, io.BytesIO(b"io"), ("n.mp3", b"named")],
                "typed": ("t", io.BytesIO(b"typed"), "audio/x"),
            }
        )
    octets = "application/octet-stream"
    assert server.asked[0].parts == [
        Part("text", "é\r\n".encode()),
        Part("yes", b"true"),
        Part("number", b"0.5"),
        Part("tags[]", b"a"),
        Part("tags[]", b"b"),
        Part("deep[a][b][0]", b"1"),
        Part("deep[a][b][2][c]", b"2"),
        Part("tool[type]", b"search"),
        Part("tool[limit]", b"1"),
        Part("bytes", b"\x00\xff", "upload", octets),
        Part("files[]", b"path", "a b.PNG", "image/png"),
        Part("files[]", b"path", "a b.PNG", "image/png"),
        Part("files[]", b"io", "upload", octets),
        Part("files[]", b"named", "n.mp3", "audio/mpeg"),
        Part("typed", b"typed", "t", "audio/x"),
    ]


def test_a_member_whose_name_has_the_brackets_already(server: Server) -> None:
    send({"kinds[]": ["word", ["segment"]], "image[]": b"one"})
    assert [part.name for part in server.asked[0].parts] == ["kinds[0]", "kinds[1][]", "image[]"]


def test_a_form_as_openapi_has_it(server: Server) -> None:
    members = {"l": ["a", "b"], "o": {"x": None}, "m": [{"y": 1}, [2, 3]], "f": [b"1", b"2"]}
    send_plainly(members)
    assert [(part.name, part.content) for part in server.asked[0].parts] == [
        ("l", b"a"),
        ("l", b"b"),
        ("o", b'{"x":null}'),
        ("m", b'{"y":1}'),
        ("m", b"[2,3]"),
        ("f", b"1"),
        ("f", b"2"),
    ]
    assert server.asked[0].body.count(b"Content-Type: application/json\r\n") == 3


def test_an_urlencoded_form(server: Server) -> None:
    urlencoded = "application/x-www-form-urlencoded"
    members = {"a b": "c&d", "l": [1, True], "o": {"x": "é"}, "n": None, "left": omit}
    send_plainly(members, media_type=urlencoded)
    assert server.asked[0].headers["content-type"] == urlencoded
    assert parse_qsl(server.asked[0].body.decode(), strict_parsing=True) == [
        ("a b", "c&d"),
        ("l", "1"),
        ("l", "true"),
        ("o", '{"x":"é"}'),
    ]
    with pytest.raises(ValueError, match="'f' is a file, which an urlencoded form cannot hold"):
        send_plainly({"f": b"x"}, media_type=urlencoded)


def test_parts_with_a_type_of_their_own(server: Server) -> None:
    connect(sdp="v=0\r\n", session={"type": "realtime", "tools": []})
    body = server.asked[0].body
    assert b'name="sdp"\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n' in body
    typed = (
        b'name="session"\r\nContent-Type: application/json\r\n\r\n{"type":"realtime","tools":[]}'
    )
    assert typed in body
    assert server.asked[0].headers["accept"] == "application/sdp"
    send(
        {"a": b"1", "b": ("n", b"2", "x/y"), "c": ["3", "4"]},
        part_types=dict.fromkeys("abc", "image/png"),
    )
    assert [part.media_type for part in server.asked[1].parts[-2:]] == ["image/png", "x/y"]
    assert server.asked[1].body.count(b"Content-Type: image/png\r\n") == 3


def test_a_form_without_members(server: Server) -> None:
    send({"a": omit})
    send_plainly({"a": None})
    assert "content-type" not in server.asked[0].headers
    assert server.asked[0].body == b""
    assert server.asked[1].parts == []
    assert kind(server.asked[1]) == "multipart/form-data"


def test_bodies_that_are_sent_as_they_are(server: Server) -> None:
    server.always = Say(204)
    put_bytes(b"\x00\xff")
    assert server.asked[0].body == b"\x00\xff"
    assert kind(server.asked[0]) == "application/octet-stream"
    with pytest.raises(TypeError):
        put_bytes([3])  # type: ignore[arg-type]
    patch({"a": None})
    patch([1])
    assert [a.json for a in server.asked[1:]] == [{"a": None}, [1]]
    assert kind(server.asked[1]) == "application/merge-patch+json"
    with pytest.raises(ConfigurationError, match="no members"):
        put_bytes(b"x", options=CallOptions(body={"more": 1}))


def test_further_members_of_a_form(server: Server) -> None:
    send({"a": 1}, options=CallOptions(body={"b": {"c": True}}))
    assert server.asked[0].parts == [Part("a", b"1"), Part("b[c]", b"true")]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "application/json"),
        ({"n": 1}, "application/json"),
        ({"n": None, "images": [{"file_id": "f"}]}, "application/json"),
        ({"image": b"x"}, "multipart/form-data"),
        ({"image": [b"x", ("n", b"y")]}, "multipart/form-data"),
        ({"mask": b"x"}, "multipart/form-data"),
        ({"mask": {"file_id": "f"}}, "application/json"),
        ({"media_type": "multipart/form-data"}, "multipart/form-data"),
        ({"media_type": "application/json", "n": 2}, "application/json"),
    ],
)
def test_the_body_is_chosen_by_what_is_given(
    server: Server, arguments: dict[str, Any], expected: str
) -> None:
    edit("p", **arguments)
    assert kind(server.asked[0]) == expected


def test_iterators_arrive_whole(server: Server) -> None:
    edit("p", images=({"file_id": f"f{n}"} for n in range(2)))
    edit("p", image=iter([b"1", b"2"]))
    assert server.asked[0].json["images"] == [{"file_id": "f0"}, {"file_id": "f1"}]
    assert [part.content for part in server.asked[1].parts] == [b"p", b"1", b"2"]


def test_null_is_said_where_it_can_be(server: Server) -> None:
    edit("p", n=None)
    edit("p", n=None, image=b"")
    assert server.asked[0].json == {"prompt": "p", "n": None}
    assert [part.name for part in server.asked[1].parts] == ["prompt", "image"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            {"image": b"x", "images": []},
            "'image' with multipart/form-data, 'images' with application/json",
        ),
        ({"image": b"x", "media_type": "application/json"}, "'image' with multipart/form-data"),
        ({"images": [], "media_type": "multipart/form-data"}, "'images' with application/json"),
        ({"media_type": "text/plain"}, "give it as application/json or multipart/form-data"),
    ],
)
def test_arguments_that_do_not_go_together(
    server: Server, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said) + "$"):  # no word of the prompt
        edit("p", **arguments)
    assert server.asked == []


def test_a_form_or_a_plain_body(server: Server) -> None:
    server.always = Say(data=b"v=1", headers={"Content-Type": "application/sdp"})
    assert connect(body="v=0é") == "v=1"
    connect(sdp="v=0")
    connect()
    assert [kind(a) for a in server.asked] == [
        "application/sdp",
        "multipart/form-data",
        "multipart/form-data",
    ]
    assert server.asked[0].body == "v=0é".encode()
    with pytest.raises(ValueError, match="'body' with application/sdp"):
        connect(sdp="v=0", body="v=0")


def test_a_type_of_the_caller_does_not_hide_what_divides_the_parts(server: Server) -> None:
    send({"a": 1}, options=CallOptions(headers={"Content-Type": "multipart/form-data"}))
    send({"a": 1}, options=CallOptions(headers={"Content-Type": "multipart/form-data; boundary=x"}))
    assert [asked.parts for asked in server.asked] == [[Part("a", b"1")]] * 2
    assert server.asked[1].body.startswith(b"--x\r\n")


def readable(name: str) -> str:
    """What Werkzeug makes of a name as the HTML standard has it written: `"` is sent as `%22`."""
    sent = "".join(f"%{ord(c):02X}" if c < " " and c != "\x1b" else c for c in name)
    return sent.replace("%22", '"')


@ONE_BY_ONE
@given(st.dictionaries(NAMES.filter(bool), NAMES | st.lists(NAMES)), NAMES, NAMES, st.binary())
def test_a_form_reads_back(
    server: Server, members: dict[str, str | list[str]], name: str, filename: str, data: bytes
) -> None:
    """No name or text can end a header or a part."""
    server.asked.clear()
    send({**members, f"file{name}": (filename or "f", data)})
    *fields, file = server.asked[0].parts
    assert [(part.name, part.content) for part in fields] == [
        (readable(key if isinstance(value, str) else f"{key}[]"), text.encode())
        for key, value in members.items()
        for text in ([value] if isinstance(value, str) else value)
    ]
    assert (file.name, file.content) == (readable(f"file{name}"), data)
    assert len(server.asked[0].body.split(b"--" + server.asked[0].boundary)) == len(fields) + 3


@ONE_BY_ONE
@given(st.dictionaries(TEXTS.filter(bool), TEXTS | st.lists(TEXTS), min_size=1))
def test_an_urlencoded_form_reads_back(server: Server, members: dict[str, str | list[str]]) -> None:
    server.asked.clear()
    send_plainly(members, media_type="application/x-www-form-urlencoded")
    pairs = [
        (name, text)
        for name, value in members.items()
        for text in ([value] if isinstance(value, str) else value)
    ]
    assert parse_qsl(server.asked[0].body.decode(), keep_blank_values=True) == pairs


@pytest.mark.parametrize("media_type", ["a/b\r\nX-Evil: 1", "a/b\0"])
def test_a_media_type_cannot_end_a_header(server: Server, media_type: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        send({"file": ("name", b"x", media_type)})
    assert server.asked == []

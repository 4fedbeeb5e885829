"""Documents from files and by https: what comes over a real socket, and what must not."""

from __future__ import annotations

import gc
import gzip
import os
import socket
import socketserver
import ssl
import struct
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from support.https_server import DOCUMENT, Handler, Server, serving
from support.paths import ROOT

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.updating import fetch, https, response_body
from generator.updating.document_location import FetchedDocument, scheme_of

pytestmark = pytest.mark.usefixtures("trusted")


@pytest.fixture
def server(context):
    with serving(Server(context)) as server:
        yield server


@pytest.fixture
def other(context):
    with serving(Server(context)) as other:
        yield other


def got(source, **known):
    """What is fetched, without a word about it."""
    log = DiagnosticLog()
    fetched = fetch.fetch(source, log, **known)
    assert log.diagnostics == ()
    return fetched


def fails(source, code, **known):
    """What is said of what cannot be fetched."""
    log = DiagnosticLog()
    with pytest.raises(OpgenError) as error:
        fetch.fetch(source, log, **known)
    (diagnostic,) = log.diagnostics
    assert error.value.diagnostics == (diagnostic,)
    assert diagnostic.code == code, diagnostic
    assert diagnostic.help
    return diagnostic.render()


# What is a URL


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://example.com/a.yaml", True),
        ("HTTPS://example.com", True),
        ("https:/example.com", True),
        ("http://example.com", True),
        ("file:///a.yaml", True),
        ("ftp://example.com", True),
        ("s3://bucket/a.yaml", True),
        ("data:text/yaml,a", True),
        ("a.yaml", False),
        ("", False),
        ("/a/b.yaml", False),
        ("C:\\a\\b.yaml", False),
        ("C:/a/b.yaml", False),
        ("c://a", False),
        ("pets:v2.yaml", False),
        ("specs/https://a.yaml", False),
        ("./https://a.yaml", False),
    ],
)
def test_a_url_is_told_from_a_path(source, expected):
    assert (scheme_of(source) is not None) is expected


# Files


def test_a_file_is_read_as_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_bytes(DOCUMENT)
    expected = FetchedDocument(DOCUMENT, None, None, None)
    assert got("a.yaml") == expected
    assert got(str(tmp_path / "a.yaml")) == expected
    assert got("a.yaml", etag='"1"', last_modified="today") == expected


@pytest.mark.skipif(os.name == "nt", reason="no file of Windows has such a name")
@pytest.mark.parametrize("name", ["pets:v2.yaml", "c:a.yaml", "./https:a.yaml"])
def test_the_name_of_a_file_may_hold_a_colon(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(DOCUMENT)
    assert got(name).content == DOCUMENT


def test_a_file_is_named_by_a_url_too(tmp_path):
    (tmp_path / "a b#1?.yaml").write_bytes(DOCUMENT)
    url = (tmp_path / "a b#1?.yaml").as_uri()
    assert "%23" in url
    assert got(url) == FetchedDocument(DOCUMENT, None, None, None)
    assert got(url.replace("file:", "FILE:")).content == DOCUMENT


@pytest.mark.parametrize(
    "url",
    [
        "file:a.yaml",
        "file:/a.yaml",
        "file://a.yaml",
        "file://localhost/a.yaml",
        "file:////host/a.yaml",
        "file:///a?b.yaml",
        "file:///a#b.yaml",
        "file://[",
    ],
)
def test_a_file_url_that_names_no_file_here(url):
    assert "does not name a local file" in fails(url, "invalid-url")


def test_a_file_is_read_as_carefully_as_any(tmp_path):
    assert "the document does not exist" in fails((tmp_path / "a").as_uri(), "no-such-file")
    assert "a folder, not a file" in fails(tmp_path.as_uri(), "not-a-file")
    assert "null" in fails("file:///a%00b", "cannot-read")
    os.mkfifo(tmp_path / "pipe")
    assert "is a pipe" in fails(str(tmp_path / "pipe"), "not-a-file")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(response_body.MAX_BYTES + 1)
    fails(str(tmp_path / "large"), "too-large")


# What is refused before anything is sent


def test_plain_http_is_refused():
    said = fails("http://example.com/a.yaml", "insecure-source")
    assert "'http://example.com/a.yaml' cannot be fetched: without TLS" in said
    assert "help: use https:" in said
    fails("HTTP:example.com", "insecure-source")


@pytest.mark.parametrize("source", ["ftp://a/b", "data:text/yaml,a", "s3://a/b", "git+ssh://a/b"])
def test_other_schemes_are_refused(source):
    said = fails(source, "unsupported-source")
    assert source in said
    assert "help: use https:, or save the document to a file and pass its path" in said


@pytest.mark.parametrize(
    "source",
    [
        "https:",
        "https://",
        "https:///a.yaml",
        "https:/example.com",
        "https://example.com:port/",
        "https://example.com:0/",
        "https://example.com:-1/",
        "https://example.com:65536/",
        "https://1.2.3.999/",
        "https://[::1/",
        "https://[nothing]/",
        "https://-xn--a/",
        "https://exam\nple.com/",
        "https://\udcff/",
        "https://a/" + "a" * 70_000,
    ],
)
def test_an_invalid_url(source):
    assert "is not a valid URL" in fails(source, "invalid-url")


def test_a_host_that_cannot_be():
    fails(f"https://{'a' * 64}.invalid/", "cannot-fetch")


anything = st.text(max_size=20)


@given(
    scheme=st.sampled_from(["http://", "HTTP:", "ftp://", "data:", "file:///a?", "s3://"]),
    before=anything,
    after=anything,
)
def test_no_refusal_says_the_user_info(scheme, before, after):
    said = fails_somehow(f"{scheme}{before}SECRET{after}@example.com:port/a.yaml")
    assert "SECRET" not in said
    assert "example.com" in said


@given(before=anything, after=anything)
def test_no_invalid_url_says_the_user_info(before, after):
    # Before these characters the host ends, so that it may be a valid URL of another host.
    user = f"{before}SECRET{after}".translate(dict.fromkeys(map(ord, "/?#\\")))
    assert "SECRET" not in fails_somehow(f"https://{user}@example.com:port/a.yaml")


def fails_somehow(source):
    log = DiagnosticLog()
    with pytest.raises(OpgenError) as error:
        fetch.fetch(source, log)
    return f"{error.value}{[each.to_json() for each in log.diagnostics]}"


# By https


def test_a_document_is_fetched_as_it_is(server):
    server.routes["/a.yaml?b=c"] = lambda to: to.answer(ETag='W/"1"', Last_Modified="Mon, 1 Jan")
    url = server.url("/a.yaml?b=c")
    assert got(url) == FetchedDocument(DOCUMENT, url, 'W/"1"', "Mon, 1 Jan")
    ((_, headers),) = server.seen
    assert not {"Authorization", "If-None-Match", "If-Modified-Since"} & set(headers)


def test_a_document_without_validators(server):
    assert got(server.url()) == FetchedDocument(DOCUMENT, server.url(), None, None)


def test_a_fragment_is_not_kept(server):
    assert got(server.url("/#/paths")).url == server.url("/")


def test_a_document_whose_length_nobody_says(server):
    server.routes["/"] = lambda to: to.raw(b"HTTP/1.1 200 OK\r\n\r\n", DOCUMENT)
    assert got(server.url()).content == DOCUMENT


def test_the_known_version_is_asked_for(server):
    server.routes["/"] = lambda to: to.answer(b"", 304)
    assert got(server.url(), etag='"1"', last_modified="Mon, 1 Jan") is None
    assert got(server.url(), etag='"1"') is None
    assert got(server.url(), last_modified="Mon, 1 Jan") is None
    sent = [(to.get("If-None-Match"), to.get("If-Modified-Since")) for _, to in server.seen]
    assert sent == [('"1"', "Mon, 1 Jan"), ('"1"', None), (None, "Mon, 1 Jan")]


def test_a_new_version_comes_whole(server):
    server.routes["/"] = lambda to: to.answer(ETag='"2"')
    assert got(server.url(), etag='"1"') == FetchedDocument(DOCUMENT, server.url(), '"2"', None)


def test_the_known_version_is_asked_for_where_a_redirect_leads(server):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location="/new")
    server.routes["/new"] = lambda to: to.answer(b"", 304)
    assert got(server.url(), etag='"1"') is None
    assert server.seen[1][1]["If-None-Match"] == '"1"'


def test_nothing_changed_is_no_answer_to_who_knows_nothing(server):
    server.routes["/"] = lambda to: to.answer(b"", 304)
    assert "responds with status 304" in fails(server.url(), "cannot-fetch")
    fails(server.url(), "cannot-fetch", etag="x" * 2000)


@pytest.mark.parametrize("status", [201, 203, 204, 206, 300, 305, 401, 403, 404, 410, 500, 503])
def test_any_other_status_is_refused(server, status):
    server.routes["/"] = lambda to: to.answer(b"", status, Location="/new")
    server.routes["/new"] = Handler.answer
    said = fails(server.url(), "cannot-fetch", etag='"1"')
    assert f"responds with status {status} " in said
    assert ("user:password@" in said) is (status in (401, 403))


USELESS = {
    "long": "x" * 1025,
    "Latin": "caf\xe9",
    "acting": '"\x1b[2J"',
    "a tab": '"1\t2"',
    "empty": "",
}


@pytest.mark.parametrize("value", USELESS.values(), ids=USELESS)
def test_a_useless_validator_is_dropped(server, value):
    server.routes["/"] = lambda to: to.answer(ETag=value, Last_Modified=value)
    assert got(server.url()) == FetchedDocument(DOCUMENT, server.url(), None, None)


@pytest.mark.parametrize("value", [*USELESS.values(), "a\r\nX: y", "\u2603"])
def test_a_useless_validator_is_not_sent(server, value):
    assert got(server.url(), etag=value, last_modified=value).content == DOCUMENT
    assert not {"If-None-Match", "If-Modified-Since", "X"} & set(server.seen[0][1])


def test_a_long_validator_that_is_not_too_long(server):
    server.routes["/"] = lambda to: to.answer(ETag="x" * 1024)
    assert got(server.url()).etag == "x" * 1024


# Credentials

BASIC = "Basic " + b64encode(b"jo@a:se cret").decode()
USER = "jo%40a:se%20cret@"


def test_user_info_is_sent_and_not_kept(server):
    fetched = got(server.url(user=USER))
    assert fetched == FetchedDocument(DOCUMENT, server.url(), None, None)
    assert server.seen[0][1]["Authorization"] == BASIC


@pytest.mark.parametrize("target", ["/new", "{origin}/new"])
def test_user_info_goes_on_to_the_same_origin(server, target):
    location = target.format(origin=server.url(""))
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=location)
    server.routes["/new"] = Handler.answer
    assert got(server.url(user=USER)).url == server.url()
    assert [headers["Authorization"] for _, headers in server.seen] == [BASIC, BASIC]


def test_user_info_goes_to_no_other_origin(server, other):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=other.url())
    assert got(server.url(user=USER)).url == server.url()
    assert "Authorization" in server.seen[0][1]
    assert "Authorization" not in other.seen[0][1]


def test_user_info_of_a_redirect_is_sent(server, other):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=other.url(user=USER))
    assert got(server.url(user="you:other@")).url == server.url()
    assert other.seen[0][1]["Authorization"] == BASIC


def test_no_failure_says_the_user_info(server, other, caplog):
    caplog.set_level("INFO")
    server.routes["/missing"] = lambda to: to.answer(b"", 404)
    server.routes["/away"] = lambda to: to.answer(
        b"", 302, Location=other.url("/", user="you:SECRET@")
    )
    server.routes["/http"] = lambda to: to.answer(b"", 302, Location="http://you:SECRET@a/")
    server.routes["/none"] = lambda to: to.answer(b"", 302)
    server.routes["/loop"] = lambda to: to.answer(b"", 302, Location="/loop")
    server.routes["/broken"] = lambda to: to.raw(b"")
    other.routes["/"] = lambda to: to.answer(b"", 500)
    for path in ("missing", "away", "http", "none", "loop", "broken"):
        said = fails_somehow(server.url(f"/{path}", user="jo:SECRET@"))
        assert "127.0.0.1" in said
        assert not any(word in said for word in ("SECRET", "jo:", "you:", "@127"))
    assert "SECRET" not in caplog.text


# Redirects


def hops(server, count):
    """Redirects, one after the other, to a document."""
    for number in range(count):
        to_next = f"/{number + 1}"
        server.routes[f"/{number}"] = lambda to, next_=to_next: to.answer(
            b"", (301, 302, 303, 307, 308)[int(next_[1:]) % 5], Location=next_
        )
    server.routes[f"/{count}"] = Handler.answer


def test_five_redirects_are_followed(server):
    hops(server, 5)
    assert got(server.url("/0")) == FetchedDocument(DOCUMENT, server.url("/0"), None, None)
    assert server.paths() == [f"/{number}" for number in range(6)]


def test_six_redirects_are_too_many(server):
    hops(server, 6)
    said = fails(server.url("/0"), "too-many-redirects")
    assert f"'{server.url('/0')}' redirects more than 5 times" in said
    assert "/6" not in server.paths()


def test_a_redirect_in_a_circle(server):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location="/")
    fails(server.url(), "too-many-redirects")


def test_a_redirect_to_another_host(server, other):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=other.url("/a", host="localhost"))
    other.routes["/a"] = Handler.answer
    assert got(server.url()).content == DOCUMENT
    assert other.seen[0][1]["Host"].startswith("localhost:")


def test_a_failure_says_where_the_redirect_came_from(server, other):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=other.url("/a"))
    other.routes["/a"] = lambda to: to.answer(b"", 404)
    said = fails(server.url(), "cannot-fetch")
    assert (
        f"'{other.url('/a')}', the redirect of '{server.url()}', responds with status 404" in said
    )


def test_a_redirect_to_plain_http_is_refused(server):
    with socket.create_server(("127.0.0.1", 0)) as plain:
        plain.settimeout(0)
        port = plain.getsockname()[1]
        server.routes["/"] = lambda to: to.answer(b"", 302, Location=f"http://127.0.0.1:{port}/")
        said = fails(server.url(), "insecure-source")
        assert (
            f"redirects to 'http://127.0.0.1:{port}/', which cannot be fetched: without TLS" in said
        )
        with pytest.raises(BlockingIOError):
            plain.accept()


@pytest.mark.parametrize("scheme", ["file", "ftp", "data"])
def test_a_redirect_to_another_scheme_is_refused(server, tmp_path, scheme):
    (tmp_path / "a.yaml").write_bytes(DOCUMENT)
    location = (tmp_path / "a.yaml").as_uri().replace("file:", f"{scheme}:")
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=location)
    assert f"redirects to '{scheme}:" in fails(server.url(), "unsupported-source")


def test_a_redirect_without_a_location(server):
    server.routes["/"] = lambda to: to.answer(b"", 302)
    assert "redirects without a valid Location" in fails(server.url(), "cannot-fetch")


@pytest.mark.parametrize(
    "location",
    [
        "https://a:port/",
        "https://[::1/",
        "https://[nothing]/",
        "https://1.2.3.999/",
        "https:a",
        "https://127.0.0.1:65536/",
        "https://127.0.0.1:-1/",
        "https://-xn--a/",
        f"https://{'a' * 64}.invalid/",
        "https://\xff\xfe:1/",
        "https://" + "a" * 70_000,
    ],
)
def test_a_redirect_to_no_valid_url(server, location):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=location)
    fails(server.url(), "cannot-fetch")


def test_the_body_of_a_redirect_is_not_read(server):
    def endless(to):
        to.drip(b"HTTP/1.1 302 Found\r\nLocation: /new\r\n\r\n")

    server.routes["/"] = endless
    server.routes["/new"] = Handler.answer
    assert got(server.url()).content == DOCUMENT


# Time


def timed(monkeypatch, **limits):
    for name, seconds in limits.items():
        monkeypatch.setattr(https, name, seconds)
    start = time.monotonic()
    return lambda: time.monotonic() - start


DRIPS = {
    "in the body": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
    "in a body without end": b"HTTP/1.1 200 OK\r\n\r\n",
    "in a header": b"HTTP/1.1 200 OK\r\nX: ",
    "in the status": b"HTTP/1.1 200 ",
}


@pytest.mark.parametrize("start", DRIPS.values(), ids=DRIPS)
def test_a_slow_drip_is_cut_by_the_deadline(server, monkeypatch, start):
    server.routes["/"] = lambda to: to.drip(start)
    elapsed = timed(monkeypatch, DEADLINE=0.5)
    said = fails(server.url(), "fetch-timeout")
    assert f"'{server.url()}' is not complete after 0.5 seconds" in said
    assert 0.4 < elapsed() < 5


def test_the_deadline_is_one_for_all_redirects(server, monkeypatch):
    def slow(to):
        time.sleep(0.3)
        to.answer(b"", 302, Location="/")

    server.routes["/"] = slow
    elapsed = timed(monkeypatch, DEADLINE=0.5)
    fails(server.url(), "fetch-timeout")
    assert elapsed() < 5


def test_a_server_that_never_answers(server, monkeypatch):
    server.routes["/"] = lambda to: to.rfile.read(1)
    elapsed = timed(monkeypatch, READ_TIMEOUT=0.3)
    assert "sent nothing for 0.3 s" in fails(server.url(), "fetch-timeout")
    assert elapsed() < 5


@pytest.mark.parametrize("limit", ["CONNECT_TIMEOUT", "DEADLINE"])
def test_a_server_that_never_begins_with_tls(monkeypatch, limit):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        elapsed = timed(monkeypatch, **{limit: 0.3})
        said = fails(f"https://127.0.0.1:{silent.getsockname()[1]}/", "fetch-timeout")
        assert "0.3 s" in said
        assert elapsed() < 5
        # A connection that was left open warns now.
        gc.collect()


# Size


def chunked(*parts):
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"


def test_a_document_of_just_the_limit(server, monkeypatch):
    monkeypatch.setattr(response_body, "MAX_BYTES", len(DOCUMENT))
    assert got(server.url()).content == DOCUMENT


ZIPPED = gzip.compress(b"x" * 50_000)
LARGE = {
    "as it says": lambda to: to.answer(b"x" * 1001),
    "without a length": lambda to: to.raw(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1001),
    "in chunks": lambda to: to.raw(*chunked(b"x" * 500, b"x" * 500, b"x")),
    "when unzipped": lambda to: to.answer(ZIPPED, Content_Encoding="gzip"),
    "when all of it is unzipped": lambda to: to.answer(
        gzip.compress(b"x" * 600) * 2, Content_Encoding="gzip"
    ),
    "though it unzips to nothing": lambda to: to.answer(
        gzip.compress(b"") * 100, Content_Encoding="gzip"
    ),
}


@pytest.mark.parametrize("answer", LARGE.values(), ids=LARGE)
def test_a_document_over_the_limit_is_refused(server, monkeypatch, answer):
    assert len(ZIPPED) < 1000
    monkeypatch.setattr(response_body, "MAX_BYTES", 1000)
    server.routes["/"] = answer
    assert "sends more than 1000 bytes" in fails(server.url(), "too-large")


def test_a_document_without_end_is_refused_at_the_limit(server, monkeypatch):
    monkeypatch.setattr(response_body, "MAX_BYTES", 10)
    server.routes["/"] = lambda to: to.drip(b"HTTP/1.1 200 OK\r\n\r\n")
    elapsed = timed(monkeypatch)
    fails(server.url(), "too-large")
    assert elapsed() < 5


# Encodings


@pytest.mark.parametrize("name", ["gzip", "x-gzip", "GZIP"])
def test_a_zipped_document_is_unzipped(server, name):
    large = DOCUMENT * 100_000
    server.routes["/"] = lambda to: to.answer(gzip.compress(large), Content_Encoding=name)
    assert got(server.url()).content == large
    assert server.seen[0][1]["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_a_document_may_be_zipped_in_members(server, step):
    data = gzip.compress(DOCUMENT) + gzip.compress(b"") + gzip.compress(b"more")
    parts = [data[start : start + step] for start in range(0, len(data), step)]
    start = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    server.routes["/"] = lambda to: to.raw(start, *parts)
    assert got(server.url()).content == DOCUMENT + b"more"


BROKEN = {
    "half": ZIPPED[:-20],
    "half a member": ZIPPED + ZIPPED[:15],
    "nothing": b"",
    "plain": DOCUMENT,
    "plain after it": ZIPPED + DOCUMENT,
    "damaged": ZIPPED[:-5] + b"\0" + ZIPPED[-4:],
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_broken_gzip_is_refused(server, body):
    server.routes["/"] = lambda to: to.answer(body, Content_Encoding="gzip")
    assert "gzip" in fails(server.url(), "cannot-fetch")


@pytest.mark.parametrize("name", ["br", "zstd", "deflate", "nonsense", "gzip, gzip", "\xff"])
def test_an_encoding_that_was_not_asked_for_is_refused(server, name):
    server.routes["/"] = lambda to: to.answer(Content_Encoding=name)
    assert "which opgen did not accept" in fails(server.url(), "cannot-fetch")


def test_an_encoding_that_is_none(server):
    server.routes["/"] = lambda to: to.answer(Content_Encoding="identity")
    assert got(server.url()).content == DOCUMENT


# Faults of the network


def reset(to):
    """End the connection in the middle of the body, as a machine that stops does."""
    to.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    to.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    to.close_connection = True


def without_tls(to):
    """Go on as if there were no TLS."""
    to.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    os.write(to.connection.fileno(), b"half" * 24)


FAULTS = {
    "no answer": lambda to: to.raw(b""),
    "half a status": lambda to: to.raw(b"HTTP/1.1 2"),
    "half a body": lambda to: to.answer(DOCUMENT, Content_Length="1000"),
    "half a chunk": lambda to: to.raw(b"".join(chunked(DOCUMENT))[:-20]),
    "no last chunk": lambda to: to.raw(b"".join(chunked(DOCUMENT))[:-5]),
    "no chunk": lambda to: to.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
    "no number": lambda to: to.answer(Content_Length="many"),
    "no HTTP": lambda to: to.raw(b"220 mail.example.com ESMTP\r\n"),
    "no status": lambda to: to.raw(b"HTTP/1.1 abc Odd\r\n\r\n"),
    "a very long header": lambda to: to.raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000),
    "another protocol": lambda to: to.raw(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"),
    "a reset": reset,
    "no more TLS": without_tls,
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_server(server, fault):
    def ending(to):
        fault(to)
        to.close_connection = True

    server.routes["/"] = ending
    said = fails(server.url(), "cannot-fetch")
    assert f"'{server.url()}'" in said
    assert not said.split("\n")[0].endswith((": ", "Error", "broke"))


def test_a_server_that_is_not_there():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    said = fails(f"https://127.0.0.1:{port}/", "cannot-fetch")
    assert "onnect" in said.partition("cannot be fetched: ")[2]


def test_a_name_that_nobody_knows(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    said = fails("https://nowhere.invalid/a.yaml", "cannot-fetch")
    assert "'https://nowhere.invalid/a.yaml' cannot be fetched: Name or service not known" in said


def test_a_certificate_of_nobody_trusted(server, monkeypatch, tmp_path):
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    said = fails(server.url(), "cannot-fetch")
    assert "certificate verify failed" in said
    assert "help: set SSL_CERT_FILE to the certificates that you trust" in said
    assert server.seen == []


def test_a_certificate_of_another_host(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("example.com").configure_cert(context)
    with serving(Server(context)) as server:
        assert "certificate verify failed" in fails(server.url(), "cannot-fetch")
        assert server.seen == []


def test_a_server_without_tls():
    class Plain(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.recv(1000)
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Plain)) as plain:
        said = fails(f"https://127.0.0.1:{plain.server_address[1]}/", "cannot-fetch")
        assert "SSL" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSL_CERT_FILE", "/no/such/file.pem"),
        ("SSL_CERT_FILE", __file__),
        ("HTTPS_PROXY", "ftp://jo:SECRET@proxy/"),
        ("HTTPS_PROXY", "http://jo:SEC/RET@proxy:port/"),
        ("HTTPS_PROXY", "socks5://jo:SECRET@proxy/"),
    ],
)
def test_settings_of_the_environment_that_cannot_be_used(server, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    said = fails(server.url(), "cannot-fetch")
    assert "the https settings of the environment are invalid" in said
    assert "SSL_CERT_FILE" in said
    assert not any(word in said for word in ("SEC", "RET", "jo"))


@pytest.mark.external
def test_who_fetches_nothing_loads_nothing_for_it():
    code = (
        "import sys; from generator.updating.fetch import scheme_of; scheme_of('https://a');"
        "print(*{'httpx2', 'asyncio', 'ssl', 'urllib.request'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []

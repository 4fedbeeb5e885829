"""Documents from files and by https: what comes over a real socket, and what must not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fetching import fails, fails_somehow, fetched, got
from support.https_server import DOCUMENT, Handler

from generator.document.source import MAX_BYTES
from generator.inputs import SuppliedDocument
from generator.updating.document_location import scheme_of

pytestmark = pytest.mark.usefixtures("trusted")


@pytest.mark.parametrize(("source", "expected"), [
    ("https://example.com/a.yaml", True), ("HTTPS://example.com", True),
    ("https:/example.com", True), ("http://example.com", True), ("file:///a.yaml", True),
    ("ftp://example.com", True), ("s3://bucket/a.yaml", True), ("data:text/yaml,a", True),
    ("a.yaml", False), ("", False), ("/a/b.yaml", False), ("C:\\a\\b.yaml", False),
    ("C:/a/b.yaml", False), ("c://a", False), ("pets:v2.yaml", False),
    ("specs/https://a.yaml", False), ("./https://a.yaml", False),
])  # fmt: skip
def test_a_url_is_told_from_a_path(source, expected):
    assert (scheme_of(source) is not None) is expected


# Files


def test_a_file_is_read_as_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_bytes(DOCUMENT)
    path = str(tmp_path / "a.yaml")
    assert got("a.yaml") == SuppliedDocument(DOCUMENT, "a.yaml")
    assert got(path) == SuppliedDocument(DOCUMENT, path)
    assert got("a.yaml", etag='"1"', last_modified="today") == got("a.yaml")


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
    assert got(url) == SuppliedDocument(DOCUMENT, url)
    assert got(url.replace("file:", "FILE:")).content == DOCUMENT


@pytest.mark.parametrize("url", [
    "file:a.yaml", "file:/a.yaml", "file://a.yaml", "file://localhost/a.yaml",
    "file:////host/a.yaml", "file:///a?b.yaml", "file:///a#b.yaml", "file://[",
])  # fmt: skip
def test_a_file_url_that_names_no_file_here(url):
    assert "does not name a local file" in fails(url, "invalid-url")


def test_a_file_is_read_as_carefully_as_any(tmp_path):
    assert "the document does not exist" in fails((tmp_path / "a").as_uri(), "no-such-file")
    assert "a folder, not a file" in fails(tmp_path.as_uri(), "not-a-file")
    assert "null" in fails("file:///a%00b", "cannot-read")
    os.mkfifo(tmp_path / "pipe")
    assert "is a pipe" in fails(str(tmp_path / "pipe"), "not-a-file")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    fails(str(tmp_path / "large"), "too-large")


# What is refused before anything is sent


def test_plain_http_is_refused():
    said = fails("http://example.com/a.yaml", "insecure-source")
    assert "'http://example.com/a.yaml' cannot be fetched: without TLS" in said
    assert "help: use https:" in said
    fails("HTTP://example.com", "insecure-source")


@pytest.mark.parametrize("host", [
    "localhost.example.com", "127.0.0.1.example.com", "127.0.0.1@example.com",
    "example.com#127.0.0.1", "localhost:1@example.com", "0.0.0.0", "10.0.0.1", "128.0.0.1", "[::2]",
])  # fmt: skip
def test_a_host_that_only_looks_like_this_computer(host):
    fails(f"http://{host}/a.yaml", "insecure-source")


@pytest.mark.parametrize("source", ["ftp://a/b", "data:text/yaml,a", "s3://a/b", "git://a/b"])
def test_other_schemes_are_refused(source):
    said = fails(source, "unsupported-source")
    assert source in said
    assert "help: use https:, or save the document to a file and pass its path" in said


@pytest.mark.parametrize("source", [
    "https:", "https://", "https:///a.yaml", "https:/example.com", "https://example.com:port/",
    "https://example.com:0/", "https://example.com:-1/", "https://example.com:65536/",
    "https://1.2.3.999/", "https://[::1/", "https://[nothing]/", "https://-xn--a/",
    "https://exam\nple.com/", "https://\udcff/", "https://a/" + "a" * 70_000,
])  # fmt: skip
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


# By https


def test_a_document_is_fetched_as_it_is(server):
    server.routes["/a.yaml?b=c"] = lambda to: to.answer(ETag='W/"1"', Last_Modified="Mon, 1 Jan")
    url = server.url("/a.yaml?b=c")
    assert got(url) == fetched(url, 'W/"1"', "Mon, 1 Jan")
    ((_, headers),) = server.seen
    assert not {"Authorization", "If-None-Match", "If-Modified-Since"} & set(headers)


def test_a_document_without_validators(server):
    assert got(server.url()) == fetched(server.url())


def test_a_fragment_is_not_kept(server):
    assert got(server.url("/#/paths")).name == server.url("/")


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
    assert got(server.url(), etag='"1"') == fetched(server.url(), '"2"')


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
    for means in ("--header", "--token-env", ".netrc", "user:password@"):
        assert (means in said) is (status in (401, 403, 404))


USELESS = {
    "long": "x" * 1025, "Latin": "caf\xe9", "acting": '"\x1b[2J"', "a tab": '"1\t2"', "empty": "",
}  # fmt: skip


@pytest.mark.parametrize("value", USELESS.values(), ids=USELESS)
def test_a_useless_validator_is_dropped(server, value):
    server.routes["/"] = lambda to: to.answer(ETag=value, Last_Modified=value)
    assert got(server.url()) == fetched(server.url())


@pytest.mark.parametrize("value", [*USELESS.values(), "a\r\nX: y", "\u2603"])
def test_a_useless_validator_is_not_sent(server, value):
    assert got(server.url(), etag=value, last_modified=value).content == DOCUMENT
    assert not {"If-None-Match", "If-Modified-Since", "X"} & set(server.seen[0][1])


def test_a_long_validator_that_is_not_too_long(server):
    server.routes["/"] = lambda to: to.answer(ETag="x" * 1024)
    assert got(server.url()).origin.etag == "x" * 1024

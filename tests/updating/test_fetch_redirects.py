"""Documents by https: the credentials of a source, and where redirects lead."""

from __future__ import annotations

import socket
from base64 import b64encode

import pytest
from support.fetching import fails, fails_somehow, fetched, got
from support.https_server import DOCUMENT, Handler

pytestmark = pytest.mark.usefixtures("trusted")
BASIC = "Basic " + b64encode(b"jo@a:se cret").decode()
USER = "jo%40a:se%20cret@"


def test_user_info_is_sent_and_not_kept(server):
    assert got(server.url(user=USER)) == fetched(server.url())
    assert server.seen[0][1]["Authorization"] == BASIC


@pytest.mark.parametrize("target", ["/new", "{origin}/new"])
def test_user_info_goes_on_to_the_same_origin(server, target):
    location = target.format(origin=server.url(""))
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=location)
    server.routes["/new"] = Handler.answer
    assert got(server.url(user=USER)).name == server.url()
    assert [headers["Authorization"] for _, headers in server.seen] == [BASIC, BASIC]


def test_user_info_goes_to_no_other_origin(server, other):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=other.url())
    assert got(server.url(user=USER)).name == server.url()
    assert "Authorization" in server.seen[0][1]
    assert "Authorization" not in other.seen[0][1]


def test_user_info_of_a_redirect_is_sent(server, other):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=other.url(user=USER))
    assert got(server.url(user="you:other@")).name == server.url()
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
    assert got(server.url("/0")) == fetched(server.url("/0"))
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


@pytest.mark.parametrize("location", [
    "https://a:port/", "https://[::1/", "https://[nothing]/", "https://1.2.3.999/", "https:a",
    "https://127.0.0.1:65536/", "https://127.0.0.1:-1/", "https://-xn--a/",
    f"https://{'a' * 64}.invalid/", "https://\xff\xfe:1/", "https://" + "a" * 70_000,
])  # fmt: skip
def test_a_redirect_to_no_valid_url(server, location):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=location)
    fails(server.url(), "cannot-fetch")


def test_the_body_of_a_redirect_is_not_read(server):
    def endless(to):
        to.drip(b"HTTP/1.1 302 Found\r\nLocation: /new\r\n\r\n")

    server.routes["/"] = endless
    server.routes["/new"] = Handler.answer
    assert got(server.url()).content == DOCUMENT

"""Documents by https that are slow, large, or zipped, and what goes wrong on the way."""

from __future__ import annotations

import gc
import gzip
import os
import socket
import socketserver
import ssl
import struct
import time

import pytest
import trustme
from support.fetching import fails, got
from support.https_server import DOCUMENT, Server, serving
from support.processes import python

from generator.updating import exchange, https, response_body

pytestmark = pytest.mark.usefixtures("trusted")


def timed(monkeypatch, **limits):
    for name, seconds in limits.items():
        monkeypatch.setattr(https if name == "DEADLINE" else exchange, name, seconds)
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
    "half": ZIPPED[:-20], "half a member": ZIPPED + ZIPPED[:15], "nothing": b"", "plain": DOCUMENT,
    "plain after it": ZIPPED + DOCUMENT, "damaged": ZIPPED[:-5] + b"\0" + ZIPPED[-4:],
}  # fmt: skip


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


@pytest.mark.parametrize(("name", "value"), [
    ("SSL_CERT_FILE", "/no/such/file.pem"), ("SSL_CERT_FILE", __file__),
    ("HTTPS_PROXY", "ftp://jo:SECRET@proxy/"), ("HTTPS_PROXY", "http://jo:SEC/RET@proxy:port/"),
    ("HTTPS_PROXY", "socks5://jo:SECRET@proxy/"),
])  # fmt: skip
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
    assert python("-c", code).stdout.split() == []

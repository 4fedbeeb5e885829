"""Fetches of documents: what they return, and the diagnostics of those that fail."""

from __future__ import annotations

import pytest

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.digests import sha256_of
from generator.document.origin import Origin
from generator.inputs import SuppliedDocument
from generator.updating.document_set import Known
from generator.updating.fetch import fetch
from generator.updating.request_headers import parse_header
from support.https_server import DOCUMENT
from support.update_project import ONE


def fetched(url, etag=None, last_modified=None):
    """Return what a fetch of `DOCUMENT` from a URL gives."""
    origin = Origin(url=url, sha256=sha256_of(DOCUMENT), etag=etag, last_modified=last_modified)
    return SuppliedDocument(DOCUMENT, url, origin)


def known_copy(source, validators):
    if not validators:
        return None
    return Known(Origin(url=source, sha256="", **validators), b"openapi: 3.1.0")


def got(source, **validators):
    """Return what a fetch gives; it adds no diagnostic."""
    log = DiagnosticLog()
    found = fetch(source, log, known_copy(source, validators))
    assert log.diagnostics == ()
    return found


def fails(source, code, **validators):
    """Return the diagnostic of a fetch that fails, as text."""
    log = DiagnosticLog()
    with pytest.raises(OpgenError) as error:
        fetch(source, log, known_copy(source, validators))
    (diagnostic,) = log.diagnostics
    assert error.value.diagnostics == (diagnostic,)
    assert diagnostic.code == code, diagnostic
    assert diagnostic.help
    return diagnostic.render()


def fails_somehow(source):
    log = DiagnosticLog()
    with pytest.raises(OpgenError) as error:
        fetch(source, log)
    return f"{error.value}{[each.to_json() for each in log.diagnostics]}"


class Source:
    """A server's document, as it is now, and how it is asked for."""

    def __init__(self, server):
        self.server, self.content, self.headers = server, ONE, {"ETag": '"1"'}
        server.routes["/api.yaml"] = self.answer
        self.url = server.url("/api.yaml")

    def answer(self, to):
        known = to.headers.get("If-None-Match"), to.headers.get("If-Modified-Since")
        mine = self.headers.get("ETag"), self.headers.get("Last_Modified")
        if any(each and each == other for each, other in zip(known, mine, strict=True)):
            to.answer(b"", 304)
        else:
            to.answer(self.content, **self.headers)

    def becomes(self, content, etag):
        self.content, self.headers = content, {"ETag": etag}

    @property
    def asked(self):
        """The conditions of each request."""
        names = ("If-None-Match", "If-Modified-Since")
        return [tuple(headers.get(name) for name in names) for _, headers in self.server.seen]


def fetch_with(source, *headers):
    """Return what a fetch with headers gives, each as `--header` has it."""
    log = DiagnosticLog()
    found = fetch(source, log, headers=[parse_header(one, log) for one in headers])
    assert log.diagnostics == ()
    return found


def rejected(code, source, *headers):
    """Return the diagnostic of a fetch with headers that fails, as text."""
    log = DiagnosticLog()
    with pytest.raises(OpgenError):
        fetch(source, log, headers=[parse_header(one, log) for one in headers])
    (diagnostic,) = log.diagnostics
    assert diagnostic.code == code
    return f"{diagnostic.render()}{diagnostic.to_json()}"

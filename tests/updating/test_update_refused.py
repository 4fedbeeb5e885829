"""`opgen update` with documents that cannot be fetched or used, and with edits of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import done, opgen
from support.update_project import (
    ONE,
    TWO,
    failing,
    fails,
    state,
)

pytestmark = pytest.mark.usefixtures("trusted")
UNUSABLE = {
    "no YAML": (b"openapi: 3.1.0\npaths: [\n", "invalid-yaml"),
    "no OpenAPI": (b"swagger: '2.0'\npaths: {}\n", ""),
    "another version": (TWO.replace(b"openapi: 3", b"openapi: 4", 1), "openapi-version"),
    "a page": (b"<!DOCTYPE html>\n<html><body>Please log in: now</body></html>\n", ""),
    "nothing": (b"", "empty-document"),
    "no text": (b"\xff\xfe\xff", "not-text"),
    "a list": (b"[1, 2]", ""),
    "no operations": (b"openapi: 3.1.0\npaths: {}\n", ""),
}


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("content", "code"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_document_that_cannot_be_used_changes_nothing(source, content, code, first):
    if not first:
        done("update", source.url)
    source.becomes(content, '"2"')
    said = failing("update", source.url)
    assert f"error[{code}" in said
    assert "api.yaml:" in said


@pytest.mark.parametrize("first", [True, False])
def test_a_fetch_that_fails_changes_nothing(source, first):
    if not first:
        done("update", source.url)
    source.server.routes |= {
        "/missing": lambda to: to.answer(b"", 404),
        "/http": lambda to: to.answer(b"", 302, Location="http://127.0.0.1/api.yaml"),
        "/half": lambda to: to.answer(TWO, Content_Length="100000"),
    }
    assert "status 404" in fails("cannot-fetch", "update", source.server.url("/missing"))
    fails("insecure-source", "update", source.server.url("/http"))
    fails("insecure-source", "update", "http://example.com/api.yaml")
    source.server.routes["/half"] = lambda to: to.raw(
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    )
    fails("cannot-fetch", "update", source.server.url("/half"))
    fails("no-such-file", "update", "nowhere.yaml")


def test_a_document_that_was_changed_by_hand_is_not_compared(project, source):
    done("update", source.url)
    (project / "api.yaml").write_bytes(ONE + b"# mine\n")
    # Neither with a newer document, nor with the one that the package is of.
    fails("other-document", "update")
    source.becomes(TWO, '"2"')
    assert "restore the document of the package" in fails("other-document", "update")
    assert source.asked[-1] == (None, None)
    done("generate")
    assert "`get_toy`: new" in done("update")


def test_a_document_that_is_gone_comes_again(project, source):
    done("update", source.url)
    before = state(project)[0]
    (project / "api.yaml").unlink()
    done("update")
    assert state(project)[0] == before
    (project / "api.yaml").unlink()
    source.becomes(TWO, '"2"')
    fails("other-document", "update")


def test_a_package_that_is_gone_comes_again(source):
    done("update", source.url)
    Path("client").rename("away")
    assert "1 operation in client" in done("update")
    done("check")


def test_a_file_that_was_changed_by_hand_is_told_of(source):
    done("update", source.url)
    module = Path("client/pets.py")
    module.write_text(module.read_text() + "# mine\n")
    run = opgen("update")
    assert run.exit_code == 0
    assert "client/pets.py:1:1: warning[edited-file]" in run.stderr
    done("check")


def test_files_of_others_in_the_package_stay(source):
    done("update", source.url)
    Path("client/notes.txt").write_text("mine")
    source.becomes(TWO, '"2"')
    before = state(Path())[0]
    assert "error[foreign-files]" in opgen("update").stderr
    assert state(Path())[0] == before

"""The header of responses with the ID of a request: the document's, or the profile's."""

from __future__ import annotations

import httpx2
import pytest
from support.documents import STRING, document
from support.mock_calls import calling


def described(*names: str, components: object = None) -> dict[str, object]:
    """A document with an operation for each header."""
    paths = {
        f"/{number}": {
            "get": {
                "operationId": f"get{number}",
                "responses": {
                    "204": {"description": "done", "headers": {name: {"schema": STRING}}},
                    "default": {"$ref": "#/components/responses/Wrong"},
                },
            }
        }
        for number, name in enumerate(names)
    }
    responses = {"Wrong": {"description": "wrong", "headers": components or {}}}
    return document(paths, components={"responses": responses})


NAMES = (
    "X-Acme-Request-Id", "Request-Id", "X-Request-ID", "X-Other", "X-RequestId",
    "X_Acme_Request_ID", "Acme.RequestID", "X-Client-Request-Id",
    "X-Correlation-ID", "Acme-Trace-Id", "Acme-Debug-Id", "X-Acme-Req-Id",
)  # fmt: skip


def found(calls):
    """The ID of a response and of an error, when each header has its own name as its value."""
    headers = {name: name.lower() for name in NAMES}
    calls.reply = httpx2.Response(204, headers=headers)
    good = calls.package.get0.raw().request_id
    calls.reply = httpx2.Response(404, headers=headers)
    with pytest.raises(calls.package.NotFoundError) as caught:
        calls.package.get0()
    assert caught.value.request_id == good
    assert good is None or f"(request id {good})" in str(caught.value)
    return good


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["X-Acme-Request-Id"], "x-acme-request-id"),
        (["Request-Id", "X-Acme-Request-Id", "request-id"], "request-id"),
        (["X-RequestId"], "x-requestid"),
        (["X_Acme_Request_ID"], "x_acme_request_id"),
        (["Acme.RequestID"], "acme.requestid"),
        (["X-Client-Request-Id", "X-Acme-Request-Id"], "x-acme-request-id"),
        (["X-Client-Request-Id"], "x-client-request-id"),
        (["X-Acme-Request-Id", "X-Request-Id"], "x-request-id"),
        (["X-Correlation-ID"], "x-correlation-id"),
        (["Acme-Trace-Id", "Acme-Debug-Id"], "acme-trace-id"),
        (["X-Correlation-ID", "X-Acme-Request-Id"], "x-acme-request-id"),
        (["X-Acme-Req-Id"], "x-acme-req-id"),
        (["X-Other"], "x-request-id"),
        (["X-Request-Id-Of-Parent"], "x-request-id"),
    ],
    ids=str,
)
def test_the_header_that_the_document_declares(tmp_path, names, expected):
    with calling(tmp_path, described(*names)) as calls:
        assert found(calls) == expected


def test_a_header_of_a_response_that_is_referred_to(tmp_path):
    made = described("X-Other", components={"Request-Id": {"schema": STRING}})
    with calling(tmp_path, made) as calls:
        assert found(calls) == "request-id"


def test_the_header_of_a_profile(tmp_path):
    profile = tmp_path / "mine.toml"
    profile.write_text('request_id = "X-Other"\n')
    with calling(tmp_path, described("Request-Id"), profile=str(profile)) as calls:
        assert found(calls) == "x-other"


@pytest.mark.parametrize("name", ["Request-Id", "X-Acme-Request-Id", "X-Request-Id"])
def test_each_response_has_one_of_the_headers(tmp_path, name):
    with calling(tmp_path, described("X-Acme-Request-Id", "Request-Id")) as calls:
        calls.reply = httpx2.Response(204, headers={name: "1"})
        assert calls.package.get0.raw().request_id == "1"
        assert calls.package.get1.raw().request_id == "1"
        calls.reply = httpx2.Response(204)
        assert calls.package.get0.raw().request_id is None


@pytest.mark.parametrize(
    "name",
    ["Request-Id", "X-GitHub-Request-Id", "x-amzn-RequestId", "x-ms-request-id", "Request_ID"],
)
def test_a_header_that_no_document_declares(tmp_path, name):
    """But none with an ID that the client gave."""
    with calling(tmp_path, described("X-Other")) as calls:
        headers = {"x-ms-client-request-id": "mine", "X-Request-Id-Of-Parent": "2", name: "1"}
        calls.reply = httpx2.Response(204, headers=headers)
        assert calls.package.get0.raw().request_id == "1"
        calls.reply = httpx2.Response(204, headers={**headers, "X-Request-Id": "3"})
        assert calls.package.get0.raw().request_id == "3"
        calls.reply = httpx2.Response(204, headers={"x-ms-client-request-id": "mine"})
        assert calls.package.get0.raw().request_id is None

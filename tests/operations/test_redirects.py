"""Operations whose only result is a redirect: they return its URL."""

from __future__ import annotations

import httpx2
import pytest
from support.documents import document, json, thing
from support.mock_calls import calling

MESSAGE = {"description": "wrong", "content": json(thing(message={"type": "string"}))}
FOUND = {"description": "found", "headers": {"Location": {"schema": {"type": "string"}}}}
GOOD = {"description": "good", "content": json({"type": "string"})}
ELSEWHERE = "https://files.example/archive?signature=x"


def described(**responses: object) -> dict[str, object]:
    return document({"/archive": {"get": {"operationId": "get archive", "responses": responses}}})


def redirect(status: int) -> httpx2.Response:
    headers = {"location": ELSEWHERE, "content-type": "text/html"}
    return httpx2.Response(status, headers=headers, content=b"<a>moved</a>")


@pytest.mark.parametrize(
    ("responses", "status"),
    [
        ({"302": FOUND}, 302),
        ({"302": FOUND, "404": MESSAGE, "default": MESSAGE}, 302),
        ({"3XX": FOUND}, 307),
        ({"301": {**FOUND, "content": {"text/html": {}}}}, 301),
    ],
    ids=str,
)
def test_a_declared_redirect_is_a_result(tmp_path, responses, status):
    with calling(tmp_path, described(**responses)) as calls:
        calls.reply = redirect(status)
        reply = calls.package.get_archive.raw()
        assert (reply.status, reply.headers["location"]) == (status, ELSEWHERE)
        assert reply.parse() == ELSEWHERE
        assert calls.package.get_archive() == ELSEWHERE
        assert calls.package.get_archive.attempt() == calls.package.Ok(ELSEWHERE)
        assert "Returns:\n        The URL that" in calls.package.get_archive.__doc__
        assert len(calls.requests) == 3  # it is not followed
        calls.reply = httpx2.Response(404, json={"message": "gone"})
        with pytest.raises(calls.package.NotFoundError, match="gone"):
            calls.package.get_archive()


def test_a_relative_location_is_a_whole_url(tmp_path):
    with calling(tmp_path, described(**{"302": FOUND})) as calls:
        calls.reply = httpx2.Response(302, headers={"location": "../files/1?a=b"})
        assert calls.package.get_archive() == "http://127.0.0.1:1/files/1?a=b"


@pytest.mark.parametrize("headers", [{}, {"location": "https://"}, {"location": "mailto:a@b"}])
def test_a_redirect_to_nowhere_is_an_error(tmp_path, headers):
    with calling(tmp_path, described(**{"302": FOUND})) as calls:
        calls.reply = httpx2.Response(302, headers=headers)
        with pytest.raises(calls.package.APIResponseError, match="no valid location"):
            calls.package.get_archive()


def test_a_redirect_instead_of_a_result_is_an_error(tmp_path):
    with calling(tmp_path, described(**{"200": GOOD, "302": FOUND})) as calls:
        calls.reply = redirect(302)
        with pytest.raises(calls.package.APIStatusError, match="redirects are not followed"):
            calls.package.get_archive()

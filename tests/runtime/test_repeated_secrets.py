"""Secrets that a service repeats in another spelling: errors do not show them."""

from __future__ import annotations

import html
import json
from urllib.parse import quote, quote_plus

import pytest
from runtime.client import Api, BaseClient
from runtime.credentials import Credential
from runtime.errors import APIStatusError, DriftWarning
from runtime.operation import operation
from runtime.redaction import redact
from runtime.request import Call, Request
from runtime.settings import Variable
from support.caller import HTTP
from support.scripted_server import Say, Server, typed

KEY = 'sk/test+a=1&2"3'
PASSWORD = "pä/ss w<örd"
TOKEN = "12:ab/c@d é"
SPELLINGS = {
    "unchanged": str,
    "json": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "json-ascii": lambda text: json.dumps(text)[1:-1],
    "json-slash": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "json-html": lambda text: (
        json.dumps(text)[1:-1].replace("&", "\\u0026").replace("<", "\\u003c")
    ),
    "html": html.escape,
    "html-numbers": lambda text: text.replace("&", "&#38;").replace('"', "&#034;"),
    "url": lambda text: quote(text, safe=""),
    "url-lower": lambda text: quote(text, safe="").replace("%2F", "%2f").replace("%C3", "%c3"),
    "url-path": lambda text: quote(text, safe="/:@"),
    "form": quote_plus,
    "url-of-everything": lambda text: "".join(f"%{one:02x}" for one in text.encode()),
    "url-in-url": lambda text: quote(quote(text, safe=""), safe=""),
    "json-of-everything": lambda text: "".join(f"\\u{ord(one):04X}" for one in text),
    "json-in-json": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "html-of-everything": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "html-in-html": lambda text: html.escape("".join(f"&#x{ord(one):x};" for one in text)),
}


def client(server: Server, place: str) -> BaseClient:
    """A client whose requests have a secret in some place."""
    basic = Credential("key", header="authorization", prefix="Basic ", basic=True)
    credentials, url, values = {
        "header": ((Credential("key", header="x-key"), KEY), "", {}),
        "query": ((Credential("key", query="key"), KEY), "", {}),
        "basic": ((basic, ("me", PASSWORD)), "", {}),
        "variable": ((), "/bot{token}", {"token": TOKEN}),
        "path": ((), "", {}),
    }[place]
    api = Api(
        name="sample",
        base_url=f"{server.url}{url}",
        credentials=credentials[:1],
        variables=(Variable("token", secret=True),),
    )
    given = {"key": credentials[1]} if credentials else {}
    return BaseClient(api, given, values, max_retries=0, http_client=HTTP)


def failure(client: BaseClient, place: str) -> APIStatusError:
    def read() -> Request[None]:
        path = {"bot_token": TOKEN} if place == "path" else {}
        return Request(call=Call(client.api, None, None, {"key": None}), path=path)

    path = "/me/{bot_token}" if place == "path" else "/me"
    with pytest.raises(APIStatusError) as caught:
        operation("GET", path)(read).using(client)()
    return caught.value


@pytest.mark.parametrize("place", ["header", "query", "basic", "variable", "path"])
def test_no_spelling_of_a_secret_is_shown(server: Server, place: str) -> None:
    secret = {"basic": PASSWORD, "variable": TOKEN, "path": TOKEN}.get(place, KEY)
    for name, spell in SPELLINGS.items():
        text = spell(secret)
        string = text if name.startswith("json") else json.dumps(text, ensure_ascii=False)[1:-1]
        said = [
            typed("application/json", f'{{"error":{{"message":"no {string}!"}}}}'.encode()),
            typed("text/html", f"<p>no {text}!</p>".encode()),
            Say(data={}, headers={"X-Request-ID": f"no {text}!".encode().decode("latin-1")}),
        ]
        for one in said:
            one.status = 400
            server.say(one)
            error = failure(client(server, place), place)
            shown = [error.reason, error.path, f"{error!r} {error.body} {error.headers}"]
            shown.append(error.raw_body.decode())
            assert not [each for each in shown if text in each or secret in each], name
            assert "no ***!" in str(error), name


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_character_is_found(spelling: str) -> None:
    for character in [*map(chr, range(1, 128)), "é", "\N{GRINNING FACE}", "\u2028"]:
        secret = f"{character}a{character}b{character * 2}"
        assert redact(f"<{SPELLINGS[spelling](secret)}>", [secret]) == "<***>", secret


def test_a_short_secret_leaves_the_body_as_it_is(server: Server) -> None:
    api = Api(
        name="sample",
        base_url=f"{server.url}/{{token}}",
        variables=(Variable("token", secret=True),),
    )
    server.say(Say(400, {"message": "1 is wrong", "code": 1}))
    error = failure(BaseClient(api, {}, {"token": "1"}, max_retries=0, http_client=HTTP), "")
    assert error.reason == "1 is wrong"
    assert error.body == {"message": "1 is wrong", "code": 1}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("body", [f'{{"message": "no {TOKEN}!"}}', f"no {TOKEN}!", f"no {TOKEN}!x"])
def test_no_encoding_shows_a_secret(server: Server, encoding: str, body: str) -> None:
    said = typed("application/json", body.encode(encoding) + b"x" * body.endswith("x"))
    said.status = 400
    server.say(said)
    error = failure(client(server, "path"), "path")
    assert TOKEN not in error.raw_body.decode(encoding, "replace")
    assert "no ***!" in str(error).replace("\\x00", "")


def test_bytes_without_a_secret_are_unchanged(server: Server) -> None:
    for body in (b"\xff\xfe\x00\xd8", b"\x00\x00\x00\xff", b"\x89PNG\x00", b"%41 \\u0041 &#65;"):
        server.say(Say(400, body))
        assert failure(client(server, "path"), "path").raw_body == body


def test_a_warning_shows_no_secret(server: Server) -> None:
    api = Api(name="sample", base_url=server.url, credentials=(Credential("key", query="key"),))

    def read() -> Request[int]:
        return Request(call=Call(api, None, None, {"key": None}))

    server.always = Say(200, "n" * 50 + KEY)
    with pytest.warns(DriftWarning) as caught:
        operation("GET", "/me")(read).using(BaseClient(api, {"key": KEY}, http_client=HTTP))()
    assert KEY[:7] not in str(caught[0].message)
    assert "nn***' is not int" in str(caught[0].message)

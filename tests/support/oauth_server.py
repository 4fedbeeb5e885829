"""An API and its service of tokens on a real socket: what it was asked for, and when it refuses."""

from __future__ import annotations

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote_plus

from support import documents

FLOWS = {
    "clientCredentials": {"tokenUrl": "/token", "scopes": {"read": "", "write": "", "admin": ""}},
    "password": {"tokenUrl": "/token", "scopes": {}},
    "authorizationCode": {
        "authorizationUrl": "/authorize",
        "tokenUrl": "/token",
        "refreshUrl": "/refresh",
        "scopes": {},
    },
}


def document(url: str, *flows: str, **changes: object) -> dict[str, object]:
    """An API with one scheme of OAuth 2.0."""
    named = {name: FLOWS[name] for name in flows or FLOWS}
    paths = {
        "/me": {
            "get": {
                **documents.operation(name="get_me", reply={"type": "object"}),
                "security": [{"oauth": ["read"]}],
            },
            "post": {
                **documents.operation(body={"type": "object"}, name="post_me"),
                "security": [{"oauth": ["write", "read"]}],
            },
        }
    }
    scheme = {"type": "oauth2", "flows": {**named, **changes}}
    return documents.document(paths, url=url, components={"securitySchemes": {"oauth": scheme}})


class OAuthServer:
    """It gives `token-1`, `token-2`, …, and accepts the last of them only.

    Attributes:
        grants: the forms of all token requests.
        logins: the client of each, as HTTP basic sent it.
        calls: the header Authorization of each call.
        charged: how many calls were processed.
        more: members of the responses with tokens; None omits one.
        says: responses to token requests instead: status, headers, body.
        pause: seconds before each response of the service of tokens.
    """

    def __init__(self) -> None:
        self.grants: list[dict[str, str]] = []
        self.logins: list[tuple[str, str] | None] = []
        self.paths: list[str] = []
        self.calls: list[str | None] = []
        self.charged = 0
        self.more: dict[str, object] = {}
        self.says: list[tuple[int, dict[str, str], bytes]] = []
        self.pause = 0.0
        self.valid: set[str] = set()
        self.takes_basic = True
        server = self
        self._lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                """Be silent."""

            def do_GET(self) -> None:
                server._call(self)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                if self.path.startswith(("/v1/me", "/me")):
                    server._call(self)
                else:
                    server._give(self, body.decode())

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def revoke(self) -> None:
        """Refuse all tokens that were given."""
        self.valid.clear()

    def say(self, status: int, data: object, **headers: str) -> None:
        """Respond so to the next token request."""
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.says.append((status, headers, body))

    def _call(self, handler: BaseHTTPRequestHandler) -> None:
        given = handler.headers.get("authorization")
        with self._lock:
            self.calls.append(given)
            is_valid = (given or "").removeprefix("Bearer ") in self.valid
            self.charged += is_valid
        _respond(handler, 200 if is_valid else 401, b"{}" if is_valid else _echo(given))

    def _give(self, handler: BaseHTTPRequestHandler, body: str) -> None:
        form = {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}
        login = _login(handler.headers.get("authorization"))
        time.sleep(self.pause)
        with self._lock:
            self.grants.append(form)
            self.logins.append(login)
            self.paths.append(handler.path)
            if self.says:
                status, headers, said = self.says.pop(0)
                _respond(handler, status, said, headers)
                return
            if login and not self.takes_basic:
                _respond(handler, 401, b'{"error": "invalid_client"}')
                return
            token = f"token-{len(self.grants)}"
            self.valid = {token}
        given = {"access_token": token, "token_type": "bearer", "expires_in": 3600, **self.more}
        data = {name: one for name, one in given.items() if one is not None}
        _respond(handler, 200, json.dumps(data).encode())


def _login(header: str | None) -> tuple[str, str] | None:
    if header is None:
        return None
    user, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return unquote_plus(user), unquote_plus(secret)


def _echo(given: str | None) -> bytes:
    return json.dumps({"message": f"{given} is not valid"}).encode()


def _respond(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, Any] | None = None
) -> None:
    handler.send_response(status)
    fields = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **(headers or {}),
    }
    for name, value in fields.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)

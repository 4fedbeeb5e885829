"""The request for an access token, and what its response says (RFC 6749, 4.3 to 6)."""

from __future__ import annotations

import math
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote_plus, urljoin

from . import errors
from .addresses import find_address
from .blocking import result_of_function
from .client import Api, BaseClient
from .credentials import Credential
from .exchange import Exchange
from .media_bodies import URLENCODED
from .parameters import is_object
from .request import NO_OPTIONS, Call, CallOptions, Request
from .tokens import Token, TokenError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client import ClientSettings
    from .secret_sources import Sending
    from .tokens import TokenState

_SETTINGS: Final = ("timeout", "max_retries", "retries", "max_response_size")  # of any request
_BASIC: Final = Credential("client_secret", header="authorization", prefix="Basic ", basic=True)
_REFUSED: Final = ("invalid_client", "invalid_request", "unauthorized_client")
_URL: Final = re.compile(r"(?i)(https?://[^/?#]+)([^#]*)")
_TEXT: Final = re.compile(r"[\x21-\x7e]+")


class TokenRequest:
    """The request of one call for a token."""

    def __init__(self, state: TokenState, sending: Sending) -> None:
        self._state = state
        self._sending = cast("Exchange", sending)

    async def send(self) -> Token:
        """Return a token; raise `TokenError` if the service gives none."""
        oauth, refresh, user = self._state.oauth, self._state.refresh_token, ""
        if oauth.refresh_token and not refresh:
            refresh = await self._text("refresh_token")
        if oauth.password:
            user = await self._text("username")
        if refresh:
            form = {"grant_type": "refresh_token", "refresh_token": refresh}
            try:
                return await self._grant("refresh_token", form)
            except TokenError as error:
                if not user or error.error != "invalid_grant":
                    raise
                self._state.refresh_token = ""
        if user:
            password = await self._text("password", "username")
            form = {"grant_type": "password", "username": user, "password": password}
            return await self._grant("password", {**form, **self._scope()})
        form = {"grant_type": "client_credentials", **self._scope()}
        return await self._grant("client_credentials", form)

    async def _text(self, role: str, given: str = "") -> str:
        """Return the value of a setting; `given` is one that needs it."""
        oauth, prefix = self._state.oauth, self._state.oauth.prefix
        value: Any = oauth.value(role, self._state.client)
        if callable(value):
            awaited = self._sending.awaited
            value = await result_of_function(f"{prefix}{role}", value(), awaited=awaited)
        if given and not value:
            raise errors.ConfigurationError(f"{prefix}{given} needs {prefix}{role}: give it too")
        if not isinstance(value, str):
            raise errors.ConfigurationError(
                f"{prefix}{role} has the type {type(value).__name__}: give a string"
            )
        return value

    def _scope(self) -> dict[str, str]:
        given: Any = self._state.oauth.value("scopes", self._state.client)
        scopes = self._state.oauth.scopes if given == "" else given
        text = scopes if isinstance(scopes, str) else " ".join(scopes)
        return {"scope": text} if text else {}

    async def _grant(self, grant: str, form: dict[str, str]) -> Token:
        """Request a token; a service that refuses HTTP basic gets the secret in the body."""
        other = ("client_secret", "client_id") if grant == "client_credentials" else ("", "")
        user = await self._text("client_id", other[0])
        secret = await self._text("client_secret", other[1])
        secrets = [*filter(None, map(form.get, ("password", "refresh_token"))), secret]
        if secret and not self._state.in_body:
            login = quote_plus(user), quote_plus(secret)
            try:
                token = await self._post(grant, form, secrets, login)
            except TokenError as error:
                is_refused = error.status == 401 or error.error in _REFUSED
                if self._state.in_body is False or not is_refused:
                    raise
            else:
                self._state.in_body = False
                return token
        named = {"client_id": user, "client_secret": secret}
        form = {**form, **{name: text for name, text in named.items() if text}}
        token = await self._post(grant, form, secrets, None)
        self._state.in_body = bool(secret) or None
        return token

    async def _post(
        self, grant: str, form: Mapping[str, str], secrets: list[str], login: tuple[str, str] | None
    ) -> Token:
        sending = self._sending
        options, left = sending.request.call.options or NO_OPTIONS, sending.sender.left
        base_url, path = self._address(grant)
        owner = sending.client
        api = Api(
            name=owner.api.name,
            version=owner.api.version,
            base_url=base_url,
            variables=owner.api.variables,
            credentials=(_BASIC,),
        )
        options = CallOptions(
            timeout=options.timeout,
            total_timeout=max(left, 0.001) if left < math.inf else None,
            follow_redirects=False,
        )
        given = {name: one for name, one in owner.settings.items() if name in _SETTINGS}
        client = BaseClient(api, {}, owner.values, **cast("ClientSettings", given))
        call = Call(api, options, None, {_BASIC.setting: login})
        request: Request[Any] = Request(
            call=call,
            form=form,
            media_type=URLENCODED,
            method="POST",
            url_path=path,
            repeat=grant != "refresh_token",  # a service may take that only once
        )
        exchange = Exchange(client, request, sending.http, time.monotonic())
        exchange.hide(secrets)
        return await self._response(exchange)

    def _address(self, grant: str) -> tuple[str, str]:
        """Return the base URL and the path of the service of tokens."""
        oauth, owner = self._state.oauth, self._state.client
        url = oauth.value("token_url", owner) or getattr(oauth, grant)
        base = f"{find_address(self._sending.client, self._sending.request).url}/"
        found = _URL.fullmatch(urljoin(base, str(url))) if url else None
        if found is None:
            missing = f"is missing: the document has none for the grant {grant}"
            why = "must be like https://host/path" if url else missing
            raise errors.ConfigurationError(f"{oauth.prefix}token_url {why}")
        return found[1], found[2]

    async def _response(self, exchange: Exchange) -> Token:
        """Send a request, and return the token of its response."""
        try:
            await exchange.send()
        except errors.APIStatusError as error:
            raise _refused(error) from None
        data, context = errors.json_or_text(exchange.body), exchange.error_context()
        if is_object(data) and "error" in data and not data.get("access_token"):
            raise _refused(errors.APIStatusError("", context))
        context = context._replace(raw_body=b"")  # it may have the token
        if not is_object(data):
            raise TokenError("no access token: the response is not a JSON object", context)
        token = _token(data)
        if token is None:
            raise TokenError("no access token: the response has no valid one", context)
        if str(data.get("token_type") or "bearer").lower() != "bearer":
            raise TokenError("no access token: its type is not 'bearer'", context)
        if token.refresh_token and (self._state.oauth.refresh_token or self._state.refresh_token):
            self._state.refresh_token = token.refresh_token
        return token

    async def tell(self, token: Token) -> None:
        """Pass a token to the function that a user gives."""
        function = self._state.oauth.value("on_token", self._state.client)
        if callable(function):
            awaited = self._sending.awaited
            await result_of_function("on_token", function(token), awaited=awaited)

    def timeout(self) -> errors.APIError:
        """Return the error of a call that has no time left for a token."""
        request = self._sending.request
        context = errors.ErrorContext(request.method, request.url_path)
        return errors.APITimeoutError("the time for the whole call is over: no token", context)


def _refused(error: errors.APIStatusError) -> TokenError:
    """Return the error for a response that is one (RFC 6749, 5.2)."""
    names = ("error", "error_description")
    found = [error.body.get(name) for name in names] if is_object(error.body) else []
    reason = ": ".join(one for one in found if isinstance(one, str)) or error.reason
    given = error.method, error.path, error.status, error.headers, error.raw_body, error.request_id
    return TokenError(f"no access token: {reason}", errors.ErrorContext(*given))


def _token(data: Mapping[str, Any]) -> Token | None:
    """Return the token of a response; None if it has no valid one."""
    access, refresh, scope = (data.get(n) for n in ("access_token", "refresh_token", "scope"))
    if not (isinstance(access, str) and _TEXT.fullmatch(access)):
        return None
    life = math.nan
    with suppress(TypeError, ValueError, OverflowError):  # some services write it as a text
        life = float(data.get("expires_in", "nan"))
    return Token(
        access,
        refresh if isinstance(refresh, str) else "",
        None if math.isnan(life) else life,
        scope if isinstance(scope, str) else "",
    )

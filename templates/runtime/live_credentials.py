"""Credentials whose values are fetched when a call is made, and again when they are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from .blocking import result_of_function
from .credentials import Places
from .errors import ConfigurationError
from .log_hiding import hidden_url
from .styles import encode_query

if TYPE_CHECKING:
    from .credentials import Credential
    from .encoding import EncodedRequest
    from .secret_sources import Secret, Sending, Source


class LiveCredentials:
    """The credentials of one request that functions give."""

    def __init__(self, encoded: EncodedRequest) -> None:
        self._encoded = encoded
        self._url = encoded.http_request.url
        self._cookie = encoded.http_request.headers.get("cookie", "")
        self._values: list[Secret] = []

    async def renew(self, sending: Sending) -> bool:
        """Add the values of now to the request; return whether any of them is new."""
        self._before, self._values = self._values, []  # no variable: tracebacks can show those
        for one, source in self._encoded.live:
            refused = self._before[len(self._values)] if self._before else None
            self._values.append(await _value(one, source, sending, refused))
        is_new = self._values != self._before
        if is_new:
            self._add()
        return is_new

    def _add(self) -> None:
        places = Places({}, {}, {})
        for (one, _), value in zip(self._encoded.live, self._values, strict=True):
            self._encoded.secrets.extend(one.add(value, places))
        request = self._encoded.http_request
        request.headers.update(places.headers)
        if places.cookies:
            own = encode_query(places.cookies, "; ")
            request.headers["cookie"] = f"{self._cookie}; {own}" if self._cookie else own
        if places.query:
            own = encode_query(places.query)
            query = "&".join(filter(None, (self._url.query.decode(), own)))
            url = self._url.copy_with(query=query.encode())
            request.url = hidden_url(url, self._encoded.address)


async def _value(
    one: Credential, source: Source, sending: Sending, refused: Secret | None
) -> Secret:
    """Return the value that a function gives; what the function raises is raised as it is."""
    if not callable(source):
        return await source.fetch(sending, refused)
    value: object = await result_of_function(one.setting, source(), awaited=sending.awaited)
    if not _is_secret(value):
        kind = "an empty string" if value == "" else f"a value of type {type(value).__name__}"
        raise ConfigurationError(
            f"the function for {one.setting} returned {kind}: return the value as a string"
        )
    return value


def _is_secret(value: object) -> TypeGuard[Secret]:
    """Return whether a value can be sent; no checker has seen the function of the user."""
    return bool(value) and isinstance(value, str | tuple)

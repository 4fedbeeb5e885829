"""What is done with a request: a call, or a raw response."""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .decoding import decode_body
from .downloads import Download
from .errors import APIError, without_frames
from .exchange import Exchange
from .results import Data

if TYPE_CHECKING:
    from .client import BaseClient
    from .connection import Http
    from .request import Request, T


class Calls:
    """The calls of one client: all of them blocking, or all of them awaited."""

    def __init__(self, client: BaseClient, *, awaited: bool) -> None:
        self._client, self._awaited = client, awaited
        self._ready = time.monotonic()

    async def call(self, request: Request[T]) -> T:
        """Return the decoded response, and pass it to the sink of the request."""
        sink = request.sink
        if sink is None:
            value, _ = await self._read(request)
            return value
        sinks = import_module(".sinks", __package__)  # which not every package has
        async with sinks.receiving(sink, awaited=self._awaited) as receiver:
            value, _ = await self._read(request)
            await receiver.put(Data(value))
        return value

    async def raw(self, request: Request[Any]) -> Download:
        """Return the response, which may not be read yet."""
        began = self._begin(request)
        download = Download(self._client, request, self._http(), began)
        await download.send()
        return download

    async def _read(self, request: Request[T]) -> tuple[T, Exchange]:
        """Return the decoded response, and how it was received."""
        began = self._begin(request)
        exchange = Exchange(self._client, request, self._http(), began)
        try:
            await exchange.send()
            return decode_body(exchange.body, exchange), exchange
        except APIError as error:  # tools show the variables of frames: the whole body
            raise without_frames(error) from error.__cause__

    def _begin(self, request: Request[Any]) -> float:
        """Return when a call began, by the monotonic clock.

        The first call imports the models and the HTTP library: that time counts. The time until
        an awaited call runs does not.
        """
        spent, self._ready = self._ready - request.began, request.began
        return time.monotonic() - spent

    def _http(self) -> Http:
        return self._client.connection.http(awaited=self._awaited)

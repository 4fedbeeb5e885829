"""What is done with a request: a call, or a raw response."""

from __future__ import annotations

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
        download = Download(self._client, request, self._http())
        await download.send()
        return download

    async def _read(self, request: Request[T]) -> tuple[T, Exchange]:
        """Return the decoded response, and how it was received."""
        exchange = Exchange(self._client, request, self._http())
        try:
            await exchange.send()
            return decode_body(exchange.body, exchange), exchange
        except APIError as error:  # tools show the variables of frames: the whole body
            raise without_frames(error) from error.__cause__

    def _http(self) -> Http:
        return self._client.connection.http(awaited=self._awaited)

"""How a stream that broke is resumed after the last event that was received."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from .errors import APIConnectionError
from .server_events import ServerEvents

if TYPE_CHECKING:
    import httpx2

    from .exchange import Exchange
    from .framing import Framing

_WAIT: Final = 1.0  # seconds, if the service does not say how long; doubled for each further time
_MAX_WAIT: Final = 60.0
_NO_CONTENT: Final = 204  # the service has no more events


class Resumer:
    """Sends the request of a stream again, if the service gives IDs to its events."""

    def __init__(self, exchange: Exchange, most: int) -> None:
        self._exchange, self._left = exchange, most
        self._wait = _WAIT

    async def resume(
        self, request: httpx2.Request, framing: Framing | None
    ) -> httpx2.Response | None:
        """Return the response that goes on after the last event; None if there can be none."""
        if not isinstance(framing, ServerEvents) or not _can_send(framing.last_id):
            return None
        request.headers.encoding = "utf-8"  # by itself, the library may choose ASCII
        request.headers["Last-Event-ID"] = framing.last_id
        exchange = self._exchange
        while self._left > 0:
            self._left -= 1
            seconds = self._wait if framing.retry is None else framing.retry / 1000
            self._wait *= 2
            if (seconds := min(seconds, _MAX_WAIT)) >= exchange.sender.left:
                return None
            with suppress(Exception):  # it is broken
                await exchange.close()
            await exchange.sender.sleep(seconds)
            try:
                response = await exchange.send()
            except APIConnectionError:
                if not self._left:
                    raise
            else:
                framing.restart()
                if response.status_code == _NO_CONTENT:
                    self._left = 0
                return response
        return None


def _can_send(last_id: str) -> bool:
    """Return whether an ID can be the value of a header."""
    return last_id.isprintable() and last_id == last_id.strip() != ""

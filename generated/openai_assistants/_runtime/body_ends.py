"""What the HTTP library does not look at when the body of a response ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from weakref import ref

import httpx2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_TO_CONNECTION: Final = ("_stream", "_httpcore_stream", "_stream", "_connection")
_GZIP: Final = b"\x1f\x8b"  # how its data starts
_MOST_UNUSED: Final = 1 << 16  # bytes


class CheckedStream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """The stream of a response: its compressed data must be whole, and nothing may follow it.

    What follows would be taken for the response to the next request. The library has no public
    way to see either. Where its private ones are missing, nothing is checked.
    """

    def __init__(self, response: httpx2.Response) -> None:
        self._response = ref(response)  # which refers to this
        self._stream: Any = response.stream

    @property
    def elapsed(self) -> Any:
        """The time that the response took."""
        return getattr(self._stream, "elapsed", None)

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            yield part
            self._check_rest()
        self._check()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        stream = aiter(self._stream)
        try:
            async for part in stream:
                yield part
                self._check_rest()
        finally:
            if hasattr(stream, "aclose"):
                await stream.aclose()
        self._check()

    def close(self) -> None:
        self._stream.close()

    async def aclose(self) -> None:
        await self._stream.aclose()

    def _check_rest(self) -> None:
        """Raise if much follows the compressed data: the library would collect it without end."""
        for one in _decompressors(self._response()):
            if len(getattr(one, "unused_data", b"")) > _MOST_UNUSED:
                raise httpx2.DecodingError("much follows the compressed data of the response")

    def _check(self) -> None:
        end_connection(self._stream)
        response = self._response()
        if response is not None and response.num_bytes_downloaded:
            _check_end(response)


def end_connection(stream: Any) -> None:
    """Have the connection of a stream that was read closed, not used again, if more was sent."""
    for name in _TO_CONNECTION:
        stream = getattr(stream, name, None)
    parser = getattr(stream, "_h11_state", None)
    if parser is not None and parser.trailing_data[0]:
        vars(stream)["_keepalive_expiry"] = -1.0


def _decompressors(response: httpx2.Response | None) -> list[Any]:
    decoder = getattr(response, "_decoder", None)
    outer = [getattr(one, "decompressor", None) for one in getattr(decoder, "children", (decoder,))]
    return [getattr(one, "decompressor", one) for one in outer if one is not None]  # of zlib


def _check_end(response: httpx2.Response) -> None:
    """Raise if a decompressor needs more data, or did not decompress all of it."""
    for one in _decompressors(response):
        is_whole = getattr(one, "is_finished", lambda one=one: getattr(one, "eof", True))
        if not is_whole():
            raise httpx2.DecodingError("the compressed data of the response ends too early")
        if getattr(one, "unused_data", b"").startswith(_GZIP):
            raise httpx2.DecodingError("the response has a second part of compressed data")

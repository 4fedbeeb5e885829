"""Progress of a request body, for those who ask for it."""

from __future__ import annotations

from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Final

import httpx2

from .errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from .files import Progress

_PIECE: Final = 1 << 16  # bytes; what is in memory is sent in pieces too


def report(request: httpx2.Request, progress: Progress) -> None:
    """Have a function called with the bytes sent so far, from the start in each attempt."""
    length = request.headers.get("content-length", "")
    request.stream = _Reported(request.stream, progress, int(length) if length else None)


class _Reported(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, stream: Any, progress: Progress, total: int | None) -> None:
        self._stream, self._progress, self._total = stream, progress, total

    def __iter__(self) -> Iterator[bytes]:
        self._sent = 0
        for chunk in self._stream:
            yield from self._pieces(chunk)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._sent = 0
        async for chunk in self._stream:
            for piece in self._pieces(chunk):
                yield piece

    def _pieces(self, chunk: bytes) -> Iterator[bytes]:
        for start in range(0, len(chunk), _PIECE):
            piece = chunk[start : start + _PIECE]
            yield piece
            self._sent += len(piece)
            result: object = self._progress(self._sent, self._total)
            if isawaitable(result):
                getattr(result, "close", bool)()
                reason = "on_upload is an async function: give one that is not async"
                raise ConfigurationError(reason)

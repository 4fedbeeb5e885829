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
        sent = 0
        for chunk in self._stream:
            for start in range(0, len(chunk), _PIECE):
                piece = chunk[start : start + _PIECE]
                yield piece
                sent += len(piece)
                self._report(sent)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        sent = 0
        async for chunk in self._stream:
            for start in range(0, len(chunk), _PIECE):
                piece = chunk[start : start + _PIECE]
                yield piece
                sent += len(piece)
                self._report(sent)

    def _report(self, sent: int) -> None:
        result: object = self._progress(sent, self._total)
        if isawaitable(result):
            getattr(result, "close", bool)()
            raise ConfigurationError("on_upload is an async function: give one that is not async")

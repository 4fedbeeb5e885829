"""Read the body of a response, with limits: httpx2 accepts truncated gzip and has no size limit."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final, NoReturn

from generator.diagnostics import shown
from generator.document.source import MAX_BYTES
from generator.updating.document_location import SAVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

    from generator.diagnostics import DiagnosticLog

_GZIP: Final = ("gzip", "x-gzip")
_CHUNK_SIZE: Final = 1024 * 1024
_SMALLER: Final = "pass the URL of a document that is only an API description"


class Budget:
    """How many bytes all responses of a fetch may have together, as sent and as decoded."""

    def __init__(self) -> None:
        self._left = MAX_BYTES

    def take(self, count: int) -> bool:
        """Whether there were so many bytes left."""
        self._left -= count
        return self._left >= 0


async def read_body(
    response: httpx2.Response, name: str, budget: Budget, log: DiagnosticLog
) -> bytes:
    """Return the decoded body; `name` is that of the response, for messages.

    Raises:
        OpgenError: it is too large, or its coding is unknown or broken.
    """
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", *_GZIP):
        _fail(f"{name} uses the content encoding {shown(coding)}, which opgen did not accept", log)
    gunzip = _Gunzip() if coding in _GZIP else None
    content, received, size = bytearray(), 0, 0
    try:
        async for raw in response.aiter_raw():
            received += len(raw)
            for part in gunzip.parts(raw) if gunzip else (raw,):
                content += part
                grown = max(received, len(content)) - size
                size += grown
                if not budget.take(grown):
                    message = f"{name} sends more than {MAX_BYTES} bytes"
                    log.fail("too-large", message, help=_SMALLER)
    except zlib.error as error:
        _fail(f"{name} sends invalid gzip data: {error}", log)
    if gunzip and not gunzip.member.eof:
        _fail(f"{name} sends truncated gzip data", log)
    return bytes(content)


def _fail(message: str, log: DiagnosticLog) -> NoReturn:
    log.fail("cannot-fetch", message, help=f"try again later, or {SAVE}")


class _Gunzip:
    """Decompress gzip data of one or more members, in parts of limited size."""

    def __init__(self) -> None:
        self.member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def parts(self, data: bytes) -> Iterator[bytes]:
        """Yield the decompressed parts of more data; a part may be empty."""
        while data:
            if self.member.eof:
                self.member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            yield self.member.decompress(data, _CHUNK_SIZE)
            data = self.member.unused_data or self.member.unconsumed_tail

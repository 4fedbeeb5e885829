"""The body of an answer, decoded, within bounds of size."""

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
_PIECE: Final = 1024 * 1024


async def content_of(response: httpx2.Response, name: str, log: DiagnosticLog) -> bytes:
    """The body, decoded here: httpx2 takes half a gzip for a whole one, and more than asked."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", *_GZIP):
        _broken(f"{name} sends the encoding {shown(coding)}, which was not asked for", log)
    unzipped = _Unzipped() if coding in _GZIP else None
    content, received = bytearray(), 0
    try:
        async for raw in response.aiter_raw():
            received += len(raw)
            for part in unzipped.parts(raw) if unzipped else (raw,):
                content += part
                if max(received, len(content)) > MAX_BYTES:
                    log.fail(
                        "too-large",
                        f"{name} sends more than {MAX_BYTES} bytes",
                        help="name a document that holds only an API description",
                    )
    except zlib.error as error:
        _broken(f"{name} sends what is not gzip, as it says: {error}", log)
    if unzipped and not unzipped.complete:
        _broken(f"{name} sends only the beginning of a gzip", log)
    return bytes(content)


def _broken(message: str, log: DiagnosticLog) -> NoReturn:
    log.fail("cannot-fetch", message, help=f"try again later, or {SAVE}")


class _Unzipped:
    """A gzip as it comes, in parts of bounded size, its members one after the other."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def parts(self, data: bytes) -> Iterator[bytes]:
        """What comes of more of it: a part at least, though it may be empty."""
        while data:
            if self._member.eof:
                self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            yield self._member.decompress(data, _PIECE)
            data = self._member.unused_data or self._member.unconsumed_tail

    @property
    def complete(self) -> bool:
        """Whether its last member has ended."""
        return self._member.eof

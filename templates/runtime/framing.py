"""How a body is divided into items: JSON lines, JSON text sequences, the parts of a multipart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable

LARGEST: Final = 1 << 28  # bytes of an item: an image is large, but a line without end is an error


async def json_items(chunks: AsyncIterable[bytes], media_type: str) -> AsyncGenerator[bytes, None]:
    """Yield each item of JSON lines or of a JSON text sequence."""
    separator = b"\x1e" if "json-seq" in media_type else b"\n"
    async for piece in _divide(chunks, separator):
        if item := piece.strip():
            yield item


async def parts(chunks: AsyncIterable[bytes], boundary: str) -> AsyncGenerator[bytes, None]:
    """Yield the body of each part of a multipart (RFC 2046, 5.1.1)."""
    number = 0
    async for piece in _divide(chunks, f"\r\n--{boundary}".encode(), b"\r\n"):
        if number and piece.startswith(b"--"):
            return
        if number:
            yield piece.lstrip(b" \t").partition(b"\r\n\r\n")[2]
        number += 1
    raise ValueError("the body ended within a part")


async def _divide(
    chunks: AsyncIterable[bytes], separator: bytes, start: bytes = b""
) -> AsyncGenerator[bytes, None]:
    """Yield what is between the separators."""
    buffer = bytearray(start)
    async for chunk in chunks:
        searched = max(len(buffer) - len(separator) + 1, 0)
        buffer += chunk
        while (end := buffer.find(separator, searched)) >= 0:
            yield bytes(buffer[:end])
            del buffer[: end + len(separator)]
            searched = 0
        if len(buffer) > LARGEST:
            raise ValueError(f"an item has more than {LARGEST} bytes")
    yield bytes(buffer)

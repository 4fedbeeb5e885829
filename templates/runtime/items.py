"""Bodies of many items, each of which is encoded when it is sent."""

from __future__ import annotations

import secrets
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Iterable,
    Iterator,
)
from contextlib import asynccontextmanager
from typing import Any, Final

from .files import is_bytes, is_file
from .model import encode_json
from .styles import check_header_value
from .uploads import Upload, bare_part

_OCTETS: Final = "application/octet-stream"


class JsonLines:
    """The items of a body of JSON lines."""

    size: int | None = None  # in bytes, which is not known before the items are sent
    start = b""  # of each item
    only_bytes = False  # the body is a file or parts of one, so text is refused

    def __init__(self, items: Iterable[Any] | AsyncIterable[Any]) -> None:
        self._items = items
        self.consumed = False  # the items cannot be sent again

    def media_type(self, declared: str) -> str:
        """Return the media type of the body."""
        return declared

    def check(self, *, awaited: bool) -> None:
        """Raise TypeError for an async iterator that a blocking call cannot read."""
        if isinstance(self._items, AsyncIterable) and not awaited:
            raise TypeError("an async iterator needs the async call: await operation.aio(...)")

    def chunks(self) -> Iterator[bytes]:
        """Yield the encoded items."""
        items: Any = self._items
        self.consumed = isinstance(items, Iterator)
        for number, item in enumerate(items):
            yield from self.item(number, item)
        yield from self.end()

    async def async_chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the encoded items, also those of an async iterator."""
        if not isinstance(self._items, AsyncIterable):
            for chunk in self.chunks():
                yield chunk
            return
        self.consumed = isinstance(self._items, AsyncIterator)
        number = 0
        async with _closing(self._items) as items:
            async for item in items:
                for chunk in self.item(number, item):
                    yield chunk
                number += 1
        for chunk in self.end():
            yield chunk

    def item(self, number: int, item: Any) -> Iterator[bytes]:
        """Yield one encoded item."""
        del number
        yield self.start + encode_json(item) + b"\n"

    def end(self) -> Iterator[bytes]:
        """Yield what follows the last item."""
        yield from ()

    def close(self) -> None:
        """Do nothing: a file is open only while it is read."""


@asynccontextmanager
async def _closing(items: AsyncIterable[Any]) -> AsyncGenerator[AsyncIterable[Any], None]:
    """Close a generator at the end, though an error may come before it."""
    try:
        yield items
    finally:
        if isinstance(items, AsyncGenerator):
            await items.aclose()


class Chunks(JsonLines):
    """The parts of a body of bytes."""

    only_bytes = True

    def media_type(self, declared: str) -> str:
        """Return the media type of the body, which is not a range."""
        return _OCTETS if "*" in declared else declared

    def check(self, *, awaited: bool) -> None:
        """Raise TypeError for what cannot be sent, as far as that is known before."""
        super().check(awaited=awaited)
        for number, item in enumerate(self._items if isinstance(self._items, list) else ()):
            _check_bytes(number, item)

    def item(self, number: int, item: Any) -> Iterator[bytes]:
        """Yield one part."""
        _check_bytes(number, item)
        if item:  # the end of a body in chunks is a chunk of no bytes
            yield bytes(item)


def _check_bytes(number: int, item: object) -> None:
    if not is_bytes(item):
        raise TypeError(f"item {number} of the body is a {type(item).__name__}, not bytes")


class JsonTexts(JsonLines):
    """The items of a JSON text sequence (RFC 7464)."""

    start = b"\x1e"


class MixedParts(JsonLines):
    """The items of a multipart (RFC 2046, 5.1): each is a part."""

    def __init__(
        self,
        items: Iterable[Any] | AsyncIterable[Any],
        first: tuple[str, ...] = (),
        rest: str | None = None,
    ) -> None:
        super().__init__(items)
        self._first, self._rest = first, rest  # the media types of the first parts, and of others
        self._boundary = secrets.token_hex(16)

    def media_type(self, declared: str) -> str:
        """Return the media type of the body, with what is between the parts."""
        return f"{declared}; boundary={self._boundary}"

    def item(self, number: int, item: Any) -> Iterator[bytes]:
        """Yield one part."""
        declared = self._first[number] if number < len(self._first) else self._rest
        content, default = item, "text/plain" if isinstance(item, str) else "application/json"
        if is_file(item):
            _, content, own, _ = bare_part(item, f"item {number} of the body")
            declared = own or declared
            default = _OCTETS
        kind = check_header_value("content-type", declared or default)
        yield f"--{self._boundary}\r\nContent-Type: {kind}\r\n\r\n".encode()
        if isinstance(content, Upload):
            yield from content.chunks()
            content.close()
        elif isinstance(content, bytes):
            yield content
        else:
            is_text = isinstance(content, str) and not kind.endswith("json")
            yield content.encode() if is_text else encode_json(content)
        yield b"\r\n"

    def end(self) -> Iterator[bytes]:
        """Yield the last boundary."""
        yield f"--{self._boundary}--\r\n".encode()

"""Bodies of many items, each of which is encoded when it is sent."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from .files import is_file
from .styles import check_header_value
from .uploads import Upload, file_part

if TYPE_CHECKING:
    from collections.abc import Callable

_OCTETS: Final = "application/octet-stream"


class JsonLines:
    """The items of a body of JSON lines."""

    size: int | None = None  # in bytes, which is not known before the items are sent
    start = b""  # of each item

    def __init__(self, items: Iterable[Any]) -> None:
        self._items = items
        self.consumed = False  # the items cannot be sent again

    def media_type(self, declared: str) -> str:
        """Return the media type of the body."""
        return declared

    def chunks(self, dump: Callable[[Any], bytes]) -> Iterator[bytes]:
        """Yield the encoded items; `dump` writes JSON."""
        self.consumed = isinstance(self._items, Iterator)
        for item in self._items:
            yield self.start + dump(item) + b"\n"

    def close(self) -> None:
        """Do nothing: a file is open only while it is read."""


class JsonTexts(JsonLines):
    """The items of a JSON text sequence (RFC 7464)."""

    start = b"\x1e"


class MixedParts(JsonLines):
    """The items of a multipart (RFC 2046, 5.1): each is a part."""

    def __init__(
        self, items: Iterable[Any], first: tuple[str, ...] = (), rest: str | None = None
    ) -> None:
        super().__init__(items)
        self._first, self._rest = first, rest  # the media types of the first parts, and of others
        self._boundary = secrets.token_hex(16)

    def media_type(self, declared: str) -> str:
        """Return the media type of the body, with what is between the parts."""
        return f"{declared}; boundary={self._boundary}"

    def chunks(self, dump: Callable[[Any], bytes]) -> Iterator[bytes]:
        """Yield the parts; `dump` writes JSON."""
        self.consumed = isinstance(self._items, Iterator)
        for number, item in enumerate(self._items):
            media_type = self._first[number] if number < len(self._first) else self._rest
            yield from self._part(item, media_type, dump)
        yield f"--{self._boundary}--\r\n".encode()

    def _part(
        self, item: Any, declared: str | None, dump: Callable[[Any], bytes]
    ) -> Iterator[bytes]:
        content, default = item, "text/plain" if isinstance(item, str) else "application/json"
        if is_file(item):
            _, content, declared = file_part(item, declared)
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
            yield content.encode() if is_text else dump(content)
        yield b"\r\n"

"""How a body is divided into items: JSON lines, JSON text sequences, the parts of a multipart."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

from .media_types import is_sequence
from .model import load_json

LARGEST: Final = 1 << 28  # bytes of an item: an image is large, but a line without end is an error
BOM: Final = b"\xef\xbb\xbf"

_BOUNDARY: Final = re.compile(r'(?i)boundary="?([^";,]+)')


class Framing:
    """Divides the chunks of a body at a separator; after each chunk it returns what is complete."""

    def __init__(self, separator: bytes, start: bytes = b"") -> None:
        self._separator = separator
        self.rest = bytearray(start)  # which is not divided yet
        self._begun = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the items that end in a chunk."""
        searched = max(len(self.rest) - len(self._separator) + 1, 0)
        self.rest += chunk
        if self.rest.find(self._separator, searched) < 0:
            return []
        if not self._begun:
            self._begun = True
            self.rest = self.rest.removeprefix(BOM)
        *items, rest = bytes(self.rest).split(self._separator)
        self.rest = bytearray(rest)
        return items

    def end(self, *, whole: bool) -> list[bytes]:
        """Return the last item, which nothing follows; `whole`: HTTP marks the end of the body.

        Raises ValueError if it is not complete.
        """
        raise NotImplementedError

    def fits(self, item: bytes) -> bool | None:
        """Return whether the first item of a body is one; None if the next one has to say."""
        return bool(item)  # a part can have any content


class JsonItems(Framing):
    """JSON lines, or a JSON text sequence (RFC 7464)."""

    def __init__(self, media_type: str) -> None:
        super().__init__(b"\x1e" if "json-seq" in media_type else b"\n")

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the items that end in a chunk, without blank lines."""
        return [item for one in super().feed(chunk) if (item := one.strip())]

    def end(self, *, whole: bool) -> list[bytes]:
        """Return the last item; a number could have more digits, if the connection ended it."""
        item = bytes(self.rest.removeprefix(BOM).strip())
        closed = self.rest.endswith(b"\n") or item.endswith((b"}", b"]", b'"'))
        if item and not (whole or closed):
            raise ValueError("the body ended within an item")
        return [item] if item else []

    def fits(self, item: bytes) -> bool | None:
        """Return whether an item is JSON."""
        with suppress(ValueError):
            load_json(item.removeprefix(BOM))
            return True
        return False


class Parts(Framing):
    """The body of each part of a multipart (RFC 2046, 5.1.1)."""

    def __init__(self, content_type: str) -> None:
        boundary = _BOUNDARY.search(content_type)
        if boundary is None:
            raise ValueError("its content type has no boundary")
        super().__init__(f"\r\n--{boundary[1]}".encode(), b"\r\n")
        self._ended = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the parts that end in a chunk; bytes before the first boundary belong to none."""
        begun, parts = self._begun, list[bytes]()
        for piece in super().feed(chunk):
            self._ended = self._ended or (begun and piece.startswith(b"--"))
            if begun and not self._ended:
                parts.append(piece.lstrip(b" \t").partition(b"\r\n\r\n")[2])
            begun = True
        return parts

    def end(self, *, whole: bool) -> list[bytes]:
        """Return nothing: the last part ends with a boundary, `whole` or not."""
        del whole
        if not (self._ended or (self._begun and self.rest.startswith(b"--"))):
            raise ValueError("the body ended within a part")
        return []


def framing_of(media_type: str, content_type: str) -> Framing:
    """Return what divides a body of a declared media type; the response has a content type."""
    if media_type.startswith("multipart/"):
        return Parts(content_type)
    return JsonItems(content_type if is_sequence(content_type) else media_type)

"""How a body is divided into server-sent events: the "event stream interpretation" of WHATWG."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .framing import BOM, Framing

_FIELD: Final = re.compile(rb"(?m)^(?::|(?:data|event|id|retry)(?::|$))")
_DATA: Final = re.compile(rb"(?m)^data(?::|$)")
_HALF: Final = re.compile(rb"(?m)^(?!:|id(?::|$)|retry(?::|$)|[ \t]*$)")  # of an event without data


class ServerEvent(NamedTuple):
    """An event as it is sent."""

    name: str  # of the event; "message" by default
    data: bytes
    id: str  # the last one that the service sent
    retry: int | None  # milliseconds to wait before the stream is resumed


class ServerEvents(Framing):
    """Server-sent events: what is between blank lines is an event."""

    last_id = ""
    retry: int | None = None

    def __init__(self) -> None:
        super().__init__(b"\n\n")
        self._after_return = False

    def restart(self) -> None:
        """Expect the begin of another response."""
        self.rest.clear()
        self._begun = self._after_return = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the lines of each event that ends in a chunk."""
        if self._after_return and chunk.startswith(b"\n"):
            chunk = chunk[1:]
        self._after_return = chunk.endswith(b"\r")
        if b"\r" in chunk:
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return [lines for lines in super().feed(chunk) if lines and not lines.isspace()]

    def end(self, *, whole: bool) -> list[bytes]:
        """Return the lines of the last event, which needs no blank line after it."""
        lines = bytes(self.rest.removeprefix(BOM))
        is_event = _DATA.search(lines) is not None
        if not (whole or lines.endswith(b"\n")) if is_event else _HALF.search(lines):
            raise ValueError("the stream ended within an event")
        return [lines] if lines else []

    def fits(self, item: bytes) -> bool | None:
        """Return whether lines have a field of an event, or a comment; None for other text."""
        text = item.removeprefix(BOM)
        if text.lstrip().startswith((b"{", b"[", b"<")):
            return False
        return True if _FIELD.search(text) else None

    def event(self, lines: bytes) -> ServerEvent | None:
        """Return the event of some lines; None if they have no data and no name."""
        data: list[bytes] = []
        name, retry = b"", None
        for line in lines.split(b"\n"):
            field, _, value = line.partition(b":")
            if not field:  # of a comment; there may be very many
                continue
            value = value.removeprefix(b" ")
            if field == b"data":
                data.append(value)
            elif field == b"event":
                name = value
            elif field == b"id" and b"\0" not in value:
                self.last_id = value.decode(errors="replace")
            elif field == b"retry" and value.isdigit():
                self.retry = retry = int(value[:9])
        if not (data or name):
            return None
        whole = data[0] if len(data) == 1 else b"\n".join(data)
        return ServerEvent(name.decode(errors="replace") or "message", whole, self.last_id, retry)

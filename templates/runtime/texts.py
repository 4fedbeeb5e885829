"""Times and UUIDs, read from the text that JSON has for them; the text is never lost."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATETIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)", re.ASCII | re.IGNORECASE
)
_UUID: Final = re.compile(r"[0-9a-f]{8}(-?)[0-9a-f]{4}(\1[0-9a-f]{4}){3}[0-9a-f]{8}", re.IGNORECASE)


class TextDatetime(datetime):
    """A time with another text than `isoformat` gives, such as one with nanoseconds."""

    text = ""  # of the time that was read; not of one that is computed from it

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return (
            (read_datetime, (self.text,)) if self.text else (datetime.fromisoformat, (str(self),))
        )


class TextUUID(UUID):
    """A UUID with another text than `str` gives, such as one in upper case."""

    __slots__ = ("text",)

    text: str

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[Any, ...]:
        return read_uuid, (self.text,)


def read_datetime(text: object) -> datetime:
    """Return the time of a text of RFC 3339 or ISO 8601; raise ValueError for any other value."""
    if not (isinstance(text, str) and _DATETIME.fullmatch(text)):
        raise ValueError("not a date and time with a time zone")
    found = datetime.fromisoformat(text.upper())
    if text != found.isoformat().replace("+00:00", "Z"):
        found = TextDatetime.fromisoformat(text.upper())
        found.text = text
    return found


def read_date(text: object) -> date:
    """Return the date of a text; raise ValueError for any other value."""
    if not (isinstance(text, str) and _DATE.fullmatch(text)):
        raise ValueError("not a date")
    return date.fromisoformat(text)


def read_uuid(text: object) -> UUID:
    """Return the UUID of a text; raise ValueError for any other value."""
    if not (isinstance(text, str) and _UUID.fullmatch(text)):
        raise ValueError("not a UUID")
    found = UUID(text)
    if text != str(found):
        found = TextUUID(text)
        object.__setattr__(found, "text", text)  # UUIDs are immutable
    return found


def text_of(value: date | UUID) -> str:
    """Return the text that a time, a date or a UUID was read from, or else the usual one."""
    text: str = getattr(value, "text", "")
    return text or (str(value) if isinstance(value, UUID) else value.isoformat())

"""What a fetch gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as its source has it.

    `url` is the address that was asked, whatever it redirects to, without user info and
    fragment; None for a file. `etag` and `last_modified` are for the next request.
    """

    content: bytes
    url: str | None
    etag: str | None
    last_modified: str | None

"""What the server remembers of a request."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .reading import Json


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it came over the socket."""

    method: str
    path: str  # as sent, escapes included, base path too
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]  # names in lower case
    body: bytes
    base_path: str = ""

    @property
    def path_key_path(self) -> str:
        """The path as the document counts it, without the server's base path."""
        return self.path.removeprefix(self.base_path)

    @property
    def media_type(self) -> str:
        """The body's content type, in lower case."""
        return self.headers.get("content-type", "").lower()

    @property
    def json(self) -> Json:
        """The body, read."""
        return json.loads(self.body)

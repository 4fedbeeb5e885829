"""The origin of a fetched document: a small file next to it, `<document>.origin.json`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

# Printable: it is copied into a changelog.
_URL: Final = re.compile(r"https?://[!-~]{1,2000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The URL of a document, and the validators in the response.

    Attributes:
        url: https, or http of this computer; without credentials.
        sha256: of the fetched document, to notice later edits.
        etag: header `ETag` (RFC 9110, section 8.8.3).
        last_modified: header `Last-Modified` (RFC 9110, section 8.8.2).
    """

    url: str
    sha256: str
    etag: str | None = None
    last_modified: str | None = None

    def to_json(self) -> bytes:
        """Return the file's bytes."""
        return (json.dumps(asdict(self), indent=2) + "\n").encode()


def origin_file(document: Path) -> Path:
    """Return the path of the origin file of a document: `openapi.yaml.origin.json`."""
    return document.with_name(document.name + ".origin.json")


def read_origin(document: Path) -> Origin | None:
    """Return the recorded origin of a document; None if there is no valid origin file."""
    try:
        members = json.loads(origin_file(document).read_bytes()).items()
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
    names = Origin.__dataclass_fields__
    texts = {key: text for key, text in members if key in names and isinstance(text, str)}
    return Origin(**texts) if "sha256" in texts and _URL.fullmatch(texts.get("url", "")) else None


def url_of(document: Path, sha256: str, origin: Origin | None = None) -> str | None:
    """Return the URL of a document from its origin, or from the recorded one without it.

    It is None without an origin, or if the origin is that of another content.
    """
    origin = origin or read_origin(document)
    return origin.url if origin and origin.sha256 == sha256 else None

"""Where a document came from: a small file beside it, written when it was fetched."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIX: Final = ".origin.json"
_URL: Final = re.compile(r"https://[!-~]{1,2000}")  # it comes to stand in texts for people


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """An address, and what its server said of the document that was there.

    Attributes:
        url: https, without credentials.
        sha256: of the document, so that one which was changed since is not taken for it.
        etag: as in RFC 9110, section 8.8.3.
        last_modified: as in RFC 9110, section 8.8.2.
    """

    url: str
    sha256: str
    etag: str | None = None
    last_modified: str | None = None

    def to_json(self) -> bytes:
        """Return the file's bytes."""
        return (json.dumps(asdict(self), indent=2) + "\n").encode()


def origin_file(document: Path) -> Path:
    """Return where the origin of a document is written: `openapi.yaml.origin.json`."""
    return document.with_name(document.name + _SUFFIX)


def read_origin(document: Path) -> Origin | None:
    """Return what is known of a document's origin; None where nothing is, or nothing legible."""
    try:
        data = json.loads(origin_file(document).read_bytes())
        texts = {key: data.get(key) for key in ("url", "sha256", "etag", "last_modified")}
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
    url, sha256 = texts["url"], texts["sha256"]
    if not (isinstance(url, str) and isinstance(sha256, str) and _URL.fullmatch(url)):
        return None
    etag, last_modified = (
        text if isinstance(text, str) else None for text in (texts["etag"], texts["last_modified"])
    )
    return Origin(url=url, sha256=sha256, etag=etag, last_modified=last_modified)


def url_of(document: Path, sha256: str, origin: Origin | None = None) -> str | None:
    """Return the address of a document with this digest; None for one that came otherwise."""
    known = origin or read_origin(document)
    return known.url if known and known.sha256 == sha256 else None

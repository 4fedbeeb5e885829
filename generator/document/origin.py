"""The origin of a fetched document: a small file next to it, `<document>.origin.json`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from generator.conflicts import sides
from generator.digests import sha256_of
from generator.document.fetched_places import unusable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Printable: it is copied into a changelog.
_URL: Final = re.compile(r"(?:https?|git\+(?:https?|ssh|file))://[!-~]{1,2000}")
_PATH_IN_GIT: Final = re.compile(r"git\+[^#]*#(.*)", re.DOTALL)
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """A file that a fetched document refers to.

    Attributes:
        sha256: of the fetched file, to notice later edits.
        etag: header `ETag` of its response.
        last_modified: header `Last-Modified` of its response.
    """

    sha256: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The URL of a document, and the validators in the response.

    Attributes:
        url: https, http of this computer, or `git+…`; without credentials.
        sha256: of the fetched document, to notice later edits.
        etag: header `ETag` (RFC 9110, section 8.8.3).
        last_modified: header `Last-Modified` (RFC 9110, section 8.8.2).
        redirected: the URL that redirects led to, if the document refers to files next to it.
        commit: of a git repository.
        files: those that the document refers to, by their places relative to its folder.
    """

    url: str
    sha256: str
    etag: str | None = None
    last_modified: str | None = None
    redirected: str | None = None
    commit: str | None = None
    files: Mapping[str, FetchedFile] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The URL that relative references are resolved against; a git repository is a root."""
        in_git = _PATH_IN_GIT.fullmatch(self.url)
        return f"file:///{in_git[1]}" if in_git else self.redirected or self.url

    def has_same_files(self, other: Origin) -> bool:
        """Whether two origins are of the same content from the same place."""
        return self._content == other._content

    @property
    def _content(self) -> tuple[str, str, dict[str, str]]:
        return self.url, self.sha256, {place: one.sha256 for place, one in self.files.items()}

    def to_json(self) -> bytes:
        """Return the file's bytes; what most documents do not have is left out."""
        members = asdict(self)
        for name in ("redirected", "commit", "files"):
            if not members[name]:
                del members[name]
        if self.files:
            members["files"] = {name: asdict(self.files[name]) for name in sorted(self.files)}
        return (json.dumps(members, indent=2) + "\n").encode()


def origin_file(document: Path) -> Path:
    """Return the path of the origin file of a document: `openapi.yaml.origin.json`."""
    return document.with_name(document.name + ".origin.json")


def read_origin(document: Path) -> Origin | None:
    """Return the recorded origin of a document; None if there is no valid origin file.

    If the file has conflict markers of git, it is the origin of the document on disk, or ours.
    """
    try:
        content = origin_file(document).read_bytes()
        both = sides(content)
        if both is None:
            return _parse(content)
        found = [one for one in map(_parse, both) if one]
        digest = sha256_of(document.read_bytes())
        return next((one for one in found if one.sha256 == digest), found[0] if found else None)
    except OSError:
        return None


def _parse(content: bytes) -> Origin | None:
    try:
        members = json.loads(content)
        texts = _texts(members, Origin)
        files = members.get("files") or {}
        found = {
            name: FetchedFile(**known)
            for name, one in files.items()
            if "sha256" in (known := _texts(one, FetchedFile)) and not unusable(name)
        }
    except (ValueError, AttributeError, RecursionError):
        return None
    if "sha256" not in texts or not _URL.fullmatch(texts.get("url", "")):
        return None
    if not _URL.fullmatch(texts.get("redirected", texts["url"])):
        return None
    if not _COMMIT.fullmatch(texts.get("commit", "0" * 40)):
        return None
    return Origin(**texts, files=found)


def _texts(members: Mapping[str, object], kind: type[Origin | FetchedFile]) -> dict[str, str]:
    names = kind.__dataclass_fields__
    return {key: one for key, one in members.items() if key in names and isinstance(one, str)}


def url_of(document: Path, sha256: str, origin: Origin | None = None) -> str | None:
    """Return the URL of a document from its origin, or from the recorded one without it.

    It is None without an origin, or if the origin is that of another content.
    """
    origin = origin or read_origin(document)
    return origin.url if origin and origin.sha256 == sha256 else None

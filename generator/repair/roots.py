"""The root of a document: its version, and what it must have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.repair.change import ABSENT, Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document.source import Json

_PARTS: Final = ("paths", "components", "webhooks")
_NEWEST: Final = "3.1.0"
_VERSION: Final = re.compile(r"\s*v?(3\.[012])(?![0-9])", re.IGNORECASE)
_MAJOR: Final = re.compile(r"\s*v?3(?!\.?[0-9])", re.IGNORECASE)


def version_changes(root: dict[str, Json]) -> Iterator[Change]:
    """Yield the change of a version that is a number, under another key, or missing.

    A document without a version is OpenAPI 3 if it has the parts of one.
    """
    version, old = root.get("openapi"), root.get("swagger")
    if version is not None:
        meant = _read_version(version)
        if meant is not None and meant != version:
            message = f"'openapi' must be a text such as {_NEWEST}; it is read as {meant}"
            yield Change(("openapi",), meant, message)
    elif old is not None:
        if meant := _read_version(old):
            message = "'swagger' is the key of an older version; it is read as 'openapi'"
            yield Change(("swagger",), ABSENT, message, {"openapi": meant})
    elif any(isinstance(root.get(key), dict) for key in _PARTS):
        message = f"the document has no 'openapi: 3…'; it is read as OpenAPI {_NEWEST}"
        if "openapi" in root:
            yield Change(("openapi",), _NEWEST, message)
        else:
            yield Change((), ABSENT, message, {"openapi": _NEWEST})


def _read_version(version: Json) -> str | None:
    """Return the version of OpenAPI 3 that a value means; None if it means another one."""
    if isinstance(version, bool) or not isinstance(version, (str, int, float)):
        return None
    text = str(version)
    if text.startswith(("3.0", "3.1", "3.2")) and _VERSION.match(text):
        return text
    match = _VERSION.match(text)
    if match:
        return f"{match[1]}.0"
    return _NEWEST if _MAJOR.match(text) else None


def root_changes(root: dict[str, Json]) -> Iterator[Change]:
    """Yield the change of a document without `info`."""
    info = root.get("info")
    if isinstance(info, dict):
        return
    title = info if isinstance(info, str) else ""
    meant: Json = {"title": title, "version": ""}
    if "info" in root:
        yield Change(("info",), meant, "'info' must be an object with 'title' and 'version'")
    else:
        yield Change((), ABSENT, "the document has no 'info'", {"info": meant})

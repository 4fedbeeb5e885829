"""The root of a document: its version, and what it must have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from generator.repair.change import ABSENT, Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document.source import Json

_PARTS: Final = ("paths", "components", "webhooks")
_NEWEST: Final = "3.1.0"


def version_changes(root: dict[str, Json]) -> Iterator[Change]:
    """Yield the change of a version that is a number, under another key, or missing.

    A document without a version is OpenAPI 3 if it has the parts of one.
    """
    version, old = root.get("openapi"), root.get("swagger")
    if isinstance(version, (int, float)) and not isinstance(version, bool):
        text = json.dumps(version)
        yield Change(("openapi",), text, f"'openapi' must be a text; it is read as '{text}'")
    elif version is None and old is not None:
        text = old if isinstance(old, str) else json.dumps(old)
        if text.startswith("3"):
            message = "'swagger' is the key of an older version; it is read as 'openapi'"
            yield Change(("swagger",), ABSENT, message, {"openapi": text})
    elif version is None and any(isinstance(root.get(key), dict) for key in _PARTS):
        message = f"the document has no 'openapi: 3…'; it is read as OpenAPI {_NEWEST}"
        yield Change((), ABSENT, message, {"openapi": _NEWEST})


def root_changes(root: dict[str, Json]) -> Iterator[Change]:
    """Yield the change of a document without `info`."""
    if "info" not in root:
        message = "the document has no 'info'; it has no title and no version"
        yield Change((), ABSENT, message, {"info": {"title": "", "version": ""}})

"""`opgen.lock`: what a package was made from, and a digest of each of its files."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.config import Options
    from generator.read.document import Document

NAME: Final = "opgen.lock"
_TOOLS: Final = ("opgen", "datamodel-code-generator", "ruff")


def lock(
    files: Mapping[str, bytes],
    document: Document,
    overlays: Sequence[Document],
    options: Options,
) -> bytes:
    """Return the lock's JSON; it holds no path, date or machine, so the same input gives it."""
    content = {
        "document": {"name": document.name, "sha256": document.digest},
        "overlays": [{"name": one.name, "sha256": one.digest} for one in overlays],
        "options": {
            "groups": list(options.groups),
            "tags": list(options.tags),
            "paths": list(options.paths),
            "all": options.all,
            "profile": options.profile,
        },
        "versions": {tool: version(tool) for tool in _TOOLS},
        "files": {path: f"sha256:{_digest(files[path])}" for path in sorted(files)},
    }
    return (json.dumps(content, indent=2) + "\n").encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

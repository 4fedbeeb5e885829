"""Files in which git could not merge two branches."""

from __future__ import annotations

import re
from typing import Final

_CONFLICT: Final = re.compile(
    r"^<{7} [^\n]*\n(?P<ours>.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}\n(?P<theirs>.*?)^>{7} [^\n]*(?:\n|\Z)",
    re.MULTILINE | re.DOTALL,
)


def sides_of_conflicts(text: str) -> tuple[str, str] | None:
    """Return the texts of both branches of a text with conflict markers; None without them."""
    if not _CONFLICT.search(text):
        return None
    return _CONFLICT.sub(r"\g<ours>", text), _CONFLICT.sub(r"\g<theirs>", text)

"""The codes of diagnostics, and what each means.

The codes are the keys of `diagnostic_codes.toml`; only the documentation and tests read the texts.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Code: TypeAlias = str
"""A key of the table; a test compares the table with the codes that the source reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a code means.

    Attributes:
        severities: those that it is reported with, as `diagnostics.Severity` names them.
        action: what a user can do about it.
    """

    severities: Sequence[str]
    meaning: str
    action: str


def explanations() -> dict[str, Explanation]:
    """Return the explanation of each code, in alphabetical order."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {code: Explanation(**entry) for code, entry in tomllib.loads(text).items()}

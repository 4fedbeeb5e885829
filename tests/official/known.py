"""What `known.toml` says of the methods whose counterpart is not found by their requests."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).parent / "known.toml"


@dataclass(frozen=True)
class Helper:
    """A method that is not an operation: what of ours does the same, and which arguments differ."""

    ours: str
    arguments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """The tables of the file, which describes each."""

    undocumented: list[str]
    missing: dict[str, str]
    helpers: dict[str, Helper]
    paths: dict[str, str]
    everywhere: dict[str, str]
    newer: dict[str, list[str]]
    options: dict[str, str]
    client: dict[str, str]
    not_settings: dict[str, str]
    exports: dict[str, str]
    not_exports: dict[str, str]
    members: dict[str, dict[str, str]]
    arguments: dict[str, dict[str, str]] = field(default_factory=dict)

    def reason(self, method: str) -> str | None:
        """Return why a method has no counterpart, if the list says so."""
        if any(is_below(method, name) for name in self.undocumented):
            return "not in the document"
        return next((why for name, why in self.missing.items() if is_below(method, name)), None)


def is_below(method: str, name: str) -> bool:
    """Whether a name is that of the method, or of a resource that has it."""
    return f"{method}.".startswith(f"{name}.")


@functools.cache
def known() -> Known:
    """Return the file, read once."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    helpers = {name: Helper(**one) for name, one in tables.pop("helpers").items()}
    return Known(**tables, helpers=helpers)

"""Actions of an OpenAPI Overlay, and JSONPaths, as text that can be copied."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTHAND: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLAIN: Final = re.compile(r"\$[A-Za-z0-9_.$/\[\]'-]*")  # YAML that needs no quotes
_ESCAPES: Final = {
    "'": r"\'",
    "\\": r"\\",
    "\b": r"\b",
    "\t": r"\t",
    "\n": r"\n",
    "\f": r"\f",
    "\r": r"\r",
}


@dataclass(frozen=True, slots=True)
class OverlayAction:
    """An action that corrects a document: it merges a value into its target, or removes it.

    Attributes:
        target: a JSONPath (RFC 9535).
        update: the value.
        copy: the JSONPath of the value, in place of `update`; empty if there is none.
        remove: whether it removes the target.
    """

    target: str
    update: object = None
    copy: str = ""
    remove: bool = False

    def lines(self) -> tuple[str, ...]:
        """Return the action as lines of YAML, an item of `actions`."""
        if self.copy:
            what = f"copy: {_scalar(self.copy)}"
        else:
            what = "remove: true" if self.remove else f"update: {_flow(self.update)}"
        return f"- target: {_scalar(self.target)}", f"  {what}"

    def to_json(self) -> dict[str, object]:
        """Return the action as an item of `actions`."""
        what: dict[str, object] = {"remove": True} if self.remove else {"update": self.update}
        return {"target": self.target, **({"copy": self.copy} if self.copy else what)}


def json_path(steps: Iterable[str | int]) -> str:
    """Return the JSONPath of a part: a string is a member, a number is an index."""
    return "$" + "".join(map(_segment, steps))


@functools.lru_cache(maxsize=256)  # a path has many parts, each of which may have a fault
def path_literal(text: str) -> str:
    """Return a string literal of a JSONPath, all of it printable."""
    return "'" + "".join(_ESCAPES.get(one) or _printable(one) for one in text) + "'"


def _segment(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _SHORTHAND.fullmatch(step) else f"[{path_literal(step)}]"


def _printable(character: str) -> str:
    """Return a character, as escapes of its UTF-16 code units if it is not printable."""
    if character.isprintable():
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def _scalar(path: str) -> str:
    return path if _PLAIN.fullmatch(path) else _flow(path)


def _flow(value: object) -> str:
    """Return a value as YAML on one line, all of it printable."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in text)

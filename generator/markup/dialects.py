"""Tags that sites of documentation add to Markdown: `<Note>`, `{% note %}`, `:::note`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

Kind: TypeAlias = Literal["start", "end", "void"]
Dialect: TypeAlias = Literal["jsx", "curly", "colons"]

_PROPERTY: Final = r"""\s+[\w:.-]+(?:=(?:"[^"<>]*"|'[^'<>]*'|\{[^{}<>]*\}))?"""
_JSX: Final = (
    rf"<(?P<jsx_end>/?)(?P<jsx>(?-i:[A-Z])\w*)(?P<jsx_given>(?:{_PROPERTY})*)\s*(?P<void>/?)>"
)
_CURLY: Final = (
    r"\{%-?[ \t]*(?P<curly_end>/|end)?(?P<curly>[#.\w][\w-]*)(?P<curly_given>[^%\n]{0,500})%\}"
)
_COLONS: Final = r"^[ \t]*:{3,}[ \t]*(?P<colons>\w*)[ \t]*(?P<title>[^\n]{0,200})$"
TAG: Final = f"{_JSX}|{_CURLY}|{_COLONS}"
"""The source of a regular expression for such a tag."""

_SINGLE: Final = frozenset(("else", "elsif", "elseif", "case", "when"))
_SAME: Final[Mapping[str, str]] = {"ifversion": "if"}  # ends with `endif`


class DialectTag(NamedTuple):
    """A tag that is not HTML."""

    dialect: Dialect
    kind: Kind
    name: str
    attributes: str


def dialect_tag(found: re.Match[str]) -> DialectTag:
    """Return the tag of a match of `TAG`."""
    if (name := found["jsx"]) is not None:
        kind = _kind(is_end=bool(found["jsx_end"]), is_void=bool(found["void"]))
        return DialectTag("jsx", kind, name, found["jsx_given"])
    if (name := found["curly"]) is not None:
        given = found["curly_given"].rstrip(" \t-")
        is_void = given.endswith("/") or name in _SINGLE or name[0] in "#."
        kind = _kind(is_end=bool(found["curly_end"]), is_void=is_void)
        return DialectTag("curly", kind, f"%{_SAME.get(name, name)}", given)
    title = found["title"].strip(" \t[]")
    return DialectTag("colons", "void", ":::", f' title="{title}"' if title else "")


def _kind(*, is_end: bool, is_void: bool) -> Kind:
    return "end" if is_end else "void" if is_void else "start"

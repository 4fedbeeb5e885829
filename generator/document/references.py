"""What a reference is: its text, its place, and the kind of object that it is in place of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from generator.document.mending import removal
from generator.vocabulary.openapi_fields import TABLES

if TYPE_CHECKING:
    from generator.document.document import Node
    from generator.overlay_actions import OverlayAction

Kind: TypeAlias = Literal[
    "callback",
    "example",
    "header",
    "link",
    "media type",
    "operation",
    "parameter",
    "part",
    "path item",
    "request body",
    "response",
    "schema",
    "security scheme",
]
"""What a reference is in place of; `part` if that does not matter."""

KINDS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}
REFERENCES: Final = ("$ref", "$dynamicRef", "$recursiveRef")
Identity: TypeAlias = tuple[Path, tuple[str, ...]]
SECTIONS: Final = {name: KINDS[one.holds] for name, one in TABLES["components"].items()}
_UNTYPED: Final = ("schema", "media type", "part")  # without a reference


@dataclass(frozen=True, slots=True)
class Reference:
    """The text of a reference, and the part that has it under the key."""

    node: Node
    key: str
    text: str

    @classmethod
    def of(cls, node: Node) -> Reference | None:
        """Return the reference that a part is; None if it is not one."""
        if isinstance(node.value, dict):
            for key in REFERENCES:
                text = node.value.get(key)
                if isinstance(text, str):
                    return cls(node, key, text)
        return None

    @property
    def identity(self) -> Identity:
        """What two nodes of the same part have in common."""
        return self.node.document.path, self.node.pointer

    @property
    def at(self) -> Node:
        """The place of the text."""
        return self.node[self.key]

    def mend(self, kind: Kind, start: Reference) -> tuple[OverlayAction, ...]:
        """Return what corrects the document where this reference, reached from `start`, is wrong.

        Without the reference, a schema or a media type has no type. Another part is removed.
        """
        is_untyped = kind in _UNTYPED or component_kind(self.node) in _UNTYPED
        return removal(self.at if is_untyped else start.node)


def component_kind(node: Node) -> Kind | None:
    """Return the kind of a component; None for other parts."""
    is_component = node.pointer[:1] == ("components",) and len(node.pointer) == 3
    return SECTIONS.get(node.pointer[1]) if is_component else None


def wrong_kind(target: Node, kind: Kind) -> str | None:
    """Return what a target is if it cannot be of a kind."""
    if kind == "part":
        return None
    section = component_kind(target)
    if section and kind not in (section, "operation"):
        return f"a {section}"
    if isinstance(target.value, dict):
        is_document = not target.pointer and "openapi" in target.value
        return "a whole OpenAPI document" if is_document else None
    if kind == "schema" and isinstance(target.value, bool):
        return None
    return "a list" if isinstance(target.value, list) else "a single value"

"""The keywords next to a `$ref`.

Since OpenAPI 3.1 they apply together with the target, as in JSON Schema. OpenAPI 3.0 ignores them.
Descriptions, defaults and other annotations are read in both, and so is `nullable`: they do not
make another type.
"""

from __future__ import annotations

from typing import Final

from generator.document.document import Node
from generator.vocabulary.schema_keywords import TYPE_KEYWORDS

_DESCRIBING: Final = TYPE_KEYWORDS | frozenset(
    """
    allOf anyOf contains contentSchema format oneOf propertyNames required unevaluatedItems
    unevaluatedProperties
    """.split()  # noqa: SIM905  ten words read better so
)
# `false` only closes the object; a client reads and sends the same members.
_CLOSING: Final = ("additionalProperties", "unevaluatedProperties", "unevaluatedItems")


def type_siblings(node: Node) -> Node | None:
    """Return the keywords next to a `$ref` that describe a type, as a schema; None without any."""
    if not isinstance(node.value, dict) or len(node.value) == 1 or "$ref" not in node.value:
        return None
    found = {
        key: value
        for key, value in node.value.items()
        if key in _DESCRIBING and not (key in _CLOSING and isinstance(value, bool))
    }
    return Node(node.document, node.pointer, found) if found else None


def own_description(reference: Node) -> Node | None:
    """Return the description next to a `$ref`, as a part of its own; None without any.

    It overrides the description of the target (OpenAPI 3.1, 4.8.23 "Reference Object").
    """
    if not isinstance(reference.value, dict) or "$ref" not in reference.value:
        return None
    text = reference.text("description")
    return Node(reference.document, reference.pointer, {"description": text}) if text else None

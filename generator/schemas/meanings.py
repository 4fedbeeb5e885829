"""What a schema means for types: descriptions, examples and limits do not count."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.document.document import Document, Node
    from generator.document.source import Json

_DEPTH: Final = 50  # of parts that are compared by their JSON
_ANNOTATIONS: Final = frozenset(
    """
    $comment default deprecated description example examples externalDocs title xml
    exclusiveMaximum exclusiveMinimum maxItems maxLength maxProperties maximum minItems minLength
    minProperties minimum multipleOf pattern uniqueItems
    """.split()  # noqa: SIM905  twenty words read better so
)
_KEYWORDS_WITH_NAMES: Final = frozenset(("properties", "patternProperties", "$defs", "definitions"))


def type_meaning(node: Node) -> tuple[str, str]:
    """Return a value that is equal for schemas of the same type in the same file."""
    return str(node.document.path), text_of(stripped(node), node.document)


def text_of(value: Json, document: Document) -> str:
    """Return a text that is equal for equal parts of a document: the JSON, unless it is deep.

    Of a deep part it is a digest: the JSON of each level would contain that of all others.
    """
    if not isinstance(value, (list, dict)):
        return json.dumps(value)
    known = document.texts.get(id(value))
    if known is not None:
        return known[1]
    if depth_of(value, document) <= _DEPTH:
        text = json.dumps(value, sort_keys=True)
    else:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        parts = {str(key): text_of(one, document) for key, one in items}
        whole = json.dumps([type(value).__name__, parts], sort_keys=True)
        text = hashlib.sha256(whole.encode()).hexdigest()
    document.texts[id(value)] = value, text  # with the value, so that its id stays its own
    return text


def depth_of(value: Json, document: Document) -> int:
    """Return how many lists and objects contain each other in a part of a document."""
    if not isinstance(value, (list, dict)):
        return 0
    known = document.depths.get(id(value))
    if known is not None:
        return known[1]
    parts = value.values() if isinstance(value, dict) else value
    depth = 1 + max((depth_of(one, document) for one in parts), default=0)
    document.depths[id(value)] = value, depth
    return depth


def stripped(node: Node) -> Json:
    """Return a schema without the keywords that do not affect the type."""
    return stripped_value(node.value, node.document)


def stripped_value(value: Json, document: Document) -> Json:
    """Return a value of a document without the keywords that do not affect the type.

    Each part of a schema is stripped once, however many schemas contain it.
    """
    if not isinstance(value, (list, dict)):
        return value
    known = document.stripped.get(id(value))
    if known is not None:
        return known[1]
    if isinstance(value, list):
        result: Json = [stripped_value(one, document) for one in value]
    else:
        result = {
            key: _stripped_member(key, one, document)
            for key, one in value.items()
            if key not in _ANNOTATIONS and not key.startswith("x-")
        }
    document.stripped[id(value)] = value, result  # with the value, so that its id stays its own
    return result


def _stripped_member(key: str, value: Json, document: Document) -> Json:
    if key in ("enum", "const"):
        return value
    if key in _KEYWORDS_WITH_NAMES and isinstance(value, dict):
        return {name: stripped_value(inner, document) for name, inner in value.items()}
    return stripped_value(value, document)

"""How many lines the function of an operation has, about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.places import pointer_steps

if TYPE_CHECKING:
    from generator.document.document import Node
    from generator.document.operations import SelectedOperation

_LINES: Final = 26
_LINES_OF_AN_ARGUMENT: Final = 3
_CHARACTERS_OF_A_LINE: Final = 80
_UNKNOWN_MEMBERS: Final = 8
_MOST_REFERENCES: Final = 5


def lines(operation: SelectedOperation) -> int:
    """Return an estimate from the parts of the document that are next to the operation.

    References to other files, and those within schemas, are not followed.
    """
    owners = (*operation.path_items, operation.node)
    described = [operation.node]
    described += (_target(one) for owner in owners for one in owner.items("parameters"))
    described += _members(operation.node)
    texts = (one.text("description") or "" for one in described)
    more_lines = sum(len(text) // _CHARACTERS_OF_A_LINE + text.count("\n\n") for text in texts)
    return _LINES + _LINES_OF_AN_ARGUMENT * len(described) + more_lines


def _members(operation: Node) -> list[Node]:
    """Return the members of the first kind of body, or of a usual number if they are unknown."""
    body = operation.get("requestBody")
    content = list(_target(body).members("content")) if body else []
    schema = content[0][1].get("schema") if content else None
    if schema is None:
        return []
    members = [_target(one) for _, one in _target(schema).members("properties")]
    return members or [schema] * _UNKNOWN_MEMBERS


def _target(node: Node) -> Node:
    """Return the target of a reference in the same file, or the node itself.

    Unlike `Resolver`, this logs nothing: it only helps to estimate a size.
    """
    for _ in range(_MOST_REFERENCES):
        text = node.text("$ref") or ""
        if not text.startswith("#/"):
            return node
        found = node.document.root.get(*pointer_steps(text))
        if found is None:
            return node
        node = found
    return node

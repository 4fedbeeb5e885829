"""Overlay actions that correct a part of the document; none for a part of another file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.overlay_actions import OverlayAction, json_path, path_literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.document.document import Node
    from generator.document.source import Json

# The library that reads JSONPaths accepts no escapes of these, though RFC 9535 has them.
_REFUSED: Final = re.compile(r"\\u00[01]")


def removal(node: Node) -> tuple[OverlayAction, ...]:
    """Return the action that removes a part."""
    return _actions(node, OverlayAction(target_of(node), remove=True))


def addition(node: Node, update: Json) -> tuple[OverlayAction, ...]:
    """Return the action that merges a value into a part, or replaces a single value."""
    return _actions(node, OverlayAction(target_of(node), update))


def replacement(node: Node, value: Json) -> tuple[OverlayAction, ...]:
    """Return the actions that replace a member by a value; none for an item of a list."""
    if not isinstance(node.value, (dict, list)) and not isinstance(value, (dict, list)):
        return addition(node, value)
    parent = node.parent
    if parent is None or not isinstance(parent.value, dict):
        return ()
    return removal(node) + addition(parent, {node.pointer[-1]: value})


def renaming(node: Node, key: str) -> tuple[OverlayAction, ...]:
    """Return the actions that give a member another key."""
    parent = node.parent
    if parent is None:
        return ()
    new = replace(node, pointer=(*parent.pointer, key), value={})
    renamed = OverlayAction(target_of(new), copy=target_of(node))
    return addition(parent, {key: {}}) + _actions(node, renamed) + removal(node)


def target_of(node: Node) -> str:
    """Return a JSONPath of a part.

    An item of a list is found by its content if possible: its index changes when an earlier action
    removes another item.
    """
    steps: list[str | int] = []
    value = node.document.data
    for step in node.pointer:
        if isinstance(value, list):
            steps.append(int(step))
            value = value[int(step)]
        elif isinstance(value, dict):
            steps.append(step)
            value = value.get(step)
        else:  # a string that is read as a reference
            break
    if steps[:1] == ["paths"] and len(steps) > 1:
        steps[1] = node.document.renamed_paths.get(node.pointer[1], steps[1])
    parent = node.parent
    if parent is None or not isinstance(parent.value, list):
        return json_path(steps)
    condition = _condition(node.value, parent.value)
    return json_path(steps) if condition is None else f"{json_path(steps[:-1])}[?{condition}]"


def _condition(item: Json, items: Sequence[Json]) -> str | None:
    """Return a filter that matches an item and its equals only; None if it would be long."""
    if isinstance(item, (str, bool, int)):
        return f"@ == {_literal(item)}"
    if not isinstance(item, dict):
        return None
    names = ("$ref",) if "$ref" in item else ("name", "in")
    found = {name: item.get(name) for name in names}
    if not all(one is None or isinstance(one, str) for one in found.values()):
        return None
    same = [
        one
        for one in items
        if isinstance(one, dict) and all(one.get(name) == found[name] for name in names)
    ]
    if any(one != item for one in same) or not any(found.values()):
        return None
    return " && ".join(_test(f"@[{path_literal(name)}]", one) for name, one in found.items())


def _test(member: str, value: Json) -> str:
    return f"{member} == {path_literal(value)}" if isinstance(value, str) else f"!{member}"


def _literal(value: str | bool | int) -> str:
    return path_literal(value) if isinstance(value, str) else json.dumps(value)


def _actions(node: Node, action: OverlayAction) -> tuple[OverlayAction, ...]:
    is_possible = node.document.has_overlays and not _REFUSED.search(action.target)
    return (action,) if is_possible else ()

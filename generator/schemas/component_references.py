"""Components that are only a reference: they are names of what they refer to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import unquote

from generator.places import pointer_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.document.document import Node

Place: TypeAlias = "tuple[Path, tuple[str, ...]]"

SCHEMAS: Final = ("components", "schemas")
_WITHOUT_EFFECT: Final = frozenset(("$ref", "$comment", "description", "summary", "title"))


def referenced_component(node: Node) -> Node | None:
    """Return the component that a reference names, if that is only a reference itself."""
    if not isinstance(node.value, dict) or not isinstance(node.value.get("$ref"), str):
        return None
    file, pointer = referenced_place(node)
    if file != node.document.path or pointer[:-1] != SCHEMAS:
        return None
    component = node.document.root.get(*pointer)
    return component if component and _is_only_reference(component) else None


def places_elsewhere(components: Iterable[Node]) -> Iterator[tuple[Place, Node]]:
    """Yield the places outside of the component schemas that components are names of.

    The first component that refers to a place is its name.
    """
    places: set[Place] = set()
    for node in components:
        place = referenced_place(node) if _is_only_reference(node) else None
        if place is None or place in places:
            continue
        if place[0] != node.document.path or place[1][:-1] != SCHEMAS:
            places.add(place)
            yield place, node


def place_of(node: Node) -> Place:
    """Return the place of a schema."""
    return node.document.path, node.pointer


def _is_only_reference(node: Node) -> bool:
    value = node.value
    if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
        return False
    return all(key in _WITHOUT_EFFECT or key.startswith("x-") for key in value)


def referenced_place(node: Node) -> Place:
    """Return the place that a reference names, without a look at it."""
    file, _, fragment = str(node["$ref"].value).partition("#")
    path = node.document.path
    if file:
        path = Path(os.path.normpath(path.parent / unquote(file)))
    return path, pointer_steps(unquote(fragment))

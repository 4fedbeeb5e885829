"""The objects that an object holds, and their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.document.document import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document.source import Json
    from generator.vocabulary.keyword import Keyword

Path: TypeAlias = "tuple[Path, str] | None"
"""The steps from the start of a walk to a part, the last one first: nodes are made when needed."""


def inner_objects(value: Json, keyword: Keyword, path: Path) -> Iterator[tuple[Json, str, Path]]:
    """Yield the objects that a keyword holds, each with its kind and its path."""
    if keyword.form == "one":
        yield value, keyword.holds, path
    elif isinstance(value, dict) and keyword.form == "map":
        for name, inner in value.items():
            if keyword.holds == "schema" or not name.startswith("x-"):
                yield inner, keyword.holds, (path, name)
    elif isinstance(value, list) and keyword.form == "list":
        for index, inner in enumerate(value):
            yield inner, keyword.holds, (path, str(index))


def node_at(start: Node, path: Path, value: Json) -> Node:
    """Return the node of a value at the end of a path."""
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append(step)
    return Node(start.document, (*start.pointer, *reversed(steps)), value)

"""Where a part of the old document would be in the new one: reviewers see only the new one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diagnostics import Location
    from generator.document.document import Document, Node
    from generator.document.source import Json
    from generator.ir import Package


class Nearest:
    """Finds places in the documents of a new package for nodes of an old one."""

    def __init__(self, before: Package, after: Package) -> None:
        self._old = next((one for one in _documents(before) if one.has_overlays), None)
        self._new = dict.fromkeys(_documents(after))

    def location(self, node: Node) -> Location | None:
        """Return the location of the same part, or of the nearest part that contains it.

        An item of a list is at its list, because other items have other indexes now. It is None if
        the new package does not use the file.
        """
        document = self._counterpart(node.document)
        if document is None:
            return None
        return document.locate(_existing(document.data, node.pointer))

    def _counterpart(self, document: Document) -> Document | None:
        if document.has_overlays:
            return next((one for one in self._new if one.has_overlays), None)
        name = self._old and _relative(document, self._old)
        mains = [one for one in self._new if one.has_overlays]
        found = (one for one in self._new if mains and _relative(one, mains[0]) == name)
        return next(found, None)


def _documents(package: Package) -> Iterator[Document]:
    """Yield the documents of the parts that the package has; some more than once."""
    yield from (one.node.document for one in package.operations)
    if package.webhooks:
        yield package.webhooks.node.document
    yield from (one.node.document for one in package.definitions.values())


def _relative(document: Document, main: Document) -> str:
    return os.path.relpath(document.path, main.path.parent)


def _existing(data: Json, pointer: tuple[str, ...]) -> tuple[str, ...]:
    """Return the start of a pointer that leads to a part; the last step may be missing."""
    for position, step in enumerate(pointer):
        if not isinstance(data, dict) or step not in data:
            return pointer[:position]
        data = data[step]
    return pointer

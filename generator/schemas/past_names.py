"""The names that schemas had before: each keeps its own for as long as it is there.

A schema is known again by where it stands and what it says of a value; one that says something
else now is known by where it stands and what it would be called. The first goes before the
second, so that no name goes to a neighbour.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from generator.name_history import NamedSchema
from generator.naming import Identifier, class_name
from generator.schemas.keywords import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.document.document import Document, Node
    from generator.document.source import Json

_NAMED: Final = "#/components/schemas/"
_OPERATION: Final = len(("paths", "/pets", "get"))
_DIGITS: Final = 12


class KeptNames:
    """Knows schemas again, and remembers which names it was told of in this run.

    Args:
        document: in which schemas are looked for, so that nothing new takes the name of one.
        before: the schemas of the earlier run.
    """

    def __init__(self, document: Document, before: Iterable[NamedSchema]) -> None:
        self._document = document
        self._digests: dict[str, frozenset[str]] = {}
        usable = [one for one in before if class_name(one.name) == one.name]
        there = {one for one in usable if self._is_there(one)}
        self.reserved = frozenset(one.name for one in there)
        self._same: defaultdict[tuple[str, str], list[NamedSchema]] = defaultdict(list)
        self._like: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for one in sorted(usable):
            self._same[one.place, one.digest].append(one)
            if one.name not in self.reserved:
                self._like[one.place, one.stem].add(one.name)
        self.given: set[NamedSchema] = set()

    def find(self, node: Node, stem: str) -> Identifier | None:
        """Return the name that a schema had; None for one that is new."""
        way = self._way(node)
        same = self._same.get((way, _digest(node.value)), [])
        named = {one.name for one in same if one.stem == stem}
        if not named and way.startswith(_NAMED):
            # What stands in a named schema has one name; elsewhere, one for each reader.
            named = {one.name for one in same}
        named = named or self._like.get((way, stem), set())
        return Identifier(next(iter(named))) if len(named) == 1 else None

    def remember(self, node: Node, stem: str, name: str) -> None:
        """Remember which name a schema has been given."""
        self.given.add(NamedSchema(name, self._way(node), stem, _digest(node.value)))

    def _way(self, node: Node) -> str:
        file = "" if node.document.path == self._document.path else node.document.name
        return f"{file}#/{'/'.join(_steps(node.document.data, node.pointer))}"

    def _is_there(self, one: NamedSchema) -> bool:
        file, _, way = one.place.partition("#/")
        if file:
            return True  # not read yet, and likely to be there
        if one.place not in self._digests:
            found = _at(self._document.data, way.split("/"))
            self._digests[one.place] = frozenset(map(_digest, found))
        return one.digest in self._digests[one.place] and self._is_called(one, way.split("/"))

    def _is_called(self, one: NamedSchema, steps: Sequence[str]) -> bool:
        """Whether a schema of an operation is asked for by the name of that operation still."""
        if steps[0] != "paths" or len(steps) < _OPERATION:
            return True
        names = [
            value.get("operationId")
            for value in _at(self._document.data, steps[:_OPERATION])
            if isinstance(value, dict)
        ]
        return all(one.stem.startswith(class_name(name)) for name in names if isinstance(name, str))


def _steps(value: Json, pointer: Sequence[str]) -> Iterator[str]:
    for step in pointer:
        if isinstance(value, list):
            yield "*"
            value = value[int(step)]
        else:
            yield step.replace("~", "~0").replace("/", "~1")
            value = value[step] if isinstance(value, dict) else None


def _at(value: Json, steps: Sequence[str]) -> Iterator[Json]:
    """Yield each part that a way leads to."""
    if not steps:
        yield value
    elif isinstance(value, list) and steps[0] == "*":
        for item in value:
            yield from _at(item, steps[1:])
    elif isinstance(value, dict):
        key = steps[0].replace("~1", "/").replace("~0", "~")
        if key in value:
            yield from _at(value[key], steps[1:])


def _digest(value: Json) -> str:
    text = json.dumps(bare(value), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]

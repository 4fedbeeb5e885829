"""The names of schemas in an earlier run, which they keep.

A schema is recognized by its place and its meaning. If its meaning changed, it is recognized by
its place and the name that it would get. The first rule wins, so that no schema takes the name of
a neighbour.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from generator.name_history import NamedSchema
from generator.naming import Identifier, class_name
from generator.schemas.keywords import strip_annotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.document.document import Document, Node
    from generator.document.source import Json

_WITHIN_COMPONENT: Final = re.compile(r"#/components/schemas/[^/]*/")
_OPERATION: Final = len(("paths", "/pets", "get"))
_DIGITS: Final = 12


class PastNames:
    """Finds the earlier names of schemas, and records the names of this run.

    A name is reserved, so that no new schema takes it, if its schema is still in the document.
    """

    def __init__(self, document: Document, before: Iterable[NamedSchema]) -> None:
        self._document = document
        self._digests: dict[str, set[str]] = {}
        usable = [one for one in before if class_name(one.name) == one.name]
        present = {one for one in usable if self._is_present(one)}
        self.reserved = frozenset(one.name for one in present)
        self._by_digest: defaultdict[tuple[str, str], list[NamedSchema]] = defaultdict(list)
        self._by_stem: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for one in sorted(usable):
            self._by_digest[one.place, one.digest].append(one)
            if one.name not in self.reserved:
                self._by_stem[one.place, one.stem].add(one.name)
        self.current: set[NamedSchema] = set()  # of this run

    def find(self, node: Node, stem: str) -> Identifier | None:
        """Return the earlier name of a schema; None if it is new."""
        place = self._place(node)
        equal = self._by_digest.get((place, _digest(node.value)), [])
        names = {one.name for one in equal if one.stem == stem}
        if not names and _WITHIN_COMPONENT.match(place):
            # Within a component schema it has one name; elsewhere, one for each operation.
            names = {one.name for one in equal}
        names = names or self._by_stem.get((place, stem), set())
        return Identifier(next(iter(names))) if len(names) == 1 else None

    def remember(self, node: Node, stem: str, name: str) -> None:
        """Record the name of a schema in this run."""
        self.current.add(NamedSchema(name, self._place(node), stem, _digest(node.value)))

    def _place(self, node: Node) -> str:
        file = "" if node.document.path == self._document.path else node.document.name
        return f"{file}#/{'/'.join(_place_steps(node.document.data, node.pointer))}"

    def _is_present(self, one: NamedSchema) -> bool:
        file, _, place = one.place.partition("#/")
        if file:
            return True  # the file is not read yet; it probably has the schema
        steps = place.split("/")
        if place not in self._digests:
            self._digests[place] = set(map(_digest, _parts_at(self._document.data, steps)))
        return one.digest in self._digests[place] and self._has_operation_name(one, steps)

    def _has_operation_name(self, one: NamedSchema, steps: Sequence[str]) -> bool:
        """Whether the name of a schema in an operation starts with the name of that operation."""
        if steps[0] != "paths" or len(steps) < _OPERATION:
            return True
        names = _parts_at(self._document.data, [*steps[:_OPERATION], "operationId"])
        return all(one.stem.startswith(class_name(name)) for name in names if isinstance(name, str))


def _place_steps(value: Json, pointer: Sequence[str]) -> Iterator[str]:
    for step in pointer:
        if isinstance(value, list):
            yield "*"
            value = value[int(step)]
        else:
            yield step.replace("~", "~0").replace("/", "~1")
            value = value[step] if isinstance(value, dict) else None


def _parts_at(value: Json, steps: Sequence[str]) -> Iterator[Json]:
    if not steps:
        yield value
    elif isinstance(value, list) and steps[0] == "*":
        for item in value:
            yield from _parts_at(item, steps[1:])
    elif isinstance(value, dict):
        key = steps[0].replace("~1", "/").replace("~0", "~")
        if key in value:
            yield from _parts_at(value[key], steps[1:])


def _digest(value: Json) -> str:
    text = json.dumps(strip_annotations(value), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]

"""The names of schemas in an earlier run, which they keep.

A schema is recognized by its place and its meaning. If its meaning changed, it is recognized by
its place and the name that it would get. The first rule wins, so that no schema takes the name of
a neighbour.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from generator.name_history import NamedSchema
from generator.naming import Identifier, class_name
from generator.places import escaped, unescaped
from generator.schemas.meanings import stripped_value, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.document.document import Document, Node
    from generator.document.source import Json

_WITHIN_COMPONENT: Final = re.compile(r"#/components/schemas/[^/]*/")
_OPERATION: Final = len(("paths", "/pets", "get"))
_DIGITS: Final = 12
_NO_STEMS: Final[Mapping[str, str]] = MappingProxyType({})


class PastNames:
    """Finds the earlier names of schemas, and records the names of this run.

    A name is reserved, so that no new schema takes it, if its schema is still in the document.

    Args:
        stems: by method and path, what the names of an operation's schemas begin with.
    """

    def __init__(
        self,
        document: Document,
        before: Iterable[NamedSchema],
        stems: Mapping[str, str] = _NO_STEMS,
    ) -> None:
        self._document = document
        self._stems = stems
        self._digests: dict[str, set[str]] = {}
        self._places: dict[tuple[Document, tuple[str, ...]], tuple[str, Json]] = {}
        usable = [one for one in before if class_name(one.name) == one.name]
        present = {one for one in usable if self._is_present(one)}
        self.reserved = frozenset(one.name for one in present)
        self._by_digest: defaultdict[tuple[str, str], list[NamedSchema]] = defaultdict(list)
        self._by_stem: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for one in sorted(usable):
            self._by_digest[one.place, one.digest].append(one)
            if one.name not in self.reserved or _is_alone_in_file(one):
                self._by_stem[one.place, one.stem].add(one.name)
        self.current: set[NamedSchema] = set()  # of this run

    def find(self, node: Node, stem: str) -> Identifier | None:
        """Return the earlier name of a schema; None if it is new."""
        place = self._place(node)
        equal = self._by_digest.get((place, _digest(node.value, node.document)), [])
        names = {one.name for one in equal if one.stem == stem}
        if not names and _WITHIN_COMPONENT.match(place):
            # Within a component schema it has one name; elsewhere, one for each operation.
            names = {one.name for one in equal}
        names = names or self._by_stem.get((place, stem), set())
        return Identifier(next(iter(names))) if len(names) == 1 else None

    def remember(self, node: Node, stem: str, name: str) -> None:
        """Record the name of a schema in this run."""
        self.current.add(
            NamedSchema(name, self._place(node), stem, _digest(node.value, node.document))
        )

    def _place(self, node: Node) -> str:
        file = "" if node.document.path == self._document.path else node.document.name
        place, _ = self._place_and_value(node.document, node.pointer)
        return f"{file}#{place or '/'}"

    def _place_and_value(self, document: Document, pointer: tuple[str, ...]) -> tuple[str, Json]:
        """Return the place of a part, and its value; they begin with those of its parent."""
        if not pointer:
            return "", document.data
        key = document, pointer
        if key not in self._places:
            place, value = self._place_and_value(document, pointer[:-1])
            step = pointer[-1]
            if isinstance(value, list):
                self._places[key] = f"{place}/*", value[int(step)]
            else:
                member = value[step] if isinstance(value, dict) else None
                self._places[key] = f"{place}/{escaped(step)}", member
        return self._places[key]

    def _is_present(self, one: NamedSchema) -> bool:
        file, _, place = one.place.partition("#/")
        if file:
            return True  # the file is not read yet; it probably has the schema
        steps = place.split("/")
        if place not in self._digests:
            parts = _parts_at(self._document.data, steps)
            self._digests[place] = {_digest(part, self._document) for part in parts}
        return one.digest in self._digests[place] and self._has_operation_name(one, steps)

    def _has_operation_name(self, one: NamedSchema, steps: Sequence[str]) -> bool:
        """Whether the name of a schema in an operation starts with the name of that operation."""
        if steps[0] != "paths" or len(steps) < _OPERATION:
            return True
        path, method = unescaped(steps[1]), steps[2].upper()
        return one.stem.startswith(self._stems.get(f"{method} {path}", ""))


def _is_alone_in_file(one: NamedSchema) -> bool:
    """Whether a schema is in another file, at a place that no other schema has.

    Its name is reserved until that file is read, but it may have it, also with another meaning.
    """
    file, _, place = one.place.partition("#/")
    return bool(file) and "*" not in place.split("/")


def _parts_at(value: Json, steps: Sequence[str]) -> Iterator[Json]:
    if not steps:
        yield value
    elif isinstance(value, list) and steps[0] == "*":
        for item in value:
            yield from _parts_at(item, steps[1:])
    elif isinstance(value, dict):
        key = unescaped(steps[0])
        if key in value:
            yield from _parts_at(value[key], steps[1:])


def _digest(value: Json, document: Document) -> str:
    text = text_of(stripped_value(value, document), document)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]

"""A document and its parts, each of which knows where it stands in the source."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from generator.document.source import Source, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog, Location
    from generator.document.source import Given, Json

_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class _Positions(Protocol):
    def offset(self, pointer: Sequence[str]) -> int: ...


class Document:
    """One file that was read, and what is in it."""

    def __init__(
        self,
        path: Path,
        source: Source,
        data: Json,
        *,
        is_json: bool,
        origins: Mapping[tuple[str, ...], Node | None] | None = None,
    ) -> None:
        self.path = path
        self.data = data
        self._source = source
        self._is_json = is_json
        self._origins = origins or {}

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    @property
    def digest(self) -> str:
        """SHA-256 of the file's bytes."""
        return self._source.digest

    @property
    def root(self) -> Node:
        """The whole of it."""
        return Node(self, (), self.data)

    def with_data(self, data: Json, origins: Mapping[tuple[str, ...], Node | None]) -> Document:
        """The same file with other contents, as an overlay makes them.

        `origins` tells of the parts that are from elsewhere; None stands for one whose
        items are no longer where the source has them.
        """
        known = {place: node for place, node in self._origins.items() if place not in origins}
        return Document(
            self.path,
            self._source,
            data,
            is_json=self._is_json,
            origins={**known, **origins},
        )

    def locate(self, pointer: Sequence[str]) -> Location:
        """Where a part stands, or its nearest ancestor if the source has no such part."""
        place = tuple(pointer)
        for length in range(len(place), 0, -1):
            if place[:length] not in self._origins:
                continue
            origin = self._origins[place[:length]]
            if origin is not None:
                return origin.document.locate((*origin.pointer, *place[length:]))
            place = place[:length]
        return self._source.location(self._positions.offset(place))

    @cached_property
    def _positions(self) -> _Positions:
        # Only a diagnostic asks for places, and keeping them from the start would
        # slow every run: so the text is parsed once more when the first one does.
        if self._is_json:
            from generator.document.json_text import JsonPositions  # noqa: PLC0415  seldom needed

            return JsonPositions(self._source.text)
        from generator.document.yaml_text import YamlPositions  # noqa: PLC0415  not for JSON documents

        return YamlPositions(self._source.text)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document: its value, and the way to it from the root."""

    document: Document
    pointer: tuple[str, ...]
    value: Json = field(compare=False)

    def get(self, *keys: str) -> Node | None:
        """A member of a mapping, or of a mapping within it; None where a key leads nowhere."""
        value = self.value
        for key in keys:
            if not isinstance(value, dict) or key not in value:
                return None
            value = value[key]
        return Node(self.document, (*self.pointer, *keys), value)

    def text(self, key: str) -> str | None:
        """A member that is text; None for a member of another kind too."""
        found = self.get(key)
        return found.value if found and isinstance(found.value, str) else None

    def is_true(self, key: str) -> bool:
        """Whether a member is there and true."""
        found = self.get(key)
        return found is not None and found.value is True

    def __getitem__(self, key: str | int) -> Node:
        """A member of a mapping or an item of a list, which must be there."""
        if isinstance(self.value, list):
            index = int(key)
            return Node(self.document, (*self.pointer, str(index)), self.value[index])
        found = self.get(str(key))
        if found is None:
            raise KeyError(key)
        return found

    def members(self, *keys: str) -> Iterator[tuple[str, Node]]:
        """The members of this mapping, or of what `get` finds; nothing for another kind."""
        owner = self.get(*keys)
        if owner and isinstance(owner.value, dict):
            for key, value in owner.value.items():
                yield key, Node(owner.document, (*owner.pointer, key), value)

    def items(self, *keys: str) -> Iterator[Node]:
        """The items of this list, or of what `get` finds; nothing for another kind."""
        owner = self.get(*keys)
        if owner and isinstance(owner.value, list):
            for index, value in enumerate(owner.value):
                yield Node(owner.document, (*owner.pointer, str(index)), value)

    def location(self) -> Location:
        """Where it stands in the source."""
        return self.document.locate(self.pointer)


def load(
    path: Path, log: DiagnosticLog, kind: str = "document", given: Given | None = None
) -> Document:
    """Read a YAML or JSON file; raises `OpgenError` when it cannot be read.

    JSON is tried for what looks like it, whatever the file is called. The arguments are
    those of `read_source`.
    """
    source = read_source(path, log, kind, given)
    start = source.text.lstrip()[:1]
    if not start:
        log.fail("empty-document", f"the {kind} is empty", at=source.location(0))
    if start in "{[":
        data, is_json = _load_json(path, source, log)
        if is_json:
            _refuse_half_characters(source, data, kind, log)
            return Document(path, source, data, is_json=True)
    from generator.document.yaml_text import read_yaml  # noqa: PLC0415  not for JSON documents

    data, source = read_yaml(source, log)
    _refuse_half_characters(source, data, kind, log)
    return Document(path, source, data, is_json=False)


def _refuse_half_characters(source: Source, data: Json, kind: str, log: DiagnosticLog) -> None:
    """Refuse an escaped half of a surrogate pair, which is no text (RFC 8259, section 8.2)."""
    escape = _HALF.search(source.text)
    if escape is None:
        return
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        log.fail(
            "half-character",
            f"the {kind} holds half of a surrogate pair, which is no character",
            at=source.location(escape.start()),
            help="write the character itself, or both halves of it",
        )


def _load_json(path: Path, source: Source, log: DiagnosticLog) -> tuple[Json, bool]:
    """The data and True, or False when it may be YAML in its flow style."""
    from generator.document.json_text import read_json  # noqa: PLC0415  not for YAML documents

    try:
        return read_json(source, log), True
    except json.JSONDecodeError as error:
        if path.suffix.lower() == ".json":
            log.fail(
                "invalid-json",
                f"the JSON cannot be read: {error.msg}",
                at=source.location(error.pos),
            )
    return None, False

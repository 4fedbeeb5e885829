"""A document and its nodes; each node knows its location in the source."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from generator.document.foreign import of_text
from generator.document.source import SourceFile, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog, Location
    from generator.document.fetched_places import Fetched
    from generator.document.json_offsets import JsonOffsets
    from generator.document.source import Json, SourceContent
    from generator.document.yaml_text import YamlOffsets

_COMMENT = re.compile(r"//[ \t]|/\*")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, eq=False)
class Document:
    """A file and its parsed content.

    Attributes:
        origins: by pointer, the node that a part was copied from, such as one of an overlay;
            None for a list whose items have other indexes than in the source.
        stripped: by the id of a part, the part and what it means for types.
        texts: by the id of a part, the part and its text.
        depths: by the id of a part, the part and its depth.
        renamed_paths: by key of `paths`, the key that overlay actions of faults give it.
        has_overlays: whether overlays apply to this file; they do not to a referenced one.
        fetched: what was fetched with a document that is not on disk yet.
    """

    path: Path
    data: Json
    source: SourceFile
    is_json: bool
    origins: Mapping[tuple[str, ...], Node | None] = field(default_factory=dict)
    has_overlays: bool = True
    stripped: dict[int, tuple[Json, Json]] = field(default_factory=dict)
    texts: dict[int, tuple[Json, str]] = field(default_factory=dict)
    depths: dict[int, tuple[Json, int]] = field(default_factory=dict)
    renamed_paths: dict[str, str] = field(default_factory=dict)
    fetched: Fetched | None = None

    @property
    def name(self) -> str:
        """The name of the file, for messages."""
        return self.path.name

    @property
    def digest(self) -> str:
        """SHA-256 of the file's bytes."""
        return self.source.digest

    @property
    def root(self) -> Node:
        """The root node."""
        return Node(self, (), self.data)

    def locate(self, pointer: Sequence[str]) -> Location:
        """Return the location of a part, or of its nearest ancestor that is in the source."""
        place = tuple(pointer)
        for length in range(len(place), 0, -1):
            if place[:length] not in self.origins:
                continue
            origin = self.origins[place[:length]]
            if origin is not None:
                return origin.document.locate((*origin.pointer, *place[length:]))
            place = place[:length]
        return self.source.location(self._offsets.offset(place))

    def scalar_text(self, pointer: Sequence[str]) -> str | None:
        """Return the text of a scalar in the source: `1.10` of the number 1.1; None if unknown."""
        place = tuple(pointer)
        for length in range(len(place), 0, -1):
            if place[:length] in self.origins:
                origin = self.origins[place[:length]]
                if origin is None:
                    return None
                return origin.document.scalar_text((*origin.pointer, *place[length:]))
        return self._offsets.scalar_text(place)

    @cached_property
    def _offsets(self) -> JsonOffsets | YamlOffsets:
        # Only diagnostics need offsets. Recording them always would slow every run, so the
        # text is read again for them.
        if self.is_json:
            from generator.document.json_offsets import JsonOffsets  # noqa: PLC0415  rarely needed

            return JsonOffsets(self.source.text)
        from generator.document.yaml_text import YamlOffsets  # noqa: PLC0415  not for JSON documents

        return YamlOffsets(self.source.text)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document: its value, and its pointer from the root."""

    document: Document
    pointer: tuple[str, ...]
    value: Json = field(compare=False)

    def get(self, *keys: str) -> Node | None:
        """Return a member, or a member of a member; None if a key is missing."""
        value = self.value
        for key in keys:
            if not isinstance(value, dict) or key not in value:
                return None
            value = value[key]
        return Node(self.document, (*self.pointer, *keys), value)

    def text(self, key: str) -> str | None:
        """Return a member that is a string; None if it is missing or not a string."""
        member = self.get(key)
        return member.value if member and isinstance(member.value, str) else None

    def is_true(self, key: str) -> bool:
        """Whether a member exists and is true."""
        member = self.get(key)
        return member is not None and member.value is True

    def __getitem__(self, key: str | int) -> Node:
        """Return an existing member of a mapping or item of a list."""
        if isinstance(self.value, list):
            index = int(key)
            return Node(self.document, (*self.pointer, str(index)), self.value[index])
        member = self.get(str(key))
        if member is None:
            raise KeyError(key)
        return member

    def members(self, *keys: str) -> Iterator[tuple[str, Node]]:
        """Yield the members of this mapping, or of what `get` returns; nothing if it is not one."""
        owner = self.get(*keys)
        if owner and isinstance(owner.value, dict):
            for key, value in owner.value.items():
                yield key, Node(owner.document, (*owner.pointer, key), value)

    def items(self, *keys: str) -> Iterator[Node]:
        """Yield the items of this list, or of what `get` returns; nothing if it is not one."""
        owner = self.get(*keys)
        if owner and isinstance(owner.value, list):
            for index, value in enumerate(owner.value):
                yield Node(owner.document, (*owner.pointer, str(index)), value)

    @property
    def parent(self) -> Node | None:
        """The mapping or list that contains this part; None for the root."""
        if not self.pointer:
            return None
        node = self.document.root
        for step in self.pointer[:-1]:
            node = node[step]
        return node

    def location(self) -> Location:
        """Return the location in the source."""
        return self.document.locate(self.pointer)


def load(
    path: Path, log: DiagnosticLog, kind: str = "document", content: SourceContent | None = None
) -> Document:
    """Parse a YAML or JSON file; the arguments are those of `read_source`.

    A file that starts like JSON is parsed as JSON first, independent of its name.

    Raises:
        OpgenError: the file cannot be read or parsed.
    """
    source = read_source(path, log, kind, content)
    start = source.text.lstrip()[:1]
    if not start:
        log.fail("empty-document", f"the {kind} is empty", at=source.location(0))
    foreign = of_text(source.text, source.name) if start == "<" else None
    if foreign:
        message = f"the {kind} is {foreign.kind}, not OpenAPI"
        log.fail("not-openapi", message, at=source.location(0), help=foreign.help)
    data, is_json = _load_json(path, source, log) if start in "{[" else (None, False)
    if not is_json:
        from generator.document.yaml_text import read_yaml  # noqa: PLC0415  not for JSON documents

        data, source = read_yaml(source, log)
    _refuse_lone_surrogates(source, data, kind, log)
    fetched = content.fetched if content else None
    return Document(path, data, source, is_json, has_overlays=kind == "document", fetched=fetched)


def _refuse_lone_surrogates(source: SourceFile, data: Json, kind: str, log: DiagnosticLog) -> None:
    """Fail on an escaped lone surrogate, which is not text (RFC 8259, section 8.2)."""
    escape = _SURROGATE.search(source.text)
    if escape is None:
        return
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        log.fail(
            "half-character",
            f"the {kind} contains half of a surrogate pair, which is not a character",
            at=source.location(escape.start()),
            help="write the character itself, or both halves of the pair",
        )


def _load_json(path: Path, source: SourceFile, log: DiagnosticLog) -> tuple[Json, bool]:
    """Return the data and True; return None and False if the text may be YAML in flow style."""
    from generator.document.json_text import read_json  # noqa: PLC0415  not for YAML documents

    try:
        return read_json(source, log), True
    except json.JSONDecodeError as error:
        # YAML takes `// text` for a key, and its messages do not mention JSON.
        comment = _COMMENT.match(source.text, error.pos) is not None
        if comment or path.suffix.lower() == ".json":
            message = f"the JSON is invalid: {error.msg}"
            advice = "JSON has no comments; remove them" if comment else None
            log.fail("invalid-json", message, at=source.location(error.pos), help=advice)
    return None, False

"""YAML → plain data by YAML 1.2's rules, and where each part of it stands."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import yaml

from generator.diagnostics import shown
from generator.yamlnodes import (
    MAX_DEPTH,
    PLAIN,
    QUOTED,
    Composed,
    TooDeepError,
    collector_off,
    compose,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document import Json
    from generator.source import Source

MAX_EXPANDED = 3_000_000
_CORE = "tag:yaml.org,2002:"
_MERGE = "<<"
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER_START = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class YamlPositions:
    """Offsets of the parts of a YAML text that is known to be well-formed."""

    def __init__(self, text: str) -> None:
        self._root = compose(text).root

    def offset(self, pointer: Sequence[str]) -> int:
        """Where the value at `pointer`, or its nearest ancestor, stands.

        A value on a line of its own is found at its key, which is what names it.
        """
        node = self._root
        offset = node.start_mark.index if node else 0
        for step in pointer:
            if isinstance(node, yaml.MappingNode):
                found = _member(node, step)
                if found is None:
                    break
                key, node = found
                start, value = key.start_mark, node.start_mark
                same_line = start.line == value.line and start.index < value.index
                offset = value.index if same_line else start.index
            elif isinstance(node, yaml.SequenceNode) and _is_index(step, node.value):
                node = node.value[int(step)]
                offset = node.start_mark.index
            else:
                break
        return offset


def read_yaml(source: Source, log: DiagnosticLog) -> tuple[Json, Source]:
    """Read a YAML text; what is wrong with it becomes diagnostics, all of them at once.

    The source is the one read from, or one whose indentation was mended.
    """
    composed = _composed(source, log)
    if composed.mended:
        source = source.mended(composed.text)
    for line in composed.mended:
        log.warning(
            "indentation",
            "the entry is not indented like the others of its mapping; read as one of them",
            at=source.line_location(line + 1),
        )
    if composed.root is None:
        log.fail("empty-document", "the document is empty", at=source.location(0))
    with collector_off():
        data, _ = _Reader(source, log).read(composed.root)
    log.raise_errors()
    return data, source


def _composed(source: Source, log: DiagnosticLog) -> Composed:
    try:
        return compose(source.text)
    except (TooDeepError, RecursionError):
        log.fail(
            "too-deep",
            f"the document is nested more than {MAX_DEPTH} levels deep",
            at=source.location(0),
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = " ".join(part for part in (error.context, error.problem) if part)
        log.fail(
            "invalid-yaml",
            f"the YAML cannot be read: {why}",
            at=source.location(mark.index if mark else 0),
            help=_advice(source.text, mark.index if mark else 0),
        )
    except yaml.YAMLError:
        found = _UNPRINTABLE.search(source.text)
        log.fail(
            "invalid-yaml",
            "the YAML holds a character that YAML does not allow",
            at=source.location(found.start() if found else 0),
            help="write it as an escape within double quotes, or remove it",
        )


class _Reader:
    """Turns composed nodes into plain data; aliased parts are shared, not copied."""

    def __init__(self, source: Source, log: DiagnosticLog) -> None:
        self._source = source
        self._log = log
        self._done: dict[int, tuple[Json, int]] = {}
        self._open: set[int] = set()

    def read(self, node: yaml.Node) -> tuple[Json, int]:
        """The value of a node and how many nodes it is once aliases are written out."""
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node), 1
        identity = id(node)
        if identity in self._done:
            return self._done[identity]
        if identity in self._open:
            self._error("circular-alias", "the alias stands within what it names", node)
            return None, 1
        self._open.add(identity)
        result: tuple[Json, int]
        if isinstance(node, yaml.MappingNode):
            result = self._mapping(node)
        else:
            parts = [self.read(item) for item in node.value]
            result = [value for value, _ in parts], 1 + sum(size for _, size in parts)
        if result[1] > MAX_EXPANDED:
            self._log.fail(
                "alias-bomb",
                f"the aliases of the document stand for more than {MAX_EXPANDED} values",
                at=self._source.location(node.start_mark.index),
                help="write shared parts as components and refer to them with $ref",
            )
        self._open.discard(identity)
        self._done[identity] = result
        return result

    def _mapping(self, node: yaml.MappingNode) -> tuple[dict[str, Json], int]:
        mapping: dict[str, Json] = {}
        merged: list[dict[str, Json]] = []
        lines: dict[str, yaml.Node] = {}
        total = 1
        for key, value_node in node.value:
            name = self._key(key)
            if name is None:
                continue
            value, size = self.read(value_node)
            total += size
            if _is_merge(key):
                merged += self._merged(value, value_node)
            elif name in mapping:
                self._duplicate(name, key, lines[name])
            else:
                mapping[name] = value
                lines[name] = key
        for part in merged:
            for name, value in part.items():
                mapping.setdefault(name, value)
        return mapping, total

    def _key(self, key: yaml.Node) -> str | None:
        if isinstance(key, yaml.ScalarNode):
            return text_of(key)
        message = "a key must be a plain word or a string, not a mapping or a list"
        self._error("invalid-key", message, key, "put quotes around the key")
        return None

    def _merged(self, value: Json, node: yaml.Node) -> list[dict[str, Json]]:
        parts = value if isinstance(value, list) else [value]
        mappings = [part for part in parts if isinstance(part, dict)]
        if len(mappings) != len(parts):
            self._error("invalid-merge", "only a mapping can be merged with '<<'", node)
        return mappings

    def _duplicate(self, name: str, key: yaml.Node, first: yaml.Node) -> None:
        line = self._source.location(first.start_mark.index).line
        message = f"the key {shown(name)} stands twice in one mapping, first on line {line}"
        self._error("duplicate-key", message, key, "remove one of the two")

    def _scalar(self, node: yaml.ScalarNode) -> Json:
        text = text_of(node)
        tag = node.tag
        if tag == PLAIN:
            return plain_value(text)
        if tag == QUOTED:
            return text
        kind = tag.removeprefix(_CORE)
        if tag != kind and kind in {"int", "float", "bool", "null"}:
            return plain_value(text)
        if tag == kind:
            self._log.warning(
                "unknown-tag",
                f"the tag {shown(tag)} is not known; the value is read as text",
                at=self._source.location(node.start_mark.index),
            )
        return text

    def _error(self, code: str, message: str, node: yaml.Node, advice: str | None = None) -> None:
        self._log.error(code, message, at=self._source.location(node.start_mark.index), help=advice)


def plain_value(text: str) -> str | float | bool | None:
    """What a plain scalar means in YAML 1.2's core schema."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_START:
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 1000 else text
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text


def _member(node: yaml.MappingNode, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    """A member by its name, looked for in merged mappings last."""
    merged: list[yaml.Node] = []
    for key, value in node.value:
        if _is_merge(key):
            merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
        elif isinstance(key, yaml.ScalarNode) and text_of(key) == name:
            return key, value
    parts = (_member(part, name) for part in merged if isinstance(part, yaml.MappingNode))
    return next((part for part in parts if part), None)


def _is_merge(key: yaml.Node) -> bool:
    return key.value == _MERGE and key.tag in {PLAIN, _CORE + "merge"}


def _is_index(step: str, items: Sequence[object]) -> bool:
    return step.isdecimal() and int(step) < len(items)


def _advice(text: str, offset: int) -> str | None:
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    if "\t" in text[start : offset + 1]:
        return "indent with spaces; YAML does not allow tabs there"
    if text[start : offset + 1].count(": ") > 1:
        return "put quotes around a text that holds ': '"
    return None

"""YAML → plain data with the rules of YAML 1.2, and the offset of each value."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from generator import garbage
from generator.diagnostics import shown
from generator.document import yaml_nodes
from generator.document.duplicate_keys import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.document.source import Json, SourceFile

MAX_VALUES = 3_000_000
_Member = tuple[yaml.Node, yaml.Node]
_CORE = "tag:yaml.org,2002:"
_MERGE = "<<"
_WRONG_KEY = "a key must be a plain word or a string, not a mapping or a list; it is ignored"
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SPECIAL_START = frozenset(("", *"~nNtTfF0123456789+-."))
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class YamlOffsets:
    """Offsets of the values in a valid YAML text."""

    def __init__(self, text: str) -> None:
        self._root = yaml_nodes.compose(text).root
        self._members: dict[int, dict[str, _Member]] = {}

    def offset(self, pointer: Sequence[str]) -> int:
        """Return the offset of the value at `pointer`, or of its nearest ancestor.

        A value on another line than its key has the offset of the key.
        """
        node = self._root
        offset = node.start_mark.index if node else 0
        for step in pointer:
            if isinstance(node, yaml.MappingNode):
                member = self._members_of(node).get(step)
                if member is None:
                    break
                key, node = member
                start, value = key.start_mark, node.start_mark
                same_line = start.line == value.line and start.index < value.index
                offset = value.index if same_line else start.index
            elif isinstance(node, yaml.SequenceNode) and _is_index(step, node.value):
                node = node.value[int(step)]
                offset = node.start_mark.index
            else:
                break
        return offset

    def scalar_text(self, pointer: Sequence[str]) -> str | None:
        """Return the text of the scalar at `pointer`; None if there is none."""
        node = self._root
        for step in pointer:
            if isinstance(node, yaml.MappingNode) and (member := self._members_of(node).get(step)):
                node = member[1]
            elif isinstance(node, yaml.SequenceNode) and _is_index(step, node.value):
                node = node.value[int(step)]
            else:
                return None
        return str(node.value) if isinstance(node, yaml.ScalarNode) else None

    def _members_of(self, node: yaml.MappingNode) -> dict[str, _Member]:
        """Return the key and the value of each member; merged mappings come last."""
        if id(node) in self._members:
            return self._members[id(node)]
        members = self._members[id(node)] = {}
        merged: list[yaml.Node] = []
        for key, value in node.value:
            if _is_merge(key):
                merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
            elif isinstance(key, yaml.ScalarNode):
                members.setdefault(key.value, (key, value))
        for part in merged:
            if isinstance(part, yaml.MappingNode):
                for name, member in self._members_of(part).items():
                    members.setdefault(name, member)
        return members


def read_yaml(source: SourceFile, log: DiagnosticLog) -> tuple[Json, SourceFile]:
    """Parse a YAML text.

    Returns:
        The data, and the source, with its indentation repaired if necessary.

    Raises:
        OpgenError: the text is invalid; the log has all errors.
    """
    composed = _compose_source(source, log)
    if composed.repaired_lines:
        source = replace(source, text=composed.text, original=source.text)
    for line in composed.repaired_lines:
        log.warning(
            "indentation",
            "the entry is not indented like the others of its mapping; opgen reads it as one",
            at=source.line_location(line + 1),
        )
    if composed.root is None or composed.root.value == "":
        log.fail("empty-document", "the document is empty", at=source.location(0))
    errors = log.errors
    with garbage.paused():
        data = _Reader(source, log).read(composed.root)
    log.raise_errors(beyond=errors)
    return data, source


def _compose_source(source: SourceFile, log: DiagnosticLog) -> yaml_nodes.ComposedText:
    try:
        return yaml_nodes.compose(source.text)
    except (yaml_nodes.TooDeepError, RecursionError):
        message = f"the document is nested more than {yaml_nodes.MAX_DEPTH} levels deep"
        log.fail("too-deep", message, at=source.location(0))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark else 0
        why = " ".join(part for part in (error.context, error.problem) if part)
        log.fail(
            "invalid-yaml",
            f"the YAML is invalid: {why}",
            at=source.location(offset),
            help=_advice(source.text, offset),
        )
    except yaml.YAMLError:
        match = _UNPRINTABLE.search(source.text)
        log.fail(
            "invalid-yaml",
            "the YAML contains a character that YAML does not allow",
            at=source.location(match.start() if match else 0),
            help="write it as an escape in double quotes, or remove it",
        )


class _Reader:
    """Turns composed nodes into plain data; the value of an alias is shared, not copied."""

    def __init__(self, source: SourceFile, log: DiagnosticLog) -> None:
        self._source = source
        self._log = log
        self._values: dict[int, tuple[Json, int]] = {}
        self._open: set[int] = set()
        self._total = 0  # number of values so far, aliases expanded

    def read(self, node: yaml.Node) -> Json:
        """Return the value of a node."""
        if isinstance(node, yaml.ScalarNode):
            text: str = node.value
            if node.tag == yaml_nodes.PLAIN:
                return plain_value(text)
            return text if node.tag == yaml_nodes.QUOTED else self._read_tagged(node)
        identity = id(node)
        if identity in self._values:
            value, size = self._values[identity]
            self._add(size, node)
            return value
        if identity in self._open:
            self._fault(
                "circular-alias", "the alias refers to a node that contains it; it is null", node
            )
            return None
        self._open.add(identity)
        before = self._total
        self._add(len(node.value), node)
        if isinstance(node, yaml.MappingNode):
            value = self._mapping(node)
        else:
            value = [self.read(item) for item in node.value]
        self._open.discard(identity)
        self._values[identity] = value, self._total - before
        return value

    def _add(self, size: int, node: yaml.Node) -> None:
        self._total += size
        if self._total > MAX_VALUES:
            self._log.fail(
                "alias-bomb",
                f"with its aliases expanded, the document has more than {MAX_VALUES} values",
                at=self._source.location(node.start_mark.index),
                help="put shared parts in components and refer to them with $ref",
            )

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Json]:
        mapping: dict[str, Json] = {}
        merged: list[dict[str, Json]] = []
        for key, value_node in node.value:
            value = self.read(value_node)
            name = key.value
            if not isinstance(key, yaml.ScalarNode):
                self._fault("invalid-key", _WRONG_KEY, key, "put quotes around the key")
            elif name == _MERGE and _is_merge(key):
                merged += self._mappings_to_merge(value, value_node)
            elif name in mapping:
                self._log_duplicate(name, key, node)
                mapping[name] = joined(mapping[name], value)
            else:
                mapping[name] = value
        for part in merged:
            for name, value in part.items():
                mapping.setdefault(name, value)
        return mapping

    def _mappings_to_merge(self, value: Json, node: yaml.Node) -> list[dict[str, Json]]:
        parts = value if isinstance(value, list) else [value]
        mappings = [part for part in parts if isinstance(part, dict)]
        if len(mappings) != len(parts):
            self._fault(
                "invalid-merge", "only a mapping can be merged with '<<'; it is ignored", node
            )
        return mappings

    def _log_duplicate(self, name: str, key: yaml.Node, node: yaml.MappingNode) -> None:
        first = next(one for one, _ in node.value if one.value == name)
        line = self._source.location(first.start_mark.index).line
        message = f"the mapping has the key {shown(name)} twice, first on line {line}"
        self._fault(
            "duplicate-key", f"{message}; both values are joined", key, "remove one of them"
        )

    def _read_tagged(self, node: yaml.ScalarNode) -> Json:
        text: str = node.value
        kind = node.tag.removeprefix(_CORE)
        if kind == node.tag:
            self._log.warning(
                "unknown-yaml-tag",
                f"the tag {shown(kind)} is unknown; the value is read as a string",
                at=self._source.location(node.start_mark.index),
            )
        return plain_value(text) if kind in {"int", "float", "bool", "null"} else text

    def _fault(self, code: Code, message: str, node: yaml.Node, advice: str | None = None) -> None:
        self._log.fault(code, message, at=self._source.location(node.start_mark.index), help=advice)


def plain_value(text: str) -> str | float | bool | None:
    """Return the value of a plain scalar in the core schema of YAML 1.2."""
    if text[:1] not in _SPECIAL_START:  # most scalars
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 1000 else text
    if _OCTAL_OR_HEX.fullmatch(text):
        return int(text, 0) if len(text) < 1000 else text
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text


def _is_merge(key: yaml.Node) -> bool:
    return key.value == _MERGE and key.tag in {yaml_nodes.PLAIN, _CORE + "merge"}


def _is_index(step: str, items: Sequence[object]) -> bool:
    return step.isdecimal() and int(step) < len(items)


def _advice(text: str, offset: int) -> str | None:
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    if "\t" in text[start : offset + 1]:
        return "indent with spaces; YAML does not allow tabs here"
    if text[start : offset + 1].count(": ") > 1:
        return "put quotes around a string that contains ': '"
    return None

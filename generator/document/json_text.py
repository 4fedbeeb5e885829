"""JSON → plain data, and the offset of each value."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.source import Json, SourceFile

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_LONG_NUMBER = re.compile(r"\d{4000}")


class _Duplicate(Exception):  # noqa: N818  a signal, not an error for callers
    """An object has a key twice; its offsets are computed afterwards."""


@dataclass(slots=True)
class OffsetTree:
    """The offset of a value, and by key, the offsets of the keys and values of its members."""

    offset: int
    members: dict[str, tuple[int, OffsetTree]] = field(default_factory=dict)
    items: list[OffsetTree] = field(default_factory=list)


class JsonOffsets:
    """Offsets of the values in a valid JSON text.

    Attributes:
        duplicates: repeated keys, with the offsets of the first and the other key.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.duplicates: list[tuple[str, int, int]] = []
        self._root = self._scan()

    def offset(self, pointer: Sequence[str]) -> int:
        """Return the offset of the value at `pointer`, or of its nearest ancestor.

        A value on another line than its key has the offset of the key.
        """
        tree, offset = self._root, self._root.offset
        for step in pointer:
            if step in tree.members:
                key, tree = tree.members[step]
                same_line = "\n" not in self._text[key : tree.offset]
                offset = tree.offset if same_line else key
            elif step.isdecimal() and int(step) < len(tree.items):
                tree = tree.items[int(step)]
                offset = tree.offset
            else:
                break
        return offset

    def written(self, pointer: Sequence[str]) -> str | None:
        """Return the text of the number or constant at `pointer`; None if there is none."""
        tree = self._root
        for step in pointer:
            if step in tree.members:
                tree = tree.members[step][1]
            elif step.isdecimal() and int(step) < len(tree.items):
                tree = tree.items[int(step)]
            else:
                return None
        token = _TOKEN.match(self._text, tree.offset)
        return token.group() if token and token.group()[0] not in '"[{' else None

    def _scan(self) -> OffsetTree:
        root = OffsetTree(0)
        stack = [root]
        key: tuple[str, int] | None = None
        is_mapping = [False]
        for match in _TOKEN.finditer(self._text):
            symbol = match.group()
            if symbol in "]}":
                stack.pop()
                is_mapping.pop()
            elif symbol in ",:":
                continue
            elif is_mapping[-1] and key is None:
                key = (json.loads(symbol, strict=False), match.start())
            else:
                tree = OffsetTree(match.start())
                self._attach(stack[-1], tree, key)
                key = None
                if symbol in "[{":
                    stack.append(tree)
                    is_mapping.append(symbol == "{")
        return root.items[0] if root.items else root

    def _attach(self, parent: OffsetTree, tree: OffsetTree, key: tuple[str, int] | None) -> None:
        if key is None:
            parent.items.append(tree)
            return
        name, offset = key
        if name in parent.members:
            self.duplicates.append((name, parent.members[name][0], offset))
        parent.members[name] = (offset, tree)


def read_json(source: SourceFile, log: DiagnosticLog) -> Json:
    """Parse a JSON text.

    Raises:
        JSONDecodeError: the text is not JSON.
        OpgenError: a key is duplicate, a number is too long, or the nesting is too deep.
    """
    try:
        data: Json = json.loads(
            source.text,
            strict=False,
            object_pairs_hook=_mapping,
            parse_constant=str,
            parse_float=_number,
        )
    except _Duplicate:
        _log_duplicates(source, log)
        log.raise_errors()
        raise
    except RecursionError:
        log.fail("too-deep", "the document is nested too deeply", at=source.location(0))
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python does not parse integers of thousands of digits
        number = _LONG_NUMBER.search(source.text)
        place = source.location(number.start() if number else 0)
        log.fail("bad-number", "the number has too many digits", at=place)
    return data


def _log_duplicates(source: SourceFile, log: DiagnosticLog) -> None:
    for name, first, second in JsonOffsets(source.text).duplicates:
        line = source.location(first).line
        log.error(
            "duplicate-key",
            f"the object has the key {shown(name)} twice, first on line {line}",
            at=source.location(second),
            help="remove one of them",
        )


def _mapping(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _Duplicate
    return mapping


def _number(text: str) -> float | str:
    """Return a finite number; else the text, because JSON has no infinite numbers."""
    value = float(text)
    return value if math.isfinite(value) else text

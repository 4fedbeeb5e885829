"""JSON → plain data, and where each part of it stands."""

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
    from generator.document.source import Json, Source

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_LONG_NUMBER = re.compile(r"\d{4000}")


class _Duplicate(Exception):  # noqa: N818  it ends a reading, it is no error of its own
    """Some mapping has a key twice; where is found afterwards."""


@dataclass(slots=True)
class Spot:
    """Where a value starts; the offset of the line that names it is its key's."""

    offset: int
    members: dict[str, tuple[int, Spot]] = field(default_factory=dict)
    items: list[Spot] = field(default_factory=list)


class JsonPositions:
    """Offsets of the parts of a JSON text that is known to be well-formed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.duplicates: list[tuple[str, int, int]] = []
        self._root = self._scan()

    def offset(self, pointer: Sequence[str]) -> int:
        """Where the value at `pointer`, or its nearest ancestor, stands."""
        spot, offset = self._root, self._root.offset
        for step in pointer:
            if step in spot.members:
                key, spot = spot.members[step]
                same_line = "\n" not in self._text[key : spot.offset]
                offset = spot.offset if same_line else key
            elif step.isdecimal() and int(step) < len(spot.items):
                spot = spot.items[int(step)]
                offset = spot.offset
            else:
                break
        return offset

    def _scan(self) -> Spot:
        root = Spot(0)
        stack = [root]
        key: tuple[str, int] | None = None
        is_mapping = [False]
        for match in _TOKEN.finditer(self._text):
            part = match.group()
            if part in "]}":
                stack.pop()
                is_mapping.pop()
            elif part in ",:":
                continue
            elif is_mapping[-1] and key is None:
                key = (json.loads(part, strict=False), match.start())
            else:
                spot = Spot(match.start())
                self._attach(stack[-1], spot, key)
                key = None
                if part in "[{":
                    stack.append(spot)
                    is_mapping.append(part == "{")
        return root.items[0] if root.items else root

    def _attach(self, parent: Spot, spot: Spot, key: tuple[str, int] | None) -> None:
        if key is None:
            parent.items.append(spot)
            return
        name, offset = key
        if name in parent.members:
            self.duplicates.append((name, parent.members[name][0], offset))
        parent.members[name] = (offset, spot)


def read_json(source: Source, log: DiagnosticLog) -> Json:
    """Read a JSON text; raises `json.JSONDecodeError` when it is none."""
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
    except ValueError:  # Python refuses integers of thousands of digits
        found = _LONG_NUMBER.search(source.text)
        place = source.location(found.start() if found else 0)
        log.fail("bad-number", "the number has too many digits", at=place)
    return data


def _log_duplicates(source: Source, log: DiagnosticLog) -> None:
    for name, first, second in JsonPositions(source.text).duplicates:
        line = source.location(first).line
        log.error(
            "duplicate-key",
            f"the key {shown(name)} stands twice in one object, first on line {line}",
            at=source.location(second),
            help="remove one of the two",
        )


def _mapping(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _Duplicate
    return mapping


def _number(text: str) -> float | str:
    """Keep as text what no finite number can hold: JSON could not carry it on."""
    value = float(text)
    return value if math.isfinite(value) else text

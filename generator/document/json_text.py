"""JSON → plain data."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

from generator.diagnostics import shown
from generator.document.duplicate_keys import with_joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.diagnostics import DiagnosticLog
    from generator.document.source import Json, SourceFile

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_LONG_NUMBER = re.compile(r"\d{4000}")


class _Duplicate(Exception):  # noqa: N818  a signal, not an error for callers
    """An object has a key twice; its offsets are computed afterwards."""


def read_json(source: SourceFile, log: DiagnosticLog) -> Json:
    """Parse a JSON text.

    Raises:
        JSONDecodeError: the text is not JSON.
        OpgenError: a number is too long, or the nesting is too deep.
    """
    try:
        return _parse(source.text, _mapping)
    except _Duplicate:
        _log_duplicates(source, log)
        return _parse(source.text, with_joined)
    except RecursionError:
        log.fail("too-deep", "the document is nested too deeply", at=source.location(0))
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python does not parse integers of thousands of digits
        number = _LONG_NUMBER.search(source.text)
        place = source.location(number.start() if number else 0)
        log.fail("bad-number", "the number has too many digits", at=place)


def _parse(text: str, mapping: Callable[[list[tuple[str, Json]]], Json]) -> Json:
    data: Json = json.loads(
        text,
        strict=False,
        object_pairs_hook=mapping,
        parse_constant=str,
        parse_float=_number,
    )
    return data


def _log_duplicates(source: SourceFile, log: DiagnosticLog) -> None:
    for name, first, second in _find_duplicates(source.text):
        line = source.location(first).line
        log.fault(
            "duplicate-key",
            f"the object has the key {shown(name)} twice, first on line {line}; "
            "both values are joined",
            at=source.location(second),
            help="remove one of them",
        )


def _find_duplicates(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each repeated key of a valid text, with the offsets of the first and the other one."""
    keys: list[dict[str, int] | None] = [None]  # of each open container; None for a list
    is_value = True
    for match in _TOKEN.finditer(text):
        symbol = match.group()
        known = keys[-1]
        if symbol in "[{":
            keys.append({} if symbol == "{" else None)
            is_value = symbol == "["
        elif symbol in "]}":
            keys.pop()
        elif symbol in ",:":
            is_value = symbol == ":" or known is None
        elif known is not None and not is_value:
            name: str = json.loads(symbol, strict=False)
            if name in known:
                yield name, known[name], match.start()
            known[name] = match.start()


def _mapping(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _Duplicate
    return mapping


def _number(text: str) -> float | str:
    """Return a finite number; else the text, because JSON has no infinite numbers."""
    value = float(text)
    return value if math.isfinite(value) else text

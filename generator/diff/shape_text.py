"""Shapes as a reader of Python would write them: safe in a span of code, and never long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.diagnostics import clip
from generator.schemas.shapes import (
    Array,
    Dictionary,
    Enumeration,
    Named,
    Null,
    Nullable,
    Scalar,
    Union,
)
from generator.text import visible

if TYPE_CHECKING:
    from generator.schemas.shapes import Shape

_WRITTEN: Final = {"datetime": "Datetime", "date": "Date", "uuid": "UUID"}
_WIDTH: Final = 100
_LEVELS: Final = 5
_SHOWN: Final = 8


def code(text: str) -> str:
    """Return a text of a document as a span of code."""
    return f"`{clip(_inert(text), _WIDTH)}`"


def written(shape: Shape) -> str:
    """Return a shape as a span of code."""
    return f"`{clip(_written(shape, _LEVELS), _WIDTH)}`"


def _written(shape: Shape, levels: int) -> str:
    if not levels:
        return "…"
    match shape:
        case Array(items):
            return f"list[{_written(items, levels - 1)}]"
        case Dictionary(values):
            return f"dict[str, {_written(values, levels - 1)}]"
        case Nullable(inner):
            return f"{_written(inner, levels)} | None"
        case Union(variants):
            more = [] if len(variants) <= _SHOWN else ["…"]
            return " | ".join([*(_written(one, levels) for one in variants[:_SHOWN]), *more])
        case _:
            return _atom(shape)


def _atom(shape: Shape) -> str:
    match shape:
        case Null():
            return "None"
        case Scalar(kind):
            return _WRITTEN.get(kind, kind)
        case Named(name):
            return str(name)
        case Enumeration(values):
            return " | ".join(_constant(value) for value in values[:_SHOWN])
        case _:
            return "object"


def _constant(value: str | float) -> str:
    text = repr(value[: _WIDTH + 1] if isinstance(value, str) else value)
    return _inert(text)


def _inert(text: str) -> str:
    # A backtick would end the span.
    return visible(text).replace("`", r"\x60")

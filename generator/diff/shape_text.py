"""Shapes as short Python annotations, safe in a Markdown code span."""

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

_SCALAR_NAMES: Final = {"datetime": "Datetime", "date": "Date", "uuid": "UUID"}
_MAX_WIDTH: Final = 100
_MAX_LEVELS: Final = 5
_MAX_OPTIONS: Final = 8


def code_span(text: str) -> str:
    """Return a text of a document as a Markdown code span, at most 100 characters."""
    return f"`{clip(_escape(text), _MAX_WIDTH)}`"


def shape_span(shape: Shape) -> str:
    """Return the annotation of a shape as a Markdown code span, at most 100 characters."""
    return f"`{clip(_text(shape, _MAX_LEVELS), _MAX_WIDTH)}`"


def _text(shape: Shape, levels: int) -> str:
    if not levels:
        return "…"
    match shape:
        case Array(items):
            return f"list[{_text(items, levels - 1)}]"
        case Dictionary(values):
            return f"dict[str, {_text(values, levels - 1)}]"
        case Nullable(inner):
            return f"{_text(inner, levels)} | None"
        case Union(variants):
            ellipsis = [] if len(variants) <= _MAX_OPTIONS else ["…"]
            return " | ".join([*(_text(one, levels) for one in variants[:_MAX_OPTIONS]), *ellipsis])
        case _:
            return _atom(shape)


def _atom(shape: Shape) -> str:
    match shape:
        case Null():
            return "None"
        case Scalar(kind):
            return _SCALAR_NAMES.get(kind, kind)
        case Named(name):
            return str(name)
        case Enumeration(values):
            return " | ".join(_constant(value) for value in values[:_MAX_OPTIONS])
        case _:
            return "object"


def _constant(value: str | float) -> str:
    text = repr(value[: _MAX_WIDTH + 1] if isinstance(value, str) else value)
    return _escape(text)


def _escape(text: str) -> str:
    # A backtick would end the code span.
    return visible(text).replace("`", r"\x60")

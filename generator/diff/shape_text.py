"""Shapes as short Python annotations, safe in a Markdown code span."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.diagnostics import clip
from generator.python_types import Constant, Generic, LiteralOf, Marker, UnionOf
from generator.render.annotations import Printer
from generator.schemas.shapes import Enumeration
from generator.text import visible
from generator.types.shape_types import type_of

if TYPE_CHECKING:
    from generator.python_types import PythonType
    from generator.schemas.shapes import Shape

_MAX_WIDTH: Final = 100
_MAX_LEVELS: Final = 5
_MAX_OPTIONS: Final = 8
_ELLIPSIS: Final = Marker("…")


def code_span(text: str) -> str:
    """Return a text of a document as a Markdown code span, at most 100 characters."""
    escaped = visible(text).replace("`", r"\x60")  # a backtick would end the code span
    return f"`{clip(escaped, _MAX_WIDTH)}`"


def shape_span(shape: Shape) -> str:
    """Return the annotation of a shape as a Markdown code span; constants are its values."""
    if isinstance(shape, Enumeration):
        return code_span(" | ".join(repr(_short(value)) for value in shape.values[:_MAX_OPTIONS]))
    return code_span(Printer("components").type(_shortened(type_of(shape), _MAX_LEVELS)))


def _shortened(one: PythonType, levels: int) -> PythonType:
    if not levels:
        return _ELLIPSIS
    match one:
        case Generic(name, arguments):
            return Generic(name, tuple(_shortened(each, levels - 1) for each in arguments))
        case UnionOf(options):
            ellipsis = (_ELLIPSIS,) if len(options) > _MAX_OPTIONS else ()
            shown = (_shortened(each, levels) for each in options[:_MAX_OPTIONS])
            return UnionOf((*shown, *ellipsis))
        case LiteralOf(values):
            return LiteralOf(tuple(map(_short, values[:_MAX_OPTIONS])))
        case _:
            return one


def _short(value: Constant) -> Constant:
    return value[: _MAX_WIDTH + 1] if isinstance(value, str) else value

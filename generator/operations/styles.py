"""The serialization of parameters: the runtime's class for a style (OpenAPI 3.1, 4.8.12.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from generator.python_types import RuntimeCall
from generator.schemas import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.schemas.shapes import Definition, Shape

_SEPARATORS: Final = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_MODULE: Final = "parameters"
AS_JSON: Final = RuntimeCall(_MODULE, "JsonText")
"""The serialization of a parameter with JSON `content`."""

STYLES: Final = frozenset({*_SEPARATORS, "label", "matrix", "deepObject"})


def style_wrapper(
    wire: str, style: str, shape: Shape, definitions: Mapping[str, Definition], *, explode: bool
) -> RuntimeCall | None:
    """Return the call that serializes a value; None if the runtime's default does it.

    The default is exploded `form` in a query, and `simple`, not exploded, in a path or header.
    """
    kinds = set(_kinds(shape, definitions))
    if style == "deepObject":
        return RuntimeCall(_MODULE, "DeepObject")
    name = quote(wire, safe="")
    if style == "matrix":
        lead = ";" if explode and kinds == {"object"} else f";{name}="
        return _delimited(lead if explode else ",", prefix=lead, pairs=explode)
    if style == "label":
        return _delimited("." if explode else ",", prefix=".", pairs=explode)
    if kinds == {"scalar"}:
        return None
    if style == "form" and explode:
        return None
    return _delimited(_SEPARATORS[style], pairs=explode and "object" in kinds)


def bracket_name(wire: str, shape: Shape, definitions: Mapping[str, Definition]) -> str:
    """Return the name of a parameter, with `[]` at the end if it is a list."""
    is_list = set(_kinds(shape, definitions)) == {"list"}
    return f"{wire}[]" if is_list and not wire.endswith("[]") else wire


def _delimited(separator: str, *, prefix: str = "", pairs: bool = False) -> RuntimeCall:
    options = (("prefix", prefix), ("pairs", pairs))
    keywords = tuple((name, value) for name, value in options if value)
    return RuntimeCall(_MODULE, "Delimited", (separator,), keywords)


def _kinds(shape: Shape, definitions: Mapping[str, Definition]) -> Iterator[str]:
    """Yield the possible kinds of a value: list, object, scalar."""
    match shapes.target(shape, definitions):
        case shapes.Array():
            yield "list"
        case shapes.Dictionary():
            yield "object"
        case shapes.Nullable(inner):
            yield from _kinds(inner, definitions)
        case shapes.Union(variants):
            for variant in variants:
                yield from _kinds(variant, definitions)
        case shapes.Named(name) if isinstance(definitions[name], shapes.ObjectDefinition):
            yield "object"
        case shapes.Anything():
            yield from ("list", "object", "scalar")
        case _:
            yield "scalar"

"""How a parameter is serialized: the runtime's class for its style (OpenAPI 3.1, 4.8.12.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from generator.python_types import RuntimeCall
from generator.schemas.shapes import (
    Anything,
    Array,
    Dictionary,
    Named,
    Nullable,
    ObjectDefinition,
    Union,
    target,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.schemas.shapes import Definition, Shape

_SEPARATORS: Final = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_MODULE: Final = "parameters"
AS_JSON: Final = RuntimeCall(_MODULE, "JsonText")
"""How the value of a parameter with JSON `content` is serialized."""

STYLES: Final = frozenset({*_SEPARATORS, "label", "matrix", "deepObject"})


def wrapper(
    wire: str, style: str, shape: Shape, definitions: Mapping[str, Definition], *, exploded: bool
) -> RuntimeCall | None:
    """Return the call that serializes a value; None if the runtime's default does it.

    The default is `form` exploded in a query, and `simple` not exploded in a path or header.
    """
    kinds = set(_kinds(shape, definitions))
    if style == "deepObject":
        return RuntimeCall(_MODULE, "DeepObject")
    name = quote(wire, safe="")
    if style == "matrix":
        lead = ";" if exploded and kinds == {"object"} else f";{name}="
        return _delimited(lead if exploded else ",", prefix=lead, pairs=exploded)
    if style == "label":
        return _delimited("." if exploded else ",", prefix=".", pairs=exploded)
    if kinds == {"scalar"}:
        return None
    if style == "form" and exploded:
        return None
    return _delimited(_SEPARATORS[style], pairs=exploded and "object" in kinds)


def bracketed(wire: str, shape: Shape, definitions: Mapping[str, Definition]) -> str:
    """Return the name of a parameter as services that read `name[]` know it."""
    is_list = set(_kinds(shape, definitions)) == {"list"}
    return f"{wire}[]" if is_list and not wire.endswith("[]") else wire


def _delimited(separator: str, *, prefix: str = "", pairs: bool = False) -> RuntimeCall:
    options = (("prefix", prefix), ("pairs", pairs))
    keywords = tuple((name, value) for name, value in options if value)
    return RuntimeCall(_MODULE, "Delimited", (separator,), keywords)


def _kinds(shape: Shape, definitions: Mapping[str, Definition]) -> Iterator[str]:
    """Yield what a value can be: a list, an object, or a scalar."""
    match target(shape, definitions):
        case Array():
            yield "list"
        case Dictionary():
            yield "object"
        case Nullable(inner):
            yield from _kinds(inner, definitions)
        case Union(variants):
            for variant in variants:
                yield from _kinds(variant, definitions)
        case Named(name) if isinstance(definitions[name], ObjectDefinition):
            yield "object"
        case Anything():
            yield from ("list", "object", "scalar")
        case _:
            yield "scalar"

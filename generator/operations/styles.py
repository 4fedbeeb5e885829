"""The serialization of parameters and of the members of forms (OpenAPI 3.1, 4.8.12 and 4.8.15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from generator.operations.media_types import essence, is_json
from generator.python_types import RuntimeCall
from generator.schemas import named_shapes, shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.document.document import Node
    from generator.ir import Place
    from generator.python_types import Value
    from generator.schemas.reader import SchemaReader
    from generator.schemas.shapes import Definition, Shape

_MODULE: Final = "parameters"
EXPLODED: Final = RuntimeCall(_MODULE, "Exploded")
"""The default of a query, where it has to be said."""

_SEPARATORS: Final = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_DEFAULTS: Final[Mapping[Place, str]] = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
}
# OpenAPI allows fewer, but these have a meaning in each place.
_STYLES: Final[Mapping[Place, frozenset[str]]] = {
    "path": frozenset({*_SEPARATORS, "label", "matrix"}),
    "query": frozenset({*_SEPARATORS, "deepObject"}),
    "header": frozenset(_SEPARATORS),
    "cookie": frozenset({*_SEPARATORS, "cookie"}),
}
_FIELD_STYLES: Final = frozenset({"form", "spaceDelimited", "pipeDelimited", "deepObject"})
_KEYS_OF_STYLE: Final = ("style", "explode", "allowReserved")


@dataclass(frozen=True, slots=True)
class FieldEncoding:
    """How a member of a form is encoded.

    Attributes:
        media_type: of its parts; None for the default.
        style: the class of the runtime for its style; None if it has none.
    """

    media_type: str | None = None
    style: RuntimeCall | None = None


class StyleReader:
    """Reads `style`, `explode` and `allowReserved`; it counts what it cannot follow."""

    def __init__(self, schemas: SchemaReader) -> None:
        self._schemas = schemas

    def parameter(self, node: Node, wire: str, place: Place, shape: Shape) -> RuntimeCall | None:
        """Return the call that serializes a parameter; None for the default of the runtime."""
        style = self._style(node, _DEFAULTS[place], _STYLES[place])
        flag = node.get("explode")
        explode = flag.value is True if flag else style in ("form", "cookie")
        # A cookie in the style `form` cannot be exploded: `a=1&a=2` would be two cookies.
        explode = explode and (place != "cookie" or style == "cookie")
        escape = "none" if style == "cookie" else "all"
        if node.is_true("allowReserved") and (place == "query" or _is_3_2(node)):
            escape = "unsafe"
        kinds = set(_kinds(shape, self._schemas.definitions))
        return _with_escape(_style_call(wire, style, kinds, explode=explode), escape)

    def field(self, node: Node, shape: Shape) -> FieldEncoding:
        """Return how a member of a form is encoded.

        A style wins over `contentType`. OpenAPI 3.0 ignores it in multipart forms, but documents
        that have it there mean it.
        """
        if not any(node.get(key) for key in _KEYS_OF_STYLE):
            return FieldEncoding(media_type=_part_type(node))
        style, flag = self._style(node, "form", _FIELD_STYLES), node.get("explode")
        kinds = set(_kinds(shape, self._schemas.definitions))
        explode = flag.value is True if flag else style == "form"
        call = _style_call("", style, kinds, explode=explode)
        escape = "unsafe" if node.is_true("allowReserved") else "all"
        call = _with_escape(call, escape)
        return FieldEncoding(style=call or (None if kinds == {"scalar"} else EXPLODED))

    def _style(self, node: Node, default: str, known: frozenset[str]) -> str:
        declared = node.get("style")
        if declared is None or declared.value in known:
            return str(declared.value) if declared else default
        message = f"the style {str(declared.value)!r} is not known here; {default!r} is used"
        self._schemas.degrade("parameter-style", message, node)
        return default


def is_exploded(call: RuntimeCall | None) -> bool:
    """Whether a query parameter has the default style."""
    return call is None or call.name == EXPLODED.name


def bracket_name(wire: str, shape: Shape, definitions: Mapping[str, Definition]) -> str:
    """Return the name of a parameter, with `[]` at the end if it is a list."""
    is_list = set(_kinds(shape, definitions)) == {"list"}
    return f"{wire}[]" if is_list and not wire.endswith("[]") else wire


def _style_call(wire: str, style: str, kinds: set[str], *, explode: bool) -> RuntimeCall | None:
    """Return the call that serializes a value; None if the runtime's default does it.

    The default is exploded `form` in a query, and `simple`, not exploded, in a path or header.
    """
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
    if style in ("form", "cookie") and explode:
        return None
    return _delimited(_SEPARATORS.get(style, ","), pairs=explode and "object" in kinds)


def _delimited(separator: str, *, prefix: str = "", pairs: bool = False) -> RuntimeCall:
    options = (("prefix", prefix), ("pairs", pairs))
    keywords = tuple((name, value) for name, value in options if value)
    return RuntimeCall(_MODULE, "Delimited", (separator,), keywords)


def _with_escape(call: RuntimeCall | None, escape: str) -> RuntimeCall | None:
    if escape == "all":
        return call
    call = call or EXPLODED
    keywords: tuple[tuple[str, Value], ...] = (*call.keywords, ("escape", escape))
    return RuntimeCall(call.module, call.name, call.arguments, keywords)


def _part_type(node: Node) -> str | None:
    """Return the media type of a part.

    Of several the first that is JSON: the name of a file chooses among others, and among a range.
    """
    declared = node.text("contentType") or ""
    types = [one.strip() for one in declared.split(",") if one.strip()]
    if len(types) > 1:
        types = [one for one in types if is_json(one)]
    return types[0] if types and "*" not in essence(types[0]) else None


def _is_3_2(node: Node) -> bool:
    version = node.document.root.get("openapi")
    return version is not None and str(version.value).startswith("3.2")


def _kinds(shape: Shape, definitions: Mapping[str, Definition]) -> Iterator[str]:
    """Yield the possible kinds of a value: list, object, scalar."""
    match named_shapes.target(shape, definitions):
        case shapes.Array() | shapes.Tuple():
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

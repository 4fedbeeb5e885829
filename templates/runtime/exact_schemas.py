"""Schemas of pydantic that accept no value which reading would change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import SchemaSerializer, core_schema

from .files import is_tuple
from .parsing import is_dict, is_list
from .texts import TextDatetime, TextUUID, read_date, read_datetime, read_uuid, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_IN_ORDER: Final = "left_to_right"
_STRICT: Final = frozenset(("bool", "str", "bytes"))
_ARRAYS: Final = frozenset(("list", "tuple", "set"))
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME: Final = r"[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{5}[1-9])?(Z|[+-](0[1-9]|1[0-9]):[0-9]{2})"
_TEXTS: Final = {
    "datetime": (f"{_DAY}T{_TIME}", read_datetime),
    "date": (_DAY, read_date),
    "uuid": ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", read_uuid),
}
_MANY: Final = frozenset(("values_schema", "extras_schema"))
_INNER: Final = frozenset(
    (
        *("schema", "fields", "choices", "definitions"),
        *("items_schema", "keys_schema", "values_schema", "extras_schema"),
    )
)


def exact(schema: Mapping[str, Any]) -> Any:
    """Return a schema that accepts the same values, but none that it would convert."""
    kind = schema["type"]
    if kind in _TEXTS:
        return _text(schema, *_TEXTS[kind])
    if kind in _NUMBERS:
        return core_schema.union_schema([*_NUMBERS[kind]])
    if kind == "literal":
        return _literal(schema)
    if kind == "union":
        schema = _with_strings_last(schema)
    if kind in _ARRAYS:  # many bad items must not give many errors
        schema = {**schema, "fail_fast": True}
    inner = {key: _exact_parts(schema[key]) for key in _INNER & schema.keys()}
    for key in _MANY & inner.keys():
        inner[key] = _with_one_error(inner[key])
    return {**schema, **inner, **({"strict": True} if kind in _STRICT else {})}


def _with_one_error(schema: Any) -> Any:
    """Return a schema with one error for a member, which may have one for each of its variants."""
    if schema["type"] in _STRICT:
        return schema
    error: Any = {"custom_error_type": "misfit", "custom_error_message": "does not fit"}
    return core_schema.union_schema([schema], auto_collapse=False, mode=_IN_ORDER, **error)


def _exact_parts(part: object) -> object:
    """Return a schema, the schemas of a list, or those that have names."""
    if is_list(part):
        return [*map(_exact_parts, part)]
    if is_tuple(part):
        return (*map(_exact_parts, part),)
    if not is_dict(part):
        return part
    if isinstance(part.get("type"), str):
        return exact(part)
    return {name: _exact_parts(one) for name, one in part.items()}


def _text(schema: Any, usual: str, read: Callable[[object], object]) -> core_schema.UnionSchema:
    """Return the schema of a text that a function reads; in its usual form, pydantic does."""
    text = core_schema.str_schema(pattern=f"^{usual}$", strict=True)
    lax: Any = {**schema, "strict": False}
    quick = core_schema.chain_schema([text, lax])
    slow = core_schema.no_info_plain_validator_function(read)
    return core_schema.union_schema([quick, slow], mode=_IN_ORDER)


def _with_strings_last(union: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a union in which a time or a UUID is not read as a string."""
    kinds = {str(one["type"]): one for one in union["choices"] if is_dict(one)}
    if "str" not in kinds or _TEXTS.keys().isdisjoint(kinds):
        return union
    others = [one for one in union["choices"] if one is not kinds["str"]]
    return {**union, "choices": [{**union, "choices": others}, kinds["str"]], "mode": _IN_ORDER}


def _literal(schema: Mapping[str, Any]) -> Any:
    expected: list[object] = schema["expected"]
    constants = [(type(one), one) for one in expected]
    if all(kind is str for kind, _ in constants):
        return schema
    return core_schema.no_info_plain_validator_function(partial(_constant, constants))


def _constant(constants: list[tuple[type, object]], value: object) -> object:
    kind = int if isinstance(value, float) else type(value)  # `1.0` is `1`, but `true` is not
    if (kind, value) not in constants:
        raise ValueError("not one of the constants")
    return value


def _integral(value: object) -> object:
    if not (isinstance(value, float) and value.is_integer()):
        raise ValueError("not an integer")
    return value  # by JSON Schema, `1.0` is an integer


_INT: Final = core_schema.int_schema(strict=True)
_NUMBERS: Final[Mapping[str, tuple[core_schema.CoreSchema, ...]]] = {
    "int": (_INT, core_schema.no_info_plain_validator_function(_integral)),
    "float": (core_schema.float_schema(strict=True, allow_inf_nan=False), _INT),
}
_SERIALIZER: Final = SchemaSerializer(
    core_schema.any_schema(
        serialization=core_schema.plain_serializer_function_ser_schema(text_of, when_used="json")
    )
)
for _kind in (TextDatetime, TextUUID):
    type.__setattr__(_kind, "__pydantic_serializer__", _SERIALIZER)  # pydantic looks for it

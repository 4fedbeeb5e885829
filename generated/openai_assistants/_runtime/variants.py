"""The variants of a union, and the one that data is most alike."""

from __future__ import annotations

import sys
from functools import lru_cache
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from .model import fields, is_model
from .parameters import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .model import Model


def members_of(annotation: Any, data: object = None) -> Iterator[Any]:
    """Yield the members of a union, without aliases and `Annotated`; another type yields itself.

    Variants that a member of the data does not select are left out.
    """
    annotation, by = _unwrapped(annotation)
    if hasattr(by, "variant") and is_object(data):  # a `SelectedBy`
        if (variant := by.variant(data)) is not None:
            yield from members_of(variant, data)
    elif get_origin(annotation) in {Union, UnionType}:
        name = getattr(by, "discriminator", None)
        found = (each for one in get_args(annotation) for each in members_of(one, data))
        yield from (one for one in found if not (name and _lacks(one, name, data)))
    else:
        yield annotation


def is_selected(annotation: Any) -> bool:
    """Return whether the data says which members of a union can fit."""
    annotation, by = _unwrapped(annotation)
    is_union = get_origin(annotation) in {Union, UnionType}
    return by is not None or (is_union and any(map(is_selected, get_args(annotation))))


def _unwrapped(annotation: Any) -> tuple[Any, Any]:
    """Return a type without aliases and `Annotated`, and what selects a variant of it."""
    by: Any = None
    while get_origin(annotation) is Annotated or hasattr(annotation, "__value__"):
        metadata = get_args(annotation)[1:]
        if any(hasattr(one, "to_json") for one in metadata):  # a type of the app
            break
        for one in metadata:
            if by is None and (hasattr(one, "variant") or getattr(one, "discriminator", None)):
                by = one
        is_alias = hasattr(annotation, "__value__")
        annotation = aliased(annotation) if is_alias else get_args(annotation)[0]
    return annotation, by


@lru_cache(maxsize=1024)
def aliased(alias: Any) -> Any:
    """Return the type that an alias names; one that holds itself has it as a string."""
    value = alias.__value__
    if not isinstance(value, str):
        return value
    holder = type("", (), {"__annotations__": {"value": value}})
    names = vars(sys.modules[alias.__module__])
    return get_type_hints(holder, names, include_extras=True)["value"]


def _lacks(model: Any, name: str, data: Any) -> bool:
    """Return whether a field has constants, and the value in data is none of them."""
    if not is_model(model) or not is_object(data):
        return False
    field = next(one for one in fields(model) if one.name == name)
    values = [value for kind in members_of(field.annotation) for value in get_args(kind)]
    return data.get(field.key, values[0]) not in values


def closest(types: list[Any], data: Any) -> Any:
    """Return the type to read an object or an array as, member by member; None if none fits."""
    if is_object(data):
        if len(types) == 1 and is_model(types[0]):
            return types[0]
        models = [one for one in types if is_model(one)]
        fitting = models if len(types) == 1 else [one for one in models if not _denies(one, data)]
        dictionaries = (one for one in types if get_origin(one) is dict)
        return max(fitting, key=lambda one: _likeness(one, data), default=next(dictionaries, None))
    if not is_array(data):
        return None
    length = len(list(data))
    tuples = (one for one in types if get_origin(one) is tuple and len(get_args(one)) == length)
    return next(tuples, None) or next((one for one in types if get_origin(one) is list), None)


def _denies(model: type[Model], data: Mapping[str, Any]) -> bool:
    """Return whether data has another value where the model has a constant."""
    return any(data.get(key, value) != value for key, value in constants(model))


@lru_cache(maxsize=1024)
def constants(model: type[Model]) -> tuple[tuple[str, Any], ...]:
    """Return the members of a model that can have only one value."""
    found: list[tuple[str, Any]] = []
    for _, key, annotation, _ in fields(model):
        kinds = list(members_of(annotation))
        values: tuple[Any, ...] = get_args(kinds[0]) if get_origin(kinds[0]) is Literal else ()
        if len(kinds) == len(values) == 1:
            found.append((key, values[0]))
    return tuple(found)


def _likeness(model: type[Model], data: Mapping[str, Any]) -> int:
    keys = _keys(model)
    return len(keys & data.keys()) - len(keys - data.keys())


@lru_cache(maxsize=1024)
def _keys(model: type[Model]) -> frozenset[str]:
    return frozenset(field.key for field in fields(model))

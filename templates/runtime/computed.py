"""Members that a package computes from others, such as the texts in a response as one.

A path is names of members with dots between them; `[type=message]` takes only the values whose
member `type` is `message`. Each item of a list is looked at. What data does not have is left out:
a property of a model never raises, even if the data differs from the document.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .model import Model
from .parameters import is_object
from .parsing import is_list

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP: Final = re.compile(r"([^.\[\]=]+)(?:\[([^.\[\]=]+)=([^\[\]]*)\])?")
_WORDS: Final = {True: "true", False: "false"}


class _Step(NamedTuple):
    name: str
    key: str
    value: str


def joined_texts(model: Model, path: str) -> str:
    """Return the texts at the end of a path as one; empty if there are none."""
    return "".join(one for one in _values(model, path) if isinstance(one, str))


def first_value(model: Model, path: str) -> Any | None:
    """Return the first value at the end of a path; None if there is none."""
    return next(_values(model, path), None)


def all_values(model: Model, path: str) -> list[Any]:
    """Return the values at the end of a path."""
    return list(_values(model, path))


def _values(model: Model, path: str) -> Iterator[object]:
    found: Iterator[object] = iter([model])
    for step in _steps(path):
        found = _next(found, step)
    return found


def _next(values: Iterator[object], step: _Step) -> Iterator[object]:
    for value in values:
        for one in _items(_member(value, step.name)):
            if not step.key or _text(_member(one, step.key)) == step.value:
                yield one


@lru_cache(maxsize=1024)
def _steps(path: str) -> tuple[_Step, ...]:
    return tuple(_Step(*one.groups("")) for one in _STEP.finditer(path))


def _items(value: object) -> Iterator[object]:
    """Yield a value, or the items of a list, also of one in a list; no nulls."""
    if is_list(value):
        for one in value:
            yield from _items(one)
    elif value is not None:
        yield value


def _member(value: object, key: str) -> object:
    """Return a member by its name in JSON; None if there is none."""
    if isinstance(value, Model):
        name = _attributes(type(value)).get(key)
        extra: dict[str, object] = value.__pydantic_extra__ or {}
        return value.__dict__.get(name) if name else extra.get(key)
    return value.get(key) if is_object(value) else None


@lru_cache(maxsize=1024)
def _attributes(model: type[Model]) -> dict[str, str]:
    """Return the attributes of a model by their names in JSON; it need not be built for that."""
    return {one.alias or name: name for name, one in model.__pydantic_fields__.items()}


def _text(value: object) -> str:
    """Return a constant as a path has it."""
    return _WORDS[value] if isinstance(value, bool) else str(value)

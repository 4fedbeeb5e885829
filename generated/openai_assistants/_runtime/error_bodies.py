"""The body of an error as the type that the document declares."""

from __future__ import annotations

from contextlib import suppress
from types import NoneType
from typing import Any, get_origin

from .model import Model, fields, is_model, load_json, validate_json
from .parameters import is_array, is_object
from .reading import Lenient
from .variants import members_of


def read_json(annotation: object, body: bytes, content_type: str) -> Any:
    """Return the body of an error as far as it fits; None if it is not JSON, or nothing fits."""
    with suppress(ValueError):
        return validate_json(annotation, body)
    try:
        data = load_json(body, content_type)
    except ValueError:
        return None
    value = Lenient().whole(annotation, data).value
    if isinstance(value, Model):
        return value if value.__pydantic_fields_set__ and _fits(value, data) else None
    return None if value is data else value


def _fits(value: Model, data: Any) -> bool:
    """Return whether each member of data is a list, an object or neither, as its field is."""
    for _, key, annotation, _ in fields(type(value)):
        given = data.get(key)
        container = dict if is_object(given) else list if is_array(given) else None
        kinds = {_container(one) for one in members_of(annotation) if one is not NoneType}
        if given is not None and container not in kinds:
            return False
    return True


def _container(kind: Any) -> type | None:
    if is_model(kind) or get_origin(kind) is dict:
        return dict
    return list if get_origin(kind) in {list, tuple} else None

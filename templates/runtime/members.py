"""Members of responses, at any depth."""

from __future__ import annotations

from typing import Any

from .parameters import is_object


def member(value: Any, way: str) -> Any:
    """Return a part of a response, found by attributes joined by dots; None if it is absent."""
    for name in way.split(".") if way else ():
        value = value.get(name) if is_object(value) else getattr(value, name, None)
    return value

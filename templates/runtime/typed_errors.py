"""The bodies of errors, read when they are used: a program without errors imports no model."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import APIError


def read_body(error: APIError, annotation: object) -> Any:
    """Return the body of an error as a type; None if it is something else. It is read once."""
    known = vars(error)
    if "_data" not in known:
        read = import_module(".error_bodies", __package__).read_json
        content_type = error.headers.get("content-type", "")
        known["_data"] = read(annotation, error.raw_body, content_type)
    return known["_data"]

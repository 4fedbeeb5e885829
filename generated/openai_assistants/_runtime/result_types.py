"""The types in the annotations of operations."""

from __future__ import annotations

import ast
import typing
from types import NoneType
from typing import Any, get_args


def evaluated(annotation: object, names: dict[str, Any]) -> object:
    """Return the type of an annotation; this imports the models in it."""

    def function() -> None:
        """Have one annotation: those of the parameters would be evaluated too."""

    function.__annotations__ = {"return": annotation}
    hints = typing.get_type_hints(function, names, include_extras=True)
    return None if hints["return"] is NoneType else hints["return"]


def annotation_of(request: object, position: int = 0) -> object:
    """Return T of `Request[T]`, or another argument of a subclass, such as `PagedRequest[T, Item]`.

    Another annotation is T itself.
    """
    if not isinstance(request, str):
        return get_args(request)[position]
    match ast.parse(request, mode="eval").body:
        case ast.Subscript(ast.Name(name), arguments) if name.endswith("Request"):
            found = arguments.elts if isinstance(arguments, ast.Tuple) else [arguments]
            return ast.get_source_segment(request, found[position])
        case _:
            return request

"""Tools that a model can call, made of the app's own types and functions."""

from __future__ import annotations

import inspect
import re
from dataclasses import field, make_dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeGuard, get_type_hints

from pydantic import Field, TypeAdapter

from ._runtime.errors import ConfigurationError
from .strict_schemas import format_name, strict_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TITLE: Final = r"(?:Args|Arguments|Parameters)"
_SECTION: Final = re.compile(rf"\n\s*(?:{_TITLE}|Raises|Returns|Yields)\s*:")
_ARGUMENTS: Final = re.compile(rf"^{_TITLE}:\n((?:[ \t]+.*\n?|\n)+)", re.MULTILINE)
_ENTRY: Final = re.compile(r"^\*{0,2}(\w+)[^:\n]*:(.*(?:\n[ \t]+.*)*)", re.MULTILINE)


class FunctionTool(dict[str, Any]):
    """The definition of a tool, as it is sent, and what it was made of.

    Attributes:
        model: The type of its arguments.
        function: The function to call; None if it was made of a type.
    """

    def __init__(
        self, definition: dict[str, Any], model: Any, function: Callable[..., object] | None
    ) -> None:
        super().__init__(definition)
        self.model, self.function = model, function


def define(
    source: type | Callable[..., object], name: str | None, description: str | None, *, strict: bool
) -> tuple[dict[str, Any], Any, Callable[..., object] | None]:
    """Return the members of a definition, the type of its arguments, and the function to call.

    Raises:
        ConfigurationError: A parameter has no type, or strict mode cannot express it.
    """
    function = None if isinstance(source, type) else source
    model: Any = source if function is None else arguments_of(function)
    about = _summary(source) if description is None else description
    definition = {
        "name": name or format_name(model),
        "strict": strict,
        "parameters": strict_schema(model) if strict else TypeAdapter(model).json_schema(),
        **({"description": about} if about else {}),
    }
    return definition, model, function


def name_of(tool: object) -> str | None:
    """Return the name of a tool of a request, which is a mapping or a model."""
    inner = _member(tool, "function")
    found = _member(tool if inner is None else inner, "name")
    return found if isinstance(found, str) else None


@lru_cache(maxsize=256)
def arguments_of(function: Callable[..., object]) -> type:
    """Return a dataclass of the arguments of a function; its docstring describes them.

    A pydantic model has no members with names such as `schema`, `copy` and `_id`.

    Raises:
        ConfigurationError: A parameter has no type, or cannot be given by its name.
    """
    try:
        hints = get_type_hints(_typed(function), include_extras=True)
    except NameError as error:
        raise ConfigurationError(f"{_name(function)}: a type cannot be found: {error}") from error
    texts = dict(_arguments(_about(function)))
    members: list[Any] = []
    for name, one in inspect.signature(function).parameters.items():
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD, one.POSITIONAL_ONLY):
            raise ConfigurationError(f"{_name(function)}: {one} cannot be given by its name")
        if name not in hints:
            raise ConfigurationError(f"{_name(function)}: the parameter {name} needs a type")
        kind = hints[name]
        if text := texts.get(name):
            kind = Annotated[kind, Field(description=text)]
        members.append((name, kind, _default(one)))
    return make_dataclass(_name(function), members, kw_only=True)


def _default(parameter: inspect.Parameter) -> Any:
    default = parameter.default
    if default is parameter.empty:
        return field()
    return field(default_factory=lambda: default)  # a list may be the default of a function


def _typed(function: Callable[..., object]) -> Callable[..., object]:
    """Return what has the types of the parameters: not a partial, nor an object with a call."""
    inner: Callable[..., object] = function.func if isinstance(function, partial) else function
    called: Callable[..., object] = inner if inspect.isroutine(inner) else type(inner).__call__
    return called


def _name(function: Callable[..., object]) -> str:
    if isinstance(function, partial):
        return _name(function.func)
    return str(getattr(function, "__name__", type(function).__name__))


def _summary(source: type | Callable[..., object]) -> str:
    """Return the docstring of a class, or the text of a function before its arguments."""
    own = _about(source)
    return own if isinstance(source, type) else inspect.cleandoc(_SECTION.split(own)[0])


def _about(source: type | Callable[..., object]) -> str:
    """Return the docstring; that of a partial is of its function, not of `partial`."""
    own = source.func if isinstance(source, partial) else source
    return own.__doc__ or "" if isinstance(own, type) else inspect.getdoc(own) or ""


def _arguments(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters that a docstring describes below `Args:`, with their descriptions."""
    section = _ARGUMENTS.search(text)
    entries = inspect.cleandoc("\n" + section[1]) if section else ""
    for found in _ENTRY.finditer(entries):
        yield found[1], " ".join(found[2].split())


def _member(owner: object, name: str) -> object:
    return owner.get(name) if _is_mapping(owner) else getattr(owner, name, None)


def _is_mapping(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)

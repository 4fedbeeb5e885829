"""Tools for a chat completion, made of the app's own types and functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .function_tools import FunctionTool, define

if TYPE_CHECKING:
    from collections.abc import Callable

    from . import params


def chat_function_tool(
    source: type | Callable[..., object],
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    strict: bool = True,
) -> params.ChatCompletionTool:
    """Return a tool for `create_chat_completion`, whose calls have typed arguments.

    Args:
        source: A pydantic model or a dataclass, which is the type of the arguments; or a function,
            whose parameters they are.
        name: Default: the name of the source.
        description: Default: its docstring.
        strict: Whether the arguments always fit the schema. Strict mode cannot express all types.

    Raises:
        ConfigurationError: A parameter has no type, or strict mode cannot express it.
    """
    definition, model, function = define(source, name, description, strict=strict)
    made: Any = FunctionTool({"type": "function", "function": definition}, model, function)
    tool: params.ChatCompletionTool = made
    return tool

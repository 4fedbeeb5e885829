"""A client of the OpenAI Assistants API: one function per operation.

Each function has the views `.attempt`, `.raw`, `.request` and `.aio`; one that returns
pages has `.iter`, one that can stream has `.stream`.

- assistants: `list_assistants`, `create_assistant`, `get_assistant`, `modify_assistant`,
  `delete_assistant`

- threads: `create_thread`, `create_thread_and_run`, `get_thread`, `modify_thread`,
  `delete_thread`, `list_messages`, `create_message`, `get_message`, `modify_message`,
  `delete_message`, `list_runs`, `create_run`, `get_run`, `modify_run`, `cancel_run`,
  `list_run_steps`, `get_run_step`, `submit_tool_outputs_to_run`
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import assistants, components, params, threads
    from ._api import Client, configure
    from ._runtime.errors import (
        APIConnectionError,
        APIError,
        APIResponseError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConflictError,
        DriftWarning,
        InternalServerError,
        NotFoundError,
        PermissionDeniedError,
        RateLimitError,
        UnprocessableEntityError,
    )
    from ._runtime.files import File
    from ._runtime.parameters import Omit, omit
    from ._runtime.replies import AsyncReply, Reply
    from ._runtime.request import CallOptions
    from ._runtime.results import Data, Err, Failed, Finished, Ok, Sink
    from ._runtime.streaming import AsyncEventStream, EventStream
    from .assistants import (
        create_assistant,
        delete_assistant,
        get_assistant,
        list_assistants,
        modify_assistant,
    )
    from .threads import (
        cancel_run,
        create_message,
        create_run,
        create_thread,
        create_thread_and_run,
        delete_message,
        delete_thread,
        get_message,
        get_run,
        get_run_step,
        get_thread,
        list_messages,
        list_run_steps,
        list_runs,
        modify_message,
        modify_run,
        modify_thread,
        submit_tool_outputs_to_run,
    )

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncEventStream",
    "AsyncReply",
    "AuthenticationError",
    "BadRequestError",
    "CallOptions",
    "Client",
    "ConfigurationError",
    "ConflictError",
    "Data",
    "DriftWarning",
    "Err",
    "EventStream",
    "Failed",
    "File",
    "Finished",
    "InternalServerError",
    "NotFoundError",
    "Ok",
    "Omit",
    "PermissionDeniedError",
    "RateLimitError",
    "Reply",
    "Sink",
    "UnprocessableEntityError",
    "assistants",
    "cancel_run",
    "components",
    "configure",
    "create_assistant",
    "create_message",
    "create_run",
    "create_thread",
    "create_thread_and_run",
    "delete_assistant",
    "delete_message",
    "delete_thread",
    "get_assistant",
    "get_message",
    "get_run",
    "get_run_step",
    "get_thread",
    "list_assistants",
    "list_messages",
    "list_run_steps",
    "list_runs",
    "modify_assistant",
    "modify_message",
    "modify_run",
    "modify_thread",
    "omit",
    "params",
    "submit_tool_outputs_to_run",
    "threads",
]

_SUBMODULES = (
    "assistants",
    "components",
    "params",
    "threads",
)
_NAMES = {
    "_api": """
        Client configure
    """,
    "_runtime.errors": """
        APIConnectionError APIError APIResponseError APIStatusError APITimeoutError
        AuthenticationError BadRequestError ConfigurationError ConflictError
        DriftWarning InternalServerError NotFoundError PermissionDeniedError
        RateLimitError UnprocessableEntityError
    """,
    "_runtime.files": """
        File
    """,
    "_runtime.parameters": """
        Omit omit
    """,
    "_runtime.replies": """
        AsyncReply Reply
    """,
    "_runtime.request": """
        CallOptions
    """,
    "_runtime.results": """
        Data Err Failed Finished Ok Sink
    """,
    "_runtime.streaming": """
        AsyncEventStream EventStream
    """,
    "assistants": """
        create_assistant delete_assistant get_assistant list_assistants modify_assistant
    """,
    "threads": """
        cancel_run create_message create_run create_thread create_thread_and_run
        delete_message delete_thread get_message get_run get_run_step get_thread
        list_messages list_run_steps list_runs modify_message modify_run modify_thread
        submit_tool_outputs_to_run
    """,
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for (PEP 562)."""
    if name in _SUBMODULES:
        return import_module(f".{name}", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

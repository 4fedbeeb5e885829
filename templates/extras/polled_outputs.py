"""Operations with a job whose output is read as a type of the app, such as in the background."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from ._runtime.polled_streamed_operation import (
    AwaitedPolledStreamedOperation,
    PolledStreamedOperation,
)
from .structured_outputs import (
    AwaitedParsedOperation,
    ParsedOperation,
    parsing,
    text_members,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._runtime.polling import PolledStreamRequest, Polling

P = ParamSpec("P")
T = TypeVar("T")
Event = TypeVar("Event")
State = TypeVar("State")


class PolledParsedOperation(
    ParsedOperation[P, T, Event],
    PolledStreamedOperation[P, T, Event, State],
    Generic[P, T, Event, State],
):
    """An operation with `parse` and `stream`, and with `until_done` for the end of its job."""

    @cached_property
    def aio(self) -> AwaitedPolledParsedOperation[P, T, Event, State]:
        """The same operation, awaited."""
        return AwaitedPolledParsedOperation(self)


class AwaitedPolledParsedOperation(
    AwaitedParsedOperation[P, T, Event],
    AwaitedPolledStreamedOperation[P, T, Event, State],
    Generic[P, T, Event, State],
):
    """Such an operation whose calls are awaited."""


def polled_parsed_response(
    method: str, path: str, polling: Polling
) -> Callable[
    [Callable[P, PolledStreamRequest[T, Event, State]]], PolledParsedOperation[P, T, Event, State]
]:
    """Return a decorator for the function that creates a response, also in the background."""
    return lambda describe: parsing(
        PolledParsedOperation(describe, method, path, polling), text_members
    )

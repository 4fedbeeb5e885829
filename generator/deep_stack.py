"""Run what recurses as deeply as a document is nested.

Python allows 1,000 calls within each other, which a valid document may need more of. The stack of a
thread can be larger than that of the process.
"""

from __future__ import annotations

import functools
import sys
import threading
from typing import TYPE_CHECKING, Final, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_CALLS: Final = 50_000
_STACK: Final = 512 * 2**20  # bytes, of which only what is used takes memory

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class _DeepThread(threading.Thread, Generic[Result]):
    """A thread that keeps what a function returns or raises."""

    def __init__(self, function: Callable[[], Result]) -> None:
        super().__init__(name="opgen", daemon=True)  # so that Ctrl-C ends the process
        self.function = function
        self.results: list[Result] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.results.append(self.function())
        except BaseException as error:  # noqa: BLE001  it is raised in the other thread
            self.error = error


def with_deep_stack(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Let a function run with a stack for documents that are nested deeply."""

    @functools.wraps(function)
    def run(*positional: Arguments.args, **named: Arguments.kwargs) -> Result:
        if isinstance(threading.current_thread(), _DeepThread):
            return function(*positional, **named)
        return _in_thread(lambda: function(*positional, **named))

    return run


def _in_thread(function: Callable[[], Result]) -> Result:
    calls, thread = sys.getrecursionlimit(), _DeepThread(function)
    usual = threading.stack_size(_STACK)
    sys.setrecursionlimit(max(calls, _CALLS))
    try:
        thread.start()
        thread.join()
    finally:
        threading.stack_size(usual)
        sys.setrecursionlimit(calls)
    if thread.error:
        raise thread.error
    return thread.results[0]

"""A stack for what recurses more deeply than Python usually allows."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_CALLS: Final = 50_000
_STACK: Final = 256 * 2**20  # bytes, of which only what is used takes memory
_LOCK: Final = threading.Lock()  # both settings are those of the process
if hasattr(os, "register_at_fork"):  # a child has no thread that would release it
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )

Result = TypeVar("Result")


def on_deep_stack(function: Callable[[], Result]) -> Result:
    """Call a function in a thread that allows many calls within each other."""
    with _LOCK, ThreadPoolExecutor(1) as threads:
        calls, stack = sys.getrecursionlimit(), threading.stack_size(_STACK)
        try:
            sys.setrecursionlimit(max(calls, _CALLS))
            return threads.submit(function).result()
        finally:
            threading.stack_size(stack)
            sys.setrecursionlimit(calls)


def with_enough_stack(function: Callable[[], Result]) -> Result:
    """Call a function, again on a deep stack if it needs that: it must be repeatable."""
    try:
        return function()
    except RecursionError:
        return on_deep_stack(function)

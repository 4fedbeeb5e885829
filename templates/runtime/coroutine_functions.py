"""Objects that `inspect.iscoroutinefunction` takes for functions defined with `async def`.

Retries, test doubles and web frameworks choose by it between a blocking call and an awaited one.
A real `async def` would run nothing before it is awaited: the event loop, which has no frame of
the caller, would report wrong arguments and deprecated operations.
"""

from __future__ import annotations

from functools import update_wrapper
from types import CodeType, MethodType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


async def _any(*_: object, **__: object) -> None:
    """Have the code of a coroutine function."""


class CoroutineFunction:
    """A callable that returns a coroutine."""

    # `inspect` asks for these of what is like a function; the signature is that of `__wrapped__`.
    __code__: ClassVar[CodeType] = _any.__code__
    __defaults__: ClassVar[None] = None
    __kwdefaults__: ClassVar[None] = None


class _Method(CoroutineFunction):
    def __init__(self, method: Callable[..., object]) -> None:
        self._method = method
        update_wrapper(self, method)

    def __call__(self, *args: object, **kwargs: object) -> object:
        return self._method(*args, **kwargs)

    def __get__(self, instance: object, owner: type) -> object:
        return self if instance is None else MethodType(self, instance)


def returns_coroutine(method: F) -> F:
    """Return a method that `inspect` takes for a coroutine function."""
    return cast("F", _Method(method))

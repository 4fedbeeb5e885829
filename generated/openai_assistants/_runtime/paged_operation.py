"""An operation that returns a list in pages, and every way to go through them."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from .blocking import iterate
from .operation import AwaitedOperation, Operation
from .paging import PagedRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from .client import BaseClient
    from .page_calls import PageCalls

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")


class PagedOperation(Operation[P, T, PagedRequest[T, Item]], Generic[P, T, Item]):
    """An operation that returns one page of items; `iter` yields the items of all."""

    def iter(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[Item]:
        """Yield the items of every page, requested as needed; a sink receives nothing."""
        request = self.request(*args, **kwargs)
        return iterate(_calls(self.client_of(request), awaited=False).items(request))

    def pages(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        """Yield every page as a call returns it, requested as needed; a sink receives nothing."""
        request = self.request(*args, **kwargs)
        return iterate(_calls(self.client_of(request), awaited=False).pages(request))

    @cached_property
    def aio(self) -> AwaitedPagedOperation[P, T, Item]:
        """The same operation, awaited."""
        return AwaitedPagedOperation(self)


class AwaitedPagedOperation(AwaitedOperation[P, T, PagedRequest[T, Item]], Generic[P, T, Item]):
    """A paged operation whose calls are awaited."""

    def iter(self, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[Item]:
        """Yield the items of every page, requested as needed; a sink receives nothing."""
        request = self.request(*args, **kwargs)
        return _calls(self.client_of(request), awaited=True).items(request)

    def pages(self, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T]:
        """Yield every page as a call returns it, requested as needed; a sink receives nothing."""
        request = self.request(*args, **kwargs)
        return _calls(self.client_of(request), awaited=True).pages(request)


def paged_operation(
    method: str, path: str
) -> Callable[[Callable[P, PagedRequest[T, Item]]], PagedOperation[P, T, Item]]:
    """Return a decorator for functions that return the request for a page."""
    return lambda describe: PagedOperation(describe, method, path)


def _calls(client: BaseClient, *, awaited: bool) -> PageCalls:
    make: type[PageCalls] = import_module(".page_calls", __package__).PageCalls
    return make(client, awaited=awaited)

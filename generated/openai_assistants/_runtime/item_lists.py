"""Models that are lists: they yield items, and lead to the next page."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from importlib import import_module
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Self, TypeVar, overload

from .blocking import run
from .callers import find_caller
from .errors import APIResponseError, ConfigurationError, ErrorContext
from .members import member
from .model import Model

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping, Sequence

    from .attempts import Attempts
    from .calls import Calls
    from .client import BaseClient
    from .request import Request

Item = TypeVar("Item")
Page = TypeVar("Page", bound="ListOf[Any]")

_PLACES: Final = attrgetter("_places")
_NO_PAGE: Final = "this is the last page: ask has_next_page() before get_next_page()"
_COPIED: Final = (
    "the page says that more follow ({flag}), but it is not the result of a call that can go on: "
    "make the call again, or read the items of this page only"
)
_AWAITED: Final = (
    "this page is of an awaited call: use `async for`, or `await page.aio.next_page()`; "
    "a blocking call would stop the event loop"
)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a page has its items, and the flags that say whether more follow."""

    items: str = ""
    more: str = ""  # False on the last page
    done: str = ""  # True on the last page

    def items_of(self, page: object) -> Sequence[Any]:
        """Return the items of a page."""
        found: list[Any] | None = member(page, self.items)
        return found if isinstance(found, list) else []

    def flag(self, page: object) -> str:
        """Return the name of the flag by which a page says that more follow; "" if it does not."""
        if self.more and member(page, self.more) is True:
            return self.more
        return self.done if self.done and member(page, self.done) is False else ""


@dataclass(frozen=True, slots=True, repr=False)
class _Origin:
    """The call that a page is the result of."""

    request: Request[Any]
    headers: Mapping[str, str]
    client: BaseClient
    awaited: bool

    def following(self, page: object, places: _Places) -> Request[Any] | None:
        """Return the request for the next page; None after the last one."""
        found = self.request.after(page, self.headers)
        if found is None and (flag := places.flag(page)):
            reason = f"the page says that more follow ({flag}), but this operation has no pages"
            context = ErrorContext(self.request.method, self.request.url_path)
            raise APIResponseError(reason, context)
        return found

    def call(self, request: Request[Any], *, awaited: bool) -> Coroutine[Any, Any, Any]:
        """Return the call for another page."""
        caller = find_caller() if awaited else None
        timed = replace(request, began=time.monotonic(), caller=caller)
        calls: Calls = import_module(".calls", __package__).Calls(self.client, awaited=awaited)
        return calls.call(timed)


def _keep(page: ListOf[Any], exchange: Attempts) -> None:
    """Let a page know the call that it is the result of."""
    request, headers = exchange.request, exchange.response.headers
    _SLOT.__set__(page, _Origin(request, headers, exchange.client, exchange.awaited))


if TYPE_CHECKING:

    class _Iterated(Model, Generic[Item]):
        """A model that yields items; what every model yields, its members, it does not."""

else:

    class _Iterated(Model):
        """A model that yields no members."""

        def __class_getitem__(cls, _item: object) -> type[Self]:
            return cls  # the type of an item is for type checkers


class ListOf(_Iterated[Item]):
    """A response that is a list: it yields its items, then those of the pages that follow."""

    __slots__ = ("_origin",)  # no field: it is not compared, dumped, shown or pickled

    _places: ClassVar[_Places] = _Places()
    _received: ClassVar[Any] = _keep

    def __init_subclass__(
        cls, *, items: str = "", more: str = "", done: str = "", **others: Any
    ) -> None:
        super().__init_subclass__(**others)
        cls._places = _Places(items, more, done) if items else cls._places

    # The second signature is that of a model, which yields pairs. No call has it.
    @overload
    def __iter__(self: ListOf[Item]) -> Iterator[Item]: ...
    @overload
    def __iter__(self: Model) -> Any: ...
    def __iter__(self) -> Any:
        page: ListOf[Item] | None = self
        while page is not None:
            yield from _PLACES(page).items_of(page)
            page = _turned(page, _following(page))

    async def __aiter__(self) -> AsyncIterator[Item]:
        page: ListOf[Item] | None = self
        while page is not None:
            for item in _PLACES(page).items_of(page):
                yield item
            page = await _turned_awaited(page, _following(page, awaited=True))

    def __copy__(self) -> Self:
        return _with_origin(super().__copy__(), _origin(self))

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return _with_origin(super().__deepcopy__(memo), _origin(self))


class PageOf(ListOf[Item]):
    """A list that leads to the next page."""

    __slots__ = ()

    def has_next_page(self) -> bool:
        """Return whether `get_next_page` would request a page.

        Raises an `APIResponseError` if the page says that more follow, but nothing leads there.
        """
        return _following(self, awaited=True) is not None

    def get_next_page(self) -> Self:
        """Request the next page; raise a `RuntimeError` after the last one."""
        return _required(_turned(self, _following(self)))

    @property
    def aio(self) -> AwaitedPage[Self]:
        """The same page, whose next page is awaited."""
        return AwaitedPage(self)


class NextPageOf(PageOf[Item]):
    """A list without a member called `next_page`."""

    __slots__ = ()

    def next_page(self) -> Self | None:
        """Request the next page; return None after the last one."""
        return _turned(self, _following(self))


class AwaitedPage(Generic[Page]):
    """A page whose next page is awaited."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def next_page(self) -> Page | None:
        """Request the next page; return None after the last one."""
        return await _turned_awaited(self._page, _following(self._page, awaited=True))

    async def get_next_page(self) -> Page:
        """Request the next page; raise a `RuntimeError` after the last one."""
        return _required(await self.next_page())


def _origin(page: object) -> _Origin | None:
    """Return the call that a page is the result of; a member of the service cannot hide it."""
    try:
        found: _Origin = _SLOT.__get__(page)
    except AttributeError:
        return None
    return found


def _with_origin(page: Page, origin: _Origin | None) -> Page:
    if origin is not None:
        _SLOT.__set__(page, origin)
    return page


def _following(page: ListOf[Any], *, awaited: bool = False) -> Request[Any] | None:
    """Return the request for the next page; None after the last one.

    Raises an error if the page says that more follow, but they cannot be requested.
    """
    origin, places = _origin(page), _PLACES(page)
    if origin is not None:
        found = origin.following(page, places)
        if found is not None and origin.awaited and not awaited:
            raise TypeError(_AWAITED)
        return found
    if flag := places.flag(page):
        raise ConfigurationError(_COPIED.format(flag=flag))
    return None


def _turned(page: Page, following: Request[Any] | None) -> Page | None:
    """Return the next page."""
    origin = _origin(page)
    if following is None or origin is None:
        return None
    found: Page = run(origin.call(following, awaited=False))
    return found


async def _turned_awaited(page: Page, following: Request[Any] | None) -> Page | None:
    """Return the next page."""
    origin = _origin(page)
    if following is None or origin is None:
        return None
    found: Page = await origin.call(following, awaited=True)
    return found


def _required(page: Page | None) -> Page:
    if page is None:
        raise RuntimeError(_NO_PAGE)
    return page


_SLOT: Any = ListOf.__dict__["_origin"]

"""How one page leads to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from .errors import APIResponseError, Exchanged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .request import PagedRequest

T = TypeVar("T")
Item = TypeVar("Item")


def turn(
    request: PagedRequest[T, Item], page: T
) -> tuple[Sequence[Item], PagedRequest[T, Item] | None]:
    """Return a page's items and the request for the page after it, if there is one."""
    pages = request.pages
    items = cast("Sequence[Item]", getattr(page, pages.items, None) or ())
    cursor: object = getattr(page, pages.next, None)
    more: object = getattr(page, pages.more, None) if pages.more else None
    if not items or not cursor or more is False:
        return items, None
    if cursor == request.query.get(pages.parameter):
        raise APIResponseError(
            f"{pages.next} of the page is {cursor!r} again: the pages do not go on",
            Exchanged(request.method, request.url_path),
        )
    return items, replace(request, query={**request.query, pages.parameter: cursor})

"""An app that reads the pages of lists that opgen recognised."""

from typing import assert_type

import lists
from lists.components import (
    ByLinkResponseItem,
    ByNestedBodyResponse,
    ByNestedBodyResponseDataItem,
    ByNumberOfNextPageResponse,
    ByShortPageResponseItem,
    ByUnionOfPagesResponseADataItem,
    ByUnionOfPagesResponseBDataItem,
)


def pages() -> list[str | None]:
    for page in lists.by_nested_body.pages(pagination={"per_page": 2}):
        assert_type(page, ByNestedBodyResponse)
    for item in lists.by_nested_body.iter():
        assert_type(item, ByNestedBodyResponseDataItem)
    for whole in lists.by_short_page.pages(per_page=2):
        assert_type(whole, list[ByShortPageResponseItem])
    for one in lists.by_union_of_pages.iter(cursor="x"):
        assert_type(one, ByUnionOfPagesResponseADataItem | ByUnionOfPagesResponseBDataItem)
    return [one.id for one in lists.by_link.iter()]


def lists_yield_items() -> list[str | None]:
    page = lists.by_nested_body()
    for item in page:
        assert_type(item, ByNestedBodyResponseDataItem)
    assert_type(list(page), list[ByNestedBodyResponseDataItem])
    assert_type(page.has_next_page(), bool)
    assert_type(page.next_page(), ByNestedBodyResponse | None)
    assert_type(page.get_next_page(), ByNestedBodyResponse)
    numbered = lists.by_number_of_next_page()
    assert_type(numbered.next_page, int | None)
    assert_type(numbered.get_next_page(), ByNumberOfNextPageResponse)
    return [one.id for one in numbered]


async def lists_yield_items_awaited() -> None:
    page = await lists.by_nested_body.aio()
    async for item in page:
        assert_type(item, ByNestedBodyResponseDataItem)
    assert_type(await page.aio.next_page(), ByNestedBodyResponse | None)
    assert_type(await page.aio.get_next_page(), ByNestedBodyResponse)


async def awaited(client: lists.Client) -> None:
    async for item in lists.by_link.using(client).aio.iter(page=2):
        assert_type(item, ByLinkResponseItem)
    async for page in lists.by_link.aio.pages():
        assert_type(page, list[ByLinkResponseItem])

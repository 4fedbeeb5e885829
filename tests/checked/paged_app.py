"""An app that reads the pages of lists that opgen recognised."""

from typing import assert_type

import lists
from lists.components import (
    ByLinkResponseItem,
    ByNestedBodyResponse,
    ByNestedBodyResponseDataItem,
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


async def awaited(client: lists.Client) -> None:
    async for item in lists.by_link.using(client).aio.iter(page=2):
        assert_type(item, ByLinkResponseItem)
    async for page in lists.by_link.aio.pages():
        assert_type(page, list[ByLinkResponseItem])

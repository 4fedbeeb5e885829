"""Pages, by the cursor of a page and by another style that is one class."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pytest
from runtime.errors import APIResponseError
from runtime.paged_operation import paged_operation
from runtime.pagers import Cursor
from runtime.paging import Page, PagedRequest, Pager
from runtime.request import Call
from support.runtime_api import API, THING, Thing, Things, list_things
from support.scripted_server import Say, Server

T = TypeVar("T")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Link(Pager):
    """Paging by the header `Link: <https://host/path?after=x>; rel="next"`."""

    def page_items(self, page: Page[Any]) -> Sequence[Any]:
        return page.value.data

    def next_request(
        self, request: PagedRequest[T, Item], page: Page[Any]
    ) -> PagedRequest[T, Item] | None:
        found = re.search(r"after=(\w+)", page.headers.get("link", ""))
        return replace(request, query={"after": found[1]}) if found else None


@paged_operation("GET", "/things")
def linked() -> PagedRequest[Things, Thing]:
    call = Call(API, None, None, {})
    return PagedRequest(pages=Link(), call=call)


def page(*names: str) -> dict[str, Any]:
    return {"data": [THING | {"id": name} for name in names], "has_more": True, "last_id": None}


def test_a_style_of_paging_sees_the_headers(server: Server) -> None:
    server.say(
        Say(data=page("a", "b"), headers={"Link": '<http://x/things?after=b>; rel="next"'}),
        Say(data=page("c")),
    )
    assert [thing.id for thing in linked.iter()] == ["a", "b", "c"]
    assert [asked.target for asked in server.asked] == ["/v1/things", "/v1/things?after=b"]


def test_a_cursor_names_the_next_request() -> None:
    cursor: Pager = Cursor("after", items="data", next="last_id", more="has_more")
    request = list_things.request(order="asc")

    def following(**members: Any) -> Any:
        things = Things.model_validate({**page("a"), "last_id": "a", **members})
        found = cursor.next_request(request, Page(things, {}))
        return found and found.query["after"]

    assert following() == "a"
    assert following(has_more=False) is following(last_id=None) is None
    request = list_things.request(after="a")
    with pytest.raises(APIResponseError, match="two pages have the same last_id, 'a'"):
        following()

"""Lists whose pages have a cursor, or whose last item is one."""

from __future__ import annotations

from support.documents import STRING, thing
from support.paged import BOOLEAN, INTEGER, ITEMS, Paged, items, query
from support.scripted_server import Say

BY_CURSOR = (
    Paged(
        "by_same_name",
        "cursor",
        thing(orders=ITEMS, cursor=STRING),
        [
            {"orders": items("a"), "cursor": "x"},
            {"orders": items("b"), "cursor": "y"},
            {"orders": items("c")},
        ],
        [{"limit": 1}, {"limit": 1, "cursor": "x"}, {"limit": 1, "cursor": "y"}],
        body=thing(cursor=STRING, limit=INTEGER),
        given={"limit": 1},
    ),
    Paged(
        "by_body_without_arguments",
        "cursor",
        thing(orders=ITEMS, cursor=STRING),
        [{"orders": items("a", "b"), "cursor": "x"}, {"orders": items("c"), "cursor": ""}],
        [None, {"cursor": "x"}],
        body=thing(cursor=STRING, limit=INTEGER),
    ),
    Paged(
        "by_form",
        "cursor",
        thing(members=ITEMS, response_metadata=thing(next_cursor=STRING)),
        [
            {"members": items("a", "b"), "response_metadata": {"next_cursor": "x="}},
            {"members": items("c"), "response_metadata": {"next_cursor": ""}},
        ],
        ["limit=2", "cursor=x%3D&limit=2"],
        body=thing(cursor=STRING, limit=INTEGER),
        media="application/x-www-form-urlencoded",
        given={"limit": 2},
    ),
    Paged(
        "by_nested_body",
        "cursor",
        thing(data=ITEMS, pages=thing(next=thing(starting_after=STRING), page=INTEGER)),
        [
            {"data": items("a", "b"), "pages": {"next": {"starting_after": "x"}}},
            {"data": items("c"), "pages": {"page": 2}},
        ],
        [
            {"pagination": {"per_page": 2}},
            {"pagination": {"per_page": 2, "starting_after": "x"}},
        ],
        body=thing(pagination=thing(per_page=INTEGER, starting_after=STRING)),
        given={"pagination": {"per_page": 2}},
    ),
    Paged(
        "by_cursor_next_to_numbers",
        "cursor",
        thing(
            data=ITEMS,
            pages=thing(page=INTEGER, next=thing(per_page=INTEGER, starting_after=STRING)),
        ),
        [
            {"data": items("a", "b"), "pages": {"next": {"per_page": 2, "starting_after": "x"}}},
            {"data": items("c"), "pages": {"next": None}},
        ],
        ["per_page=2", "per_page=2&starting_after=x"],
        parameters=query(page=INTEGER, per_page=INTEGER, starting_after=STRING),
        given={"per_page": 2},
    ),
    Paged(
        "by_continue",
        "cursor",
        thing(items=ITEMS, metadata={"type": "object", "properties": {"continue": STRING}}),
        [
            {"items": items("a", "b"), "metadata": {"continue": "x"}},
            {"items": items("c"), "metadata": {"continue": ""}},
        ],
        ["limit=2", "continue=x&limit=2"],
        parameters=query(**{"continue": STRING, "limit": INTEGER}),
        given={"limit": 2},
    ),
    Paged(
        "by_nested_cursor",
        "cursor",
        thing(data=ITEMS, next_page=thing(offset=STRING, path=STRING, uri=STRING)),
        [
            {"data": items("a"), "next_page": {"offset": "x", "path": "/p", "uri": "https://x/"}},
            {"data": items("b", "c"), "next_page": None},
        ],
        ["", "offset=x"],
        parameters=query(offset=STRING),
    ),
    Paged(
        "by_page_token",
        "cursor",
        thing(nextPageToken=STRING, things=ITEMS),
        [{"nextPageToken": "a/b", "things": items("a", "b")}, {"things": items("c")}],
        ["pageSize=2", "pageSize=2&pageToken=a%2Fb"],
        parameters=query(pageSize=INTEGER, pageToken=STRING),
        given={"page_size": 2},
    ),
    Paged(
        "by_start_cursor",
        "cursor",
        thing(results=ITEMS, next_cursor=STRING, has_more=BOOLEAN),
        [
            {"results": items("a", "b"), "next_cursor": "x", "has_more": True},
            {"results": items("c"), "next_cursor": "y", "has_more": False},
        ],
        ["", "start_cursor=x"],
        parameters=query(start_cursor=STRING, page_size=INTEGER),
    ),
    Paged(
        "by_end_cursor",
        "cursor",
        thing(
            data=ITEMS, pageInfo=thing(endCursor=STRING, hasNextPage=BOOLEAN, startCursor=STRING)
        ),
        [
            {"data": items("a", "b"), "pageInfo": {"endCursor": "x", "hasNextPage": True}},
            {"data": items("c"), "pageInfo": {"endCursor": "y", "hasNextPage": False}},
        ],
        ["first=2", "first=2&after=x"],
        parameters=query(first=INTEGER, after=STRING),
        given={"first": 2},
    ),
    Paged(
        "by_metadata",
        "cursor",
        thing(ok=BOOLEAN, channels=ITEMS, response_metadata=thing(next_cursor=STRING)),
        [
            {"ok": True, "channels": items("a", "b"), "response_metadata": {"next_cursor": "x="}},
            {"ok": True, "channels": items("c"), "response_metadata": {"next_cursor": ""}},
        ],
        ["", "cursor=x%3D"],
        parameters=query(cursor=STRING, limit=INTEGER),
    ),
    Paged(
        "by_number_of_next_page",
        "cursor",
        thing(list=ITEMS, next_page=INTEGER),
        [{"list": items("a", "b"), "next_page": 2}, {"list": items("c"), "next_page": None}],
        ["", "page=2"],
        parameters=query(page=INTEGER),
    ),
    Paged(
        "by_iterator",
        "cursor",
        thing(data=ITEMS, iterator=STRING, prevIterator=STRING, done=BOOLEAN),
        [
            {"data": items("a", "b"), "iterator": "x", "done": False},
            {"data": items("c"), "iterator": "y", "done": True},
        ],
        ["", "iterator=x"],
        parameters=query(iterator=STRING),
    ),
    Paged(
        "by_header",
        "cursor",
        ITEMS,
        [Say(data=items("a", "b"), headers={"X-Next-Cursor": "x/"}), Say(data=items("c"))],
        ["", "cursor=x%2F"],
        parameters=query(cursor=STRING),
        headers=["X-Next-Cursor", "X-Total"],
    ),
    Paged(
        "by_number_in_header",  # as GitLab
        "cursor",
        ITEMS,
        [
            Say(data=items("a", "b"), headers={"X-Next-Page": "2"}),
            Say(data=items("c"), headers={"X-Next-Page": ""}),
        ],
        ["per_page=1", "page=2&per_page=1"],
        parameters=query(page={**INTEGER, "default": 1}, per_page=INTEGER),
        headers=["X-Next-Page", "X-Page", "X-Per-Page", "X-Prev-Page", "X-Total-Pages"],
        given={"per_page": 1},
    ),
    Paged(
        "by_last_item",
        "last-item",
        thing(data=ITEMS, has_more=BOOLEAN),
        [{"data": items("a", "b"), "has_more": True}, {"data": items("c"), "has_more": False}],
        ["limit=2", "limit=2&starting_after=b"],
        parameters=query(limit=INTEGER, starting_after=STRING, ending_before=STRING),
        given={"limit": 2},
    ),
    Paged(
        "by_last_item_as_described",
        "last-item",
        ITEMS,
        [items("a", "b"), items("c"), []],
        ["", "after=b", "after=c"],
        parameters=[
            {
                "name": "after",
                "in": "query",
                "description": "Thing ID cursor for pagination.",
                "schema": STRING,
            }
        ],
    ),
)

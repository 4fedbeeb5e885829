"""Lists whose pages have the URL of the next page."""

from __future__ import annotations

from support.documents import STRING, thing
from support.paged import INTEGER, ITEMS, URL, Paged, items, links, query
from support.scripted_server import Say

BY_URL = (
    Paged(
        "by_link",
        "link-header",
        ITEMS,
        links("by_link"),
        ["", "page=2", "page=3&x=%2F"],
        parameters=query(page=INTEGER, per_page=INTEGER),
        headers=["link"],
    ),
    Paged(
        "by_link_without_parameter",
        "link-header",
        thing(total=INTEGER, things=ITEMS),
        [
            Say(data={"things": items("a", "b")}, headers={"link": "<?c=2>; rel=next"}),
            Say(data={"things": items("c")}, headers={"link": "<?c=1>; rel=prev"}),
        ],
        ["", "c=2"],
        headers=["LINK"],
    ),
    Paged(
        "by_next_url",
        "next-url",
        thing(data=ITEMS, links=thing(self=STRING, next=URL)),
        [
            {
                "data": items("a"),
                "links": {"next": "http://127.0.0.1:1/by_next_url?page%5Bcursor%5D=x"},
            },
            {"data": items("b"), "links": {"next": "?page[cursor]=y%26"}},
            {"data": items("c"), "links": {"next": None}},
        ],
        ["", "page%5Bcursor%5D=x", "page%5Bcursor%5D=y%26"],
        parameters=query(**{"page[cursor]": STRING}),
    ),
    Paged(
        "by_hal",
        "next-url",
        thing(_links=thing(next=thing(href=STRING)), _embedded=thing(things=ITEMS)),
        [
            {"_links": {"next": {"href": "/by_hal?p=2"}}, "_embedded": {"things": items("a", "b")}},
            {"_links": {}, "_embedded": {"things": items("c")}},
        ],
        ["", "p=2"],
    ),
    Paged(
        "by_odata",
        "next-url",
        {"type": "object", "properties": {"value": ITEMS, "@odata.nextLink": STRING}},
        [
            {"value": items("a", "b"), "@odata.nextLink": "/by_odata?$skiptoken=2"},
            {"value": items("c")},
        ],
        ["", "%24skiptoken=2"],
    ),
    Paged(
        "by_url_like_django",
        "next-url",
        thing(count=INTEGER, next=URL, previous=URL, results=ITEMS),
        [
            {"count": 3, "next": "/by_url_like_django?page=2", "results": items("a", "b")},
            {"count": 3, "next": None, "previous": "/by_url_like_django", "results": items("c")},
        ],
        ["page=1", "page=2"],
        parameters=query(page=INTEGER),
        given={"page": 1},
    ),
    Paged(
        "by_next_without_format",
        "next-url",
        thing(next=STRING, items=ITEMS),
        [
            {"next": "/by_next_without_format?offset=1", "items": items("a", "b")},
            {"items": items("c")},
        ],
        ["limit=1", "offset=1"],
        parameters=query(offset=INTEGER, limit=INTEGER),
        given={"limit": 1},
    ),
    Paged(
        "by_next_alone",
        "next-url",
        thing(data=ITEMS, paging=thing(next=STRING, previous=STRING)),
        [
            {"data": items("a", "b"), "paging": {"next": "/by_next_alone?after=x"}},
            {"data": items("c"), "paging": {"previous": "/by_next_alone"}},
        ],
        ["", "after=x"],
    ),
    Paged(
        "messages",
        "next-url",
        thing(messages=ITEMS, next_page_uri=URL, page=INTEGER),
        [
            {"messages": items("a", "b"), "next_page_uri": "/messages?Page=1&PageToken=x"},
            {"messages": items("c"), "next_page_uri": None},
        ],
        ["", "Page=1&PageToken=x"],
        parameters=query(PageSize=INTEGER, Page=INTEGER, PageToken=STRING),
    ),
)

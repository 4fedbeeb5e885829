"""Lists in the manner of services whose responses have several things that lead on."""

from __future__ import annotations

from support.documents import STRING, tagged, thing
from support.paged import BOOLEAN, INTEGER, ITEMS, URL, Paged, items, query
from support.scripted_server import Say

LINK = {"oneOf": [{"type": "string", "format": "uri"}, thing(href=STRING, meta={"type": "object"})]}
LINKS = {"type": "array", "items": thing(rel=STRING, href=STRING)}
NULLABLE_LINK = {"anyOf": [LINK, {"type": "null"}]}
PAGE_INFO = thing(startCursor=STRING, endCursor=STRING, hasNextPage=BOOLEAN)
SAYS_HEADER = "The cursor. It is in the `Link` response header."

AS_SERVICES = (
    Paged(
        "by_cursor_not_url",  # as Facebook
        "cursor",
        thing(data=ITEMS, paging=thing(cursors=thing(before=STRING, after=STRING), next=STRING)),
        [
            {"data": items("a", "b"), "paging": {"cursors": {"after": "x"}, "next": "/y?after=x"}},
            {"data": items("c"), "paging": {"cursors": {"before": "w", "after": "z"}}},
            {"data": []},
        ],
        ["", "after=x", "after=z"],
        parameters=query(after=STRING, before=STRING, limit=INTEGER),
    ),
    Paged(
        "by_cursor_not_link",  # as Datadog
        "cursor",
        thing(data=ITEMS, links=thing(next=STRING), meta=thing(page=thing(after=STRING))),
        [
            {
                "data": items("a", "b"),
                "links": {"next": "/by_cursor_not_link?x"},
                "meta": {"page": {"after": "x"}},
            },
            {"data": items("c"), "meta": {}},
        ],
        [{"page": {"limit": 2}}, {"page": {"limit": 2, "cursor": "x"}}],
        body=thing(page=thing(cursor=STRING, limit=INTEGER)),
        given={"page": {"limit": 2}},
    ),
    Paged(
        "by_after_cursor",  # as Zendesk
        "cursor",
        thing(
            data=ITEMS,
            meta=thing(has_more=BOOLEAN, after_cursor=STRING, before_cursor=STRING),
        ),
        [
            {"data": items("a", "b"), "meta": {"has_more": True, "after_cursor": "x"}},
            {"data": items("c"), "meta": {"has_more": False, "after_cursor": "y"}},
        ],
        ["", "page%5Bafter%5D=x"],
        parameters=query(**{"page[after]": STRING, "page[before]": STRING, "page[size]": INTEGER}),
    ),
    Paged(
        "by_page_not_sync",  # as Google's calendar
        "cursor",
        thing(items=ITEMS, nextPageToken=STRING, nextSyncToken=STRING),
        [
            {"items": items("a", "b"), "nextPageToken": "x"},
            {"items": items("c"), "nextSyncToken": "y"},
        ],
        ["", "pageToken=x"],
        parameters=query(pageToken=STRING, syncToken=STRING),
    ),
    Paged(
        "by_same_next_token",  # as Twitter's search
        "cursor",
        thing(data=ITEMS, meta=thing(next_token=STRING, result_count=INTEGER)),
        [
            {"data": items("a", "b"), "meta": {"next_token": "x", "result_count": 2}},
            {"data": items("c"), "meta": {"result_count": 1}},
        ],
        ["", "next_token=x"],
        parameters=query(next_token=STRING, pagination_token=STRING),
    ),
    Paged(
        "by_nested_end_cursor",  # as GraphQL
        "cursor",
        thing(data=thing(found=thing(edges=ITEMS, nodes=ITEMS, pageInfo=PAGE_INFO))),
        [
            {
                "data": {
                    "found": {
                        "nodes": items("a", "b"),
                        "pageInfo": {"endCursor": "x", "hasNextPage": True},
                    }
                }
            },
            {
                "data": {
                    "found": {
                        "nodes": items("c"),
                        "pageInfo": {"endCursor": "y", "hasNextPage": False},
                    }
                }
            },
        ],
        [{"first": 2}, {"first": 2, "after": "x"}],
        body=thing(first=INTEGER, after=STRING),
        given={"first": 2},
    ),
    Paged(
        "by_link_objects",  # as JSON:API
        "next-url",
        thing(data=ITEMS, links=thing(self=LINK, next=NULLABLE_LINK)),
        [
            {"data": items("a"), "links": {"next": {"href": "/by_link_objects?p=2", "meta": {}}}},
            {"data": items("b"), "links": {"self": "/x", "next": "/by_link_objects?p=3"}},
            {"data": items("c"), "links": {"next": None}},
        ],
        ["", "p=2", "p=3"],
        parameters=query(**{"page[cursor]": STRING}),
    ),
    Paged(
        "by_relation",  # as PayPal
        "next-url",
        thing(tokens=ITEMS, links=LINKS),
        [
            {
                "tokens": items("a", "b"),
                "links": [
                    {"rel": "self", "href": "/by_relation"},
                    {"rel": "next", "href": "/by_relation?p=2"},
                ],
            },
            {"tokens": items("c"), "links": [{"rel": "self", "href": "/by_relation?p=2"}]},
        ],
        ["page_size=2", "p=2"],
        parameters=query(page_size=INTEGER),
        given={"page_size": 2},
    ),
    Paged(
        "by_bundle",  # as FHIR
        "next-url",
        thing(
            entry=ITEMS,
            link={"type": "array", "items": thing(relation=STRING, url=URL)},
            total=INTEGER,
        ),
        [
            {"entry": items("a", "b"), "link": [{"relation": "next", "url": "/by_bundle?p=2"}]},
            {"entry": items("c"), "link": []},
        ],
        ["_count=2", "p=2"],
        parameters=query(_count=INTEGER),
        given={"count": 2},
    ),
    Paged(
        "by_link_as_described",  # as Okta
        "link-header",
        ITEMS,
        [
            Say(
                data=items("a", "b"),
                headers={"Link": '</by_link_as_described?after=x>; rel="next"'},
            ),
            Say(data=items("c")),
        ],
        ["", "after=x"],
        parameters=[{"name": "after", "in": "query", "description": SAYS_HEADER, "schema": STRING}],
    ),
    Paged(
        "by_union_of_pages",
        "cursor",
        {
            "oneOf": [
                tagged("a", data=ITEMS, next=STRING),
                tagged("b", data={"type": "array", "items": thing(id=STRING)}, next=STRING),
            ]
        },
        [{"type": "a", "data": items("a", "b"), "next": "x"}, {"type": "b", "data": items("c")}],
        ["", "cursor=x"],
        parameters=query(cursor=STRING),
    ),
    Paged(
        "by_union_of_bodies",
        "cursor",
        thing(data=ITEMS, next_cursor=STRING),
        [{"data": items("a", "b"), "next_cursor": "x"}, {"data": items("c"), "next_cursor": None}],
        [{"text": "t"}, {"text": "t", "cursor": "x"}],
        body={"oneOf": [thing(text=STRING, cursor=STRING), thing(code=INTEGER, cursor=STRING)]},
        given={"body": {"text": "t"}},
    ),
    Paged(
        "by_number",  # as Spring, where the document does not say the first number
        "page-number",
        thing(content=ITEMS, number=INTEGER, size=INTEGER, totalPages=INTEGER),
        [
            {"content": items("a", "b"), "number": 0, "size": 2, "totalPages": 2},
            {"content": items("c"), "number": 1, "size": 2, "totalPages": 2},
        ],
        ["", "page=1"],
        parameters=query(page=INTEGER, size=INTEGER),
    ),
    Paged(
        "by_total_things",  # as Plaid
        "offset",
        thing(accounts=ITEMS, by_total_things=ITEMS, total_by_total_things=INTEGER),
        [
            {"by_total_things": items("a", "b"), "total_by_total_things": 3},
            {"by_total_things": items("c"), "total_by_total_things": 3},
        ],
        ["", "offset=2"],
        parameters=query(offset=INTEGER),
    ),
    Paged(
        "by_pagination_in_brackets",  # as Strapi
        "page-number",
        thing(data=ITEMS, meta=thing(pagination=thing(page=INTEGER, pageCount=INTEGER))),
        [
            {"data": items("a", "b"), "meta": {"pagination": {"page": 1, "pageCount": 2}}},
            {"data": items("c"), "meta": {"pagination": {"page": 2, "pageCount": 2}}},
        ],
        ["", "pagination%5Bpage%5D=2"],
        parameters=query(
            **{
                "pagination[page]": INTEGER,
                "pagination[pageSize]": INTEGER,
                "pagination[start]": INTEGER,
            }
        ),
    ),
    Paged(
        "by_current",  # as MyBatis
        "page-number",
        thing(data=thing(records=ITEMS, total=INTEGER, current=INTEGER, pages=INTEGER)),
        [
            {"data": {"records": items("a", "b"), "current": 1, "pages": 2}},
            {"data": {"records": items("c"), "current": 2, "pages": 2}},
        ],
        ["", "current=2"],
        parameters=query(current=INTEGER, size=INTEGER),
    ),
    Paged(
        "by_only_cursor",  # as Twitch
        "cursor",
        thing(data=ITEMS, pagination=thing(cursor=STRING)),
        [
            {"data": items("a", "b"), "pagination": {"cursor": "x"}},
            {"data": items("c"), "pagination": {}},
        ],
        ["", "after=x"],
        parameters=query(after=STRING, before=STRING, first=INTEGER),
    ),
    Paged(
        "by_url_as_cursor",  # as Front
        "cursor",
        thing(_results=ITEMS, _pagination=thing(next=STRING)),
        [
            {
                "_results": items("a", "b"),
                "_pagination": {"next": "/by_url_as_cursor?page_token=x%2F"},
            },
            {"_results": items("c"), "_pagination": {"next": None}},
        ],
        ["", "page_token=x%2F"],
        parameters=query(page_token=STRING),
    ),
    Paged(
        "by_one_of_several_bodies",
        "cursor",
        thing(data=ITEMS, next_cursor=STRING),
        [{"data": items("a", "b"), "next_cursor": "x"}, {"data": items("c")}],
        [{"text": "t"}, {"text": "t", "cursor": "x"}],
        body=thing(text=STRING, cursor=STRING),
        other_bodies={
            "application/x-www-form-urlencoded": thing(q=STRING, cursor=STRING),
            "text/plain": STRING,
        },
        given={"text": "t"},
    ),
    Paged(
        "by_the_form_of_several_bodies",
        "cursor",
        thing(data=ITEMS, next_cursor=STRING),
        [{"data": items("a", "b"), "next_cursor": "x"}, {"data": items("c")}],
        ["q=t", "q=t&cursor=x"],
        body=thing(text=STRING, cursor=STRING),
        other_bodies={"application/x-www-form-urlencoded": thing(q=STRING, cursor=STRING)},
        given={"q": "t"},
    ),
)

"""Lists that are paged in every way, each with a service that has three pages of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from support.documents import STRING, document, json, thing
from support.scripted_server import Say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTEGER = {"type": "integer"}
BOOLEAN = {"type": "boolean"}
URL = {"type": "string", "format": "uri", "nullable": True}
ITEM = thing(id=STRING, name=STRING)
ITEMS = {"type": "array", "items": ITEM}


def query(**schemas: object) -> list[object]:
    return [{"name": name, "in": "query", "schema": one} for name, one in schemas.items()]


@dataclass(frozen=True)
class Paged:
    """An operation, the responses of the service, and the requests that it should receive.

    Attributes:
        name: its operation ID, and its path.
        response: the schema of a page.
        says: the pages.
        asks: for each page, the query or the body of its request.
        rule: the rule that recognises it.
        given: the arguments of the call.
    """

    name: str
    rule: str
    response: object
    says: Sequence[object]
    asks: Sequence[object]
    parameters: Sequence[object] = ()
    body: object = None
    media: str = "application/json"
    headers: Sequence[str] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    ids: Sequence[str] = ("a", "b", "c")
    extensions: Mapping[str, object] = field(default_factory=dict)

    def operation(self) -> dict[str, object]:
        """The operation of the document."""
        headers = {name: {"schema": STRING} for name in self.headers}
        response = {"description": "ok", "headers": headers, "content": json(self.response)}
        made: dict[str, object] = {
            "operationId": self.name,
            "parameters": list(self.parameters),
            "responses": {"200": response},
            **self.extensions,
        }
        if self.body:
            made["requestBody"] = {"content": {self.media: {"schema": self.body}}}
        return {"post" if self.body else "get": made}


def paged_document(cases: Sequence[Paged]) -> dict[str, object]:
    """A document with these operations, each at a path of its name."""
    paths = {f"/{one.name}": one.operation() for one in cases}
    return document(paths, **{"x-fern-pagination": FERN})


def items(*ids: str) -> list[dict[str, str]]:
    return [{"id": one, "name": one.upper()} for one in ids]


def link(url: str, *ids: str) -> Say:
    return Say(data=items(*ids), headers={"Link": f'<{url}>; rel="next"'} if url else {})


def links(name: str) -> Sequence[object]:
    return [link(f"/{name}?page=2", "a"), link(f"/{name}?page=3&x=%2F", "b"), link("", "c")]


PAGED = (
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
        "by_cursor_next_to_a_size",
        "cursor",
        thing(data=ITEMS, pages=thing(next=thing(per_page=INTEGER, starting_after=STRING))),
        [
            {"data": items("a", "b"), "pages": {"next": {"per_page": 2, "starting_after": "x"}}},
            {"data": items("c"), "pages": {"next": None}},
        ],
        ["per_page=2", "per_page=2&starting_after=x"],
        parameters=query(per_page=INTEGER, starting_after=STRING),
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
    Paged(
        "by_short_page",
        "page-number",
        ITEMS,
        [items("a", "b"), items("c")],
        ["per_page=2", "page=2&per_page=2"],
        parameters=query(page=INTEGER, per_page=INTEGER),
        given={"per_page": 2},
    ),
    Paged(
        "by_first_page",
        "page-number",
        thing(rows=ITEMS),
        [{"rows": items("a", "b")}, {"rows": items("c")}],
        ["", "page=1"],
        parameters=query(page={**INTEGER, "default": 0}),
    ),
    Paged(
        "by_page_from_three",
        "page-number",
        thing(rows=ITEMS),
        [{"rows": items("a", "b")}, {"rows": items("c")}],
        ["pageNumber=3", "pageNumber=4"],
        parameters=query(pageNumber=INTEGER),
        given={"page_number": 3},
    ),
    Paged(
        "by_page_count",
        "page-number",
        thing(data=ITEMS, meta=thing(current_page=INTEGER, last_page=INTEGER)),
        [
            {"data": items("a"), "meta": {"current_page": 1, "last_page": 2}},
            {"data": items("b", "c"), "meta": {"current_page": 2, "last_page": 2}},
        ],
        ["", "page=2"],
        parameters=query(page=INTEGER),
    ),
    Paged(
        "by_total",
        "page-number",
        thing(total_count=INTEGER, repositories=ITEMS),
        [
            {"total_count": 4, "repositories": items("a", "b")},
            {"total_count": 4, "repositories": items("c", "d")},
        ],
        ["", "page=2"],
        parameters=query(page={**INTEGER, "default": 1}),
        ids="abcd",
    ),
    Paged(
        "by_deep_object",
        "page-number",
        thing(data=ITEMS),
        [{"data": items("a", "b")}, {"data": items("c")}],
        ["page%5Bsize%5D=2", "page%5Bsize%5D=2&page%5Bnumber%5D=2"],
        parameters=[
            {
                "name": "page",
                "in": "query",
                "style": "deepObject",
                "schema": thing(number={**INTEGER, "minimum": 1}, size=INTEGER),
            }
        ],
        given={"page": {"size": 2}},
    ),
    Paged(
        "by_offset",
        "offset",
        thing(results=ITEMS, total=INTEGER),
        [{"results": items("a", "b"), "total": 3}, {"results": items("c"), "total": 3}],
        ["", "offset=2"],
        parameters=query(offset=INTEGER, limit=INTEGER),
    ),
    Paged(
        "by_skip",
        "offset",
        ITEMS,
        [items("a", "b"), items("c")],
        ["skip=5&limit=2", "skip=7&limit=2"],
        parameters=query(skip={**INTEGER, "default": 0}, limit=INTEGER),
        given={"skip": 5, "limit": 2},
    ),
    Paged(
        "by_index_from_one",
        "offset",
        thing(totalResults=INTEGER, startIndex=INTEGER, itemsPerPage=INTEGER, Resources=ITEMS),
        [
            {"totalResults": 3, "startIndex": 1, "Resources": items("a", "b")},
            {"totalResults": 3, "startIndex": 3, "Resources": items("c")},
        ],
        ["", "startIndex=3"],
        parameters=query(startIndex=INTEGER, count=INTEGER),
    ),
    Paged(
        "by_offset_in_body",
        "offset",
        ITEMS,
        [items("a", "b"), items("c")],
        [{"query": "x", "limit": 2}, {"query": "x", "limit": 2, "offset": 2}],
        body=thing(query=STRING, limit=INTEGER, offset={**INTEGER, "default": 0}),
        given={"query": "x", "limit": 2},
    ),
)

# Names that no rule knows, so that only the extension can have said how they are used.
EXTENDED = (
    Paged(
        "by_autorest",
        "x-ms-pageable",
        thing(others=ITEMS, things=ITEMS, more=STRING),
        [{"things": items("a", "b"), "more": "/by_autorest?z=1"}, {"things": items("c")}],
        ["", "z=1"],
        extensions={"x-ms-pageable": {"nextLinkName": "more", "itemName": "things"}},
    ),
    Paged(
        "by_speakeasy_cursor",
        "x-speakeasy-pagination",
        thing(out=thing(others=ITEMS, things=ITEMS, where=STRING)),
        [
            {"out": {"things": items("a", "b"), "where": "x"}},
            {"out": {"things": items("c"), "where": None}},
        ],
        ["", "from_here=x"],
        parameters=query(from_here=STRING),
        extensions={
            "x-speakeasy-pagination": {
                "type": "cursor",
                "inputs": [{"name": "from_here", "in": "parameters", "type": "cursor"}],
                "outputs": {"nextCursor": "$.out.where", "results": "$.out.things"},
            }
        },
    ),
    Paged(
        "by_speakeasy_last_item",
        "x-speakeasy-pagination",
        thing(others=ITEMS, things=ITEMS),
        [{"things": items("a", "b")}, {"things": items("c")}, {"things": []}],
        [None, {"from_here": "B"}, {"from_here": "C"}],
        body=thing(from_here=STRING),
        extensions={
            "x-speakeasy-pagination": {
                "type": "cursor",
                "inputs": [{"name": "from_here", "in": "requestBody", "type": "cursor"}],
                "outputs": {"nextCursor": "$.things[-1].name"},
            }
        },
    ),
    Paged(
        "by_speakeasy_offset",
        "x-speakeasy-pagination",
        thing(others=ITEMS, things=ITEMS),
        [{"things": items("a", "b")}, {"things": items("c")}],
        ["n=2", "drop=2&n=2"],
        parameters=query(drop=INTEGER, n=INTEGER),
        given={"n": 2},
        extensions={
            "x-speakeasy-pagination": {
                "type": "offsetLimit",
                "inputs": [
                    {"name": "drop", "in": "parameters", "type": "offset"},
                    {"name": "n", "in": "parameters", "type": "limit"},
                ],
                "outputs": {"results": "$.things"},
            }
        },
    ),
    Paged(
        "by_speakeasy_url",
        "x-speakeasy-pagination",
        thing(others=ITEMS, things=ITEMS, more=STRING),
        [{"things": items("a", "b"), "more": "?z=1"}, {"things": items("c"), "more": None}],
        ["", "z=1"],
        extensions={
            "x-speakeasy-pagination": {
                "type": "url",
                "outputs": {"nextUrl": "$.more", "results": "$.things"},
            }
        },
    ),
    Paged(
        "by_fern_cursor",
        "x-fern-pagination",
        thing(others=ITEMS, things=ITEMS, where=STRING),
        [{"things": items("a", "b"), "where": "x"}, {"things": items("c"), "where": ""}],
        ["", "from_here=x"],
        parameters=query(from_here=STRING),
        extensions={
            "x-fern-pagination": {
                "cursor": "$request.from_here",
                "next_cursor": "$response.where",
                "results": "$response.things",
            }
        },
    ),
    Paged(
        "by_fern_as_the_document_says",
        "x-fern-pagination",
        thing(others=ITEMS, things=ITEMS, again=BOOLEAN),
        [{"things": items("a", "b"), "again": True}, {"things": items("c"), "again": False}],
        ["", "sheet=2"],
        parameters=query(sheet=INTEGER),
        extensions={"x-fern-pagination": True},
    ),
)
FERN = {
    "offset": "$request.sheet",
    "results": "$response.things",
    "has-next-page": "$response.again",
}

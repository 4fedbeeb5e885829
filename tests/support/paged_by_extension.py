"""Lists whose paging extensions of OpenAPI describe."""

from __future__ import annotations

from support.documents import STRING, thing
from support.paged import BOOLEAN, INTEGER, ITEMS, Paged, items, query

# Names that no rule knows, so that only the extension can decide how they are used.
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

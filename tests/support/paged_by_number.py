"""Lists whose pages have numbers."""

from __future__ import annotations

from support.documents import STRING, thing
from support.paged import BOOLEAN, INTEGER, ITEMS, Paged, items, query

BY_NUMBER = (
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
        "by_pageable",
        "page-number",
        thing(content=ITEMS, last=BOOLEAN, number=INTEGER, totalElements=INTEGER),
        [
            {"content": items("a", "b"), "last": False, "number": 0, "totalElements": 3},
            {"content": items("c"), "last": True, "number": 1, "totalElements": 3},
        ],
        ["size=2", "size=2&page=1"],
        parameters=query(pageable=thing(page={**INTEGER, "minimum": 0}, size=INTEGER)),
        given={"pageable": {"size": 2}},
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
    Paged(
        "by_page_as_text",  # as Slack's files
        "page-number",
        thing(files=ITEMS, paging=thing(count=INTEGER, page=INTEGER, pages=INTEGER)),
        [
            {"files": items("a", "b"), "paging": {"page": 3, "pages": 4}},
            {"files": items("c"), "paging": {"page": 4, "pages": 4}},
        ],
        ["count=2&page=3", "count=2&page=4"],
        parameters=query(count=STRING, page=STRING),
        given={"count": "2", "page": "3"},
    ),
    Paged(
        "by_limit_above_the_most",  # as GitHub describes it
        "page-number",
        ITEMS,
        [items("a", "b"), items("c")],
        ["per_page=5", "page=2&per_page=5"],
        parameters=[
            *query(page=INTEGER),
            {
                "name": "per_page",
                "in": "query",
                "description": "Per page (max 2).",
                "schema": INTEGER,
            },
        ],
        given={"per_page": 5},
    ),
)

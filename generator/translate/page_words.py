"""The names that services use for paging, as words in lower case."""

from __future__ import annotations

from typing import Final


def _all(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.split(",") if line.strip())


BACKWARD: Final = _all("before, current, ending, first, last, prev, previous, prior, self, start")
"""Words of members that lead to another page than the next one."""

FORWARD: Final = _all("after, next")
"""Words of members that lead to the next page."""

CURSOR_WORDS: Final = _all("cursor, id, key, token")

CURSORS: Final = _all(
    """
    after, after cursor, after id, bookmark, continuation, continuation token, continue,
    cursor, iterator, last key, marker, next, next cursor, next page token, next token, page after,
    page bookmark, page cursor, page marker, page token, pagination token, scroll id,
    scroll param, search after, skip token, skiptoken, start after, start cursor, start key,
    start token, starting after
    """
)
"""Parameters that take a position in a list."""

LAST_ITEMS: Final = _all("after, after id, last id, page after, start after, starting after")
"""Parameters that may take the ID of an item."""

UNSURE_LAST_ITEMS: Final = _all("before, before id, max id, since id, until id")
"""The same, if the items are in the right order."""

CONTAINERS: Final = _all(
    "cursor, cursors, data, info, link, links, meta, metadata, page, pageable, pages, paging, "
    "pagination, response, result, results"
)
"""Words of the objects that have what leads to the next page."""

LINK_WORDS: Final = _all("href, link, links, uri, url")
LINK_NAMES: Final = LINK_WORDS | _all("next, odata, page, path, records, results")
"""Words of the name of the URL of the next page."""

ASKING: Final = CURSORS | _all(
    "from, index, key, limit, offset, page, page number, page size, per page, position, size, "
    "skip, start, start index, token"
)

PAGES: Final = _all(
    "current, page, page id, page index, page no, page num, page number, page page, pagenumber, "
    "pageno"
)
"""Parameters that take the number of a page."""

OFFSETS: Final = _all(
    "offset, page offset, skip, start at, start index, start offset, startat, startindex"
)
"""Parameters that take the number of items to skip."""

UNSURE_OFFSETS: Final = _all("first, from, start")
"""The same, if the response has a total or the number."""

SIZES: Final = _all(
    """
    count, item count, items per page, limit, max, max items, max results, maxresults,
    num, num items, page limit, page page size, page size, pagesize, per page, perpage,
    results per page, rows, size, take, top
    """
)
"""Parameters that take the number of items in a page."""

MORE: Final = _all(
    """
    has more, has more items, has more pages, has more records, has more results, has next,
    has next page, is truncated, more, more available, more data, more items, more pages,
    more records, more results, next page, truncated
    """
)
"""Flags that are false on the last page."""

DONE: Final = _all(
    "done, end of list, end of results, end of stream, finished, is done, is end, is last, "
    "is last page, last"
)
"""Flags that are true on the last page."""

TOTALS: Final = _all(
    """
    item count, num items, num results, total, total count, total elements, total hits, total items,
    total matching, total number, total objects, total record count, total records, total results,
    total rows, total size, totalcount, totalitems, totalresults, totalsize
    """
)
"""Members with the number of items in all pages."""

COUNTS: Final = _all(
    "last page, num pages, number of pages, page count, pages, pages total, total page, "
    "total page count, total pages, totalpages"
)
"""Members with the number of pages."""

VERBS: Final = _all("all, batch, fetch, filter, find, get, list, query, retrieve, scroll, search")
"""Words of a path that are not the name of a list."""

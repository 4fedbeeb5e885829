"""How an API divides lists into pages: the `[[paging]]` rules of a profile.

They are matched in `translate.page_tables`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.profiles.toml_tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class PagingRule:
    """How the pages of a list follow each other: exactly one of the first six keys.

    A parameter is one of the query, or a member of the body. A member of a page may be in another
    one: `paging.next`.

    Attributes:
        cursor: The parameter that takes a position in the list. It needs `next`, `next_header`
            or `last_item`.
        next_url: The member of a page that is the URL of the next page.
        link: The header `Link` has the URL of the next page.
        page: The parameter that takes the number of a page.
        offset: The parameter that takes the number of items to skip.
        off: The operations of `operations` and `paths` are not paged.
        next: The member of a page that is the cursor of the next page.
        next_header: The header of a page that is the cursor of the next page.
        last_item: The member of the last item that is the cursor of the next page. Next to `next`
            or `next_header`: of a page that says that more follow, but has no cursor.
        items: The member of a page that has the list. Without it, the only list.
        more: The member of a page that is true if more pages follow.
        total: The member of a page that has the number of items in all pages.
        size: The parameter that takes the number of items in a page.
        first: The number of the first page or item. Without it, the default of the parameter.
        operations: The operation IDs, or methods and paths, that the rule is for. Without
            `operations` and `paths`, it is for each operation that fits.
        paths: The paths that the rule is for, with `*` for any text.
    """

    cursor: str | None = None
    next_url: str | None = None
    link: bool = False
    page: str | None = None
    offset: str | None = None
    off: bool = False
    next: str | None = None
    next_header: str | None = None
    last_item: str | None = None
    items: str | None = None
    more: str | None = None
    total: str | None = None
    size: str | None = None
    first: int | None = None
    operations: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys whose values are texts, with their values."""
        given = ((one.name, getattr(self, one.name)) for one in fields(self))
        return tuple((name, value) for name, value in given if isinstance(value, str))


STYLES: Final = ("cursor", "next_url", "link", "page", "offset", "off")


def read_paging(table: Table) -> PagingRule:
    """Return the rule of a `[[paging]]` table."""
    rule = table.read(PagingRule)
    styles = [key for key in STYLES if getattr(rule, key)]
    if len(styles) != 1:
        key = styles[-1] if styles else "paging"
        what = "excludes " + " and ".join(map(repr, styles[:-1])) if styles else "has no style"
        table.reject(key, what, f"use exactly one of {', '.join(STYLES)}")
    if rule.cursor and not (rule.next or rule.next_header or rule.last_item):
        table.reject("cursor", "needs one of 'next', 'next_header' and 'last_item'")
    if rule.next and rule.next_header:
        table.reject("next_header", "excludes 'next'")
    if rule.off and not (rule.operations or rule.paths):
        table.reject("off", "needs 'operations' or 'paths'")
    return rule

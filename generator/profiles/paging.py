"""How an API divides lists into pages: the `[[paging]]` rules of a profile.

A new style is a class here, with its TOML keys and `match`, and a pager of the runtime.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from generator.python_types import RuntimeCall
from generator.schemas.shapes import Array
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.profiles.toml_tables import Table
    from generator.schemas.shapes import ObjectDefinition, Shape


class Match(NamedTuple):
    """How the pages of an operation are read: what an item is, and the call for the pager."""

    item: Shape
    pager: RuntimeCall


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorPaging:
    """How the pages of a list follow each other, by a cursor.

    Attributes:
        cursor: The query parameter that takes the cursor of the previous page.
        items: The member of a page that has the list.
        next: The member of a page that has the cursor.
        more: The member of a page that is true if more pages follow. Without it, the last page is
            the one without a cursor.
    """

    cursor: str
    items: str
    next: str
    more: str | None = None

    def match(self, queries: Collection[str], page: ObjectDefinition) -> Match | None:
        """Return how an operation with these query parameters is paged; None if it is not."""
        members = {one.wire: one for one in page.properties}
        items, next_, more = (members.get(one or "") for one in (self.items, self.next, self.more))
        if self.cursor not in queries or not (items and next_) or (self.more and not more):
            return None
        if not isinstance(items.shape, Array):
            return None
        keywords = [("items", items.name), ("next", next_.name)]
        keywords += [("more", more.name)] if more else []
        pager = RuntimeCall("paging", "Cursor", (Untrusted(self.cursor),), tuple(keywords))
        return Match(items.shape.items, pager)


Paging: TypeAlias = CursorPaging


def read_paging(table: Table) -> Paging:
    """Return the rule of a `[[paging]]` table; the keys of the table decide on its style."""
    return table.read(CursorPaging)

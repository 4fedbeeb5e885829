"""The styles of paging: how one page of items leads to the next."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from urllib.parse import urljoin

from .links import next_link
from .members import member
from .paging import Pager
from .parameters import Styled, is_object, omit, plain_data
from .parsing import is_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .paging import Page, Paged

Place: TypeAlias = Literal["query", "json", "form"]

_URL: Final = re.compile(r"https?://|/[^?]*\?|\?")
_NO_BODY: Final = {"json": omit, "form": omit, "content": omit, "media_types": ()}


@dataclass(frozen=True, slots=True)
class Asked(Pager):
    """The parameter that asks for a page."""

    parameter: str
    _: KW_ONLY
    place: Place = "query"
    inside: tuple[str, ...] = ()  # the names of the objects that have it

    def sent(self, request: Paged, name: str | None = None) -> Any:
        """Return what a request sends for the parameter, or for another one of its object."""
        value: object = getattr(request, self.place)
        for key in (*self.inside, name or self.parameter):
            inner = _data(value)
            value = inner.get(key) if is_object(inner) else None
        return value

    def asking(self, request: Paged, value: object) -> Paged:
        """Return a request with another value of the parameter."""
        changes: dict[str, Any] = {"link": ""}
        way = (*self.inside, self.parameter)
        for place in ("query",) if self.place == "query" else ("json", "form"):
            members: object = getattr(request, place)
            if place == self.place or (is_object(members) and way[0] in members):
                changes[place] = _put(members, way, value)  # several bodies share arguments
        return replace(request, **changes)

    def last_member(self, page: Page[Any], way: str) -> Any:
        """Return a member of the last item of a page; None without one."""
        items = self.page_items(page)
        return member(items[-1], way) if items else None

    def after(self, request: Paged, page: Page[Any], cursor: object, what: str) -> Paged | None:
        """Return the request for the page after a cursor; None if there is none."""
        seen = request.progress.visited
        if isinstance(sent := self.sent(request), (str, int)):
            seen.add(sent)
        if not cursor or self.has_more(page) is False:
            return None
        if isinstance(cursor, str) and _URL.match(cursor):
            return _linked(request, cursor)
        if isinstance(cursor, (str, int)) and cursor in seen and not self.page_items(page):
            return None  # some services repeat the cursor where there is nothing more
        request.visit(cursor, f"{what}, {cursor!r:.100}")
        return self.asking(request, cursor)


@dataclass(frozen=True, slots=True)
class Cursor(Asked):
    """Paging by a parameter, whose next value is a member or a header of the page.

    A page that says that more follow may not have it: then a member of its last item is sent.
    """

    _: KW_ONLY
    next: str = ""
    header: str = ""
    id: str = ""  # the member of the last item; "": there is none

    def next_request(self, request: Paged, page: Page[Any]) -> Paged | None:
        """Return the request for the next page; None after a page without a cursor."""
        found = page.headers.get(self.header) if self.header else member(page.value, self.next)
        if not found and self.id and self.has_more(page):
            found = self.last_member(page, self.id)
        return self.after(request, page, found, self.header or self.next)

    @property
    def lead(self) -> str:
        """What a page has that leads to the next one, for a message."""
        return f"new {self.header or self.next}"


@dataclass(frozen=True, slots=True)
class LastItem(Asked):
    """Paging by a parameter, whose next value is a member of the last item of the page."""

    _: KW_ONLY
    id: str = "id"

    def next_request(self, request: Paged, page: Page[Any]) -> Paged | None:
        """Return the request for the next page; None after a page without items."""
        return self.after(request, page, self.last_member(page, self.id), self.id)

    @property
    def lead(self) -> str:
        """What a page has that leads to the next one, for a message."""
        return f"last item with a new {self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLink(Pager):
    """Paging by a member of the page that is the URL of the next page, or has it."""

    next: str

    def next_request(self, request: Paged, page: Page[Any]) -> Paged | None:
        """Return the request for the next page; None after a page without a URL."""
        url = link_url(member(page.value, self.next))
        return None if not url or self.has_more(page) is False else _linked(request, url)

    @property
    def lead(self) -> str:
        """What a page has that leads to the next one, for a message."""
        return f"URL in {self.next}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkHeader(Pager):
    """Paging by the header `Link` with `rel="next"` (RFC 8288)."""

    def next_request(self, request: Paged, page: Page[Any]) -> Paged | None:
        """Return the request for the next page; None after a page without such a link."""
        url = next_link(page.headers.get("link") or "")
        return _linked(request, url) if url else None

    @property
    def lead(self) -> str:
        """What a page has that leads to the next one, for a message."""
        return 'header Link with rel="next"'


def _linked(request: Paged, url: object) -> Paged:
    """Return the request for the page of a URL, which may be relative to that of this page."""
    request.visit(url, "URL of the next page")
    by_get: dict[str, Any] = {} if request.method == "GET" else {"method": "GET", **_NO_BODY}
    try:
        return replace(request, link=urljoin(request.link, str(url)), **by_get)
    except ValueError:
        raise request.error("the URL of the next page is not valid") from None


def link_url(link: Any) -> object:
    """Return the URL of a link, or of the next one of a list: a text, or an object that has it."""
    one = link
    if is_list(link):
        one = next((each for each in link if "next" in _relations(each)), None)
    urls = (member(one, name) for name in ("href", "url", "uri"))
    return one if isinstance(one, str) else next((url for url in urls if url), None)


def _relations(link: Any) -> Sequence[str]:
    """Return the relations of a link, which has one or several."""
    found: Any = member(link, "rel") or member(link, "relation") or ()
    return found.lower().split() if isinstance(found, str) else found


def _put(members: object, way: Sequence[str], value: object) -> dict[str, object]:
    """Return an object with another value at the end of a way of names."""
    inner = _data(members)
    own = dict(inner) if is_object(inner) else {}
    name, *rest = way
    if rest:
        old: Any = own.get(name)
        value = _put(old, rest, value)
        value = replace(old, value=value) if isinstance(old, Styled) else value
    return {**own, name: value}


def _data(value: object) -> object:
    """Return the data of an argument."""
    return plain_data(value.value if isinstance(value, Styled) else value)

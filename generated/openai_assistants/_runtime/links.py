"""Links in headers and in responses, and requests to them. They never lead to another host."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import parse_qs, urljoin, urlsplit

from .errors import APIResponseError, ErrorContext
from .request import Request, T

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from urllib.parse import SplitResult

# A quoted text without an end goes to the end, so that it is looked for once.
_LINK: Final = re.compile(r'<([^<>]*)>((?:[^",]|"(?:[^"\\]|\\.?)*+(?:"|\Z))*+)')
_PARAMETER: Final = re.compile(r';\s*([^\s=;,"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?')


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LinkedRequest(Request[T]):
    """A request that goes to a link of another response, if there is one."""

    refused: ClassVar[str]  # what does not come from a host of a link that is refused
    link: str = field(default="", repr=False)  # as the other response has it

    def linked(self, base: str, path: str, /) -> tuple[str, Mapping[str, object]] | None:
        """Return the URL and the query of the link; None without one."""
        if not self.link:
            return None
        api = self.call.api
        known = self.server or api.base_url, *self.servers.values(), *api.servers.values()
        try:
            return resolve_link(self.link, f"{base}{path}", path, (base, *known))
        except ValueError as error:
            raise self.error(f"{self.refused} from {error}") from None

    def error(self, reason: str) -> APIResponseError:
        """Return an error about this request."""
        return APIResponseError(reason, ErrorContext(self.method, self.url_path))


def next_link(header: str) -> str | None:
    """Return the URL of the first link to the next page in a header `Link` (RFC 8288, 3)."""
    for url, text in _LINK.findall(header):
        given: dict[str, str] = {}
        for name, quoted, token in _PARAMETER.findall(text):
            given.setdefault(name.lower(), quoted or token)  # the first `rel` counts
        if "next" in given.get("rel", "").lower().split() and "anchor" not in given:
            return str(url)
    return None


def resolve_link(
    link: str, address: str, path: str, bases: Sequence[str]
) -> tuple[str, dict[str, list[str]]]:
    """Return the address of a link, and its query; the address is always at the first base.

    This is the base URL that is called; the document may have others, which a gateway hides. Of a
    link to the path of the operation, or to its end, only the query is used. Raises ValueError with
    the host if it is not that of a base.
    """
    url, known = _split(link, address), [*map(_split, bases)]
    if url is None or url.scheme not in {"http", "https"} or "@" in url.netloc:
        raise ValueError("a URL that is not valid")
    if url.netloc not in [one.netloc for one in known if one]:
        raise ValueError(f"the host {url.hostname}")
    query = parse_qs(url.query, keep_blank_values=True, errors="surrogateescape")
    if url.path.endswith(path) or (url.path.strip("/") and path.endswith(url.path)):
        return address, query
    for base in filter(None, known):
        prefix = base.path.rstrip("/") + "/"
        if url.path.startswith(prefix):
            return f"{bases[0].rstrip('/')}/{url.path.removeprefix(prefix)}", query
    scheme, _, rest = bases[0].partition("://")
    return f"{scheme}://{rest.partition('/')[0]}{url.path}", query


def _split(url: str, base: str = "") -> SplitResult | None:
    """Return the parts of a URL, its host without the usual port; None if it is not valid."""
    try:
        parts = urlsplit(urljoin(base, url))
        port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    except ValueError:
        return None
    login = "@" if "@" in parts.netloc else ""
    return parts._replace(netloc=f"{login}{parts.hostname}{port}") if url.isprintable() else None

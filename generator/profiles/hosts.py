"""Which built-in profile is for the hosts of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.document.servers import servers_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.document.document import Document


def hosts_of(document: Document) -> tuple[str, ...]:
    """Return the host of each absolute server of a document; empty for one that is unclear."""
    urls = (one.default_url for one in servers_of(document.root))
    return tuple(_host(url) for url in urls if "//" in url)


def _host(url: str) -> str:
    try:
        # HTTP clients do not agree on where the host ends at a backslash.
        return "" if "\\" in url else urlsplit(url).hostname or ""
    except ValueError:
        return ""


def exactness(patterns: Collection[str], hosts: Collection[str]) -> tuple[bool, int]:
    """Return how exactly patterns fit the hosts, as a value to compare; false if they do not.

    All hosts must fit: the credentials of a profile are for its own service only.
    """
    fits = [max(_fits(patterns, host), default=(False, 0)) for host in hosts]
    return min(fits, default=(False, 0))


def _fits(patterns: Collection[str], host: str) -> Iterator[tuple[bool, int]]:
    """Yield the exactness of each pattern that fits; `*.` is any name before the rest."""
    for pattern in patterns:
        rest = pattern.removeprefix("*")
        if host == pattern or (rest != pattern and host.endswith(rest)):
            yield True, len(rest) + (rest == pattern)

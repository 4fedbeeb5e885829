"""The headers, query parameters and cookies that a client sends with all of its calls.

Such as the version of an API or the account of the caller: they are settings of the client.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.profiles.environment import is_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver
    from generator.profiles.profile import Profile

Key: TypeAlias = tuple[str, str]
"""The place and the name of a parameter."""

_LEAST: Final = 2  # operations: of one, nothing shows that others would be alike
_SHARE: Final = 0.9  # of the operations: a login or a health check may lack it
_OF_A_CALL: Final = re.compile(
    r"(?i)(accept|accept-encoding|authorization|content-.*|cookie|expect|host|if-.*|prefer|range"
    r"|traceparent|tracestate|.*(idempotency|request|correlation|trace|transaction).*)"
)
"""Headers that differ from call to call."""
_WIDE: Final = frozenset(
    (
        *("account", "tenant", "organization", "organisation", "org", "company", "team"),
        *("project", "workspace", "directory", "environment", "env", "region", "site", "store"),
        *("version", "revision", "locale", "language", "lang", "market", "currency"),
        *("timezone", "tz"),
    )
)
"""Words in the names of query parameters that are the same for all calls."""
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def client_wide(
    operations: Sequence[SelectedOperation], resolver: Resolver, profile: Profile
) -> frozenset[Key]:
    """Return the parameters that are settings of the client, by all operations of the document."""
    counts = Counter(key for one in operations for key in set(declared(one, resolver)))
    secrets = {("header", (one.header or "").lower()) for one in profile.credentials}
    secrets |= {("query", (one.query or "").lower()) for one in profile.credentials}
    secrets |= {("cookie", (one.cookie or "").lower()) for one in profile.credentials}
    return frozenset(
        (place, name)
        for (place, name), count in counts.items()
        if name not in profile.call_parameters and (place, name.lower()) not in secrets
        if name in profile.client_parameters
        or (count >= max(_LEAST, _SHARE * len(operations)) and _is_of_a_client(place, name))
    )


def _is_of_a_client(place: str, name: str) -> bool:
    """Whether the name of a parameter is that of one which seldom changes."""
    if place == "header":
        return not _OF_A_CALL.fullmatch(name)
    if place == "cookie":
        return True
    return is_secret(name) or not _WIDE.isdisjoint(map(str.lower, _WORD.findall(name)))


def declared(operation: SelectedOperation, resolver: Resolver) -> Iterator[Key]:
    """Yield the headers, the query parameters and the cookies of an operation."""
    for owner in (*operation.path_items, operation.node):
        for reference in owner.items("parameters"):
            node = resolver.resolve(reference)
            name, place = (node.text("name"), node.text("in")) if node else (None, None)
            if name and place in {"header", "query", "cookie"}:
                yield place, name

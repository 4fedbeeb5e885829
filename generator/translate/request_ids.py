"""The headers in which a service says the ID that it gave to a request."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.document.document import Node
    from generator.document.resolve import Resolver

USUAL: Final = "x-request-id"

_NAME: Final = re.compile(r"[\w.-]*(req(uest)?|correlation|debug|trace)[-_]?id", re.ASCII)


def request_id_headers(operations: Iterable[Node], resolver: Resolver) -> tuple[str, ...]:
    """Return the headers for request IDs, in the order in which a response is searched for them.

    These are the declared ones, those of most responses first; behind those for requests, the ones
    for traces; and at their end, those with an ID that the client gave. The usual one is the first
    if it is declared, else the last. The result is empty if the usual one is the only one.
    """
    counts = Counter(_declared(operations, resolver))
    names = [name for name, _ in counts.most_common()]
    ordered = sorted(names, key=lambda name: ("client" in name, "req" not in name, name != USUAL))
    found = tuple(dict.fromkeys((*ordered, USUAL)))
    return () if found == (USUAL,) else found


def _declared(operations: Iterable[Node], resolver: Resolver) -> Iterator[str]:
    for operation in operations:
        for _, one in operation.members("responses"):
            response = resolver.resolve(one, "response")
            for name, _ in response.members("headers") if response else ():
                if _NAME.fullmatch(name.lower()):
                    yield name.lower()

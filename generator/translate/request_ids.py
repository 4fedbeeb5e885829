"""The header in which a service says the ID that it gave to a request."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.document.document import Node
    from generator.document.resolve import Resolver

USUAL: Final = "x-request-id"

_NAME: Final = re.compile(r"([a-z0-9]+-)*request-?id")


def request_id_header(operations: Iterable[Node], resolver: Resolver) -> str | None:
    """Return the header for request IDs that most responses declare; None for the usual one."""
    counts = Counter(_declared(operations, resolver))
    if not counts or USUAL in counts:
        return None
    return counts.most_common(1)[0][0]


def _declared(operations: Iterable[Node], resolver: Resolver) -> Iterator[str]:
    for operation in operations:
        for _, one in operation.members("responses"):
            response = resolver.resolve(one, "response")
            for name, _ in response.members("headers") if response else ():
                if _NAME.fullmatch(name.lower()):
                    yield name.lower()

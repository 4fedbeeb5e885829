"""The value of a key that an object has twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.document.source import Json


def joined(first: Json, second: Json) -> Json:
    """Return what two values of one key say together; the second wins if both cannot hold.

    Two objects have the members of both, and two lists the items of both.
    """
    if isinstance(first, dict) and isinstance(second, dict):
        return with_joined((*first.items(), *second.items()))
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *second]
    return second


def with_joined(pairs: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    """Return an object of these members, of which several may have the same key."""
    found: dict[str, Json] = {}
    for key, value in pairs:
        found[key] = joined(found[key], value) if key in found else value
    return found

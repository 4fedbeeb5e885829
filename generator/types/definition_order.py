"""The order of definitions in a module: each one follows those that it mentions.

Then annotations can be evaluated unquoted. If definitions contain each other, that is not possible
for all of them: a class can name a later definition in quotes, an alias cannot.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def in_order(before: Mapping[str, Collection[str]], wanted: Sequence[str]) -> list[str]:
    """Return names in the order that is wanted, but each behind those that must be before it.

    Args:
        before: name to the names that must be before it; they do not lead back to it.
        wanted: all of the names.
    """
    position = {name: number for number, name in enumerate(wanted)}
    sorter = TopologicalSorter(before)
    sorter.prepare()
    ready: list[tuple[int, str]] = []
    ordered: list[str] = []
    while sorter.is_active():
        for name in sorter.get_ready():
            heapq.heappush(ready, (position[name], name))
        _, first = heapq.heappop(ready)
        ordered.append(first)
        sorter.done(first)
    return ordered


def recursive(mentions: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return the names that lead back to themselves."""
    found = (one for one in circles(mentions) if len(one) > 1 or one & set(mentions[min(one)]))
    return frozenset[str]().union(*found)


def circles(mentions: Mapping[str, Collection[str]]) -> list[frozenset[str]]:
    """Return the sets of names that lead to each other; each set follows those that it mentions.

    A name that does not lead back to itself is a set of its own.
    """
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, others in mentions.items():
        for other in others:
            holders[other].append(name)
    found: list[frozenset[str]] = []
    seen: set[str] = set()
    # What holds a name and is behind it in this order leads back to it (Kosaraju's algorithm).
    for start in reversed(depth_first(mentions)):
        circle, waiting = set[str](), [start]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                circle.add(name)
                waiting += holders[name]
        if circle:
            found.append(frozenset(circle))
    return found[::-1]


def depth_first(mentions: Mapping[str, Collection[str]]) -> list[str]:
    """Return names behind what they mention, as far as that is possible; alphabetical otherwise."""
    ordered: list[str] = []
    seen: set[str] = set()
    for start in sorted(mentions):
        # No recursion: a chain of definitions can be longer than Python's stack.
        path = [(start, iter(sorted(mentions[start])))] if start not in seen else []
        seen.add(start)
        while path:
            name, rest = path[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                ordered.append(name)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(sorted(mentions[following]))))
    return ordered

"""Divide the operations of a document among groups, each of which becomes a module.

Each operation has a key: words from the coarsest to the finest, such as `("repos", "branches")`.
Its group is named after the first word; where that group is too large for a module, after as many
words as are needed. All operations of the document are divided, whichever are selected, so that a
selection changes no group.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.document import operation_size
from generator.document.group_words import MOST_WORDS, path_words, shared_length, tag_words
from generator.name_history import NO_DIVISION, Division
from generator.naming import snake_case
from generator.verbs import OF_CALLS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator.document.document import Document
    from generator.document.operations import SelectedOperation
    from generator.options import GroupBy

    Key = tuple[str, ...]

ALL: Final = "operations"
"""The group of all operations, or of those whose groups would have one operation each."""
ROOT: Final = "root"
"""The group of a path that names nothing."""

_MOST_LINES: Final = 2_600
"""Of a module, as they are estimated; a module has 3,000 then, at most."""
_WORTH_A_GROUP: Final = 3
_MOST_TINY: Final = 5
_FEW_OPERATIONS: Final = 8
_MOST_OF_ALL: Final = 0.6


def divide(
    operations: Sequence[SelectedOperation],
    document: Document,
    asked: GroupBy | None = None,
    before: Division = NO_DIVISION,
) -> tuple[list[SelectedOperation], Division]:
    """Return the operations with their groups, and how they are divided.

    Args:
        operations: all of the document.
        document: describes the tags.
        asked: how to divide; None to decide by the document.
        before: the groups of an earlier run; operations stay in them as long as they are divided
            in the same way.
    """
    sizes = [operation_size.lines(one) for one in operations]
    tagged, paths = _tag_keys(operations, document), _path_keys(operations, sizes)
    by = asked or (None if before.is_asked else before.by) or _choose(tagged, paths, sizes)
    if by == "segment":
        keys: Sequence[Key] = [(_first_segment(one.path),) for one in operations]
        groups = [key[0] for key in keys]
    elif by == "none":
        keys = [(ALL,) for _ in operations]
        groups = [ALL for _ in operations]
    else:
        chosen = tagged if by == "tag" else paths
        # Without a tag, an operation is in the group of its path.
        keys = [(key or path)[:MOST_WORDS] for key, path in zip(chosen, paths, strict=True)]
        groups = _groups(keys, sizes, joins_tiny=by == "path")
    kept: Mapping[str, str] = before.groups if before.by == by else {}
    divided = [
        replace(one, group=kept.get(one.key, group), wider=frozenset(_wider(key, group)))
        for one, key, group in zip(operations, keys, groups, strict=True)
    ]
    return divided, Division(by, asked is not None, {one.key: one.group for one in divided})


def _first_segment(path: str) -> str:
    """Return the group of a path: its first segment in snake_case, without the query."""
    segment = path.split("?", maxsplit=1)[0].strip("/").split("/")[0]
    return snake_case(segment, fallback=ROOT)


def _choose(tagged: Sequence[Key], paths: Sequence[Key], sizes: Sequence[int]) -> GroupBy:
    """Return `tag` where every operation has a tag and the tags divide well, else `path`."""
    tags = Counter(key[:1] for key in tagged)
    if () in tags or len(tags) < 2:
        return "path"
    if len(tagged) >= _FEW_OPERATIONS and len(tags) * 3 > len(tagged) * 2:
        return "path"  # nearly a tag for each operation
    largest, largest_of_paths = _largest(tagged, sizes), _largest(paths, sizes)
    is_lopsided = largest > max(_MOST_LINES, _MOST_OF_ALL * sum(sizes))
    return "path" if is_lopsided and largest_of_paths < largest / 2 else "tag"


def _largest(keys: Iterable[Key], sizes: Iterable[int]) -> int:
    """Return the size of the largest group."""
    totals: Counter[Key] = Counter()
    for key, size in zip(keys, sizes, strict=True):
        totals[key[:1]] += size
    return max(totals.values())


def _tag_keys(operations: Sequence[SelectedOperation], document: Document) -> list[Key]:
    """Return the key of each operation by its first tag; empty for one without a tag.

    After the tag come the words of the path that name something within it.
    """
    tags = [one.tags[0] if one.tags else None for one in operations]
    chains = tag_words(document, tags)
    words = [path_words(one.path) for one in operations]
    together: defaultdict[Key, list[Key]] = defaultdict(list)
    for chain, path in zip(chains, words, strict=True):
        together[chain].append(path)
    shared = {chain: shared_length(found) for chain, found in together.items()}
    return [
        (*chain, *_within(chain[-1], path, shared[chain])) if chain else ()
        for chain, path in zip(chains, words, strict=True)
    ]


def _within(tag: str, path: Key, shared: int) -> Key:
    """Return the words of a path behind the one that is the tag, or else behind the shared ones."""
    names = [word.rstrip("s") for word in path]
    name = tag.rstrip("s")
    return path[names.index(name) + 1 :] if name in names else path[shared:]


def _path_keys(operations: Sequence[SelectedOperation], sizes: Sequence[int]) -> list[Key]:
    """Return the key of each operation by its path: the words that not all paths begin with.

    A word with which some path ends names the group of them all, if that is small enough: `/pets`
    and `/pets/{id}/photos`.
    """
    words = [path_words(one.path) for one in operations]
    named = list(filter(None, words))
    if len(set(named)) == 1:
        return [path or (ROOT,) for path in words]
    shared = shared_length(named)
    ends = any(len(path) == shared for path in named)
    if ends and sum(sizes) <= _MOST_LINES:
        return [path[max(shared - 1, 0) :] or (ROOT,) for path in words]
    return [path[shared:] or path[-1:] or (ROOT,) for path in words]


def _groups(keys: Sequence[Key], sizes: Sequence[int], *, joins_tiny: bool) -> list[str]:
    """Return the group of each key: small ones are joined, large ones divided."""
    counts = Counter(key[0] for key in keys)
    tiny = {name for name, count in counts.items() if count == 1} if joins_tiny else set()
    are_calls = len(tiny) == len(counts) >= _WORTH_A_GROUP and _are_calls(tiny)
    joined = tiny if len(tiny) > _MOST_TINY or are_calls else set()
    groups = [ALL if key[0] in joined else key[0] for key in keys]
    members: defaultdict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        members[group].append(index)
    for group, indexes in members.items():
        if group != ALL:
            for index, depth in _depths(indexes, keys, sizes, 1):
                groups[index] = _name(keys[index][:depth])
    return groups


def _are_calls(names: Collection[str]) -> bool:
    """Whether most names begin with a verb, as `send_message` does."""
    return 2 * sum("_" in one and one.split("_")[0] in OF_CALLS for one in names) > len(names)


def _depths(
    indexes: Sequence[int], keys: Sequence[Key], sizes: Sequence[int], depth: int
) -> Iterable[tuple[int, int]]:
    """Return how many words of its key name the group of each of these operations."""
    if sum(sizes[index] for index in indexes) <= _MOST_LINES:
        return [(index, depth) for index in indexes]
    parts: defaultdict[Key, list[int]] = defaultdict(list)
    for index in indexes:
        parts[keys[index][: depth + 1]].append(index)
    least = _WORTH_A_GROUP
    rest = _rest(parts, depth, least)
    if sum(sizes[index] for index in rest) > _MOST_LINES:
        least = 2
        rest = _rest(parts, depth, least)
    found = [(index, depth) for index in rest]
    for key, members in parts.items():
        if len(key) > depth and len(members) >= least:
            found += _depths(members, keys, sizes, depth + 1)
    return found


def _rest(parts: Mapping[Key, Sequence[int]], depth: int, least: int) -> list[int]:
    """Return the operations that stay: those without a further word, and those of small parts."""
    return [
        index
        for key, members in parts.items()
        if len(key) == depth or len(members) < least
        for index in members
    ]


def _wider(key: Key, group: str) -> list[str]:
    """Return the names of the groups that were divided or joined to this one, and its own."""
    names = [_name(key[: depth + 1]) for depth in range(len(key))]
    return names[: names.index(group) + 1] if group in names else [names[0], group]


def _name(key: Key) -> str:
    """Return the name of a group; a word that begins with those before it has them already."""
    name = ""
    for word in key:
        repeats = name and (word == name or word.startswith(f"{name}_"))
        name = word if repeats or not name else f"{name}_{word}"
    return name

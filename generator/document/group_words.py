"""The words of a path, and of a tag, that name groups of operations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.naming import snake_case, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.document.document import Document

_VERSION: Final = re.compile(
    r"v?\d+(?:[._-]\d+)*[._-]?(?:(?:alpha|beta|preview|rc)\d*)?|v?\{(?:api[-_]?)?version\}|v\{.*",
    re.IGNORECASE,
)
_ENDS_A_NAME: Final = re.compile(r"[.:({]")  # `users.json`, `rooms:search`, `Users({id})`
_LETTER: Final = re.compile(r"\b([A-Za-z])([A-Z])(?=[a-z])")  # `OAuth`, `oEmbed`
_INTERFACES: Final = ("api", "rest")
_OF_FRAMEWORKS: Final = (("rest", "controller"), ("controller",), ("rest", "api"))
"""Words at the end of tags that are made of the names of classes: `user-controller`."""
MOST_WORDS: Final = 8
"""Of a key that groups are named after."""


def path_segments(path: str) -> list[tuple[str, bool]]:
    """Return the words of a path that name something, and whether a parameter follows each.

    Neither parameters, versions nor `api` in front name anything: `/api/v1/customers/{id}/cards`
    has `customers`, which a parameter follows, and `cards`.
    """
    segments = [one for one in path.split("?", maxsplit=1)[0].split("/") if one]
    while len(segments) > 1 and segments[0].lower() in _INTERFACES and segments[1][0] != "{":
        del segments[0]
    found: list[tuple[str, bool]] = []
    for segment in segments:
        if is_version(segment):
            continue
        end = _ENDS_A_NAME.search(segment)
        name = segment[: end.start()] if end else segment
        rest = segment[len(name) :]
        if name:
            found.append((snake_case(name), rest.startswith("({")))
        elif found and rest.startswith("{"):
            found[-1] = (found[-1][0], True)
    return found


def path_words(path: str) -> tuple[str, ...]:
    """Return the words of a path that name something, as `path_segments` does."""
    return tuple(word for word, _ in path_segments(path))


def shared_length(paths: Sequence[tuple[str, ...]]) -> int:
    """Return with how many equal words all paths begin."""
    length = min(map(len, paths), default=0)
    return next(
        (index for index in range(length) if len({path[index] for path in paths}) > 1), length
    )


def tag_words(document: Document, tags: Sequence[str | None]) -> list[tuple[str, ...]]:
    """Return the name of each tag behind those of its parents; empty for None.

    Words with which all tags begin or end, such as `MessagingV1`, are left out.
    """
    chains = tag_chains(document, tags)
    names = _short_names(dict.fromkeys(tag for chain in chains.values() for tag in chain))
    return [tuple(names[one] for one in chains[tag]) if tag else () for tag in tags]


def tag_chains(document: Document, tags: Iterable[str | None]) -> dict[str, tuple[str, ...]]:
    """Return each tag behind its parents, the outermost first.

    Source: OpenAPI 3.2, 4.8.22 "Tag Object".
    """
    parents = {one.text("name"): one.text("parent") for one in document.root.items("tags")}
    chains: dict[str, tuple[str, ...]] = {}
    for tag in filter(None, tags):
        chain = [tag]
        while (parent := parents.get(chain[-1])) and parent in parents and parent not in chain:
            chain.append(parent)
            if len(chain) == MOST_WORDS:
                break
        chains[tag] = tuple(reversed(chain))
    return chains


def _short_names(tags: Iterable[str]) -> dict[str, str]:
    """Return a name for each tag, without the words that begin or end all of them."""
    parts = {tag: _tag_parts(tag) for tag in tags}
    for _ in range(2):  # first the words at the beginning, then those at the end
        shared = shared_length(list(parts.values())) if len(parts) > 1 else 0
        if all(len(one) > shared for one in parts.values()):
            parts = {tag: one[shared:] for tag, one in parts.items()}
        parts = {tag: one[::-1] for tag, one in parts.items()}
    return {tag: snake_case("_".join(one) or tag) for tag, one in parts.items()}


def _tag_parts(tag: str) -> tuple[str, ...]:
    """Return the words of a tag in lower case, without those of a framework."""
    plain = _LETTER.sub(lambda found: found[0].capitalize(), tag)
    parts = tuple(word.lower() for word in words(plain))
    for ending in _OF_FRAMEWORKS:
        if len(parts) > len(ending) and parts[-len(ending) :] == ending:
            return parts[: -len(ending)]
    return parts


def is_version(segment: str) -> bool:
    """Whether a segment of a path is a version: `v1`, `2024-10`, `v{version}`."""
    return _VERSION.fullmatch(segment) is not None

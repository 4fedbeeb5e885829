"""The name that each function should have, from its operation ID or its method and path.

An operation ID is a name, except for kinds that tools make: FastAPI's, which repeats the path; one
that begins with a module of Python; one that is nothing but method and path; one with a counter,
such as `getAll_1`; and one that repeats its prefix, such as `Users_GetUser`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.document.group_words import is_version, path_words, shared_length
from generator.naming import class_name, snake_case, words
from generator.operations.path_names import PathNames, singular
from generator.verbs import ACTIONS, OF_IDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver
    from generator.naming import Identifier

_DIVIDES: Final = re.compile(r"[./:]+|(?<!_)_++(?=[A-Z])|(?<=[a-z]Controller)_+")
_HOLDER: Final = re.compile(r"([A-Z]\w*[a-z0-9])(?:Api|Controller|Resource|Service)")
_COUNTER: Final = re.compile(r"(.*[A-Za-z])_[1-9][0-9]?")
_INTERFACES: Final = ("api", "rest")
_MOST: Final = 0.8
_MOST_PARTS: Final = 8
# A module of Python: `agents_api_v1_conversations_list`, `shop_api_views_list_items`.
_OF_MODULE: Final = re.compile(
    r"[a-z0-9_]+?_api_(?:(?:v\d+|routes?|routers?|views?|endpoints?)_)+([a-z0-9]+_[a-z0-9_]+)"
)


@dataclass(frozen=True, slots=True)
class OperationNames:
    """The possible names of all operations of a document.

    Attributes:
        operations: all of the document, so that a selection changes no name.
        mechanical: by method and path, those whose operation IDs a tool made.
        choices: of each operation, its possible names, the shortest first.
    """

    operations: Sequence[SelectedOperation]
    mechanical: Collection[str]
    choices: Sequence[Sequence[str]]

    @classmethod
    def of(cls, operations: Sequence[SelectedOperation], resolver: Resolver) -> OperationNames:
        """Return the possible names; the resolver is that of the document."""
        mechanical = _mechanical(operations) | _counted(operations)
        return cls(operations, mechanical, _choices(operations, mechanical, resolver))

    def functions(self, reserved: Collection[str]) -> dict[str, str]:
        """Return by method and path what each function should be called.

        The reserved names are those that no function can have.
        """
        identities = [one.operation_id or one.key for one in self.operations]
        chosen = [0] * len(self.choices)
        while True:
            pairs = zip(self.choices, chosen, strict=True)
            names = [snake_case(texts[index]) for texts, index in pairs]
            # Operations with the same ID cannot differ by it.
            counts = Counter(name for name, _ in set(zip(names, identities, strict=True)))
            longer = [
                index
                for index, name in enumerate(names)
                if (counts[name] > 1 or name in reserved or name.endswith("_"))
                and chosen[index] + 1 < len(self.choices[index])
            ]
            if not longer:
                return {one.key: name for one, name in zip(self.operations, names, strict=True)}
            for index in longer:
                chosen[index] += 1

    def stems(self) -> dict[str, Identifier]:
        """Return by method and path what the names of an operation's own classes begin with.

        That is its operation ID, unless it has none or a tool made it; then it is its name.
        """
        names = self.functions(())
        found: dict[str, Identifier] = {}
        for one in self.operations:
            identity = one.operation_id
            is_made = one.key in self.mechanical or (identity and _without_path(identity, one))
            found[one.key] = class_name(identity if identity and not is_made else names[one.key])
        return found


def _choices(
    operations: Sequence[SelectedOperation], mechanical: Collection[str], resolver: Resolver
) -> list[list[str]]:
    """Return for each operation its possible names, the shortest first."""
    path_names = PathNames.of(operations, resolver)
    parts = _divided([one.operation_id or "" for one in operations])
    choices = []
    for one, divided in zip(operations, parts, strict=True):
        identity = one.operation_id
        if identity is None or not words(identity):
            choices.append([path_names.name(one)])
        elif one.key in mechanical:
            choices.append([path_names.name(one), identity])
        elif short := _without_path(identity, one):
            longer = " ".join((short, *path_words(one.path)))
            # A verb alone says nothing where modules are not namespaces.
            _, _, thing = path_names.name(one).partition("_")
            shortest = f"{short} {thing}" if short in OF_IDS else short
            choices.append([shortest, longer, identity])
        elif found := _OF_MODULE.fullmatch(identity):
            choices.append([*_without_prefix(_at_verb(found[1])), identity])
        else:
            shorter = [] if "{" in identity else _without_prefix(divided)
            changed = [text for text in shorter if words(text) != words(identity)]
            choices.append([*changed, identity])
    return choices


def _without_path(identity: str, operation: SelectedOperation) -> str | None:
    """Return the name in FastAPI's `name_path_method`; None for any other operation ID."""
    path = re.sub(r"\W", "_", operation.path).rstrip("_")
    end = "_+" if path else "__"
    found = re.fullmatch(
        rf"(.*[^_]){re.escape(path)}{end}{re.escape(operation.method.lower())}", identity
    )
    return found[1] if found else None


def _divided(identities: Sequence[str]) -> list[list[str]]:
    """Return the parts of operation IDs, without a version and what all of them begin with."""
    parts = [list(filter(None, _DIVIDES.split(one))) for one in identities]
    parts = _without_version(parts)
    if all(len(one) < 2 for one in parts):
        parts = [words(part) for one in parts for part in one or [""]]
        return [[" ".join(one)] for one in _without_shared(parts)]
    return _without_shared(parts)


def _without_version(parts: list[list[str]]) -> list[list[str]]:
    """Return parts without the version that most begin with: `v1.users.list`, `V1GetUser`."""
    begun = [words(one[0]) if one else [] for one in parts]
    has_version = [
        len(one) + len(first) > 2 and is_version(first[0])
        for one, first in zip(parts, begun, strict=True)
    ]
    if sum(has_version) <= _MOST * len(parts):
        return parts
    return [
        [*([" ".join(first[1:])] if first[1:] else []), *one[1:]] if is_one else one
        for one, first, is_one in zip(parts, begun, has_version, strict=True)
    ]


def _without_shared(parts: list[list[str]]) -> list[list[str]]:
    """Return parts without those that all begin with, if these name no action and enough is left.

    What is left has two words at least.
    """
    named = [tuple(one) for one in parts if one]
    shared = shared_length(named)
    first = words(named[0][0])[:1] if shared else []
    if len(named) < 2 or not first or first[0].lower() in OF_IDS:
        return parts
    left = [sum(len(words(part)) for part in one[shared:]) for one in named]
    return [one[shared:] for one in parts] if min(left) > 1 else parts


def _without_prefix(parts: Sequence[str]) -> list[str]:
    """Return names without what the parts of an operation ID repeat, the shortest first."""
    if len(parts) > _MOST_PARTS:
        return []
    found = [_plain(one) for one in parts[:-1]] + [words(one) for one in parts[-1:]]
    trimmed = [*found[:-2], *(_trimmed(one, found[-1]) for one in found[-2:-1]), *found[-1:]]
    kept = [one for index, one in enumerate(trimmed) if not _repeats(one, found[index + 1 :])]
    return [" ".join(word for one in each for word in one) for each in (kept, found) if each]


def _trimmed(part: Sequence[str], last: Sequence[str]) -> list[str]:
    """Return a prefix that ends in an action without what the last part repeats at its end.

    FastEndpoints writes the class of an endpoint before its method: `UsersGet_GetUser`.
    """
    *left, verb = part or [""]
    repeated = [singular(word.lower()) for word in last]
    if verb.lower() not in OF_IDS | ACTIONS:
        return list(part)
    while left and singular(left[-1].lower()) in repeated:
        left.pop()
    return left if verb.lower() in repeated else [*left, verb]


def _at_verb(name: str) -> list[str]:
    """Return what is before the first verb of a name, and the rest."""
    parts = name.split("_")
    at = next((index for index, one in enumerate(parts) if one in OF_IDS | ACTIONS), 0)
    return list(filter(None, ("_".join(parts[:at]), "_".join(parts[at:]))))


def _plain(part: str) -> list[str]:
    """Return the words of a prefix: `UserService` has `User`."""
    found = _HOLDER.fullmatch(part)
    return words(found[1] if found else part)


def _repeats(part: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether one of the other parts has all words of this one, in singular or plural."""
    wanted = [singular(word.lower()) for word in part]
    for other in others:
        found = [singular(word.lower()) for word in other]
        if any(found[at : at + len(wanted)] == wanted for at in range(len(found))):
            return True
    return False


def _mechanical(operations: Sequence[SelectedOperation]) -> set[str]:
    """Return the operations whose IDs are method and path, with what only a tool writes into them.

    Where most operation IDs of a document are so, that are those without such a part as well.
    """
    plain: set[str] = set()
    sure: set[str] = set()
    for one in operations:
        identity = one.operation_id or ""
        text = "".join(f"{word.lower()} " for word in words(identity))
        start = f"{one.method.lower()} "
        match = _pattern(one.path).fullmatch(text, len(start)) if text.startswith(start) else None
        if match:
            plain.add(one.key)
            if any(match.groups()) or one.path in identity:
                sure.add(one.key)
    named = sum(one.operation_id is not None for one in operations)
    return plain if sure and len(plain) > _MOST * named else sure


def _counted(operations: Sequence[SelectedOperation]) -> set[str]:
    """Return the operations whose IDs a number makes different: `getAll` and `getAll_1`."""
    stems: dict[str, str] = {}
    for one in operations:
        match = _COUNTER.fullmatch(one.operation_id or "")
        stems[one.key] = match[1] if match else one.operation_id or ""
    counted = {stems[one.key] for one in operations if stems[one.key] != (one.operation_id or "")}
    counted &= {one.operation_id or "" for one in operations}
    return {key for key, stem in stems.items() if stem in counted}


def _pattern(path: str) -> re.Pattern[str]:
    """Return a pattern for the words of a path in an operation ID; groups match what a tool writes.

    That are versions, and names of parameters without `by`. Nothing is matched a second time, so
    that the time is linear.
    """
    parts = []
    for segment in path.split("?", maxsplit=1)[0].split("/"):
        text = "".join(f"{re.escape(word.lower())} " for word in words(segment))
        if "{" in segment and text:
            parts.append(f"(?:by (?:{text}|id )?+|({text}|id ))?+")
        elif is_version(segment) or segment.lower() in _INTERFACES:
            parts.append(f"({text})?+")
        else:
            parts.append(text)
    return re.compile("".join(parts))

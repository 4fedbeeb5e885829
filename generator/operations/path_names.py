"""Names of functions from method and path: `list_users`, `create_user`, `cancel_order`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.document.group_words import is_version, path_segments, shared_length
from generator.naming import snake_case
from generator.operations.listing import returns_list
from generator.verbs import ACTIONS, OF_CALLS, OF_MEMBERS, OF_NO_OBJECT, SURE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver

_PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_SINGULAR: Final[dict[str, str | None]] = {  # None for a word that is its own plural
    "aliases": "alias",
    "children": "child",
    "cookies": "cookie",
    "indexes": "index",
    "indices": "index",
    "movies": "movie",
    "people": "person",
    **dict.fromkeys(("data", "info", "media", "metadata", "news", "series", "species")),
}
_ENDINGS: Final = (
    ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("tuses", "tus"),
    ("nuses", "nus"), ("ruses", "rus"), ("ies", "y"), ("s", ""),
)  # fmt: skip
_ADD_ONS: Final = frozenset(("add_on", "add_ons"))
_NOT_PLURAL: Final = ("ss", "us", "is")


@dataclass(frozen=True, slots=True)
class PathNames:
    """Names operations by method and path.

    Attributes:
        shared: how many words all paths begin with; they are in no name.
        things: the words that a parameter follows somewhere, so that they name several things.
        undone: the verbs of actions that others undo: `/{id}/pin` and `/{id}/unpin`.
        patched: the paths that have PATCH, without the names of their parameters.
        are_calls: whether the paths are names of remote functions, such as `/sendMessage`.
        resolver: of the references of the document.
    """

    shared: int
    things: frozenset[str]
    undone: frozenset[str]
    patched: Collection[str]
    are_calls: bool
    resolver: Resolver

    @classmethod
    def of(cls, operations: Iterable[SelectedOperation], resolver: Resolver) -> PathNames:
        """Return the names for the operations of a document."""
        found = list(operations)
        paths = {one.path: path_segments(one.path) for one in found}
        named = [tuple(word for word, _ in one) for one in paths.values() if one]
        shared = min([shared_length(named), *(len(words) - 1 for words in named)])
        things = frozenset(
            word for one in paths.values() for word, is_followed in one if is_followed
        )
        patched = {_pattern(one.path) for one in found if one.method == "PATCH"}
        return cls(shared, things, _undone(paths), patched, _are_calls(found), resolver)

    def name(self, operation: SelectedOperation) -> str:
        """Return what the function of an operation is called, if no other one is."""
        method = operation.method
        segments = path_segments(operation.path)[self.shared :]
        if not segments:
            return snake_case(f"{method} root")
        if self.are_calls:
            return snake_case(" ".join(_names(operation.path)[-len(segments) :]))
        *holders, (last, is_item) = ((word.rstrip("_"), is_one) for word, is_one in segments)
        before = [singular(word) if is_one else word for word, is_one in holders]
        if action := self._action(last, before, holders, method):
            return action
        is_many = not is_item and self._is_thing(last, is_item)
        verb = self._verb(operation, is_item=is_item, is_many=is_many)
        if last.startswith(f"{verb}_"):
            return "_".join((*before, last))
        is_one = is_item or verb == "create"
        if is_one or is_many:
            last = singular(last) if is_one else plural(last)
        return "_".join((verb, *before, last))

    def _action(
        self, last: str, before: Sequence[str], holders: Sequence[tuple[str, bool]], method: str
    ) -> str | None:
        """Return the name of a function whose path ends with what it does."""
        verb, _, rest = last.partition("_")
        if rest and verb in SURE and (verb != "set" or last not in self.things):
            return _call(last, before)  # `/set-lists/{id}` is a thing
        is_of_item = bool(holders) and holders[-1][1]
        if not self._is_action(last, method):
            is_call = method == "POST" and is_of_item and self._is_of_members(last)
            return "_".join((*before, last)) if is_call else None
        is_thing = bool(holders) and self._is_thing(*holders[-1])
        is_plain = last in ACTIONS or "_" not in last
        if is_plain and (is_thing or any(is_one for _, is_one in holders)):
            is_one = is_of_item or not is_thing
            return "_".join((last, *before[:-1], before[-1] if is_one else plural(before[-1])))
        return "_".join((*before, last))

    def _verb(self, operation: SelectedOperation, *, is_item: bool, is_many: bool) -> str:
        match operation.method:
            case "GET":
                is_list = is_many and returns_list(operation.node, self.resolver)
                return "list" if is_list else "get"
            case "POST" if is_many:
                return "create"
            case "PUT" if _pattern(operation.path) in self.patched:
                return "replace"
            case "PUT" | "PATCH":
                return "update"
            case "POST" if is_item:
                return "update"
            case method:
                return snake_case(method)

    def _is_action(self, word: str, method: str) -> bool:
        verb, _, rest = word.partition("_")
        is_verb = verb in ACTIONS and not (rest and verb in OF_NO_OBJECT)
        is_verb |= word in self.undone or (word.startswith("un") and word[2:] in OF_CALLS)
        return is_verb and word not in self.things and method in ("GET", "POST", "PUT")

    def _is_of_members(self, word: str) -> bool:
        verb, _, member = word.partition("_")
        return verb in OF_MEMBERS and bool(member) and word not in self.things | _ADD_ONS

    def _is_thing(self, word: str, is_followed: bool) -> bool:
        return is_followed or word in self.things or singular(word) != word


def _undone(paths: Mapping[str, Sequence[tuple[str, bool]]]) -> frozenset[str]:
    """Return the last words of paths that have a pair with `un`, and those of the pairs."""
    ends = {(tuple(one[:-1]), one[-1][0]) for one in paths.values() if one and not one[-1][1]}
    pairs = [last for before, last in ends if before and (before, f"un{last}") in ends]
    return frozenset(one for last in pairs for one in (last, f"un{last}"))


def _call(word: str, before: Sequence[str]) -> str:
    """Return the name of a function that a path names, as ASP.NET does: `/users/getUserById/{id}`.

    `/users/getById/{id}` and `/users/getAll` are functions of the thing before them.
    """
    verb, _, rest = word.partition("_")
    thing = before[-1] if before else ""
    if not thing or f"_{singular(thing)}" in f"_{rest}":
        return word
    if rest.startswith("by_"):
        return "_".join((verb, *before[:-1], singular(thing), rest))
    if rest == "all":
        return "_".join((verb, rest, *before[:-1], plural(thing)))
    return "_".join((*before, word))


def _are_calls(operations: Sequence[SelectedOperation]) -> bool:
    """Whether no path has a parameter or two methods, and most names of paths begin with a verb."""
    paths = [one.path for one in operations]
    if any("{" in one for one in paths) or len(set(paths)) < len(paths):
        return False
    if any(one.method not in ("GET", "POST") for one in operations):
        return False
    ends = [re.split(r"[.:]", names[-1])[-1] for one in paths if (names := _names(one))]
    parts = [snake_case(one).split("_") for one in ends if "-" not in one]
    return 2 * sum(len(one) > 1 and one[0] in OF_CALLS for one in parts) > len(paths)


def _names(path: str) -> list[str]:
    """Return the segments of a path without versions."""
    segments = path.split("?", maxsplit=1)[0].split("/")
    return [one for one in segments if one and not is_version(one)]


def singular(word: str) -> str:
    """Return the singular of a word, or the word itself."""
    head, _, last = word.rpartition("_")
    found = _SINGULAR.get(last, "") or last
    if last not in _SINGULAR:
        endings = (one for one in _ENDINGS if last.endswith(one[0]))
        ending, replacement = next(endings, ("", ""))
        is_plural = ending and len(last) > len(ending) + 1 and not last.endswith(_NOT_PLURAL)
        found = last[: -len(ending)] + replacement if is_plural else last
    return f"{head}_{found}" if head else found


def plural(word: str) -> str:
    """Return the plural of a word, or the word itself."""
    if singular(word) != word or word.rpartition("_")[2] in _SINGULAR:
        return word
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def _pattern(path: str) -> str:
    return _PARAMETER.sub("{}", path.split("?", maxsplit=1)[0]).rstrip("/")

"""Find the keywords that are unknown or not read, in what the selected operations reach.

Examples, constants, extensions and the names of members are not keywords. Each object is visited
once, so the cost grows linearly with the document.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.diagnostics import shown
from generator.document.mending import addition, removal
from generator.document.references import KINDS
from generator.repair.fields import with_article
from generator.repair.inner_objects import inner_objects, node_at
from generator.vocabulary.openapi_fields import CHECKED, ITEM_SCHEMA, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.source import Json
    from generator.overlay_actions import OverlayAction
    from generator.repair.inner_objects import Path
    from generator.vocabulary.keyword import Keyword

_Key: TypeAlias = tuple[str, str]
"""The kind of an object, and a keyword."""

_CLOSE: Final = 0.7  # likeness of two keywords, one of which is a typing error
_LENGTHS: Final = 6  # by which they differ at most
_MOST_COMPARED: Final = 100  # unknown keywords, since comparing is slow
_REPORTED_ELSEWHERE: Final = ("path item",)  # what is unknown in it may be meant as a method


@dataclass(frozen=True, slots=True)
class Unread:
    """A keyword that is not read, at the first place of an operation."""

    message: str
    node: Node


@dataclass(slots=True)
class _Places:
    """Where a keyword is."""

    first: Node
    count: int = 0


@dataclass(slots=True)
class KeywordCheck:
    """Walks through operations and collects what to report; `report` logs it, grouped."""

    _resolver: Resolver
    _visited: set[tuple[int, str]] = field(default_factory=set)
    _unknown: dict[_Key, _Places] = field(default_factory=dict)
    _unread: dict[_Key, _Places] = field(default_factory=dict)

    def visit(self, node: Node, kind: str) -> list[Unread]:
        """Check an object of this kind and all that it reaches, without what was visited before.

        Return the keywords in it that are not read, each once.
        """
        found: dict[_Key, Node] = {}
        waiting = [(node, kind)]
        while waiting:
            waiting += self._walk(*waiting.pop(), found)
        return [Unread(_unread_message(*key), node) for key, node in found.items()]

    def _walk(
        self, start: Node, start_kind: str, found: dict[_Key, Node]
    ) -> Iterator[tuple[Node, str]]:
        """Check the objects within one node; yield the targets of references, and their kinds."""
        waiting: list[tuple[Json, str, Path]] = [(start.value, start_kind, None)]
        while waiting:
            value, checked, path = waiting.pop()
            kind = "schema" if checked == ITEM_SCHEMA else checked
            if not isinstance(value, dict) or (id(value), kind) in self._visited:
                continue
            self._visited.add((id(value), kind))
            if isinstance(value.get("$ref"), str):
                owner = node_at(start, path, value)
                if target := self._resolver.resolve(owner, KINDS.get(kind, "part")):
                    yield target, checked
                if kind not in ("schema", "path item"):
                    kind = checked = "reference"
            for name, inner in value.items():
                keyword = CHECKED[checked].get(name)
                if keyword and keyword.effect == "read" and keyword.is_checked:
                    waiting += inner_objects(inner, keyword, (path, name))
                elif keyword is None and _is_meant(name, kind):
                    _count(self._unknown, (kind, name), node_at(start, (path, name), inner))
                elif keyword and _is_lost(keyword, inner):
                    node = node_at(start, (path, name), inner)
                    _count(self._unread, (kind, name), node)
                    found.setdefault((kind, name), node)

    def report(self, log: DiagnosticLog) -> None:
        """Log each unknown and each unread keyword once, with its first place and their number."""
        for (kind, name), places in self._unread.items():
            message = _unread_message(kind, name) + _number_of(places)
            log.warning("unread-keyword", message, at=places.first)
        for number, ((kind, name), places) in enumerate(self._unknown.items()):
            message = f"{with_article(kind)} has no keyword {shown(name)}; it is ignored"
            close = _closest(name, TABLES[kind]) if number < _MOST_COMPARED else None
            log.fault(
                "unknown-keyword",
                message + _number_of(places),
                at=places.first,
                help=_place_of(name, kind) or _advice(close),
                mend=_mend(places.first, close),
            )


def _is_meant(name: str, kind: str) -> bool:
    """Whether a member is meant as a keyword."""
    return not name.startswith("x-") and kind not in _REPORTED_ELSEWHERE


def _is_lost(keyword: Keyword, value: Json) -> bool:
    """Whether this module reports a degraded keyword with this value."""
    if keyword.effect != "degraded" or keyword.code:
        return False
    return keyword.matters is None or keyword.matters(value)


def _count(places: dict[_Key, _Places], key: _Key, node: Node) -> None:
    places.setdefault(key, _Places(node)).count += 1


def _unread_message(kind: str, name: str) -> str:
    return f"{shown(name)} of {with_article(kind)} is not read: {TABLES[kind][name].note}"


def _number_of(places: _Places) -> str:
    return f" (in {places.count} places)" if places.count > 1 else ""


def _place_of(name: str, kind: str) -> str | None:
    """Return where a keyword belongs that is one of an inner object."""
    for outer, keyword in TABLES[kind].items():
        if keyword.holds and keyword.form == "one" and name in TABLES[keyword.holds]:
            return f"it belongs in `{outer}`"
    return None


def _advice(close: str | None) -> str:
    if close:
        return f"did you mean {shown(close)}?"
    return "remove it, or call it `x-…` if it is an extension"


def _closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known keyword that is very similar to a name; None without one."""
    lower = {one.lower(): one for one in known if abs(len(one) - len(name)) <= _LENGTHS}
    found = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=_CLOSE)
    return lower[found[0]] if found else None


def _mend(node: Node, close: str | None) -> tuple[OverlayAction, ...]:
    """Return the actions that rename a keyword, or remove it."""
    parent = node.parent
    if close is None or parent is None or parent.get(close):
        return removal(node)
    return removal(node) + addition(parent, {close: node.value})

"""The breaking changes by what they are about, and the places that they touch."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.changes.change import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.changes.change import Change, Code
    from generator.uses.fitting import Fitting
    from generator.uses.infer import Infer
    from generator.uses.reading import Reading
    from generator.uses.scopes import Scope
    from generator.uses.surface import Surface

    Located: TypeAlias = (
        ast.expr | ast.stmt | ast.keyword | ast.alias | ast.pattern  # what `ast` gives a place
    )


@dataclass(frozen=True, slots=True)
class Touched:
    """A place that a change touches, or may touch; a dictionary can be from another file."""

    node: Located
    scope: Scope
    change: Change
    certain: bool

    @property
    def position(self) -> tuple[int, int]:
        """The line from 1, and the offset in bytes; of an attribute where its name stands."""
        node = self.node
        if isinstance(node, ast.Attribute) and node.end_lineno and node.end_col_offset:
            start = node.end_col_offset - len(node.attr.encode())
            if (node.end_lineno, start) > (node.lineno, node.col_offset):
                return node.end_lineno, start
        return node.lineno, node.col_offset


# A new argument that must be given touches what one touches that must be given now.
_LIKE: Final[Mapping[Code, Code]] = {
    "argument-added": "argument-required",
    "attribute-added": "attribute-required",
}


class Changed:
    """The breaking changes, found by their code and what they are about."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._by_function: defaultdict[tuple[Code, str], list[Change]] = defaultdict(list)
        self._by_type: defaultdict[tuple[Code, str], list[Change]] = defaultdict(list)
        self._by_code: defaultdict[Code, list[Change]] = defaultdict(list)
        self.all = tuple(one for one in dict.fromkeys(changes) if one.kind is Kind.BREAKING)
        for one in self.all:
            code = _LIKE.get(one.code, one.code)
            self._by_code[code].append(one)
            self._by_function[code, one.target.function].append(one)
            self._by_type[code, one.target.type].append(one)

    def of(self, *codes: Code) -> list[Change]:
        """Return the changes of these codes."""
        return [one for code in codes for one in self._by_code[code]]

    def of_function(self, name: str, *codes: Code) -> list[Change]:
        """Return the changes of a function."""
        return [one for code in codes for one in self._by_function[code, name]]

    def of_type(self, name: str, *codes: Code) -> list[Change]:
        """Return the changes of a type."""
        return [one for code in codes for one in self._by_type[code, name]]


def is_sent(change: Change) -> bool:
    """Whether a change of a type is about what an app gives."""
    return change.target.direction != "response"


def is_answered(change: Change) -> bool:
    """Whether a change of a type is about what an app gets."""
    return change.target.direction != "request"


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules know."""

    infer: Infer
    surface: Surface
    changed: Changed
    fitting: Fitting
    reading: Reading


def touched(
    node: Located, scope: Scope, changes: Sequence[Change], *, certain: bool = True
) -> list[Touched]:
    """Return that changes touch a place."""
    return [Touched(node, scope, one, certain and one.certain) for one in changes]

"""Merge the symbols of two versions of a file; their base is known by digests."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from generator.line_diff import first_difference
from generator.merging.additions import merge_additions
from generator.merging.base import Base, Lost
from generator.merging.symbols import DOCSTRING, START

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.merging.symbols import Symbol

Side: TypeAlias = Literal["mine", "generated"]
Reason: TypeAlias = Literal[
    "changed", "added", "removed", "deleted", "unreadable", "broken", "unrecorded"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two changes of a symbol that exclude each other.

    Attributes:
        key: the symbol.
        reason: `changed` by both, `added` by both, changed by hand and `removed` from the new
            package, `deleted` by hand and changed in the new package.
        line: where it is in the edited file.
        ours: the lines of the edited file; empty if they were deleted.
        theirs: those of the new package.
    """

    key: str
    reason: Reason
    line: int
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


@dataclass(slots=True)
class Merge:
    """A merge of two versions of a file.

    Args:
        prefer: the side that wins a conflict; None to record it.
    """

    base: Base
    ours: Sequence[Symbol]
    theirs: Sequence[Symbol]
    prefer: Side | None = None
    conflicts: list[Conflict] = field(default_factory=list)
    _lost: Lost = field(init=False)
    _words_of_ours: set[str] = field(init=False)
    _words_of_theirs: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._lost = Lost(self.base, self.ours, self.theirs)
        self._words_of_ours = _new_words(self.base, self.ours)
        self._words_of_theirs = _new_words(self.base, self.theirs)

    def symbols(self) -> list[Symbol]:
        """Return the merged symbols: in the order of the new version, with additions of ours."""
        return self._merge(self.ours, self.theirs, line=1)

    def _merge(self, ours: Sequence[Symbol], theirs: Sequence[Symbol], line: int) -> list[Symbol]:
        mine = {one.key: one for one in ours}
        merged: list[Symbol] = []
        for one in theirs:
            other = mine.get(one.key)
            if other:
                line = other.line
                merged.append(self._merge_pair(other, one))
            elif self._is_new(one, line):
                merged.append(one)
        known, present = {one.key for one in theirs}, {one.key for one in merged}
        previous = None
        for one in ours:
            if one.key not in known and self._is_kept(one):
                merged.insert(_place(merged, previous), one)
                present.add(one.key)
            if one.key in present:
                previous = one.key
        return merged

    def _merge_pair(self, ours: Symbol, theirs: Symbol) -> Symbol:
        gap = self._merge_gap(ours, theirs)
        if ours.kind != theirs.kind:
            return replace(self._choose_whole(ours, theirs), gap=gap)
        if ours.kind == "import":
            return replace(theirs, gap=gap)
        own = self._choose(ours, theirs)
        members = self._merge(ours.members, theirs.members, ours.line)
        return replace(own, gap=gap, members=tuple(members))

    def _merge_gap(self, ours: Symbol, theirs: Symbol) -> tuple[str, ...]:
        """Return the lines before a symbol: those with the comment that was changed."""
        key, base = f"# {ours.key}", self.base
        if ours.comment == theirs.comment:
            return theirs.gap
        is_ours_old = bool(ours.comment) and base.has_comment(ours)
        is_theirs_old = bool(theirs.comment) and base.has_comment(theirs)
        has_base = is_ours_old or is_theirs_old or self._lost.had(key)
        if is_ours_old or not (ours.comment or has_base):
            return theirs.gap
        if is_theirs_old or not (theirs.comment or has_base):
            return ours.gap
        mine, other = tuple(ours.comment.split("\n")), tuple(theirs.comment.split("\n"))
        if not has_base:
            return (*theirs.gap, *mine)
        side = self._settle("changed", key, ours.line - len(ours.gap), mine, other)
        return ours.gap if side == "mine" else theirs.gap

    def _choose(self, ours: Symbol, theirs: Symbol) -> Symbol:
        """Return the symbol whose own lines were changed; or one with the additions of both."""
        if ours.text == theirs.text or self.base.has(ours):
            return theirs
        if self.base.has(theirs):
            return ours
        text = merge_additions(
            f"{ours.text}\n",
            f"{theirs.text}\n",
            lambda base: self.base.has_text(ours.key, base.removesuffix("\n")),
        )
        if text is not None:
            lines = tuple(text.removesuffix("\n").split("\n"))
            return replace(theirs, lines=lines, docstring_at=_docstring_at(lines))
        reason: Reason = "changed" if self._lost.had_other(ours.key) else "added"
        index = min(first_difference(ours.lines, theirs.lines), len(ours.lines) - 1)
        line = ours.line_of(index)
        side = self._settle(reason, ours.key, line, ours.lines, theirs.lines)
        return ours if side == "mine" else theirs

    def _choose_whole(self, ours: Symbol, theirs: Symbol) -> Symbol:
        if self.base.has_all(ours):
            return theirs
        if self.base.has_all(theirs):
            return ours
        lines = ours.all_lines(), theirs.all_lines()
        side = self._settle("changed", ours.key, ours.line, *lines)
        return ours if side == "mine" else theirs

    def _is_new(self, theirs: Symbol, line: int) -> bool:
        """Whether the new version adds a symbol that ours does not have; else it was deleted."""
        if theirs.statement:
            return not self.base.has(theirs) or theirs.bound in self._words_of_theirs
        if self.base.has_all(theirs):
            return False
        is_known = self.base.has(theirs) or self._lost.had(theirs.key)
        if not is_known:
            return True
        side = self._settle("deleted", theirs.key, line, (), theirs.all_lines())
        return side != "mine"

    def _is_kept(self, ours: Symbol) -> bool:
        """Whether a symbol stays that the new version does not have."""
        if ours.statement:
            is_ours = not self.base.has(ours) or not self.base.has_comment(ours)
            return is_ours or ours.bound in self._words_of_ours
        if self.base.has_all(ours):
            return False
        if not self.base.has(ours) and not self._lost.had(ours.key):
            return True
        side = self._settle("removed", ours.key, ours.line, ours.all_lines(), ())
        return side != "generated"

    def _settle(
        self,
        reason: Reason,
        key: str,
        line: int,
        ours: tuple[str, ...],
        theirs: tuple[str, ...],
    ) -> Side:
        if self.prefer:
            return self.prefer
        found = Conflict(key=key, reason=reason, line=line, ours=ours, theirs=theirs)
        self.conflicts.append(found)
        return "mine"


def _place(symbols: Sequence[Symbol], previous: str | None) -> int:
    """Return the index after a symbol; without one, that after the docstring and `__future__`."""
    for index, one in enumerate(symbols):
        if one.key == previous:
            return index + 1
    index = 0
    while index < len(symbols) and symbols[index].key.endswith((DOCSTRING, START)):
        index += 1
    while index < len(symbols) and symbols[index].key.startswith("from __future__ "):
        index += 1
    return index


def _docstring_at(lines: Sequence[str]) -> int:
    """Return the index in the lines of a function at which its docstring is."""
    try:
        node = ast.parse(textwrap.dedent("\n".join(lines))).body[0]
    except SyntaxError:  # a docstring may be its whole body
        return len(lines)
    body = getattr(node, "body", None)
    return body[0].lineno - 1 if body else 0


def _new_words(base: Base, symbols: Iterable[Symbol]) -> set[str]:
    """Return the names in all symbols that opgen did not write like this."""
    all_symbols = (one for top in symbols for one in top.with_members())
    texts = [one.text for one in all_symbols if not one.statement and not base.has(one)]
    return {word for text in texts for word in re.findall(r"\w+", text)}

"""Remove arguments of a call, entries of a dictionary and names of an import, with their commas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst

from generator.fixing.proposal import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.fixing.source_tree import SourceTree

Item: TypeAlias = cst.Arg | cst.BaseDictElement | cst.ImportAlias
Owner: TypeAlias = cst.Call | cst.Dict | cst.ImportFrom


@dataclass(frozen=True, slots=True)
class _Run:
    """Items that follow each other: the index of the first, and that after the last."""

    first: int
    end: int


def items_of(owner: Owner) -> Sequence[Item]:
    """Return the arguments, entries or names of a node."""
    match owner:
        case cst.Call(args=args):
            return args
        case cst.Dict(elements=elements):
            return [one for one in elements if isinstance(one, cst.BaseDictElement)]
        case cst.ImportFrom(names=names) if not isinstance(names, cst.ImportStar):
            return list(names)
    return ()


def remove(tree: SourceTree, owner: Owner, items: Sequence[Item]) -> Iterator[TextEdit]:
    """Yield the edits that remove some items of a node."""
    every = items_of(owner)
    runs: list[_Run] = []
    for index, one in enumerate(every):
        if one in items and runs and runs[-1].end == index:
            runs[-1] = _Run(runs[-1].first, index + 1)
        elif one in items:
            runs.append(_Run(index, index + 1))
    for run in runs:
        yield _remove_run(tree, owner, every, run)


def _remove_run(tree: SourceTree, owner: Owner, every: Sequence[Item], run: _Run) -> TextEdit:
    """Return the edit that removes items that follow each other."""
    text = tree.source.text
    start, end = _span(tree, every[run.first])[0], _span(tree, every[run.end - 1])[1]
    is_last = run.end == len(every)
    following = tree.span(owner)[1] - 1 if is_last else _span(tree, every[run.end])[0]
    line, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    has_lines = not text[line:start].strip() and 0 <= line_end < following
    is_commented = "#" in text[tree.span(owner)[0] : start] or "#" in text[end:following]
    if is_last and run.first == 0 and not is_commented:
        return TextEdit(len(text[:start].rstrip()), following, "")
    if has_lines and (not is_last or run.first == 0 or _has_comma(every[run.end - 1])):
        return TextEdit(line, line_end + 1, "")  # whole lines, with a comment at their end
    if not is_last:
        return TextEdit(start, following, "")
    before = _span(tree, every[run.first - 1])[1] if run.first else start
    if run.first == 0 or "#" in text[before:start]:
        # Up to its comma: a comment is between the item and the one before it.
        return TextEdit(start, text.index(",", end) + 1 if _has_comma(every[-1]) else end, "")
    return TextEdit(before, end, "")


def _span(tree: SourceTree, item: Item) -> tuple[int, int]:
    """Return the range of an item, without its comma."""
    start, end = tree.span(item)
    comma = getattr(item, "comma", cst.MaybeSentinel.DEFAULT)
    if isinstance(comma, cst.Comma) and tree.source.text[start:end].rstrip().endswith(","):
        end = tree.span(comma)[0]
    return start, len(tree.source.text[:end].rstrip())


def _has_comma(item: Item) -> bool:
    return isinstance(getattr(item, "comma", None), cst.Comma)

"""Print symbols as the text of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.merging.import_statements import print_import

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.merging.symbols import Symbol


def print_symbols(symbols: Sequence[Symbol]) -> str:
    """Return the text of a file with these symbols."""
    lines = _lines(symbols)
    while lines and not lines[0].strip():
        lines.pop(0)
    return "".join(f"{line}\n" for line in lines)


def _lines(symbols: Sequence[Symbol]) -> list[str]:
    lines: list[str] = []
    for group in _statements(symbols):
        first = group[0]
        lines += first.gap
        if first.statement:
            for one in group[1:]:  # names that were in another statement may have comments
                lines += one.comment.split("\n") if one.comment else []
            sources = [one.statement for one in group if one.statement]
            lines += print_import(sources, [one.imported for one in group])
        else:
            lines += _lines_of(first)
    return lines


def _lines_of(symbol: Symbol) -> Iterable[str]:
    if symbol.kind == "function":
        at = symbol.docstring_at
        return (*symbol.lines[:at], *_lines(symbol.members), *symbol.lines[at:])
    inner = _lines(symbol.members)
    if symbol.kind == "block" and not any(one.lines or one.statement for one in symbol.members):
        head = symbol.lines[0]
        inner.append(f"{head[: len(head) - len(head.lstrip())]}    pass")
    return (*symbol.lines, *inner)


def _statements(symbols: Sequence[Symbol]) -> list[list[Symbol]]:
    """Put the imported names of one statement together; any other symbol is alone."""
    groups: list[list[Symbol]] = []
    for one in symbols:
        if groups and _is_same_statement(groups[-1], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _is_same_statement(group: Sequence[Symbol], symbol: Symbol) -> bool:
    """Whether an imported name is in one statement with some of a group, in either version."""
    if not symbol.statement or not group[0].statement:
        return False
    names = {name for one in group if one.statement for name in one.statement.names}
    return symbol.imported in names or any(one.imported in symbol.statement.names for one in group)

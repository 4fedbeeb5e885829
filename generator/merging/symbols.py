"""Split a Python file into symbols, such as functions, classes, their members and imports.

Every line of the file belongs to exactly one symbol or to the gap before one.
"""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, TypeAlias

from generator.merging.import_statements import ImportStatement, read_import

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
DOCSTRING = "__doc__"
START = "# start"
"""The key of the comment in the first lines of a file."""


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """A part of a file that is kept or replaced as a whole.

    Attributes:
        key: its name with those of the blocks around it, such as `Order.id`; unique in the file.
        kind: a `block` has members, such as a class; a `function` at most its docstring.
        lines: its own lines. Those of a block are its head, those of a function lack the
            docstring, an imported name has none.
        line: the number of its first line, from 1.
        gap: the blank lines and comments before it.
        docstring_at: the index in the lines of a function at which its docstring is.
        statement: the statement that imports it, and `imported` its key in the statement.
    """

    key: str
    kind: Literal["statement", "block", "function", "import"] = "statement"
    lines: tuple[str, ...] = ()
    line: int = 1
    gap: tuple[str, ...] = ()
    members: tuple[Symbol, ...] = ()
    docstring_at: int = 0
    statement: ImportStatement | None = None
    imported: str = ""

    @property
    def bound(self) -> str:
        """The name that an import binds; empty for other symbols."""
        return self.statement.bound.get(self.imported, "") if self.statement else ""

    @cached_property
    def text(self) -> str:
        """Its own lines as one text."""
        return "\n".join(self.lines)

    @cached_property
    def comment(self) -> str:
        """The comments before it, without blank lines."""
        return "\n".join(line for line in self.gap if line.strip())

    def line_of(self, index: int) -> int:
        """Return the number of the line in the file that is `lines[index]`."""
        inner = [one for member in self.members for one in (*member.gap, *member.all_lines())]
        is_after = self.kind == "function" and index >= self.docstring_at
        return self.line + index + (len(inner) if is_after else 0)

    def with_members(self) -> Iterator[Symbol]:
        """Yield the symbol, its members, and theirs."""
        yield self
        for one in self.members:
            yield from one.with_members()

    def all_lines(self) -> tuple[str, ...]:
        """Return its lines with those of its members."""
        if self.statement:
            return self.statement.lines
        inner = [line for one in self.members for line in (*one.gap, *one.all_lines())]
        at = self.docstring_at if self.kind == "function" else len(self.lines)
        return (*self.lines[:at], *inner, *self.lines[at:])


def split(text: str) -> tuple[Symbol, ...]:
    """Return the symbols of a Python file, in order.

    Raises:
        SyntaxError: it cannot be parsed.
        ValueError: it contains the character NUL.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as for an escape that Python does not know
        tree = ast.parse(text)
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    start = sum(1 for _ in takewhile(lambda line: line.startswith("#"), lines))
    symbols = _Splitter(lines).body(tree.body, start + 1, len(lines), "")
    # The first comment is that of the file: what follows it may change.
    first = [Symbol(key=START, gap=tuple(lines[:start]), line=start + 1)] if start else []
    return (*first, *symbols)


class _Splitter:
    def __init__(self, lines: Sequence[str]) -> None:
        self._all = lines

    def body(self, nodes: Sequence[ast.stmt], start: int, end: int, prefix: str) -> list[Symbol]:
        """Return the symbols of the statements in the lines from `start` to `end`."""
        symbols: list[Symbol] = []
        seen: Counter[str] = Counter()
        groups = _groups(nodes)
        for number, group in enumerate(groups):
            following = _first(groups[number + 1][0]) if number + 1 < len(groups) else end + 1
            last = self._last(group, following)
            gap = self._lines(start, _first(group[0]) - 1)
            is_docstring = number == 0 and _is_text(group[0])
            found = self._symbols(group, last, gap, prefix, is_docstring=is_docstring)
            symbols += _numbered(found, seen)
            start = last + 1
        rest = self._lines(start, end)
        if any(line.strip() for line in rest):
            symbols.append(Symbol(key=f"{prefix}# end", gap=rest, line=start + len(rest)))
        return symbols

    def _lines(self, first: int, last: int) -> tuple[str, ...]:
        return tuple(self._all[first - 1 : last])

    def _last(self, group: Sequence[ast.stmt], following: int) -> int:
        """Return the last line of statements, with comments after them that are indented more."""
        last = end = max(one.end_lineno or one.lineno for one in group)
        for number in range(last + 1, following):
            line = self._all[number - 1]
            indent = len(line) - len(line.lstrip())
            if line.lstrip().startswith("#") and indent > group[0].col_offset:
                end = number
        return end

    def _symbols(
        self,
        group: Sequence[ast.stmt],
        last: int,
        gap: tuple[str, ...],
        prefix: str,
        *,
        is_docstring: bool,
    ) -> list[Symbol]:
        """Return the symbols of statements that share lines: mostly of one statement."""
        node, first = group[0], _first(group[0])
        lines = self._lines(first, last)
        if len(group) == 1 and isinstance(node, ast.Import | ast.ImportFrom):
            statement = read_import(node, lines, gap)
            return _imported(statement, prefix, first)
        named = [one for one in group[1:] if not _is_text(one)]
        key = prefix + (DOCSTRING if is_docstring else "; ".join(map(_key, (node, *named))))
        if len(group) == 1 and isinstance(node, ast.ClassDef | ast.If):
            return [self._block(node, key, last, gap)]
        if len(group) == 1 and isinstance(node, _Function):
            return [self._function(node, key, last, gap)]
        return [Symbol(key=key, lines=lines, line=first, gap=gap)]

    def _block(
        self, node: ast.ClassDef | ast.If, key: str, last: int, gap: tuple[str, ...]
    ) -> Symbol:
        first, inner = _first(node), _first(node.body[0])
        if (isinstance(node, ast.If) and node.orelse) or not self._starts_line(node.body[0]):
            return Symbol(key=key, lines=self._lines(first, last), line=first, gap=gap)
        while not self._all[inner - 2].strip() or self._all[inner - 2].lstrip().startswith("#"):
            inner -= 1
        members = tuple(self.body(node.body, inner, last, f"{key}."))
        head = self._lines(first, inner - 1)
        return Symbol(key=key, kind="block", lines=head, line=first, gap=gap, members=members)

    def _function(self, node: _Function, key: str, last: int, gap: tuple[str, ...]) -> Symbol:
        first, doc = _first(node), node.body[0]
        end = doc.end_lineno or doc.lineno
        is_alone = len(node.body) == 1 or _first(node.body[1]) > end
        if not (_is_text(doc) and self._starts_line(doc) and is_alone):
            lines, at = self._lines(first, last), _first(doc) - first
            return Symbol(
                key=key, kind="function", lines=lines, line=first, gap=gap, docstring_at=at
            )
        before = self._lines(first, doc.lineno - 1)
        docstring = Symbol(
            key=f"{key}.{DOCSTRING}", lines=self._lines(doc.lineno, end), line=doc.lineno
        )
        return Symbol(
            key=key,
            kind="function",
            lines=before + self._lines(end + 1, last),
            line=first,
            gap=gap,
            members=(docstring,),
            docstring_at=len(before),
        )

    def _starts_line(self, node: ast.stmt) -> bool:
        line = self._all[_first(node) - 1]
        return not line.encode()[: node.col_offset].strip()


def _imported(statement: ImportStatement, prefix: str, line: int) -> list[Symbol]:
    """Return the names of a statement as symbols; the first has the gap."""
    return [
        Symbol(
            key=f"{prefix}{name}",
            kind="import",
            line=line,
            gap=() if number else statement.gap,
            statement=statement,
            imported=name,
        )
        for number, name in enumerate(statement.names)
    ]


def _groups(nodes: Sequence[ast.stmt]) -> list[list[ast.stmt]]:
    """Put statements together that share a line, and the text below a field with the field."""
    groups: list[list[ast.stmt]] = []
    for node in nodes:
        previous = groups[-1][-1] if groups else None
        end = (previous.end_lineno or previous.lineno) if previous else 0
        is_described = isinstance(previous, ast.Assign | ast.AnnAssign) and _is_text(node)
        if previous and _first(node) <= end + is_described:
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


def _first(node: ast.stmt) -> int:
    """Return the first line of a statement, or of its first decorator."""
    if isinstance(node, _Function | ast.ClassDef):
        return min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return node.lineno


def _is_text(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _key(node: ast.stmt) -> str:
    """Return what identifies a statement: the name that it defines, else its first line."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name
        case ast.Assign():
            return ", ".join(map(ast.unparse, node.targets))
        case ast.AnnAssign():
            return ast.unparse(node.target)
        case ast.If():
            return f"if {ast.unparse(node.test)}"
        case ast.Expr() if _is_text(node):
            return "text"
        case _:
            return ast.unparse(node).split("\n", 1)[0]


def _numbered(symbols: Iterable[Symbol], seen: Counter[str]) -> Iterator[Symbol]:
    """Give each symbol a key of its own: the second `f` is `f #2`."""
    for one in symbols:
        seen[one.key] += 1
        number = seen[one.key]
        yield one if number == 1 else _renamed(one, f"{one.key} #{number}")


def _renamed(symbol: Symbol, key: str) -> Symbol:
    members = tuple(_renamed(one, key + one.key.removeprefix(symbol.key)) for one in symbol.members)
    return replace(symbol, key=key, members=members)

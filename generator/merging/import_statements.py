"""Statements that import names: each name of them is a symbol."""

from __future__ import annotations

import ast
import io
import textwrap
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WIDTH: Final = 100


@dataclass(frozen=True, slots=True)
class ImportStatement:
    """A statement that imports names.

    Attributes:
        start: its text before the names, such as `from .types import`.
        names: what is imported, by a key that says all: `from .types import Order as O`. A comment
            in the statement is one of them.
        bound: the name that the module has from each, by key.
        gap: the lines before the statement.
    """

    start: str
    lines: tuple[str, ...]
    names: Mapping[str, str]
    bound: Mapping[str, str]
    gap: tuple[str, ...]

    @property
    def indent(self) -> str:
        """The white space before it."""
        return self.lines[0][: len(self.lines[0]) - len(self.lines[0].lstrip())]


def read_import(
    node: ast.Import | ast.ImportFrom, lines: tuple[str, ...], gap: tuple[str, ...]
) -> ImportStatement:
    """Return the statement of a node, which has these lines."""
    start = "import"
    if isinstance(node, ast.ImportFrom):
        start = f"from {'.' * node.level}{node.module or ''} import"
    names, bound = dict[str, str](), dict[str, str]()
    for alias in node.names:
        text = ast.unparse(alias)
        names[f"{start} {text}"] = text
        bound[f"{start} {text}"] = alias.asname or alias.name.partition(".")[0]
    for comment in _comments(lines):
        names[f"{start} {comment}"] = comment
    return ImportStatement(start, lines, names, bound, gap)


def print_import(statements: Iterable[ImportStatement], keys: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of one statement with the names of these keys, taken from statements.

    The lines of one of the statements are used if it has exactly these names.
    """
    sources, order = list(statements), list(keys)
    for one in sources:
        if one.names.keys() == set(order):
            return one.lines
    texts = {key: text for one in sources for key, text in one.names.items()}
    names = [texts[key] for key in order if not texts[key].startswith("#")]
    comments = [texts[key] for key in order if texts[key].startswith("#")]
    first = sources[0]
    if not names:
        return tuple(f"{first.indent}{one}" for one in comments)
    end = "".join(f"  {one}" for one in comments)
    line = f"{first.indent}{first.start} {', '.join(names)}"
    if len(line) <= _WIDTH or first.start == "import":
        return (line + end,)
    inner = [f"{first.indent}    {name}," for name in names]
    return (f"{first.indent}{first.start} ({end}", *inner, f"{first.indent})")


def _comments(lines: tuple[str, ...]) -> list[str]:
    if not any("#" in line for line in lines):
        return []
    text = textwrap.dedent("\n".join(lines)) + "\n"
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [one.string for one in tokens if one.type == tokenize.COMMENT]

"""Find the name that a use means: an attribute, a keyword, a string, or a variable."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from generator.fixing.proposal import TextEdit
from generator.fixing.source_tree import string_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.fixing.source_tree import SourceTree


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a name.

    Attributes:
        is_variable: an import or another statement of the file binds the name.
    """

    start: int
    is_variable: bool = False

    def rename(self, old: str, new: str) -> TextEdit:
        """Return the edit that writes another name."""
        return TextEdit(self.start, self.start + len(old), new)


def find_name(tree: SourceTree, offset: int, name: str) -> Spot | None:
    """Return the place of a name that is used at an offset; None if there is none."""
    if tree.word(offset) == name:
        return Spot(offset, is_variable=_is_variable(tree, offset))
    return next(_elsewhere(tree, offset, name), None)


def _is_variable(tree: SourceTree, offset: int) -> bool:
    """Whether the word at an offset is a variable, and not an attribute or a keyword."""
    if names := tree.starting(offset, cst.Name):
        name = names[-1]
        parent = tree.parent(name)
        if isinstance(parent, cst.ImportAlias):
            return parent.asname is None
        return name in tree.variables
    return tree.source.text[offset - 1 : offset] != "."  # in a string


def _elsewhere(tree: SourceTree, offset: int, name: str) -> Iterator[Spot]:
    """Yield the places of a name near an offset."""
    for node in tree.starting(offset, cst.Attribute):
        if node.attr.value == name:
            yield Spot(tree.span(node.attr)[0])
    for string in tree.starting(offset, cst.SimpleString):
        yield from in_string(tree, string, name)
    for call in tree.starting(offset, cst.Call):  # `attrgetter("a", "b")`
        for arg in call.args:
            if isinstance(arg.value, cst.SimpleString):
                yield from in_string(tree, arg.value, name)
    for one in tree.at(offset):
        yield from _of_value(tree, one, name)


def _of_value(tree: SourceTree, node: cst.CSTNode, name: str) -> Iterator[Spot]:
    """Yield the place of a name that a value is given to."""
    parent = tree.parent(node)
    match parent:
        case cst.MatchKeywordElement(key=cst.Name(value=key)) if key == name:
            yield Spot(tree.span(parent.key)[0])
        case cst.DictElement(key=cst.SimpleString() as string) if parent.value is node:
            if string.evaluated_value == name:
                yield from in_string(tree, string, name)
        case cst.Arg(keyword=cst.Name(value=key)) if parent.value is node and key == name:
            yield Spot(tree.span(parent)[0])


def in_string(tree: SourceTree, string: cst.SimpleString, name: str) -> Iterator[Spot]:
    """Yield the place of a name in a string, which is the name or a path such as `a.b.name`."""
    start, end = tree.span(string)
    literal = tree.source.text[start:end]
    value = string.evaluated_value
    body = start + string_body(literal)
    if isinstance(value, str) and tree.source.text.startswith(value, body):
        parts = value.split(".")
        if name in parts:
            index = len(parts) - 1 - parts[::-1].index(name)
            yield Spot(body + len("".join(f"{one}." for one in parts[:index])))


def constant(tree: SourceTree, node: cst.CSTNode) -> object:
    """Return the value of a literal; `...` if it is none."""
    try:
        return ast.literal_eval(tree.text(node))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return ...

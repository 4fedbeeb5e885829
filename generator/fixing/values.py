"""Constants with another value: where code compares, matches or passes the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from generator.fixing.names import constant
from generator.fixing.proposal import TextEdit
from generator.fixing.source_tree import string_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.fixing.source_tree import SourceTree
    from generator.python_types import Constant


def value_edits(
    tree: SourceTree, offset: int, old: Constant, new: Constant
) -> list[TextEdit] | None:
    """Return the edits for the value at an offset; none if the code has another constant there.

    Returns:
        None if the value is not known, such as that of a variable.
    """
    nodes = list(_values(tree, offset))
    found = [constant(tree, one) for one in nodes]
    edits = [
        _edit(tree, node, new)
        for node, value in zip(nodes, found, strict=True)
        if value == old and type(value) is type(old)
    ]
    if edits:
        return edits
    return [] if found and ... not in found else None


def _edit(tree: SourceTree, node: cst.CSTNode, new: Constant) -> TextEdit:
    start, end = tree.span(node)
    text = tree.source.text[start:end]
    body = string_body(text)
    if isinstance(new, str) and body and new.isprintable() and not set(new) & set("\"'\\{}"):
        closing = len(text) - (3 if text[body - 1] * 3 == text[body - 3 : body] else 1)
        return TextEdit(start + body, start + closing, new)
    return TextEdit(start, end, repr(new))


def _values(tree: SourceTree, offset: int) -> Iterator[cst.CSTNode]:
    """Yield the values that are passed at an offset, or compared with what is read there."""
    for keyword in tree.starting(offset, cst.Name):
        parent = tree.parent(keyword)
        if isinstance(parent, cst.Arg) and parent.keyword is keyword:
            yield from results(parent.value)
            return
    for node in tree.at(offset):
        parent = tree.parent(node)
        if isinstance(node, (cst.SimpleString, cst.Integer, cst.Float)):
            yield from _of_literal(tree, node)
            return
        if isinstance(parent, cst.DictElement) and parent.key is node:
            yield from results(parent.value)
            return
        if isinstance(node, cst.Name):
            yield from _compared(tree, node)
            return
        if isinstance(parent, (cst.DictElement, cst.Arg)) and isinstance(node, cst.BaseExpression):
            yield from results(node)
            return


def _of_literal(tree: SourceTree, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    parent = tree.parent(node)
    if isinstance(parent, cst.DictElement) and parent.key is node:
        yield from results(parent.value)
    else:
        yield node


def results(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that the value of an expression comes from."""
    match node:
        case cst.IfExp(body=body, orelse=orelse):
            yield from results(body)
            yield from results(orelse)
        case cst.BooleanOperation(left=left, right=right):
            yield from results(left)
            yield from results(right)
        case cst.List(elements=items) | cst.Tuple(elements=items) | cst.Set(elements=items):
            for one in items:
                yield from results(one.value)
        case cst.NamedExpr(value=value):
            yield from results(value)
        case _:
            yield node


def _compared(tree: SourceTree, name: cst.Name) -> Iterator[cst.CSTNode]:
    """Yield what an attribute, or the result of a call, is compared with or matched against."""
    inner: cst.CSTNode = name
    for node in tree.around(name):
        match node:
            case cst.Comparison(left=left, comparisons=comparisons):
                every = [left, *(one.comparator for one in comparisons)]
                yield from _operands(one for one in every if one is not inner)
                return
            case cst.Match(subject=subject, cases=cases) if subject is inner:
                for case in cases:
                    yield from _patterns(case.pattern)
                return
            case cst.BaseSmallStatement() | cst.BaseCompoundStatement() | cst.Lambda():
                return
        if not isinstance(node, cst.ComparisonTarget):
            inner = node


def _operands(operands: Iterable[cst.BaseExpression]) -> Iterator[cst.BaseExpression]:
    for one in operands:
        yield from results(one)


def _patterns(pattern: cst.MatchPattern) -> Iterator[cst.CSTNode]:
    match pattern:
        case cst.MatchValue(value=value):
            yield value
        case cst.MatchOr(patterns=patterns):
            for one in patterns:
                yield from _patterns(one.pattern)
        case cst.MatchAs(pattern=cst.MatchPattern() as inner):
            yield from _patterns(inner)

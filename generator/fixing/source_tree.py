"""The syntax tree of a file of the app, with its formatting, and its nodes by position."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

import libcst as cst
from libcst.metadata import (
    ImportAssignment,
    MetadataWrapper,
    PositionProvider,
    ScopeProvider,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libcst.metadata import Scope

    from generator.impact.app_files import AppFile

_Node = TypeVar("_Node", bound=cst.CSTNode)

_WORD: Final = re.compile(r"[^\W\d]\w*")
_QUOTES: Final = re.compile(r"([A-Za-z]*)(\"\"\"|'''|\"|')")


class SourceTree:
    """A file of the app as LibCST reads it; offsets are those of `AppFile.text`.

    Raises:
        libcst.ParserSyntaxError: LibCST does not know the syntax.
    """

    def __init__(self, source: AppFile) -> None:
        self.source = source
        self._wrapper = MetadataWrapper(cst.parse_module(source.text), unsafe_skip_copy=True)
        self._parents = dict(_parents(self._wrapper.module))
        self._spans: dict[cst.CSTNode, tuple[int, int]] = {}
        self._starts: defaultdict[int, list[cst.CSTNode]] = defaultdict(list)
        for node, one in self._wrapper.resolve(PositionProvider).items():
            start = source.offset_at(one.start.line, one.start.column + 1)
            self._spans[node] = start, source.offset_at(one.end.line, one.end.column + 1)
            self._starts[start].append(node)

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return the offsets of the start and the end of a node, without its parentheses."""
        return self._spans[node]

    def text(self, node: cst.CSTNode) -> str:
        """Return the source of a node."""
        start, end = self._spans[node]
        return self.source.text[start:end]

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the node around a node; None for the module."""
        return self._parents.get(node)

    def around(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield the node, then the nodes around it."""
        at: cst.CSTNode | None = node
        while at is not None:
            yield at
            at = self._parents.get(at)

    def starting(self, offset: int, kind: type[_Node]) -> list[_Node]:
        """Return the nodes of a kind that start at an offset, the longest first."""
        return [one for one in self.at(offset) if isinstance(one, kind)]

    def at(self, offset: int) -> list[cst.CSTNode]:
        """Return all nodes that start at an offset, the longest first."""
        return sorted(self._starts.get(offset, ()), key=lambda one: -self._spans[one][1])

    def all(self, kind: type[_Node]) -> list[_Node]:
        """Return all nodes of a kind, in order."""
        found = [one for one in self._spans if isinstance(one, kind)]
        return sorted(found, key=lambda one: self._spans[one])

    def word(self, offset: int) -> str:
        """Return the identifier at an offset; empty if there is none."""
        match = _WORD.match(self.source.text, offset)
        return match[0] if match else ""

    @cached_property
    def variables(self) -> set[cst.Name]:
        """All names that refer to a variable, or bind one."""
        return {one for one in self.all(cst.Name) if self._is_variable(one)}

    def _is_variable(self, node: cst.Name) -> bool:
        parent = self._parents.get(node)
        match parent:
            case cst.Attribute():
                return parent.value is node
            case cst.Arg():
                return parent.value is node
            case cst.MatchKeywordElement():
                return parent.key is not node
            case cst.ImportAlias() | cst.ImportFrom():
                return False
        return True

    def is_bound_twice(self, name: str) -> bool:
        """Whether a scope binds a name by an import and by something else too."""
        scopes = {scope for scope in self._scopes.values() if scope is not None}
        for scope in scopes:
            own = [one for one in scope.assignments if one.name == name]
            is_imported = [isinstance(one, ImportAssignment) for one in own]
            if any(is_imported) and not all(is_imported):
                return True
        return False

    def imported(self, name: str) -> list[cst.Name]:
        """Return the names that refer to what an import binds."""
        found = []
        for one in self.variables:
            scope = self._scopes.get(one) if one.value == name else None
            bindings = scope[name] if scope else ()
            if bindings and all(isinstance(each, ImportAssignment) for each in bindings):
                found.append(one)
        return found

    @cached_property
    def _scopes(self) -> Mapping[cst.CSTNode, Scope | None]:
        return self._wrapper.resolve(ScopeProvider)


def _parents(module: cst.Module) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """Yield each node with the node around it.

    LibCST's own provider also visits all whitespace, which takes several times as long.
    """
    names: dict[type[cst.CSTNode], list[str]] = {}
    waiting: list[cst.CSTNode] = [module]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind not in names:
            names[kind] = [one.name for one in fields(node) if "whitespace" not in one.name]
        for name in names[kind]:
            value = getattr(node, name)
            for one in value if isinstance(value, (list, tuple)) else (value,):
                if isinstance(one, cst.CSTNode):
                    waiting.append(one)
                    yield one, node


def string_body(literal: str) -> int:
    """Return the offset of the first character in the quotes of a literal."""
    match = _QUOTES.match(literal)
    return match.end() if match else 0

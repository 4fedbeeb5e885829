"""Edits of the copy that make the checker see more of an app's code.

The copy reads each attribute that a string or a pattern names. Decorators that may hide the
signature of a function become comments, and comments that suppress diagnostics become empty.
"""

from __future__ import annotations

import ast
import re
import tokenize
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Final

from generator.impact.app_files import name_of
from generator.impact.edits import Edit, Fragment, replace_range, wrap_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.impact.app_files import AppFile

    Function = ast.FunctionDef | ast.AsyncFunctionDef

_SUPPRESSION: Final = re.compile(r"#\s*(type|ty|pyright|pyrefly|mypy)\b\s*:?.*")
_NARROWING: Final = (ast.Compare, ast.BoolOp, ast.NamedExpr, ast.pattern)
_ACCESSORS: Final = frozenset(("delattr", "getattr", "hasattr", "object", "setattr"))
# These keep the type of what they decorate, or the checker knows their result.
_DECORATORS: Final = frozenset(
    """
    abstractmethod asynccontextmanager classmethod computed_field contextmanager
    deleter field_validator getter model_validator object overload patch property setter
    staticmethod
    """.split()  # noqa: SIM905  as many names read better so
)


@dataclass(frozen=True, slots=True)
class Probes:
    """What the edits look for.

    Attributes:
        names: of changed functions, types and attributes.
        attributes: names of changed attributes.
        functions: names of functions with a changed result.
    """

    names: set[str]
    attributes: set[str]
    functions: set[str]

    def edits(self, source: AppFile) -> Iterator[Edit]:
        """Yield the edits of a file."""
        unwrappable = {inner for one in source.nodes for inner in _unwrappable(one)}
        for node in source.nodes:
            match node:
                case ast.Attribute(owner, name, ast.Load()) if name in self.attributes:
                    if node not in unwrappable:
                        yield from wrap_node(
                            source, owner, "opgen_value(", ")", source.span(owner)[0]
                        )
                case ast.Call():
                    yield from self._call_edits(source, node)
                case ast.Subscript(ast.Call(ast.Attribute(owner, "model_dump")), key):
                    yield from self._read_member(source, owner, key)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    yield from _comment_out_decorators(source, node)
                case ast.match_case():
                    yield from self._guard_edits(source, node)
        lines = StringIO(source.text if _SUPPRESSION.search(source.text) else "")
        for token in tokenize.generate_tokens(lines.readline):
            if token.type == tokenize.COMMENT and _SUPPRESSION.match(token.string):
                start = source.starts[token.start[0] - 1] + token.start[1]
                yield replace_range(start, start + len(token.string), "#")

    def _call_edits(self, source: AppFile, node: ast.Call) -> Iterator[Edit]:
        """Yield the edits that use the names and functions passed to a function."""
        match name_of(node.func), node.args, node.keywords:
            case "attrgetter", keys, _ if all(isinstance(one, ast.Constant) for one in keys):
                read = "".join(f"x.{ast.literal_eval(one)}, " for one in keys)
                yield replace_range(*source.span(node), f"(lambda x: ({read}0)[-1])")
            case "patch" | "setattr", [ast.Constant(str(text)) as one, *_], _:
                module, _, name = text.rpartition(".")
                if name in self.names:
                    read = f"(opgen_module({module!r}).{name}, "
                    yield from wrap_node(source, one, read, ")[1]", source.span(one)[0])
            case name, [owner, key, *_], _ if name in _ACCESSORS:
                yield from self._read_member(source, owner, key)
            case "get" | "pop", [key, *_], _ if isinstance(node.func, ast.Attribute):
                yield from self._read_member(source, node.func.value, key, "[{!r}]")
        # A function that is an argument may be called by the other function.
        for arg in (*node.args, *(each.value for each in node.keywords)):
            function = arg.value if isinstance(arg, ast.Attribute) and arg.attr == "aio" else arg
            if name_of(function) in self.functions:
                yield from _read_first(source, arg, ".__call__", arg)

    def _read_member(
        self, source: AppFile, owner: ast.expr, key: ast.expr, access: str = ".{}"
    ) -> Iterator[Edit]:
        if isinstance(key, ast.Constant) and key.value in self.names:
            yield from _read_first(source, owner, access.format(key.value), key)

    def _guard_edits(self, source: AppFile, case: ast.match_case) -> Iterator[Edit]:
        """Yield the edits that add a guard, which reads the attributes in the patterns."""
        reads = []
        for pattern in ast.walk(case.pattern):
            if isinstance(pattern, ast.MatchClass):
                instance = f"{ast.unparse(pattern.cls)}.__new__({ast.unparse(pattern.cls)})"
                for name, value in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
                    if name in self.names:
                        reads.append(Fragment(f"{instance}.{name}, ", source.span(value)[0]))
        if reads:
            end = source.span(case.pattern)[1]
            start = source.span(case.guard)[0] if case.guard else end
            before, after = ("[", "] and ") if case.guard else (" if [", "]")
            yield Edit(start, start, (Fragment(before, end), *reads, Fragment(after, end)))


def _unwrappable(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that narrow types, and annotations: wrapping these changes their meaning."""
    fields = [getattr(node, name, None) for name in ("test", "annotation", "returns")]
    for one in [node] if isinstance(node, _NARROWING) else fields:
        yield from ast.walk(one) if isinstance(one, ast.AST) else ()


def _read_first(source: AppFile, owner: ast.expr, access: str, node: ast.expr) -> Iterator[Edit]:
    """Yield the edits that read a member of a value first, and then return the value."""
    at = source.span(node)[0]
    yield from wrap_node(source, owner, "(opgen_ := (", f"), opgen_{access})[0]", at)


def _comment_out_decorators(source: AppFile, node: Function) -> Iterator[Edit]:
    for one in node.decorator_list:
        name = name_of(one.func if isinstance(one, ast.Call) else one)
        if name == "cached_property":
            yield replace_range(*source.span(one), "property")  # the checker infers more of it
        elif name not in _DECORATORS:
            start, end = source.span(one)
            start = source.text.rindex("@", 0, start)
            yield replace_range(start, end, "#" + "\n#" * source.text.count("\n", start, end))

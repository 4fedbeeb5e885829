"""Edits of the copy that show a checker what it does not see in an app's code.

The copy reads each attribute that a text or a pattern names. Decorators that may hide what a
function takes and returns are comments in it, and comments that silence a checker are empty.
"""

from __future__ import annotations

import ast
import re
import tokenize
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Final

from generator.impact.app_files import name_of
from generator.impact.edits import Edit, Fragment, replaced, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.impact.app_files import Source

    Function = ast.FunctionDef | ast.AsyncFunctionDef

_IGNORED: Final = re.compile(r"#\s*(type|ty|pyright|pyrefly|mypy)\b\s*:?.*")
_NARROWING: Final = (ast.Compare, ast.BoolOp, ast.NamedExpr, ast.pattern)
_READING: Final = frozenset(("delattr", "getattr", "hasattr", "object", "setattr"))
# These keep the types of what they decorate, or a checker knows what they return.
_DECORATORS: Final = frozenset(
    """
    abstractmethod asynccontextmanager classmethod computed_field contextmanager
    deleter field_validator getter model_validator object overload patch property setter
    staticmethod
    """.split()  # noqa: SIM905  as many names read better so
)


@dataclass(frozen=True, slots=True)
class Probes:
    """What is asked for: what changes are about, and the functions whose results changed."""

    names: set[str]
    attributes: set[str]
    functions: set[str]

    def edits(self, source: Source) -> Iterator[Edit]:
        """Yield the edits of a file."""
        fixed = {inner for one in source.nodes for inner in _fixed(one)}
        for node in source.nodes:
            match node:
                case ast.Attribute(owner, name, ast.Load()) if name in self.attributes:
                    if node not in fixed:
                        yield from wrapped(
                            source, owner, "opgen_value(", ")", source.span(owner)[0]
                        )
                case ast.Call():
                    yield from self._called(source, node)
                case ast.Subscript(ast.Call(ast.Attribute(owner, "model_dump")), key):
                    yield from self._reading(source, owner, key)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    yield from _undecorated(source, node)
                case ast.match_case():
                    yield from self._matched(source, node)
        lines = StringIO(source.text if _IGNORED.search(source.text) else "")
        for token in tokenize.generate_tokens(lines.readline):
            if token.type == tokenize.COMMENT and _IGNORED.match(token.string):
                start = source.starts[token.start[0] - 1] + token.start[1]
                yield replaced(start, start + len(token.string), "#")

    def _called(self, source: Source, node: ast.Call) -> Iterator[Edit]:
        """Yield what uses the names and the functions that are given to a function."""
        match name_of(node.func), node.args, node.keywords:
            case "attrgetter", keys, _ if all(isinstance(one, ast.Constant) for one in keys):
                read = "".join(f"x.{ast.literal_eval(one)}, " for one in keys)
                yield replaced(*source.span(node), f"(lambda x: ({read}0)[-1])")
            case "patch" | "setattr", [ast.Constant(str(text)) as one, *_], _:
                module, _, name = text.rpartition(".")
                if name in self.names:
                    read = f"(opgen_module({module!r}).{name}, "
                    yield from wrapped(source, one, read, ")[1]", source.span(one)[0])
            case name, [owner, key, *_], _ if name in _READING:
                yield from self._reading(source, owner, key)
            case "get" | "pop", [key, *_], _ if isinstance(node.func, ast.Attribute):
                yield from self._reading(source, node.func.value, key, "[{!r}]")
        # A function that is given to another function is called there.
        for arg in (*node.args, *(each.value for each in node.keywords)):
            called = arg.value if isinstance(arg, ast.Attribute) and arg.attr == "aio" else arg
            if name_of(called) in self.functions:
                yield from _read_first(source, arg, ".__call__", arg)

    def _reading(
        self, source: Source, owner: ast.expr, key: ast.expr, access: str = ".{}"
    ) -> Iterator[Edit]:
        if isinstance(key, ast.Constant) and key.value in self.names:
            yield from _read_first(source, owner, access.format(key.value), key)

    def _matched(self, source: Source, case: ast.match_case) -> Iterator[Edit]:
        """Yield the guard that reads the attributes which the patterns of a case name."""
        asked = []
        for pattern in ast.walk(case.pattern):
            if isinstance(pattern, ast.MatchClass):
                made = f"{ast.unparse(pattern.cls)}.__new__({ast.unparse(pattern.cls)})"
                for name, value in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
                    if name in self.names:
                        asked.append(Fragment(f"{made}.{name}, ", source.span(value)[0]))
        if asked:
            end = source.span(case.pattern)[1]
            start = source.span(case.guard)[0] if case.guard else end
            before, after = ("[", "] and ") if case.guard else (" if [", "]")
            yield Edit(start, start, (Fragment(before, end), *asked, Fragment(after, end)))


def _fixed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that narrow types, and annotations: attributes in them are not wrapped."""
    fields = [getattr(node, name, None) for name in ("test", "annotation", "returns")]
    for one in [node] if isinstance(node, _NARROWING) else fields:
        yield from ast.walk(one) if isinstance(one, ast.AST) else ()


def _read_first(source: Source, owner: ast.expr, access: str, node: ast.expr) -> Iterator[Edit]:
    """Yield the edits that read a part of a value first, and then give the value itself."""
    at = source.span(node)[0]
    yield from wrapped(source, owner, "(opgen_ := (", f"), opgen_{access})[0]", at)


def _undecorated(source: Source, node: Function) -> Iterator[Edit]:
    """Yield the edits that make comments of decorators."""
    for one in node.decorator_list:
        name = name_of(one.func if isinstance(one, ast.Call) else one)
        if name == "cached_property":
            yield replaced(*source.span(one), "property")  # of which more is inferred
        elif name not in _DECORATORS:
            start, end = source.span(one)
            start = source.text.rindex("@", 0, start)
            yield replaced(start, end, "#" + "\n#" * source.text.count("\n", start, end))

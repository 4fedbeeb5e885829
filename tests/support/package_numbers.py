"""A generated package in numbers: its modules, its pages, its errors and its words."""

from __future__ import annotations

import ast
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_OPERATION = re.compile(r"(?:paged_|streamed_)?operation")
_MADE_UP = re.compile(r"(?:\w+_)?(?:unnamed|n_\d)\w*")
_BODIES = ("json", "form", "content")
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|code|dd|details|div|dl|dt|em|h[1-6]|hr|i|img|kbd|li|ol|p|pre"
    r"|s|small|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


def numbers(folder: Path, report: dict) -> dict[str, object]:
    """Return the numbers of a package and of the report of its run."""
    sources = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.py")
        if "_runtime" not in path.parts
    }
    trees = {path: ast.parse(source) for path, source in sources.items()}
    functions = {path: list(_functions(tree)) for path, tree in trees.items()}
    lines = {path: source.count("\n") for path, source in sources.items()}
    largest = max(sorted(lines), key=lambda path: lines[path])
    prose = [line for tree in trees.values() for line in _docstring_lines(tree)]
    return {
        "groups": sum(map(bool, functions.values())),
        "largest": largest,
        "lines": lines[largest],
        "paged": dict(sorted(Counter(one["rule"] for one in report["paging"]).items())),
        "undecided": len(report["undecided_paging"]),
        "errors": report["errors"]["schemas"],
        "fallback_arguments": sum(map(_fallbacks, _joined(functions.values()))),
        "html": sum(bool(_TAG.search(_CODE.sub("", line))) for line in prose),
        "not_described": sum("Not described." in line for line in prose),
    }


def _joined(lists: Iterable[list[ast.FunctionDef]]) -> Iterator[ast.FunctionDef]:
    for one in lists:
        yield from one


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions of operations."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            calls = [one.func for one in node.decorator_list if isinstance(one, ast.Call)]
            if any(isinstance(one, ast.Name) and _OPERATION.fullmatch(one.id) for one in calls):
                yield node


def _fallbacks(function: ast.FunctionDef) -> int:
    """Return the number of arguments that opgen names: `n_1`, and `body` for a whole body."""
    names = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
    returned = function.body[-1]
    call = returned.value if isinstance(returned, ast.Return) else None
    given = call.keywords if isinstance(call, ast.Call) else []
    whole = {
        one.value.id for one in given if one.arg in _BODIES and isinstance(one.value, ast.Name)
    }
    return sum(name in whole or bool(_MADE_UP.fullmatch(name)) for name in names)


def _docstring_lines(tree: ast.Module) -> Iterator[str]:
    """Yield the lines of all docstrings of a module, without those of fenced code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            fenced = False
            for line in str(node.value.value).splitlines():
                is_fence = line.lstrip().startswith("```")
                fenced ^= is_fence
                if not fenced and not is_fence:
                    yield line

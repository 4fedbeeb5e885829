"""Names that another module has now: their imports, and the modules in front of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import libcst as cst

from generator.fixing.names import in_string
from generator.fixing.proposal import TextEdit
from generator.fixing.removals import remove

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.diff.renames import Rename
    from generator.fixing.source_tree import SourceTree


_TAKE_PATHS: Final = frozenset(("delattr", "import_module", "patch", "setattr"))


def move_imports(
    tree: SourceTree, node: cst.ImportFrom, moved: Sequence[tuple[cst.ImportAlias, Rename]]
) -> list[TextEdit]:
    """Return the edits that import some names of a statement from their new modules."""
    module = node.module
    if isinstance(node.names, cst.ImportStar) or module is None:
        return []
    last = module.attr if isinstance(module, cst.Attribute) else module
    new_modules = {rename.new_module for _, rename in moved}
    if len(moved) == len(node.names) and len(new_modules) == 1:
        names = [
            TextEdit(*tree.span(alias), _as_imported(tree, alias, rename))
            for alias, rename in moved
            if rename.new != rename.old
        ]
        return [TextEdit(*tree.span(last), new_modules.pop()), *names]
    start, path_end = tree.span(module)[0], tree.span(last)[0]
    dots = "." * len(node.relative)
    path = f"{dots}{tree.source.text[start:path_end]}"
    edits = list(remove(tree, node, [alias for alias, _ in moved]))
    lines = []
    for name in sorted(new_modules):
        of_module = [(alias, rename) for alias, rename in moved if rename.new_module == name]
        imported = ", ".join(_as_imported(tree, alias, rename) for alias, rename in of_module)
        comments = "".join(_comment_after(tree, alias) for alias, _ in of_module)
        lines.append(f"from {path}{name} import {imported}{comments}")
    end = tree.span(node)[1]
    edits.append(TextEdit(end, end, "".join(f"{_separator(tree, node)}{one}" for one in lines)))
    return edits


def _comment_after(tree: SourceTree, alias: cst.ImportAlias) -> str:
    """Return the comment on the line of an imported name that has a line of its own."""
    start = tree.span(alias)[0]
    text = tree.source.text
    line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
    before, after = line[: line.index(tree.text(alias))], line.partition(tree.text(alias))[2]
    comment = after.removeprefix(",").strip()
    return f"  {comment}" if comment.startswith("#") and not before.strip() else ""


def _as_imported(tree: SourceTree, alias: cst.ImportAlias, rename: Rename) -> str:
    """Return what an import of the new name says; the code uses the same name as before."""
    if alias.asname:
        return f"{rename.new} as {tree.text(alias.asname.name)}"
    return str(rename.old) if rename.new == rename.old else f"{rename.new} as {rename.old}"


def _separator(tree: SourceTree, node: cst.ImportFrom) -> str:
    """Return the text between an import and another one after it."""
    line = tree.parent(node)
    is_alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
    start = tree.span(node)[0]
    at = tree.source.text.rfind("\n", 0, start) + 1
    indent = tree.source.text[at:start]
    has_comment = isinstance(line, cst.SimpleStatementLine) and line.trailing_whitespace.comment
    return f"\n{indent}" if is_alone and not has_comment and not indent.strip() else "; "


def module_paths(tree: SourceTree, package: str, rename: Rename) -> Iterator[TextEdit]:
    """Yield the edits of strings such as `"package.module.name"` that `mock.patch` takes.

    A type checker does not know what it does with them.
    """
    old, new = str(rename.old), str(rename.new)
    for string in tree.all(cst.SimpleString):
        value = string.evaluated_value
        call = tree.parent(tree.parent(string) or string)
        if not isinstance(value, str) or not isinstance(call, cst.Call):
            continue
        is_path = tree.text(call.func).rpartition(".")[2] in _TAKE_PATHS
        if is_path and (package, old) in set(pairwise(value.split("."))):
            yield from (one.rename(old, new) for one in in_string(tree, string, old))


def rename_in_path(
    tree: SourceTree, offset: int, rename: Rename
) -> tuple[list[TextEdit], cst.Name | None]:
    """Return the edits for `module.name` or `"module.name"` at an offset.

    Returns:
        The edits, and the variable of the module, if a statement of the file binds it.
    """
    old, new = rename.module, rename.new_module
    for string in tree.starting(offset, cst.SimpleString):
        spots = list(in_string(tree, string, old))
        names = list(in_string(tree, string, str(rename.old)))
        edits = [one.rename(old, new) for one in spots]
        edits += [one.rename(str(rename.old), str(rename.new)) for one in names]
        return edits if spots else [], None
    for name in tree.starting(offset, cst.Name):
        parent = tree.parent(name)
        if not isinstance(parent, cst.Attribute) or parent.attr is not name:
            continue
        edits = [TextEdit(*tree.span(name), str(rename.new))] if rename.new != rename.old else []
        owner = parent.value
        if isinstance(owner, cst.Attribute) and owner.attr.value == old:
            return [*edits, TextEdit(*tree.span(owner.attr), new)], None
        if isinstance(owner, cst.Name):
            return edits, owner
    return [], None


def imports_of(tree: SourceTree, name: str) -> list[tuple[cst.ImportFrom, cst.ImportAlias]]:
    """Return the imports `from … import` that bind a name."""
    found = []
    for node in tree.all(cst.ImportFrom):
        for alias in () if isinstance(node.names, cst.ImportStar) else node.names:
            bound = alias.asname.name if alias.asname else alias.name
            if isinstance(bound, cst.Name) and bound.value == name:
                found.append((node, alias))
    return found


def use_module(tree: SourceTree, variable: cst.Name, rename: Rename) -> list[TextEdit] | None:
    """Return the edits that use the new module in place of a variable of the old one.

    Returns:
        None if the old module is not imported by name, or if the new name means something else.
    """
    new = rename.new_module
    imports = imports_of(tree, variable.value)
    of_old = [(node, alias) for node, alias in imports if tree.text(alias.name) == rename.module]
    if len(of_old) != len(imports) or not imports:
        return None
    edits = [TextEdit(*tree.span(variable), new)]
    others = imports_of(tree, new)
    if others:
        paths = {_path(tree, node) for node, alias in others if tree.text(alias.name) == new}
        same = paths == {_path(tree, node) for node, _ in of_old} and len(paths) == 1
        return edits if same else None
    if any(one.value == new for one in tree.variables):
        return None
    for _, alias in of_old:
        end = tree.span(alias.asname.name if alias.asname else alias.name)[1]
        edits.append(TextEdit(end, end, f", {new}"))
    return edits


def _path(tree: SourceTree, node: cst.ImportFrom) -> str:
    return "." * len(node.relative) + (tree.text(node.module) if node.module else "")

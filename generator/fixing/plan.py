"""Propose edits for the uses in one file."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import libcst as cst

from generator.fixing.arguments import is_default, name_positional
from generator.fixing.moves import imports_of, move_imports, rename_in_path, use_module
from generator.fixing.names import Spot, find_name, in_string
from generator.fixing.proposal import Proposal, TextEdit
from generator.fixing.removals import remove
from generator.fixing.values import value_edits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from generator.diff.renames import Rename
    from generator.fixing.arguments import Signatures
    from generator.fixing.removals import Item, Owner
    from generator.fixing.source_tree import SourceTree
    from generator.impact.find import Use

_REMOVED: Final = frozenset(("argument-removed", "setting-removed"))


def propose(tree: SourceTree, uses: Sequence[Use], known: Signatures) -> list[Proposal]:
    """Return the proposals for the uses in a file; a use without a safe edit is in none.

    A use that needs no edit, such as a comparison with another constant, is in a proposal without
    edits.
    """
    plan = _Plan(tree, known)
    certain = [one for one in uses if one.certain or one.change.code == "value-renamed"]
    for use in certain:
        plan.add(use)
    return list(plan.proposals())


class _Plan:
    """Collects the uses that share an edit: a removal, an import."""

    def __init__(self, tree: SourceTree, known: Signatures) -> None:
        self._tree = tree
        self._known = known
        self._single: list[Proposal] = []
        self._removed: defaultdict[Owner, dict[Item, list[Use]]] = defaultdict(dict)
        self._variables: defaultdict[Rename, dict[int, list[Use]]] = defaultdict(dict)
        self._moved: defaultdict[cst.ImportFrom, list[tuple[cst.ImportAlias, Rename, Use]]] = (
            defaultdict(list)
        )

    def add(self, use: Use) -> None:
        """Plan the edits of one use, if there are any."""
        offset, rename = self._tree.source.offset_at(use.line, use.column), use.change.rename
        code = use.change.code
        edits: list[TextEdit] | None = None
        if code in _REMOVED:
            self._add_removal(use, offset)
        elif code == "argument-position":
            edits = name_positional(self._tree, offset, use.change, self._known) or None
        elif rename and rename.kind == "value":
            edits = value_edits(self._tree, offset, rename.old, rename.new)
        elif rename and rename.kind in {"function", "type"} and rename.module != rename.new_module:
            edits = self._moved_edits(use, offset, rename)
        elif rename:
            edits = self._name_edits(use, offset, rename)
        if edits is not None:
            self._single.append(Proposal((use,), tuple(edits)))

    def _name_edits(self, use: Use, offset: int, rename: Rename) -> list[TextEdit] | None:
        old = str(rename.old)
        spot = find_name(self._tree, offset, old)
        if spot and spot.is_variable:
            self._variables[rename].setdefault(spot.start, []).append(use)
            return None
        return [spot.rename(old, str(rename.new))] if spot else None

    def _add_removal(self, use: Use, offset: int) -> None:
        about = use.change.target
        key = about.function or "Client", about.argument
        defaults = self._known.defaults.get(key, ())
        for item in _items_at(self._tree, offset, about.argument):
            owner = self._tree.parent(item)
            if not isinstance(owner, (cst.Call, cst.Dict)):
                continue
            if is_default(self._tree, item.value, defaults):
                self._removed[owner].setdefault(item, []).append(use)

    def _moved_edits(self, use: Use, offset: int, rename: Rename) -> list[TextEdit] | None:
        for alias in self._tree.starting(offset, cst.ImportAlias):
            node = self._tree.parent(alias)
            if isinstance(node, cst.ImportFrom) and node.module:
                path = self._tree.text(node.module).rpartition(".")[2]
                if path == rename.module:
                    self._moved[node].append((alias, rename, use))
                    return None
        edits, variable = rename_in_path(self._tree, offset, rename)
        if variable:
            more = use_module(self._tree, variable, rename)
            return None if more is None else [*edits, *more]
        if edits:
            return edits
        spot = find_name(self._tree, offset, str(rename.old))
        if spot and spot.is_variable:
            self._variables[rename].setdefault(spot.start, []).append(use)
            return None
        if spot and rename.new != rename.old:
            return [spot.rename(str(rename.old), str(rename.new))]
        return None

    def proposals(self) -> Iterator[Proposal]:
        """Yield the proposals of all uses."""
        yield from self._single
        for owner, items in self._removed.items():
            uses = tuple(use for each in items.values() for use in each)
            yield Proposal(uses, tuple(remove(self._tree, owner, list(items))))
        for node, moved in self._moved.items():
            names = [(alias, one) for alias, one, _ in moved]
            edits = tuple(move_imports(self._tree, node, names))
            yield Proposal(tuple(use for _, _, use in moved), edits)
        imported = {one for each in self._moved.values() for _, one, _ in each}
        for rename, places in self._variables.items():
            uses = tuple(use for each in places.values() for use in each)
            edits = tuple(self._variable_edits(rename, list(places), imported))
            if edits or rename in imported:
                yield Proposal(uses, edits)

    def _variable_edits(
        self, rename: Rename, places: Sequence[int], imported: Collection[Rename]
    ) -> Iterator[TextEdit]:
        """Yield the edits for a name that imports of the file bind.

        The import keeps the old name for the code, `new as old`, if the new name, or the old one,
        has another meaning in the file.
        """
        tree, old, new = self._tree, str(rename.old), str(rename.new)
        if old == new:
            return
        starts = set(places)
        imports = [one for _, one in imports_of(tree, old) if tree.span(one)[0] in starts]
        is_taken = (
            rename in imported
            or any(one.value == new for one in tree.variables)
            or imports_of(tree, new)
        )
        if is_taken or tree.is_bound_twice(old):
            for alias in imports:
                yield TextEdit(*tree.span(alias.name), f"{new} as {old}")
            return
        starts |= {tree.span(one)[0] for one in tree.imported(old)} if imports else set()
        for start in sorted(starts):
            yield Spot(start).rename(old, new)
        for literal in _exported(tree, old) if imports else ():
            yield from (one.rename(old, new) for one in literal)


def _items_at(tree: SourceTree, offset: int, name: str) -> Iterator[cst.Arg | cst.DictElement]:
    """Yield the argument or the entry with a name at an offset."""
    for node in tree.at(offset):
        if isinstance(node, cst.Arg) and node.keyword and node.keyword.value == name:
            yield node
        if isinstance(node, cst.DictElement):
            key = node.key
            if isinstance(key, cst.SimpleString) and key.evaluated_value == name:
                yield node


def _exported(tree: SourceTree, name: str) -> Iterator[list[Spot]]:
    """Yield the places of a name in `__all__`."""
    for statement in tree.all(cst.Assign):
        value = statement.value
        targets = [one.target for one in statement.targets]
        is_all = any(isinstance(one, cst.Name) and one.value == "__all__" for one in targets)
        if not is_all or not isinstance(value, (cst.List, cst.Tuple, cst.Set)):
            continue
        for element in value.elements:
            string = element.value
            if isinstance(string, cst.SimpleString) and string.evaluated_value == name:
                yield list(in_string(tree, string, name))

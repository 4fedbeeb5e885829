"""The history of functions that have another name now: their positions, and their old names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.naming import Identifier, is_identifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from generator import ir
    from generator.document.operations import SelectedOperation
    from generator.name_history import History, NamedFunction, OldName, PositionalArguments

    Pair = tuple[SelectedOperation, ir.Operation]


def past_positions(
    history: History, functions: Iterable[NamedFunction]
) -> dict[str, PositionalArguments]:
    """Return what was positional in each function, also in one that had another name."""
    places = {one.operation: one.name for one in history.functions}
    known = {one.name for one in history.functions}
    found = dict(history.positional)
    for one in functions:
        before = history.positional.get(places.get(one.operation, ""))
        if before and one.name not in known:
            found[one.name] = before
    return found


def with_old_names(
    operations: Sequence[Pair], old_names: Collection[OldName], taken: Collection[str]
) -> Iterator[Pair]:
    """Yield the operations, each followed by those that are its old names.

    A name that another function or an export has now is left out.
    """
    used = {*taken, *(one.name for _, one in operations)}
    for selected, operation in operations:
        yield selected, operation
        for one in sorted(old_names):
            # A lock may have been edited, so its names are checked.
            if one.new == operation.name and one.old not in used and is_identifier(one.old):
                used.add(one.old)
                name = Identifier(one.old)
                yield selected, replace(operation, name=name, renamed_to=operation.name)

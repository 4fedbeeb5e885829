"""The history of functions that have another name now: their positions, and their old names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.name_history import OldName
from generator.naming import Identifier, is_identifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from generator import ir
    from generator.document.operations import SelectedOperation
    from generator.name_history import History, NamedFunction, PositionalArguments
    from generator.profiles.profile import Profile

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


def kept_old_names(
    history: History, functions: Iterable[NamedFunction], profile: Profile
) -> frozenset[OldName]:
    """Return the old names that stay: those of the lock, and of what a built-in profile renames.

    A newer opgen brings a newer profile, so its user did not ask for the new names. One who writes
    them into a profile of their own did.
    """
    if profile.file or history.is_final:
        return history.old_names
    now = {(one.operation, one.stem): one.name for one in functions}
    renamed = {
        one.name: name
        for one in history.functions
        if (name := now.get((one.operation, one.stem), one.name)) != one.name
    }
    earlier = (OldName(one.old, renamed.get(one.new, one.new)) for one in history.old_names)
    return frozenset((*earlier, *(OldName(*pair) for pair in renamed.items())))


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

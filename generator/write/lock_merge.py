"""The two locks in a lock with conflict markers, as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.name_history import Division, History

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.name_history import NamedFunction, NamedSchema
    from generator.write.lock_content import Lock


def merge_locks(ours: Lock, theirs: Lock) -> Lock:
    """Return what both branches know: the names and positions of ours, then those of theirs."""
    return replace(
        ours,
        history=_merge_histories(ours.history, theirs.history),
        files={**theirs.files, **ours.files},
        symbols={
            path: theirs.symbols.get(path, "") + ours.symbols.get(path, "")
            for path in {**theirs.symbols, **ours.symbols}
        },
        theirs=theirs.files,
    )


def _merge_histories(ours: History, theirs: History) -> History:
    return History(
        schemas=ours.schemas | _new_schemas(ours.schemas, theirs.schemas),
        positional={**theirs.positional, **ours.positional},
        functions=ours.functions | _new_functions(ours.functions, theirs.functions),
        division=Division(
            ours.division.by,
            ours.division.is_asked,
            {**theirs.division.groups, **ours.division.groups},
        ),
        old_names=ours.old_names | theirs.old_names,
        has_old_attributes=ours.has_old_attributes and theirs.has_old_attributes,
    )


def _new_schemas(
    ours: Iterable[NamedSchema], theirs: Iterable[NamedSchema]
) -> frozenset[NamedSchema]:
    """Return their schemas at other places, unless ours gave the name to another meaning."""
    places = {one.place for one in ours}
    digests = {one.name: one.digest for one in ours}
    return frozenset(
        one
        for one in theirs
        if one.place not in places and digests.get(one.name, one.digest) == one.digest
    )


def _new_functions(
    ours: Iterable[NamedFunction], theirs: Iterable[NamedFunction]
) -> frozenset[NamedFunction]:
    """Return the functions of theirs for other operations, unless ours has the name."""
    names = {one.name for one in ours}
    operations = {one.operation for one in ours}
    return frozenset(
        one for one in theirs if one.operation not in operations and one.name not in names
    )

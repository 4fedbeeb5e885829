"""Which modules the profile adds to the package, and which functions they decorate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.operations.reader import ReadOperation
    from generator.profiles.profile import Extra, Profile


def used_extras(profile: Profile, operations: Sequence[ReadOperation]) -> tuple[ir.Extra, ...]:
    """Return the modules whose operations the package has."""
    return tuple(ir.Extra(one.module, one.exports, one.file) for one in _used(profile, operations))


def decorators(profile: Profile, operations: Sequence[ReadOperation]) -> Mapping[str, ir.Decorator]:
    """Return what decorates functions, by operation ID or method and path."""
    return {
        name: ir.Decorator(one.module, function)
        for one in _used(profile, operations)
        for name, function in one.decorators.items()
    }


def decorator_of(
    operation: ReadOperation, known: Mapping[str, ir.Decorator]
) -> ir.Decorator | None:
    """Return what decorates the function of an operation; None for the usual decorator."""
    return next((known[name] for name in operation.selected.names if name in known), None)


def _used(profile: Profile, operations: Iterable[ReadOperation]) -> Iterator[Extra]:
    known = {name for one in operations for name in one.selected.names}
    modules: set[str | None] = {None}
    for rule in profile.extras:
        decorates = not rule.decorators or not known.isdisjoint(rule.decorators)
        if decorates and known.issuperset(rule.operations) and rule.part_of in modules:
            modules.add(rule.module)
            yield rule

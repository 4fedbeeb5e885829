"""Which modules the profile adds to the package, and which functions they decorate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.operations.reader import ReadOperation
    from generator.profiles.profile import Extra, Profile


def used_extras(profile: Profile, operations: Sequence[ReadOperation]) -> tuple[ir.Extra, ...]:
    """Return the modules whose operations the package has."""
    return tuple(ir.Extra(one.module, one.exports, one.file) for one in _used(profile, operations))


@dataclass(frozen=True, slots=True)
class Decorators:
    """What decorates functions, by operation ID or method and path.

    Attributes:
        usual: what decorates a function, also one that has no job.
        polling: what decorates a function that has a job.
    """

    usual: Mapping[str, ir.Decorator]
    polling: Mapping[str, ir.Decorator]

    @classmethod
    def of(cls, profile: Profile, operations: Sequence[ReadOperation]) -> Decorators:
        """Return the decorators of the modules that the package has."""
        usual: dict[str, ir.Decorator] = {}
        polling: dict[str, ir.Decorator] = {}
        for one in _used(profile, operations):
            found = polling if one.polling else usual
            for name, function in one.decorators.items():
                found[name] = ir.Decorator(one.module, function)
        return cls(usual, polling)

    def keeps_from_polling(self, operation: ReadOperation) -> bool:
        """Whether a decorator has no `until_done`."""
        is_decorated = _found(operation, self.usual) is not None
        return is_decorated and _found(operation, self.polling) is None

    def decorator_of(self, operation: ReadOperation, polls: ir.Polls | None) -> ir.Decorator | None:
        """Return what decorates the function of an operation; None for the usual decorator."""
        decorator = _found(operation, self.polling) if polls else None
        return decorator or _found(operation, self.usual)


def _found(operation: ReadOperation, decorators: Mapping[str, ir.Decorator]) -> ir.Decorator | None:
    return next((decorators[name] for name in operation.selected.names if name in decorators), None)


def _used(profile: Profile, operations: Iterable[ReadOperation]) -> Iterator[Extra]:
    known = {name for one in operations for name in one.selected.names}
    modules: set[str | None] = {None}
    for rule in profile.extras:
        decorates = not rule.decorators or not known.isdisjoint(rule.decorators)
        if decorates and known.issuperset(rule.operations) and rule.part_of in modules:
            modules.add(rule.module)
            yield rule

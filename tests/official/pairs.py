"""Each method of the official package, and its counterpart in the package of the document."""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from official.functions import functions
from official.known import is_below, known
from official.methods import methods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from official.functions import Function
    from official.methods import Method

_UNPACKED = re.compile(r"Unpack\[(\w+)\]")


@dataclass(frozen=True)
class Pair:
    """A method, and what of ours does the same; without `ours`, `reason` says why."""

    method: Method
    ours: str | None = None
    function: Function | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    """The arguments of the method that have another name, or another place, with us."""
    lacks: tuple[str, ...] = ()
    """The arguments that we do not have."""
    reason: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether everything that we do not have is in the list."""
        newer = known().newer.get(self.function.name, []) if self.function else ()
        is_found = self.ours is not None or self.reason is not None
        return is_found and set(self.lacks) <= set(newer)


class Counterparts:
    """The functions of a package, by name and by what they send."""

    def __init__(self, package: ModuleType) -> None:
        self._package = package
        self.functions = {one.name: one for one in functions(package)}
        self._by_place = {one.place: one for one in self.functions.values()}

    def pairs(self) -> list[Pair]:
        """Return a pair for each method of the official package."""
        return [self._pair(method) for method in methods()]

    def sent_by(self, method: Method) -> Function | None:
        """Return the function that sends what a method sends first."""
        return self._by_place.get(method.sent.place) if method.sent else None

    def function(self, pair: Pair) -> object:
        """Return the function of a pair as the package has it."""
        return getattr(self._package, pair.function.name) if pair.function else None

    def _pair(self, method: Method) -> Pair:
        if reason := known().reason(method.name):
            return Pair(method, reason=reason)
        if helper := known().helpers.get(method.name):
            return self._compared(method, helper.ours, helper.arguments)
        if name := known().paths.get(method.name):
            return self._compared(method, name, {})
        if function := self.sent_by(method):
            return self._compared(method, function.name, {})
        return Pair(method)

    def _compared(self, method: Method, ours: str, named: dict[str, str]) -> Pair:
        """Return a pair; the arguments of a path correspond by their positions."""
        function = self.functions.get(ours.partition(".")[0])
        own = set(self._arguments(attrgetter(ours)(self._package)))
        others = dict(known().everywhere)
        if function:
            own |= set(function.arguments)
            in_path = method.sent.arguments if method.sent else []
            others |= dict(zip(in_path, function.in_path, strict=False))
        others |= known().arguments.get(method.name, {}) | named
        arguments = {
            name: others[name]
            for name in method.arguments
            if others.get(name, name) != name and (name not in own or name in named)
        }
        lacks = (one for one in method.arguments if one not in own and one not in others)
        return Pair(method, ours, function, arguments, tuple(lacks))

    def _arguments(self, call: Callable[..., object]) -> Iterator[str]:
        """Yield the names of the arguments; also the members of a `TypedDict` of keywords."""
        for name, one in inspect.signature(call).parameters.items():
            yield name
            if found := _UNPACKED.fullmatch(str(one.annotation)):
                inside = f"{self._package.__name__}."
                modules = [one for name, one in sys.modules.items() if name.startswith(inside)]
                for module in modules:
                    yield from getattr(getattr(module, found[1], None), "__annotations__", ())


def unused(found: Iterable[Pair], package: Counterparts) -> Iterator[str]:
    """Yield the entries of the list that nothing needs."""
    by_name = {one.method.name: one for one in found}
    for name in (*known().undocumented, *known().missing):
        if not any(one.reason and is_below(one.method.name, name) for one in by_name.values()):
            yield f"{name}: no method without a counterpart"
    for one in by_name.values():
        if one.reason == "not in the document" and package.sent_by(one.method):
            yield f"{one.method.name}: is in the document"
    for table in ("paths", "helpers", "arguments"):
        yield from (f"{table}: {name}" for name in getattr(known(), table) if name not in by_name)
    lacking = {one.function and (one.function.name, name) for one in found for name in one.lacks}
    newer = ((function, name) for function, names in known().newer.items() for name in names)
    yield from (
        f"newer: {function} {name}" for function, name in newer if (function, name) not in lacking
    )
    different = {name for one in by_name.values() for name in one.arguments}
    yield from (f"everywhere: {name}" for name in known().everywhere if name not in different)
    given = known().arguments | {name: one.arguments for name, one in known().helpers.items()}
    for name, arguments in given.items():
        needed = by_name[name].arguments if name in by_name else {}
        yield from (f"{name}: {one}" for one in arguments if one not in needed)


def _not_lacking(found: Iterable[Pair]) -> Iterator[str]:
    lacking = {one.function and (one.function.name, name) for one in found for name in one.lacks}
    for function, names in known().newer.items():
        yield from (f"{function}: {one}" for one in names if (function, one) not in lacking)


def by_function(found: Iterable[Pair]) -> dict[str, list[Pair]]:
    """Return the methods of each function, by the name of the function."""
    groups: dict[str, list[Pair]] = {}
    for one in found:
        if one.function:
            groups.setdefault(one.function.name, []).append(one)
    return groups

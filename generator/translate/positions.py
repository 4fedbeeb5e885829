"""Which arguments are given by position: a call that was right never means another thing."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import TYPE_CHECKING, Final

from generator.naming import snake_case

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from generator.ir import Argument
    from generator.name_history import PositionalArguments
    from generator.naming import Identifier

_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")


def positional(
    arguments: Sequence[Argument], path: str, before: PositionalArguments | None
) -> tuple[Identifier, ...]:
    """Return the arguments that are positional, in order: at first, all that are required.

    Later those that were positional keep their order, and new ones follow. One that became
    optional stays where it is, if none after it is required. Where one is gone, new ones are
    keywords: a call that still names all positions must fail, rather than give one argument
    the value of another. Gone is also one whose name another argument has now.

    Args:
        arguments: in the document's order.
        path: what the operation calls.
        before: what was positional in an earlier run; None for a new function.
    """
    required = {one.name: one.required for one in arguments}
    if before is None:
        return tuple(name for name, is_required in required.items() if is_required)
    known: dict[str, Identifier] = {name: name for name in required}
    names = _renamed_by_profile(arguments, before) | renamed(arguments, path, before.path)
    now = {(one.name, one.wire.wire()) for one in arguments}
    then = set(zip(before.names, before.wires, strict=True))
    found = (
        known[name]
        for one, wire in zip(before.names, before.wires, strict=True)
        # Another argument may have taken the name, or what it was sent as.
        if (name := names.get(one, one)) in known
        and _holds(now, name, wire)
        and all(_holds(then, one, sent) for other, sent in now if other == name)
    )
    stayed = list(dict.fromkeys(found))  # a lock that was edited may name one twice
    optional = len(stayed) - len(list(dropwhile(lambda one: not required[one], reversed(stayed))))
    leading = stayed[: len(stayed) - optional]
    kept = [name for name in leading if required[name]]
    is_whole = not optional and len(kept) == len(before.names)
    new = [name for name in required if required[name] and name not in stayed] if is_whole else []
    return (*kept, *stayed[len(leading) :], *new)


def _renamed_by_profile(
    arguments: Sequence[Argument], before: PositionalArguments
) -> dict[str, Identifier]:
    """Return the arguments with a new name that are sent as before, by the old names."""
    found: dict[str, Identifier] = {}
    for name, wire in zip(before.names, before.wires, strict=True):
        same = [one.name for one in arguments if one.wire.wire() == wire]
        if len(same) == 1 and all(name != one.name for one in arguments):
            found[name] = same[0]
    return found


def _holds(pairs: Collection[tuple[str, str]], name: str, wire: str) -> bool:
    """Whether nothing is sent as `wire`, unless an argument of this name is."""
    return (name, wire) in pairs or all(sent != wire for _, sent in pairs)


def renamed(arguments: Sequence[Argument], path: str, before: str) -> dict[str, Identifier]:
    """Return the arguments of a path that only renames its parameters, by the old names.

    Then a call by position sends the same. A name that both paths have keeps its meaning, at any
    place in the path.
    """
    old, new = _PARAMETER.findall(before), _PARAMETER.findall(path)
    if _PARAMETER.sub("{}", before) != _PARAMETER.sub("{}", path):
        return {}
    names = {one.wire.wire(): one.name for one in arguments if one.place == "path"}
    return {
        snake_case(was): names[now]
        for was, now in zip(old, new, strict=True)
        if was not in new and now not in old and now in names
    }

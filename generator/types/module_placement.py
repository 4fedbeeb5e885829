"""The module of types of each definition: its group's, a pair's, or the shared one.

A definition's parts are used wherever the definition is used, so a module imports only from modules
that more groups use, and no two modules import each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.naming import distinct, file_stem
from generator.reserved_names import MODULES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from generator.naming import Identifier

Groups = frozenset[str]

# Two groups that have fewer definitions to themselves get no file of their own for them.
_WORTH_A_MODULE: Final = 5


@dataclass(frozen=True, slots=True)
class Placement:
    """A module, the definitions in it and the groups it is for: none named for the shared one.

    Attributes:
        siblings: the definitions in the other parts of a module that was divided.
    """

    module: Identifier
    groups: tuple[str, ...]
    names: frozenset[str]
    siblings: frozenset[str] = frozenset()


def place(users: Mapping[str, Groups], groups: Collection[str]) -> list[Placement]:
    """Divide definitions among modules by the groups that use them.

    Args:
        users: definition to the groups that use it, at least one.
        groups: all groups of the package, whether they use types or not.
    """
    together: defaultdict[Groups, set[str]] = defaultdict(set)
    for name, using in users.items():
        together[using].add(name)
    nothing: dict[tuple[str, ...], set[str]] = {} if users else {(): set()}
    divided = defaultdict(set, nothing)  # there is always a module, if an empty one
    for using, names in together.items():
        is_worth_it = len(using) == 2 < len(groups) and len(names) >= _WORTH_A_MODULE
        divided[tuple(sorted(using)) if len(using) == 1 or is_worth_it else ()] |= names
    keys = sorted(divided, key=lambda key: (len(key) or 3, key))  # groups are named first
    stems = (file_stem("_and_".join(key)) or "shared" for key in keys)
    modules = distinct(stems, taken={*users, *MODULES})
    return [
        Placement(module, key, frozenset(divided[key]))
        for module, key in zip(modules, keys, strict=True)
    ]

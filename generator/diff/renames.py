"""What a rename is: one name of the Python API, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.python_types import Constant

RenameKind: TypeAlias = Literal[
    "function", "argument", "type", "attribute", "value", "module", "setting"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A part of the package that has another name now, and means what it meant.

    The target of its `Change` says where the old name is: the function of an argument, the type of
    an attribute, or the argument, attribute or type that had a value. It has old names only.

    Attributes:
        kind: a `setting` is an argument of `Client` and `configure`.
        old: the old name, or the old constant of a `value`.
        new: the same as `old` if only the module is another one.
        module: the old module of a function or a type; empty for other kinds, and for a type that
            is in both `components` and `params`.
        new_module: the module that has the new name; empty where `module` is.
    """

    kind: RenameKind
    old: Constant
    new: Constant
    module: str = ""
    new_module: str = ""


def removed(candidates: Sequence[str]) -> str:
    """Return the words for a part that is removed, or that may have one of these names now."""
    names = " or ".join(f"`{one}`" for one in candidates)
    return f"removed; perhaps renamed to {names}" if names else "removed"

"""What an expression of an app may be, as far as reading its code tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    import ast
    from pathlib import Path

    from generator.schemas.shapes import Shape
    from generator.uses.scopes import FunctionNode, Scope

View: TypeAlias = Literal["", "attempt", "raw", "request", "iter", "stream"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that reading the code does not tell."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant; its kind tells `True` from `1`."""

    value: str | float | bool | None
    kind: str


@dataclass(frozen=True, slots=True)
class Display:
    """A list, tuple, set or dictionary that is written out, or a call of `dict`."""

    node: ast.List | ast.Tuple | ast.Set | ast.Dict | ast.Call
    scope: Scope


@dataclass(frozen=True, slots=True)
class Instance:
    """A value of a shape: a response or a part of one, or what an annotation says."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Several:
    """Whatever gives these when one goes through it."""

    items: Values


@dataclass(frozen=True, slots=True)
class Fixed:
    """A tuple of so many values."""

    items: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Keyed:
    """A dictionary of such values."""

    items: Values


@dataclass(frozen=True, slots=True)
class Waiting:
    """What gives these when it is awaited."""

    values: Values


@dataclass(frozen=True, slots=True)
class Managed:
    """What gives these when it is entered by `with`."""

    values: Values


@dataclass(frozen=True, slots=True)
class Held:
    """`Ok`, `Data` or a reply of the package, and what it holds."""

    kind: str
    values: Values


@dataclass(frozen=True, slots=True)
class PackageModule:
    """The package, a group's module, `components` or `params`."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """A class or alias of the package's types."""

    module: Literal["components", "params"]
    name: str


@dataclass(frozen=True, slots=True)
class Export:
    """Another name that the package exports."""

    name: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the package, or a view of it.

    Attributes:
        positions: how many arguments `functools.partial` has given by position.
        keywords: those that it has given by name.
        open: it may have given more.
    """

    name: str
    view: View = ""
    awaited: bool = False
    positions: int = 0
    keywords: frozenset[str] = frozenset()
    open: bool = False


@dataclass(frozen=True, slots=True)
class External:
    """A module that is not of the app, or something in it."""

    parts: tuple[str, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class AppModule:
    """A file of the app."""

    path: Path


@dataclass(frozen=True, slots=True)
class AppFolder:
    """A folder of the app that is no file of Python by itself."""

    path: Path


@dataclass(frozen=True, slots=True)
class AppFunction:
    """A function of the app."""

    node: FunctionNode
    scope: Scope


@dataclass(frozen=True, slots=True)
class AppClass:
    """A class of the app."""

    node: ast.ClassDef
    scope: Scope


@dataclass(frozen=True, slots=True)
class AppInstance:
    """An instance of a class of the app."""

    node: ast.ClassDef
    scope: Scope


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a value that is not the app's."""

    name: str
    owner: Value


Value: TypeAlias = (
    Unknown
    | Constant
    | Display
    | Instance
    | Several
    | Fixed
    | Keyed
    | Waiting
    | Managed
    | Held
    | PackageModule
    | Class
    | Export
    | Function
    | External
    | AppModule
    | AppFolder
    | AppFunction
    | AppClass
    | AppInstance
    | Method
)
Values: TypeAlias = frozenset[Value]

NOTHING: Final[Values] = frozenset()
UNKNOWN: Final[Values] = frozenset((Unknown(),))
NULL: Final = Constant(None, "NoneType")


def one(value: Value) -> Values:
    """Return just this value."""
    return frozenset((value,))


def constant(value: object) -> Values:
    """Return a constant that the code has; bytes and the like are unknown."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return one(Constant(value, type(value).__name__))
    return UNKNOWN

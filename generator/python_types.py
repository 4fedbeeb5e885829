"""Python types as values: what an annotation says, before it is printed.

The family is closed: `render.annotations` prints each member of it, and nothing else does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.naming import Identifier

Constant = str | int | float | bool
"""A JSON scalar other than null."""

TypesModule = Literal["components", "params"]
"""A module of types of the generated package."""

TypeName = Literal[
    "None",
    "bool",
    "bytes",
    "float",
    "int",
    "object",
    "str",
    "AwareDatetime",
    "Date",
    "Datetime",
    "File",
    "Floats32",
    "JsonValue",
    "Omit",
    "UUID",
]


@dataclass(frozen=True, slots=True)
class Name:
    """A type that every module calls the same: a builtin, or one that `render` imports."""

    name: TypeName


@dataclass(frozen=True, slots=True)
class Reference:
    """A definition of a module of types."""

    module: TypesModule
    name: Identifier


@dataclass(frozen=True, slots=True, eq=False)
class Constants:
    """Constants that are compared with their types: in JSON, `1` is not `true`."""

    values: tuple[Constant, ...]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Constants) or type(other) is not type(self):
            return False
        return self._typed == other._typed

    def __hash__(self) -> int:
        return hash(self._typed)

    @property
    def _typed(self) -> tuple[tuple[type[Constant], Constant], ...]:
        return tuple((type(value), value) for value in self.values)


class LiteralOf(Constants):
    """One of some constants."""

    __slots__ = ()


_GenericName: TypeAlias = Literal[
    "AsyncIterable", "Iterable", "Mapping", "NotRequired", "Sink", "Values", "dict", "list", "tuple"
]


@dataclass(frozen=True, slots=True)
class Generic:
    """A generic type with its arguments, e.g. `Mapping[str, object]`."""

    name: _GenericName
    arguments: tuple[PythonType, ...]


@dataclass(frozen=True, slots=True)
class UnionOf:
    """One of several types; `discriminator` is the attribute that selects a model."""

    options: tuple[PythonType, ...]
    discriminator: Identifier | None = None


@dataclass(frozen=True, slots=True)
class TaggedUnion:
    """One of several models, which the value of a member in the JSON selects.

    Attributes:
        key: the name of the member on the wire.
        variants: by value, what it selects.
        other: what other values select; None if that is nothing.
    """

    options: tuple[PythonType, ...]
    key: str
    variants: tuple[tuple[Constant, PythonType], ...]
    other: PythonType | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """A name that nothing defines: a class of `impact` that no value has, or `…` in a message."""

    name: str


PythonType = Name | Reference | LiteralOf | Generic | UnionOf | TaggedUnion | Marker


@dataclass(frozen=True, slots=True)
class Pairs:
    """A dictionary of constants."""

    items: tuple[tuple[str, Constant], ...]


@dataclass(frozen=True, slots=True)
class RuntimeCall:
    """A call of a class of the runtime, with constants as arguments.

    Attributes:
        module: of `_runtime`.
    """

    module: str
    name: str
    arguments: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()


Value: TypeAlias = Constant | Untrusted | Pairs | tuple[str, ...] | tuple[tuple[str, ...], ...]

BYTES = Name("bytes")
FLOATS32 = Name("Floats32")
NONE = Name("None")
JSON = Name("JsonValue")
OBJECT = Name("object")
STR = Name("str")


def options_of(one: PythonType) -> tuple[PythonType, ...]:
    """Return the options of a union without a discriminator, or the type itself."""
    return one.options if isinstance(one, UnionOf) and one.discriminator is None else (one,)


def union(options: Iterable[PythonType]) -> PythonType:
    """Return the union of some types: nested unions are flattened, and each option is there once.

    All constants are one option. A single option is returned itself.
    """
    flat = [each for one in options for each in options_of(one)]
    values = (value for one in flat if isinstance(one, LiteralOf) for value in one.values)
    constants = LiteralOf(tuple({(type(value), value): value for value in values}.values()))
    distinct = tuple(
        dict.fromkeys(constants if isinstance(one, LiteralOf) else one for one in flat)
    )
    return distinct[0] if len(distinct) == 1 else UnionOf(distinct)


def optional(one: PythonType) -> PythonType:
    """Return a type that `None` is a value of too."""
    return union((one, NONE))


def replaced(one: PythonType, by: Mapping[PythonType, PythonType]) -> PythonType:
    """Return a type with some of the types in it replaced."""
    match one:
        case Generic(name, arguments) if one not in by:
            return Generic(name, tuple(replaced(each, by) for each in arguments))
        case UnionOf(options, discriminator):
            return UnionOf(tuple(replaced(each, by) for each in options), discriminator)
        case _:
            return by.get(one, one)


def walk(one: PythonType) -> Iterator[PythonType]:
    """Yield a type and all types in it."""
    yield one
    match one:
        case Generic(arguments=inner) | UnionOf(options=inner) | TaggedUnion(options=inner):
            for each in inner:
                yield from walk(each)
        case _:
            pass

"""The types of what a caller may give: arguments, and members of TypedDicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.naming import Identifier
from generator.python_types import (
    NONE,
    OBJECT,
    STR,
    Generic,
    LiteralOf,
    Name,
    Reference,
    optional,
    options_of,
    union,
    walk,
)
from generator.schemas.shapes import (
    AliasDefinition,
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Named,
    Null,
    Nullable,
    ObjectDefinition,
    Scalar,
    Union,
    parts,
    target,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from generator.python_types import PythonType
    from generator.schemas.shapes import Definition, ScalarKind, Shape

_SCALARS: Final[Mapping[ScalarKind, tuple[PythonType, ...]]] = {
    "str": (STR,),
    "int": (Name("int"),),
    "float": (Name("float"),),
    "bool": (Name("bool"),),
    "bytes": (Name("File"),),
    "datetime": (Name("Datetime"), STR),
    "date": (Name("Date"), STR),
    "uuid": (Name("UUID"), STR),
}


# A union of more options would hide the other arguments of a signature.
_SHORT: Final = 3


class RequestTypes:
    """Types of arguments and of TypedDict members.

    An object may be given as a dictionary or, where responses hold it too, as their model;
    a list as anything iterable, but strings never as one string.

    Args:
        definitions: all definitions of the package.
        models: names of the definitions that are models in `components`.
    """

    def __init__(self, definitions: Mapping[str, Definition], models: Collection[str]) -> None:
        self._definitions = definitions
        self._models = models

    def in_full(self, shape: Shape) -> PythonType:
        """Return the type of an argument: a short unnamed union is spelled out."""
        match shape:
            case Nullable(inner):
                return optional(self.in_full(inner))
            case Array(items):
                return self._array(items, self.in_full(items))
            case _:
                short = self.brief(self._unnamed_union(shape) or shape)
                return short if len(options_of(short)) <= _SHORT else self.brief(shape)

    def brief(self, shape: Shape) -> PythonType:
        """Return the type of a member: an unnamed union is referred to by its generated name."""
        return union(self._options(shape))

    def _options(self, shape: Shape) -> Iterator[PythonType]:
        match shape:
            case Anything():
                yield OBJECT
            case Null():
                yield NONE
            case Scalar(kind):
                yield from _SCALARS[kind]
            case Enumeration(values):
                yield LiteralOf(values)
            case Array(items):
                yield self._array(items, self.brief(items))
            case Dictionary(values):
                yield Generic("Mapping", (STR, self.brief(values)))
            case Nullable(inner):
                yield from self._options(inner)
                yield NONE
            case Named(name):
                yield from self._names(name)
            case Union(variants):
                # the open end comes last: `Models | str`
                yield from _in_order(
                    option for one in _merged(variants) for option in self._options(one)
                )

    def _names(self, name: Identifier) -> Iterator[PythonType]:
        if is_shared(name, self._definitions):
            yield Reference("components", name)
            return
        yield Reference("params", name)
        if name in self._models and isinstance(self._definitions[name], ObjectDefinition):
            yield Reference("components", name)

    def _array(self, items: Shape, item: PythonType) -> PythonType:
        ends = [target(part, self._definitions) for part in parts(items)]
        is_text = any(isinstance(end, Scalar) and end.kind == "str" for end in ends)
        return Generic("Values" if is_text and STR in walk(item) else "Iterable", (item,))

    def _unnamed_union(self, shape: Shape) -> Union | None:
        """Return the union that an alias stands for, if the document does not name it."""
        definition = self._definitions[shape.name] if isinstance(shape, Named) else None
        if not isinstance(definition, AliasDefinition) or not definition.inline:
            return None
        return definition.shape if isinstance(definition.shape, Union) else None


def is_shared(name: str, definitions: Mapping[str, Definition]) -> bool:
    """Whether a definition is the same type in both directions, and so stands in `components`.

    Such are names for constants, plain scalars and dictionaries of them.
    """
    return _is_shared(Named(Identifier(name)), definitions, frozenset())


def _is_shared(shape: Shape, definitions: Mapping[str, Definition], seen: frozenset[str]) -> bool:
    match shape:
        case Null() | Enumeration():
            return True
        case Scalar(kind):
            return kind in ("str", "int", "float", "bool")
        case Dictionary(inner) | Nullable(inner):
            return _is_shared(inner, definitions, seen)
        case Union(variants):
            return all(_is_shared(variant, definitions, seen) for variant in variants)
        case Named(name) if name not in seen:
            definition = definitions[name]
            return isinstance(definition, AliasDefinition) and _is_shared(
                definition.shape, definitions, seen | {name}
            )
        case _:
            return False


def _in_order(options: Iterable[PythonType]) -> list[PythonType]:
    return sorted(options, key=lambda option: (option == NONE, option == STR))


def _merged(variants: Iterable[Shape]) -> list[Shape]:
    """Make one enumeration of all those that a union has."""
    opened = list(_opened(variants))
    found = [value for one in opened if isinstance(one, Enumeration) for value in one.values]
    merged = Enumeration(tuple({(type(value), value): value for value in found}.values()))
    return list(dict.fromkeys(merged if isinstance(one, Enumeration) else one for one in opened))


def _opened(variants: Iterable[Shape]) -> Iterator[Shape]:
    for one in variants:
        match one:
            case Nullable(inner):
                yield from _opened([inner])
                yield Null()
            case Union(inner):
                yield from _opened(inner)
            case _:
                yield one

"""From shapes to Python annotations, for what a caller may give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.naming import Identifier
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
from generator.text import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from generator.schemas.shapes import Definition, Shape

_SCALARS: Final = {
    "bytes": "File",
    "datetime": "Datetime | str",
    "date": "Date | str",
    "uuid": "UUID | str",
}


class RequestTypes:
    """Annotations for arguments and TypedDict members.

    An object may be given as a dictionary or, where responses hold it too, as their model;
    a list as anything iterable, but strings never as one string.

    Args:
        definitions: all definitions of the package.
        models: names of the definitions that are models in `components`.
        home: the module that the annotations stand in; names from it have no prefix.
    """

    def __init__(
        self, definitions: Mapping[str, Definition], models: Collection[str], home: str = ""
    ) -> None:
        self._definitions = definitions
        self._models = models
        self._home = home

    def in_full(self, shape: Shape) -> str:
        """Return the annotation of an argument: an unnamed union is spelled out."""
        match shape:
            case Nullable(inner):
                return f"{self.in_full(inner)} | None"
            case Array(items) if self._is_unnamed_union(items):
                return self._array(items, self.in_full(items))
            case Named(name) if self._is_unnamed_union(shape):
                return self.brief(self._alias(name).shape)
            case _:
                return self.brief(shape)

    def brief(self, shape: Shape) -> str:
        """Return the annotation of a member: an unnamed union goes by the name we gave it."""
        return " | ".join(dict.fromkeys(self._options(shape)))

    def _options(self, shape: Shape) -> Iterator[str]:
        match shape:
            case Anything():
                yield "object"
            case Null():
                yield "None"
            case Scalar(kind):
                yield from _SCALARS.get(kind, kind).split(" | ")
            case Enumeration(values):
                yield f"Literal[{', '.join(literal(value) for value in values)}]"
            case Array(items):
                yield self._array(items, self.brief(items))
            case Dictionary(values):
                yield f"Mapping[str, {self.brief(values)}]"
            case Nullable(inner):
                yield from self._options(inner)
                yield "None"
            case Named(name):
                yield from self._names(name)
            case Union(variants):
                # the open end comes last: `Models | str`
                yield from _in_order(
                    option for one in _merged(variants) for option in self._options(one)
                )

    def _names(self, name: str) -> Iterator[str]:
        if is_shared(name, self._definitions):
            yield self._qualified("components", name)
            return
        yield self._qualified("params", name)
        if name in self._models and isinstance(self._definitions[name], ObjectDefinition):
            yield self._qualified("components", name)

    def _qualified(self, module: str, name: str) -> str:
        return name if module == self._home else f"{module}.{name}"

    def _array(self, items: Shape, printed: str) -> str:
        ends = [target(part, self._definitions) for part in parts(items)]
        is_text = any(isinstance(end, Scalar) and end.kind == "str" for end in ends)
        return f"{'Values' if is_text and 'str' in printed else 'Iterable'}[{printed}]"

    def _alias(self, name: str) -> AliasDefinition:
        definition = self._definitions[name]
        if not isinstance(definition, AliasDefinition):
            raise TypeError(f"{name} is no alias")
        return definition

    def _is_unnamed_union(self, shape: Shape) -> bool:
        if not isinstance(shape, Named):
            return False
        definition = self._definitions[shape.name]
        return (
            isinstance(definition, AliasDefinition)
            and definition.inline
            and isinstance(definition.shape, Union)
        )


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
            return kind not in _SCALARS
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


def _in_order(options: Iterable[str]) -> list[str]:
    return sorted(options, key=lambda option: (option == "None", option == "str"))


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

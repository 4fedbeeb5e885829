"""What the names in shapes are for: aliases, objects, and all that they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.schemas.shapes import (
    AliasDefinition,
    Array,
    Named,
    Null,
    Nullable,
    ObjectDefinition,
    Scalar,
    Tuple,
    Union,
    parts,
    shapes_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from generator.naming import Identifier
    from generator.schemas.shapes import Definition, Shape


def target(shape: Shape, definitions: Mapping[str, Definition]) -> Shape:
    """Return the shape behind the names of aliases."""
    visited: set[str] = set()
    while isinstance(shape, Named) and shape.name not in visited:
        visited.add(shape.name)
        definition = definitions.get(shape.name)
        if not isinstance(definition, AliasDefinition):
            break
        shape = definition.shape
    return shape


def without_null(shape: Shape, definitions: Mapping[str, Definition]) -> Shape:
    """Return the shape behind the names of aliases, without null."""
    end = target(shape, definitions)
    while isinstance(end, Nullable):
        end = target(end.shape, definitions)
    return end


def alternatives(shape: Shape, definitions: Mapping[str, Definition]) -> list[Shape]:
    """Return what a value of a shape can be, each once: no alias, no union, and not null."""
    found: dict[Shape, None] = {}
    visited: set[str] = set()
    waiting = [shape]
    while waiting:
        match waiting.pop():
            case Named(name) if name in visited:
                continue
            case Named(name) as one:
                visited.add(name)
                definition = definitions.get(name)
                if isinstance(definition, AliasDefinition):
                    waiting.append(definition.shape)
                else:
                    found[one] = None
            case Union(variants):
                waiting += reversed(variants)
            case Nullable(inner):
                waiting.append(inner)
            case Null():
                continue
            case one:
                found[one] = None
    return list(found)


def is_list(shape: Shape, definitions: Mapping[str, Definition]) -> bool:
    """Whether each value of a shape is a list, or null."""
    found = alternatives(shape, definitions)
    return bool(found) and all(isinstance(one, Array | Tuple) for one in found)


def is_file(shape: Shape, definitions: Mapping[str, Definition]) -> bool:
    """Whether each value of a shape is a file or a list of files, or null."""
    found = alternatives(shape, definitions)
    items = [one.items if isinstance(one, Array) else one for one in found]
    ends = [end for one in items for end in alternatives(one, definitions)]
    return bool(ends) and all(one == Scalar("bytes") for one in ends)


def object_behind(shape: Shape, definitions: Mapping[str, Definition]) -> ObjectDefinition | None:
    """Return the object that a shape names, directly or by aliases; None for any other shape."""
    end = target(shape, definitions)
    definition = definitions[end.name] if isinstance(end, Named) else None
    return definition if isinstance(definition, ObjectDefinition) else None


def is_circular(name: Identifier, definitions: Mapping[str, Definition]) -> bool:
    """Whether an alias refers to itself without an object, list or dictionary in between."""
    visited: set[str] = set()
    waiting: list[Shape] = [Named(name)]
    while waiting:
        match waiting.pop():
            case Named(other) if other not in visited:
                visited.add(other)
                definition = definitions.get(other)
                waiting += [definition.shape] if isinstance(definition, AliasDefinition) else []
            case Named(other) if other == name:
                return True
            case Nullable(inner):
                waiting.append(inner)
            case Union(variants):
                waiting += variants
    return False


def reachable(
    shapes: Iterable[Shape],
    definitions: Mapping[str, Definition],
    inner: Callable[[Definition], Iterable[Shape]] = shapes_of,
) -> Iterator[Shape]:
    """Yield shapes and all shapes in them, with those in the definitions that they name.

    Each definition is followed once; `inner` returns those of its shapes that are followed.
    """
    visited: set[str] = set()
    waiting = list(shapes)
    while waiting:
        for part in parts(waiting.pop()):
            yield part
            if isinstance(part, Named) and part.name not in visited:
                visited.add(part.name)
                waiting += inner(definitions[part.name])

"""A module of types, decided down to each line of each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from generator.ir import DataClass
from generator.naming import is_identifier
from generator.render.docstrings import WIDTH
from generator.render.imports import Import, imports, words
from generator.text import docstring, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Alias, Attribute, TypeModule
    from generator.text import Untrusted


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeView:
    """One line of a class and the docstring under it."""

    name: str
    annotation: str
    declaration: str
    docstring: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """A class, or the functional form of a TypedDict whose keys are no identifiers."""

    kind: Literal["class"] = "class"
    name: str
    docstring: str | None
    attributes: tuple[AttributeView, ...]
    keys: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """A named type expression; `quoted` holds it as a string where it holds its own name."""

    kind: Literal["alias"] = "alias"
    name: str
    expression: str
    quoted: str | None
    docstring: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesView:
    """A module of models or of TypedDicts.

    Attributes:
        package: how the module names the package that holds it: `.`, or `..` in a folder.
        modules: those of the package that it needs.
    """

    docstring: str
    package: str
    imports: tuple[Import, ...]
    modules: tuple[str, ...]
    definitions: tuple[ClassView | AliasView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around the definitions of a module; the rest as in `TypesView`.

    Attributes:
        links: what relative links are relative to.
    """

    about: tuple[str, ...]
    package: str
    links: str | None


def models_view(module: TypeModule, around: Surroundings) -> TypesView:
    """Decide everything about a module of response models."""
    definitions = tuple(
        _model(one, around.links) if isinstance(one, DataClass) else _alias(one, around.links)
        for one in module.definitions
    )
    return _types_view(module, definitions, around)


def typed_dicts_view(module: TypeModule, around: Surroundings) -> TypesView:
    """Decide everything about a module of request TypedDicts."""
    definitions = tuple(
        _typed_dict(one, around.links) if isinstance(one, DataClass) else _alias(one, around.links)
        for one in module.definitions
    )
    return _types_view(module, definitions, around)


def _types_view(
    module: TypeModule, definitions: tuple[ClassView | AliasView, ...], around: Surroundings
) -> TypesView:
    names = words(_sources(module, definitions))
    beside = [Import(f".{name}", found) for name, found in module.imports.items()]
    return TypesView(
        docstring=docstring(around.about, indent=""),
        package=around.package,
        imports=(*imports(names, around.package), *beside),
        modules=tuple(names & {"components"}),
        definitions=definitions,
    )


def _sources(module: TypeModule, definitions: tuple[ClassView | AliasView, ...]) -> Iterator[str]:
    """Yield source that holds every name of the module, in quotes or not when it is printed."""
    for declared, view in zip(module.definitions, definitions, strict=True):
        if isinstance(declared, DataClass):
            yield from (attribute.annotation for attribute in declared.attributes)
        else:
            yield declared.expression
            yield "TypeAlias TypeAliasType TYPE_CHECKING" if declared.recursive else "TypeAlias"
        if isinstance(view, ClassView):
            yield from (attribute.declaration for attribute in view.attributes)


def _alias(one: Alias, links: str | None) -> AliasView:
    return AliasView(
        name=one.name,
        expression=one.expression,
        quoted=literal(one.expression) if one.recursive else None,
        docstring=_docstring(one.description, links, indent=""),
    )


def _model(one: DataClass, links: str | None) -> ClassView:
    return ClassView(
        name=one.name,
        docstring=_docstring(one.description, links),
        attributes=tuple(
            AttributeView(
                name=attribute.name,
                annotation=attribute.annotation,
                declaration=_model_attribute(attribute),
                docstring=_docstring(attribute.description, links),
            )
            for attribute in one.attributes
        ),
    )


def _model_attribute(one: Attribute) -> str:
    annotation = literal(one.annotation) if one.forward else one.annotation
    if one.wire.wire() != one.name:
        annotation = f"Annotated[{annotation}, Field(alias={one.wire.literal()})]"
    return f"{one.name}: {annotation}" + ("" if one.required else " = None")


def _typed_dict(one: DataClass, links: str | None) -> ClassView:
    members = [
        (a, a.annotation if a.required else f"NotRequired[{a.annotation}]") for a in one.attributes
    ]
    wires = {a.wire.wire() for a in one.attributes}
    hidden = wires & words(annotation for _, annotation in members)
    mangled = any(wire.startswith("__") for wire in wires)  # as Python does inside a class
    plain = all(map(is_identifier, wires)) and not hidden and not mangled
    return ClassView(
        name=one.name,
        docstring=_docstring(one.description, links),
        attributes=tuple(
            AttributeView(
                name=a.name,
                annotation=annotation,
                declaration=f"{a.wire.wire() if plain else a.name}: {annotation}",
                docstring=_docstring(a.description, links),
            )
            for a, annotation in members
        ),
        keys=None
        if plain
        else tuple((a.wire.literal(), literal(annotation)) for a, annotation in members),
    )


def _docstring(text: Untrusted, links: str | None, indent: str = "    ") -> str | None:
    lines = text.lines(WIDTH, links=links)
    return docstring(lines, indent) if lines else None

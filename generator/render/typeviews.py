"""The modules of types, decided down to each line of each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.naming import is_identifier
from generator.render.docstrings import WIDTH
from generator.render.imports import Import, imports, words
from generator.text import docstring, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.ir import DataClass, Types
    from generator.text import Untrusted


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeView:
    """One line of a class and the docstring under it."""

    declaration: str
    docstring: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """A class, or the functional form of a TypedDict whose keys are no identifiers."""

    name: str
    docstring: str | None
    attributes: tuple[AttributeView, ...]
    keys: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """A named type expression; `quoted` holds it as a string where it holds its own name."""

    name: str
    expression: str
    quoted: str | None
    docstring: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesView:
    """The module of models or of TypedDicts."""

    imports: tuple[Import, ...]
    modules: tuple[str, ...]
    classes: tuple[ClassView, ...]
    aliases: tuple[AliasView, ...]


def models_view(types: Types, links: str | None) -> TypesView:
    """Decide everything about the module of response models."""
    classes = tuple(
        ClassView(
            name=one.name,
            docstring=_docstring(one.description, links),
            attributes=tuple(
                AttributeView(
                    declaration=_model_attribute(a.name, a.wire, a.annotation, required=a.required),
                    docstring=_docstring(a.description, links),
                )
                for a in one.attributes
            ),
        )
        for one in types.classes
    )
    return _types_view(types, classes, links, modules=())


def typed_dicts_view(types: Types, links: str | None) -> TypesView:
    """Decide everything about the module of request TypedDicts."""
    classes = tuple(_typed_dict(one, links) for one in types.classes)
    names = words(_declarations(classes, types))
    return _types_view(
        types,
        classes,
        links,
        modules=tuple(names & {"components"}),
    )


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
                declaration=f"{a.wire.wire() if plain else a.name}: {annotation}",
                docstring=_docstring(a.description, links),
            )
            for a, annotation in members
        ),
        keys=None
        if plain
        else tuple((a.wire.literal(), literal(annotation)) for a, annotation in members),
    )


def _types_view(
    types: Types,
    classes: tuple[ClassView, ...],
    links: str | None,
    *,
    modules: tuple[str, ...],
) -> TypesView:
    names = words(_declarations(classes, types))
    names |= {"TypeAliasType" if one.recursive else "TypeAlias" for one in types.aliases}
    return TypesView(
        imports=tuple(imports(names)),
        modules=modules,
        classes=classes,
        aliases=tuple(
            AliasView(
                name=one.name,
                expression=one.expression,
                quoted=literal(one.expression) if one.recursive else None,
                docstring=_docstring(one.description, links, indent=""),
            )
            for one in types.aliases
        ),
    )


def _declarations(classes: Sequence[ClassView], types: Types) -> list[str]:
    return [
        *(attribute.declaration for one in classes for attribute in one.attributes),
        *(one.expression for one in types.aliases),
    ]


def _model_attribute(name: str, wire: Untrusted, annotation: str, *, required: bool) -> str:
    if wire.wire() != name:
        annotation = f"Annotated[{annotation}, Field(alias={wire.literal()})]"
    return f"{name}: {annotation}" + ("" if required else " = None")


def _docstring(text: Untrusted, links: str | None, indent: str = "    ") -> str | None:
    lines = text.lines(WIDTH, links=links)
    return docstring(lines, indent) if lines else None

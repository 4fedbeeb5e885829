"""The definitions of a module of types, as the templates print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from generator.render.annotations import Import


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeView:
    """One line of a class and the docstring under it.

    Attributes:
        computed: what the property of this name returns, if it is not a line but a property.
    """

    name: str
    annotation: str
    declaration: str
    docstring: str | None
    computed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """A class, or the functional form of a TypedDict whose keys are not identifiers.

    Attributes:
        base: the class of the runtime that it has as its base; None for the usual one.
        keywords: the keyword arguments of the class, as source.
    """

    kind: Literal["class"] = "class"
    name: str
    docstring: str | None
    attributes: tuple[AttributeView, ...]
    base: str | None = None
    keywords: tuple[str, ...] = ()
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
class ImportedView:
    """A type of the app: how a type checker sees it, and the arguments of the runtime's class."""

    kind: Literal["imported"] = "imported"
    name: str
    module: str
    attribute: str
    arguments: str
    docstring: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesView:
    """A module of models or of TypedDicts.

    Attributes:
        package: how the module names the package that holds it: `.`, or `..` in a folder.
        modules: those of the package that it needs.
        has_late: its annotations take types of its own direction from the package.
        has_models: it has a class with the usual base.
    """

    docstring: str
    package: str
    imports: tuple[Import, ...]
    modules: tuple[str, ...]
    has_late: bool
    has_models: bool
    definitions: tuple[ClassView | AliasView | ImportedView, ...]

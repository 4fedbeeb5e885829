"""A module of types: everything that its template prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from generator.ir import DataClass
from generator.naming import is_identifier
from generator.python_types import Generic, Reference, walk
from generator.render.annotations import Printer
from generator.render.docstrings import WIDTH
from generator.render.imports import Import
from generator.text import docstring, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from generator.ir import Alias, Attribute, TypeModule
    from generator.python_types import PythonType
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
    return _Definitions(Printer("components"), around).view(module, _Definitions.model)


def typed_dicts_view(module: TypeModule, around: Surroundings) -> TypesView:
    """Decide everything about a module of request TypedDicts."""
    return _Definitions(Printer("params"), around).view(module, _Definitions.typed_dict)


@dataclass(frozen=True, slots=True)
class _Definitions:
    """Prints the parts of the definitions of one module."""

    printer: Printer
    around: Surroundings

    def view(
        self, module: TypeModule, class_view: Callable[[_Definitions, DataClass], ClassView]
    ) -> TypesView:
        definitions = tuple(
            class_view(self, one) if isinstance(one, DataClass) else self._alias(one)
            for one in module.definitions
        )
        beside = [Import(f".{name}", names) for name, names in module.imports.items()]
        return TypesView(
            docstring=docstring(self.around.about, indent=""),
            package=self.around.package,
            imports=(*self.printer.imports(self.around.package), *beside),
            modules=tuple(self.printer.names & {"components"}),
            definitions=definitions,
        )

    def _alias(self, one: Alias) -> AliasView:
        expression = self.printer.type(one.type)
        self.printer.name("TypeAlias")
        if one.recursive:
            self.printer.names.update(("TypeAliasType", "TYPE_CHECKING"))
        return AliasView(
            name=one.name,
            expression=expression,
            quoted=literal(expression) if one.recursive else None,
            docstring=self._docstring(one.description, indent=""),
        )

    def model(self, one: DataClass) -> ClassView:
        return ClassView(
            name=one.name,
            docstring=self._docstring(one.description),
            attributes=tuple(map(self._model_attribute, one.attributes)),
        )

    def _model_attribute(self, one: Attribute) -> AttributeView:
        annotation = written = self.printer.type(one.type)
        if one.forward:
            written = literal(annotation)
        if one.wire.wire() != one.name:
            alias = f"{self.printer.name('Field')}(alias={one.wire.literal()})"
            written = f"{self.printer.name('Annotated')}[{written}, {alias}]"
        return AttributeView(
            name=one.name,
            annotation=annotation,
            declaration=f"{one.name}: {written}" + ("" if one.required else " = None"),
            docstring=self._docstring(one.description),
        )

    def typed_dict(self, one: DataClass) -> ClassView:
        own = Printer(self.printer.home)
        attributes = [(a, a.wire.wire(), own.type(_member_type(a))) for a in one.attributes]
        self.printer.names.update(own.names)
        names = own.names | _referred(one, own.home)
        plain = _can_be_class([key for _, key, _ in attributes], names)
        return ClassView(
            name=one.name,
            docstring=self._docstring(one.description),
            attributes=tuple(
                AttributeView(
                    name=a.name,
                    annotation=annotation,
                    declaration=f"{key if plain else a.name}: {annotation}",
                    docstring=self._docstring(a.description),
                )
                for a, key, annotation in attributes
            ),
            keys=None if plain else tuple((literal(key), literal(t)) for _, key, t in attributes),
        )

    def _docstring(self, text: Untrusted, indent: str = "    ") -> str | None:
        lines = text.lines(WIDTH, links=self.around.links)
        return docstring(lines, indent) if lines else None


def _can_be_class(keys: Sequence[str], names: AbstractSet[str]) -> bool:
    """Whether a TypedDict of these keys can be a class, whose annotations use these names.

    A key that is also such a name would hide it, and Python mangles keys such as `__key`.
    """
    is_mangled = any(key.startswith("__") for key in keys)
    return all(map(is_identifier, keys)) and names.isdisjoint(keys) and not is_mangled


def _member_type(one: Attribute) -> PythonType:
    return one.type if one.required else Generic("NotRequired", (one.type,))


def _referred(one: DataClass, home: str | None) -> set[str]:
    """Return the names of definitions of the same module that a class refers to."""
    parts = (part for attribute in one.attributes for part in walk(attribute.type))
    return {part.name for part in parts if isinstance(part, Reference) and part.module == home}

"""A module of types: everything that its template prints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from generator.naming import FURTHER, is_identifier
from generator.python_types import Generic, Reference, RuntimeCall, walk
from generator.render.annotations import Import, Printer
from generator.render.docstrings import WIDTH
from generator.render.package_views import ModuleExports, PackageView
from generator.reserved_names import ERRORS
from generator.text import docstring, escaped, literal
from generator.type_declarations import Alias, DataClass, ImportedType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.python_types import PythonType, TypesModule
    from generator.schemas.shapes import ValuePath, Way
    from generator.text import Untrusted
    from generator.type_declarations import Attribute, Declaration, TypeModule


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
    """A class, or the functional form of a TypedDict whose keys are not identifiers."""

    kind: Literal["class"] = "class"
    name: str
    docstring: str | None
    attributes: tuple[AttributeView, ...]
    read_only: str | None = None
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
    """

    docstring: str
    package: str
    imports: tuple[Import, ...]
    modules: tuple[str, ...]
    has_late: bool
    definitions: tuple[ClassView | AliasView | ImportedView, ...]


# What the types of a direction describe, and what an object is in it.
_WORDS: Final[Mapping[TypesModule, tuple[str, str]]] = {
    "components": ("responses", "a model"),
    "params": ("requests", "a TypedDict"),
}
_FUNCTIONS: Final[Mapping[Way, str]] = {
    "join": "joined_texts",
    "first": "first_value",
    "each": "all_values",
}
"""The function of the runtime for each rule of a computed member."""


def type_files(
    direction: TypesModule, modules: Sequence[TypeModule], links: str | None
) -> Iterator[tuple[str, str, dict[str, TypesView | PackageView]]]:
    """Yield each file of `components` or `params`: its path, its template and what that prints.

    Several modules are a folder, which loads them lazily.
    """
    content, kind = _WORDS[direction]
    whole = f"The types of {content}: {kind} for each object, with its name in the document."
    template = f"{direction}.py"
    if len(modules) == 1:
        yield template, template, {"types": types_view(direction, modules[0], [whole], links=links)}
        return
    exports = (
        ModuleExports(module.name, tuple(sorted(one.name for one in module.definitions)))
        for module in sorted(modules, key=lambda one: one.name)
    )
    folder = PackageView(docstring([whole], indent=""), tuple(exports))
    for file in ("__init__.py", "__init__.pyi"):
        yield f"{direction}/{file}", file, {"package": folder}
    for module in modules:
        match [f"`{escaped(group)}`" for group in module.groups]:
            case []:
                users = "several groups use"
            case [_] if module.groups == (ERRORS,):
                users = "only errors have"
            case [group]:
                users = f"only the {group} group uses"
            case groups:
                users = f"the groups {' and '.join(groups)} use"
        about = (f"The types of {content} that {users}.",)
        view = types_view(direction, module, about, package="..", links=links)
        yield f"{direction}/{module.name}.py", template, {"types": view}


def types_view(
    direction: TypesModule,
    module: TypeModule,
    about: Iterable[str],
    *,
    package: str = ".",
    links: str | None = None,
) -> TypesView:
    """Decide everything about a module of response models, or of request TypedDicts.

    Args:
        direction: what the definitions belong to.
        module: what is printed.
        about: lines of its docstring.
        package: as in `TypesView`.
        links: what relative links are relative to.
    """
    printer = Printer(direction, hidden=frozenset((direction,)), late=module.late)
    views = _DefinitionViews(printer, links, direction, package)
    definitions = tuple(map(views.view, module.definitions))
    has_late = f"_{direction}" in printer.names
    if has_late:
        printer.name("TYPE_CHECKING")
    others = (Import(f".{name}", names) for name, names in module.imports.items())
    return TypesView(
        docstring=docstring(about, indent=""),
        package=package,
        imports=(*printer.imports(package), *others),
        modules=tuple(printer.names & {"components"}),
        has_late=has_late,
        definitions=definitions,
    )


@dataclass(frozen=True, slots=True)
class _DefinitionViews:
    """Prints the parts of the definitions of one module."""

    printer: Printer
    links: str | None
    direction: TypesModule
    package: str

    def view(self, one: Declaration) -> ClassView | AliasView | ImportedView:
        """Return how a definition is printed."""
        match one:
            case DataClass():
                is_model = self.direction == "components"
                return self.model(one) if is_model else self.typed_dict(one)
            case Alias():
                return self.alias(one)
            case ImportedType():
                return self.imported(one)

    def imported(self, one: ImportedType) -> ImportedView:
        self.printer.names.update(("Annotated", "ImportedType", "TYPE_CHECKING"))
        if one.attribute != one.name:
            self.printer.name("TypeAlias")
        is_own = one.module.startswith(".")
        module = self.package + one.module[1:] if is_own else one.module
        arguments = [literal(module), literal(one.attribute)]
        if is_own:
            arguments.append("__package__")
        if one.is_number:
            arguments.append("is_number=True")
        return ImportedView(
            name=one.name,
            module=module,
            attribute=one.attribute,
            arguments=", ".join(arguments),
            docstring=self._docstring(one.description, indent=""),
        )

    def alias(self, one: Alias) -> AliasView:
        expression = self.printer.type(one.type)
        self.printer.name("TypeAlias")
        if one.lazy:
            self.printer.names.update(("TypeAliasType", "TYPE_CHECKING"))
        return AliasView(
            name=one.name,
            expression=expression,
            quoted=literal(expression) if one.lazy else None,
            docstring=self._docstring(one.description, indent=""),
        )

    def model(self, one: DataClass) -> ClassView:
        return ClassView(
            name=one.name,
            docstring=self._docstring(one.description),
            attributes=tuple(map(self._model_attribute, one.all_attributes)),
            read_only=repr(tuple(map(str, one.read_only))) if one.read_only else None,
        )

    def _model_attribute(self, one: Attribute) -> AttributeView:
        annotation = self.printer.type(one.type)
        printed = literal(annotation) if one.forward else annotation
        if one.computed:
            return self._property(one, printed, one.computed)
        if facts := _field_facts(one):
            field = f"{self.printer.name('Field')}({', '.join(facts)})"
            printed = f"{self.printer.name('Annotated')}[{printed}, {field}]"
        assigned = "" if one.required else " = None"
        if one.name == FURTHER:  # pydantic has it: a type checker must not see an argument
            assigned = f" = {self.printer.name('Field')}(init=False)"
        return AttributeView(
            name=one.name,
            annotation=annotation,
            declaration=f"{one.name}: {printed}{assigned}",
            docstring=self._docstring(one.description),
        )

    def _property(self, one: Attribute, annotation: str, path: ValuePath) -> AttributeView:
        """Return a property, which a function of the runtime computes."""
        call = RuntimeCall("computed", _FUNCTIONS[path.way], (path.text,))
        return AttributeView(
            name=one.name,
            annotation=annotation,
            declaration="",
            docstring=self._docstring(one.description, indent="        "),
            computed=self.printer.call(call, "self"),
        )

    def typed_dict(self, one: DataClass) -> ClassView:
        own = replace(self.printer, names=set())
        attributes = [(a, a.wire.wire(), own.type(_member_type(a))) for a in one.attributes]
        self.printer.names.update(own.names)
        parts = (part for a in one.attributes for part in walk(a.type))
        references = (part for part in parts if isinstance(part, Reference))
        names = own.names | {each.name for each in references if each.module == own.home}
        # A key that is also a name in an annotation would hide it, and Python mangles `__key`.
        plain = all(
            is_identifier(key) and key not in names and not key.startswith("__")
            for _, key, _ in attributes
        )
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
        lines = text.lines(WIDTH, links=self.links)
        return docstring(lines, indent) if lines else None


def _field_facts(one: Attribute) -> list[str]:
    """Return the arguments of pydantic's `Field`: what the annotation cannot say."""
    facts = []
    if one.wire.wire() != one.name:
        facts.append(f"alias={one.wire.literal()}")
    if one.deprecated:
        facts.append(f"deprecated={literal(f'The service marks `{one.name}` as deprecated.')}")
    return facts


def _member_type(one: Attribute) -> PythonType:
    return one.type if one.required else Generic("NotRequired", (one.type,))

"""A module of types: everything that its template prints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.naming import FURTHER, is_identifier
from generator.python_types import (
    Generic,
    Reference,
    RuntimeCall,
    TaggedUnion,
    UnionOf,
    walk,
)
from generator.render.annotations import Import, Printer
from generator.render.definition_views import (
    AliasView,
    AttributeView,
    ClassView,
    ImportedView,
    TypesView,
)
from generator.render.docstrings import WIDTH
from generator.render.package_views import ModuleExports, PackageView
from generator.reserved_names import ERRORS, HIDDEN_TYPES
from generator.text import docstring, escaped, literal
from generator.type_declarations import Alias, DataClass, ImportedType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.python_types import PythonType, TypesModule
    from generator.schemas.shapes import ValuePath, Way
    from generator.text import Untrusted
    from generator.type_declarations import Attribute, Declaration, Listing, TypeModule


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
        has_models=any(one.kind == "class" and not one.base for one in definitions),
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
        hidden = HIDDEN_TYPES.keys() & {str(each.name) for each in one.all_attributes}
        inside = self
        if hidden:
            printer = replace(self.printer, hidden=self.printer.hidden | hidden)
            inside = replace(self, printer=printer)
        return ClassView(
            name=one.name,
            docstring=self._docstring(one.description),
            attributes=tuple(map(inside.model_attribute, one.all_attributes)),
            base=self._list_base(one.listing) if one.listing else None,
            keywords=tuple(_class_keywords(one)),
        )

    def _list_base(self, one: Listing) -> str:
        """Return the base of a list. A string is for type checkers: nothing evaluates it."""
        item = self.printer.type(_without_selection(one.item))
        return f"{self.printer.name(one.base)}[{literal(item)}]"

    def model_attribute(self, one: Attribute) -> AttributeView:
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


def _class_keywords(one: DataClass) -> Iterator[str]:
    """Yield the keyword arguments of a class."""
    if one.listing:
        for key, attribute in (("items", str(one.listing.items)), *one.listing.flags):
            yield f"{key}={literal(attribute)}"
    if one.read_only:
        yield f"read_only={tuple(map(str, one.read_only))!r}"


def _without_selection(one: PythonType) -> PythonType:
    """Return a type without what selects a variant of a union, which type checkers do not need."""
    return UnionOf(one.options) if isinstance(one, TaggedUnion | UnionOf) else one


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

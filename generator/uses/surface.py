"""The package as an app meets it: its modules and functions, and the members of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.schemas.shapes import (
    AliasDefinition,
    Anything,
    Array,
    Named,
    Nullable,
    ObjectDefinition,
    Union,
)
from generator.uses.values import (
    NOTHING,
    UNKNOWN,
    Class,
    Export,
    Function,
    Held,
    Instance,
    Managed,
    PackageModule,
    Several,
    Waiting,
    one,
)
from generator.vocabulary import WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator import ir
    from generator.schemas.shapes import Definition, Property, Shape
    from generator.uses.values import Values

_TYPES: Final = ("components", "params")


class Surface:
    """What the earlier package offers."""

    def __init__(
        self, package: ir.Package, definitions: Mapping[str, Definition], name: str
    ) -> None:
        self.name = name
        self.definitions = definitions
        self.operations: Mapping[str, ir.Operation] = {
            one.name: one for group in package.groups for one in group.operations
        }
        self._groups = {
            str(group.name): frozenset(str(one.name) for one in group.operations)
            for group in package.groups
        }
        self._webhooks = package.webhooks

    def within(self, parts: tuple[str, ...]) -> Values | None:
        """Return what a dotted name is, if the package is part of it."""
        if self.name not in parts:
            return None
        inside = parts[parts.index(self.name) + 1 :]
        if inside and inside[0].startswith("_"):  # what is private has the names of the package
            return one(PackageModule())
        found = one(PackageModule())
        for part in inside:
            found = frozenset(
                value
                for module in found
                if isinstance(module, PackageModule)
                for value in self.member(module, part)
            )
        return found

    def member(self, module: PackageModule, name: str) -> Values:
        """Return what a name is in a module of the package."""
        if module.name in _TYPES:
            return self._of_types(module.name, name)
        if name in _TYPES:
            return one(PackageModule(name))
        functions = self._groups.get(module.name)
        if functions is not None:
            return one(Function(name)) if name in functions else one(Export(name))
        if name in self.operations:
            return one(Function(name))
        if name in self._groups or name == WEBHOOKS:
            return one(PackageModule(name))
        return one(Export(name))

    def _of_types(self, module: str, name: str) -> Values:
        if name[:1].islower():  # a module of theirs: no type has such a name
            return one(PackageModule(module))
        return one(Class("params" if module == "params" else "components", name))

    def result(self, function: Function) -> Values:
        """Return what a call of a function, or of a view, gives."""
        operation = self.operations[function.name]
        whole = one(Instance(operation.result))
        match function.view:
            case "iter":
                return one(Several(self._items(operation)))
            case "stream":
                events = one(Instance(operation.events.shape)) if operation.events else UNKNOWN
                return one(Managed(one(Several(events))))
            case "attempt":
                whole = frozenset((Held("Ok", whole), Held("Err", NOTHING)))
            case "raw":
                whole = one(Held("Reply", whole))
            case "request":
                return UNKNOWN
            case _:
                pass
        return one(Waiting(whole)) if function.awaited else whole

    def _items(self, operation: ir.Operation) -> Values:
        if operation.pages is None:
            return UNKNOWN
        found = self.properties(operation.result, operation.pages.items)
        return frozenset(
            Instance(member.shape.items) for _, member in found if isinstance(member.shape, Array)
        )

    def payload(self) -> Values:
        """Return what a webhook brings."""
        if self._webhooks is None:
            return UNKNOWN
        names = [part.strip() for part in self._webhooks.annotation.split("|")]
        named = [name.removeprefix("components.") for name in names]
        found = (self.definitions.get(name) for name in named)
        return frozenset(Instance(Named(each.name)) for each in found if each) or UNKNOWN

    def reads_webhooks(self, name: str) -> bool:
        """Whether the package calls the function so that reads webhooks."""
        return self._webhooks is not None and self._webhooks.function == name

    def instance(self, name: str) -> Values:
        """Return a value of a class or alias."""
        definition = self.definitions.get(name)
        return one(Instance(Named(definition.name))) if definition else UNKNOWN

    def variants(self, shape: Shape) -> tuple[Shape, ...]:
        """Return what a shape can be, aliases, unions and nullable shapes opened."""
        return tuple(one for one, _ in self._opened(shape))

    def aliases(self, shape: Shape) -> frozenset[str]:
        """Return the aliases that a shape is of, lists and objects left closed."""
        return frozenset(name for _, names in self._opened(shape) for name in names)

    def _opened(self, shape: Shape) -> Iterator[tuple[Shape, frozenset[str]]]:
        waiting: list[tuple[Shape, frozenset[str]]] = [(shape, frozenset())]
        while waiting:
            part, names = waiting.pop()
            match part:
                case Named(name) if name in names:
                    pass
                case Named(name):
                    definition = self.definitions.get(name)
                    if isinstance(definition, AliasDefinition):
                        waiting.append((definition.shape, names | {name}))
                    else:
                        yield part, names
                case Nullable(inner):
                    waiting.append((inner, names))
                case Union(variants):
                    waiting += [(each, names) for each in reversed(variants)]
                case _:
                    yield part, names

    def object(self, shape: Shape) -> ObjectDefinition | None:
        """Return the class that a shape without aliases names."""
        found = self.definitions.get(shape.name) if isinstance(shape, Named) else None
        return found if isinstance(found, ObjectDefinition) else None

    def properties(self, shape: Shape, name: str) -> list[tuple[str, Property]]:
        """Return the classes of a shape that have an attribute, and the attribute."""
        opened = (self.object(one) for one in self.variants(shape))
        return [
            (definition.name, member)
            for definition in opened
            if definition
            for member in definition.properties
            if name in (member.name, member.wire)
        ]

    def attribute(self, shape: Shape, name: str) -> Values:
        """Return what an attribute of a value is."""
        found = frozenset(Instance(member.shape) for _, member in self.properties(shape, name))
        open_ = any(isinstance(one, Anything) for one in self.variants(shape))
        return found | (UNKNOWN if open_ else NOTHING)

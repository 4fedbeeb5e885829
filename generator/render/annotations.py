"""Print Python types and calls of the runtime, and gather the imports that they need."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator import python_types as py
from generator.reserved_names import HIDDEN_TYPES, IMPORT_ALIASES, ORIGINS
from generator.text import Untrusted, literal

if TYPE_CHECKING:
    from generator.python_types import PythonType, RuntimeCall, TypesModule, Value

_GROUP: Final = 60  # options of a union that are not in parentheses


@dataclass(frozen=True, slots=True)
class Import:
    """`from module import names`."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints what one module holds.

    Attributes:
        home: the module of types that is printed: it does not qualify its own names.
        hidden: names that mean something else here; a module of types has another one.
        late: definitions of the printed direction that are in another module of the package.
        names: every name that was printed; those from elsewhere are to be imported.
        modules: by name of a class of the runtime that is called, its module.
    """

    home: TypesModule | None = None
    hidden: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    names: set[str] = field(default_factory=set)
    modules: dict[str, str] = field(default_factory=dict)

    def type(self, one: PythonType) -> str:
        """Return a type as source."""
        match one:
            case py.Name(name) | py.Marker(name):
                return self.name(name)
            case py.Reference(module, name):
                is_here = module == self.home and name not in self.late
                return name if is_here else f"{self._module(module)}.{name}"
            case py.LiteralOf(values):
                return f"{self.name('Literal')}[{', '.join(map(literal, values))}]"
            case py.Generic("tuple", ()):
                return f"{self.name('tuple')}[()]"
            case py.Generic(name, arguments):
                return f"{self.name(name)}[{', '.join(map(self.type, arguments))}]"
            case py.UnionOf(options) | py.TaggedUnion(options):
                union = _joined(list(map(self.type, options)))
                selection = self._selection(one)
                return f"{self.name('Annotated')}[{union}, {selection}]" if selection else union

    def _module(self, module: TypesModule) -> str:
        return self.name(f"_{module}" if module in self.hidden else module)

    def _selection(self, one: py.UnionOf | py.TaggedUnion) -> str | None:
        """Return what selects a variant: a discriminator of pydantic, or a call of the runtime."""
        if isinstance(one, py.UnionOf):
            by = one.discriminator and literal(one.discriminator)
            return f"{self.name('Field')}(discriminator={by})" if by else None
        variants = (f"{literal(value)}: {self.type(kind)}" for value, kind in one.variants)
        arguments = [literal(one.key), f"{{{', '.join(variants)}}}"]
        if one.other is not None:
            arguments.append(self.type(one.other))
        return f"{self.name('SelectedBy')}({', '.join(arguments)})"

    def call(self, one: RuntimeCall, *first: str) -> str:
        """Return a call of the runtime as source; `first` are arguments that are source already."""
        self.modules[one.name] = f"._runtime.{one.module}"
        positional = (*first, *(_constant(value) for value in one.arguments))
        keywords = (f"{name}={_constant(value)}" for name, value in one.keywords)
        return f"{one.name}({', '.join((*positional, *keywords))})"

    def name(self, name: str) -> str:
        """Return a name, which counts as printed; a builtin type that is hidden has another."""
        shown = HIDDEN_TYPES.get(name, name) if name in self.hidden else name
        self.names.add(shown)
        return shown

    def imports(self, package: str = ".") -> tuple[Import, ...]:
        """Return the imports of all printed names that come from elsewhere.

        Args:
            package: how the module names the package itself: `.` in it, `..` in a folder of it.
        """
        by_module: defaultdict[str, list[str]] = defaultdict(list)
        origins = {name: ORIGINS[name] for name in ORIGINS.keys() & self.names} | self.modules
        for name in sorted(origins):
            origin = origins[name]
            module = package + origin[1:] if origin.startswith(".") else origin
            by_module[module].append(IMPORT_ALIASES.get(name, name))
        return tuple(Import(module, tuple(by_module[module])) for module in sorted(by_module))


def _joined(options: list[str]) -> str:
    """Return a union as source; very many options are grouped, since parsers nest them."""
    if len(options) <= _GROUP:
        return " | ".join(options)
    groups = [options[start : start + _GROUP] for start in range(0, len(options), _GROUP)]
    return _joined([f"({' | '.join(one)})" for one in groups])


def _constant(value: Value) -> str:
    match value:
        case Untrusted():
            return value.literal()
        case py.Pairs(items):
            return f"{{{', '.join(f'{literal(key)}: {literal(one)}' for key, one in items)}}}"
        case tuple():
            return f"({', '.join(map(_constant, value))}{',' if len(value) == 1 else ''})"
        case _:
            return literal(value)

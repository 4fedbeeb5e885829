"""What each breaking change marks in the shadow package: names, views, attributes, arguments."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.diff.change import Kind
from generator.schemas.shapes import AliasDefinition, Named, ObjectDefinition, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.diff.change import Change
    from generator.ir import Package
    from generator.schemas.shapes import Definition, Shape

    Key: TypeAlias = tuple[str, str, str]

_RETURNING: Final = ("__call__", "attempt", "raw")  # views that give what the service returns


class Marks(dict[tuple[str, str, str], str]):
    """The marks of one step: the numbers of changes, `_3_17`, by what they are put on.

    - `module`, ``, name: it is removed.
    - `function`, module, name: the name of a function; the module is `` for every one.
    - `view`, function, view: `__call__`, `raw`, `iter`, `stream` …
    - `argument`, function, argument: it takes fewer values; for settings the function is `Client`.
    - `read`, class, attribute: of a model.
    - `type`, module, name: it is removed, or it is a class no longer.
    """

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        super().__init__()
        self.changes = [one for one in dict.fromkeys(changes) if one.kind is Kind.BREAKING]

    def __missing__(self, key: Key) -> str:
        return ""

    def add(self, key: Key, mark: str) -> None:
        """Put a mark where there may be others."""
        more = [one for one in mark.split("_")[1:] if one not in self[key].split("_")]
        self[key] = "_".join((self[key], *more))

    def of(self, mark: str) -> list[Change]:
        """Return the changes of a mark."""
        numbers = [int(number) for number in mark.split("_") if number]
        return [self.changes[one] for one in numbers if one < len(self.changes)]


def marks_of(changes: Iterable[Change], before: Package, after: Package) -> Marks:
    """Decide what the breaking changes among `changes` mark in the package as it was before."""
    marks = Marks(changes)
    widened: defaultdict[str, str] = defaultdict(str)
    for number, change in enumerate(marks.changes):
        name, mark = change.target.type, f"_{number}"
        for key in _keys(change):
            marks.add(key, mark)
        if change.code == "type-widened" and change.target.direction != "request":
            widened[name] += mark
        if change.code == "type-narrowed" and _is_class(name, before) > _is_class(name, after):
            marks.add(("type", "components", name), mark)
    for key, shape in _shapes(before):
        for name in _aliases(shape, before.definitions) & widened.keys():
            marks.add(key, widened[name])
    return marks


def _is_class(name: str, package: Package) -> bool:
    return isinstance(package.definitions[name], ObjectDefinition)


def _shapes(package: Package) -> Iterator[tuple[Key, Shape]]:
    """Yield the shapes of what an app reads and of what it calls, by their marks."""
    for name, owner in package.definitions.items():
        for one in owner.properties if isinstance(owner, ObjectDefinition) else ():
            yield ("read", name, one.name), one.shape
    for group in package.groups:
        for operation in group.operations:
            yield from ((("view", operation.name, view), operation.result) for view in _RETURNING)


def _keys(change: Change) -> Iterator[Key]:
    """Yield what a change marks by itself."""
    about = change.target
    match change.code:
        case "module-removed":
            yield "module", "", about.module
        case "function-removed" | "function-moved":
            is_moved = change.code == "function-moved"
            yield "function", about.module if is_moved else "", about.function
        case "result-widened" | "result-narrowed":
            yield from (("view", about.function, view) for view in _RETURNING)
        case "view-removed" | "events-widened" | "events-narrowed":
            yield "view", about.function, about.view
        case "argument-narrowed" | "setting-removed":
            yield "argument", about.function or "Client", about.argument
        case "type-removed":
            modules = [about.module] if about.module else ["components", "params"]
            yield from (("type", module, about.type) for module in modules)
        case "attribute-removed" | "attribute-widened" | "attribute-narrowed":
            if about.direction != "request":
                yield "read", about.type, about.attribute


def _aliases(shape: Shape, definitions: Mapping[str, Definition]) -> set[str]:
    """Return the aliases that a value goes by: not those of the attributes of an object."""
    found: set[str] = set()
    waiting = [shape]
    while waiting:
        for part in parts(waiting.pop()):
            alias = definitions[part.name] if isinstance(part, Named) else None
            if isinstance(alias, AliasDefinition) and alias.name not in found:
                found.add(alias.name)
                waiting.append(alias.shape)
    return found

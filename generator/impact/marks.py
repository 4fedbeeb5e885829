"""Map breaking changes to the names, views, attributes and arguments of the shadow package."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.reserved_names import ERRORS
from generator.schemas.named_shapes import reachable
from generator.schemas.shapes import AliasDefinition, Named, ObjectDefinition, shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.diff.change import Change, Code
    from generator.ir import Package
    from generator.schemas.shapes import Definition, Shape

    Key: TypeAlias = tuple[str, str, str]

_RESULT_VIEWS: Final = ("__call__", "attempt", "raw", "pages")  # the views that return results


class Marks(dict[tuple[str, str, str], str]):
    """The marks of a list of changes: their numbers, such as `_3_17`, by a key.

    The keys:

    - `module`, ``, name: a removed module.
    - `function`, module, name: a removed or moved function; `` means every module.
    - `view`, function, view: a view: `__call__`, `raw`, `iter`, `pages`, `stream` …
    - `argument`, function, argument: one that takes fewer values; `Client` for settings.
    - `read`, class, attribute: an attribute of a model; the body of an error is `data` of
      `errors.APIStatusError`.
    - `type`, module, name: a type that is removed, or no longer a class.
    """

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        super().__init__()
        self.changes = [one for one in dict.fromkeys(changes) if one.affects_uses]

    def __missing__(self, key: Key) -> str:
        return ""

    def add(self, key: Key, mark: str) -> None:
        """Add a mark to the marks of a key."""
        more = [one for one in mark.split("_")[1:] if one not in self[key].split("_")]
        self[key] = "_".join((self[key], *more))

    def of(self, mark: str) -> list[Change]:
        """Return the changes of a mark."""
        numbers = [int(number) for number in mark.split("_") if number]
        return [self.changes[one] for one in numbers if one < len(self.changes)]


_EFFECTS: Final[Mapping[Code, Code]] = {
    "function-renamed": "function-removed",
    "module-renamed": "module-removed",
    "type-renamed": "type-removed",
    "attribute-renamed": "attribute-removed",
    "setting-renamed": "setting-removed",
}


def effect_of(change: Change) -> Code:
    """Return the code of the change that affects an app in the same way.

    A part with another name affects an app as a removed one does.
    """
    if change.code == "value-renamed" and change.target.argument:
        return "argument-narrowed"
    return _EFFECTS.get(change.code, change.code)


def marks_of(changes: Iterable[Change], before: Package, after: Package) -> Marks:
    """Return the marks that the breaking changes put on the old package."""
    marks = Marks(changes)
    widened: defaultdict[str, str] = defaultdict(str)
    for number, change in enumerate(marks.changes):
        name, mark = change.target.type, f"_{number}"
        for key in _keys(change):
            marks.add(key, mark)
        is_renamed = change.code == "value-renamed" and name and not change.target.attribute
        if is_renamed or (change.code == "type-widened" and change.target.direction != "request"):
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
    """Yield the shapes of attributes and of results, with their keys."""
    for name, owner in package.definitions.items():
        for one in owner.properties if isinstance(owner, ObjectDefinition) else ():
            yield ("read", name, one.name), one.shape
    for body in package.errors.bodies:
        yield ("read", f"{ERRORS}.{body.error}", "data"), body.shape
    for operation in package.operations:
        yield from ((("view", operation.name, view), operation.result) for view in _RESULT_VIEWS)


def _keys(change: Change) -> Iterator[Key]:
    """Yield the keys that a change marks directly."""
    target = change.target
    match effect_of(change):
        case "module-removed":
            yield "module", "", target.module
        case "function-removed" | "function-moved":
            is_moved = change.code == "function-moved"
            module = change.rename.module if change.rename else target.module
            yield "function", module if is_moved else "", target.function
        case "result-widened" | "result-narrowed":
            yield from (("view", target.function, view) for view in _RESULT_VIEWS)
        case "view-removed" | "events-widened" | "events-narrowed":
            yield "view", target.function, target.view
            if target.view == "iter":
                yield "view", target.function, "pages"
        case "argument-narrowed" | "setting-removed":
            yield "argument", target.function or "Client", target.argument
        case "type-removed":
            modules = [target.module] if target.module else ["components", "params"]
            yield from (("type", module, target.type) for module in modules)
        case "attribute-removed" | "attribute-widened" | "attribute-narrowed" | "value-renamed":
            if target.attribute and target.direction != "request":
                owner = f"{ERRORS}.{target.type}" if target.module == ERRORS else target.type
                yield "read", owner, target.attribute


def _aliases(shape: Shape, definitions: Mapping[str, Definition]) -> set[str]:
    """Return the aliases in a shape, without those in the attributes of its classes."""

    def inner(definition: Definition) -> Iterable[Shape]:
        return shapes_of(definition) if isinstance(definition, AliasDefinition) else ()

    named = (one.name for one in reachable([shape], definitions, inner) if isinstance(one, Named))
    return {name for name in named if isinstance(definitions[name], AliasDefinition)}

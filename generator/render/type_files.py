"""The files of one direction's types: one module, or a folder that loads its modules lazily."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.render.package_views import ModuleExports, PackageView
from generator.render.type_views import Surroundings, models_view, typed_dicts_view
from generator.text import docstring, escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.ir import TypeModule
    from generator.render.type_views import TypesView


@dataclass(frozen=True, slots=True)
class TypeFile:
    """A file to be printed."""

    path: str
    template: str
    view: TypesView | PackageView


@dataclass(frozen=True, slots=True)
class _Direction:
    """How a direction is spoken of, with one subject and with several, and how it is viewed."""

    one: str
    several: str
    content: str
    view: Callable[[TypeModule, Surroundings], TypesView]


_DIRECTIONS: Final[Mapping[str, _Direction]] = {
    "components": _Direction("answers with", "answer with", "a model", models_view),
    "params": _Direction("is sent", "are sent", "a TypedDict", typed_dicts_view),
}


def type_files(name: str, modules: Sequence[TypeModule], links: str | None) -> Iterator[TypeFile]:
    """Yield the files of `components` or `params`: a folder when there are several modules."""
    direction = _DIRECTIONS[name]
    content = f"{direction.content} for each object, under the document's own names."
    whole = f"What the API {direction.one}: {content}"
    if len(modules) == 1:
        around = Surroundings(about=(whole,), package=".", links=links)
        yield TypeFile(f"{name}.py", f"{name}.py", direction.view(modules[0], around))
        return
    folder = _folder(whole, modules)
    for file in ("__init__.py", "__init__.pyi"):
        yield TypeFile(f"{name}/{file}", file, folder)
    for module in modules:
        about = (f"What {_subject(module, direction)}.", "", content[0].upper() + content[1:])
        around = Surroundings(about=about, package="..", links=links)
        yield TypeFile(f"{name}/{module.name}.py", f"{name}.py", direction.view(module, around))


def _subject(module: TypeModule, direction: _Direction) -> str:
    groups = [f"`{escaped(group)}`" for group in module.groups]
    match groups:
        case []:
            return f"several groups {direction.several}"
        case [one]:
            return f"only the {one} group {direction.one}"
        case _:
            return f"the groups {' and '.join(groups)} {direction.several}"


def _folder(about: str, modules: Sequence[TypeModule]) -> PackageView:
    exports = (
        ModuleExports(module.name, tuple(sorted(one.name for one in module.definitions)))
        for module in sorted(modules, key=lambda one: one.name)
    )
    return PackageView(docstring([about], indent=""), tuple(exports))

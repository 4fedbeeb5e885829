"""The modules of a package for a type checker: what changes touch is deprecated in it.

`generator.impact` compares what a checker reports of an app with two such packages.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator import resources
from generator.render.annotations import Import, Printer
from generator.render.api_view import api_view
from generator.render.error_views import errors_view
from generator.render.group_views import group_view
from generator.render.package_views import package_view, webhooks_view
from generator.render.templates import environment
from generator.render.type_views import types_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.ir import Package
    from generator.python_types import PythonType, TypesModule
    from generator.type_declarations import TypeModule

_STAR: Final = ("*",)
_MARKS: Final = Import("._marks", _STAR)
# A schema may have any name but these: the modules of types import no others.
_OF_TYPES: Final = Import("._marks", ("opgen_any", "opgen_property", "typing_extensions"))


def shadow_files(
    package: Package,
    sent: TypeModule,
    seen: Sequence[str],
    parameters: Mapping[tuple[str, str], PythonType],
    marks: Mapping[tuple[str, str, str], str],
) -> dict[str, str]:
    """Return the stubs of a shadow package: path to source, not formatted.

    Args:
        package: what is printed; its components are in one module.
        sent: what requests use of `components`: it takes the place of those of the same names.
        seen: what an app sees of `components`.
        parameters: what the constructors of models take, by class and attribute.
        marks: what is deprecated, as `generator.impact.marks.Marks` describes it.
    """
    templates = resources.templates()
    jinja = environment([templates / "shadow", templates / "package"])
    accepted = {key: Printer("components").type(one) for key, one in parameters.items()}
    jinja.globals.update(marks=marks, parameters=accepted)

    def print_with(template: str, **view: object) -> str:
        return jinja.get_template(f"{template}.jinja").render(**view)

    narrowed = {key[1:]: mark for key, mark in marks.items() if key[0] == "argument"}
    gone = [(name, mark) for (owner, name), mark in narrowed.items() if owner == "Client"]
    files = {
        "__init__": print_with("__init__.pyi", package=package_view(package)),
        "_api": print_with("_api.py", api=api_view(package), removed=gone),
        "_marks": print_with("_marks.py", markers=sorted(set(narrowed.values()))),
        "components": print_with("exports.py", module=package.components[0].name, names=seen),
    }
    if package.webhooks:
        webhooks = webhooks_view(package.webhooks, package)
        files["webhooks"] = print_with("webhooks.py", webhooks=webhooks)
    if package.errors.bodies:
        bodies = replace(errors_view(package.errors.bodies), modules=("components",))
        files["_errors"] = print_with("_errors.py", errors=bodies)
    as_sent = (f"{sent.name} as components", "params")
    for types in (*package.components, *package.params, sent):
        name: TypesModule = "params" if types.name == "params" else "components"
        star = (Import(f".{package.components[0].name}", _STAR),) if types is sent else ()
        module = types_view(name, types, ())
        printed = replace(module, imports=(*module.imports, _OF_TYPES, *star), modules=as_sent)
        files[types.name] = print_with(f"{name}.py", types=printed)
    for group in package.groups:
        view = group_view(group, package)
        view = replace(view, imports=(*view.imports, _MARKS), modules=as_sent)
        files[group.name] = print_with("group.py", group=view)
    files |= {one.module: print_with("extra.py", extra=one) for one in package.extras}
    return {f"{name}.pyi": text for name, text in files.items()}

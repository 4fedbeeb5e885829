"""Print the views through Jinja: a template's path is its output's path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2

from generator.render.group_views import group_view
from generator.render.package_views import api_view, package_view
from generator.render.type_files import type_files
from generator.render.webhook_views import webhooks_view
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.ir import Package


def render(package: Package, folders: Sequence[Path]) -> dict[str, str]:
    """Return the package's own modules: path to source, not formatted yet.

    Args:
        package: what to print.
        folders: where templates are looked for, a user's own before the built-in ones.
    """
    jinja = environment([folder / "package" for folder in folders])

    def print_with(template: str, **view: object) -> str:
        return jinja.get_template(f"{template}.jinja").render(**view)

    files = {
        "__init__.py": print_with("__init__.py", package=package_view(package)),
        "_api.py": print_with("_api.py", api=api_view(package)),
    }
    if package.webhooks:
        hooks = webhooks_view(package.webhooks, package)
        files["webhooks.py"] = print_with("webhooks.py", webhooks=hooks)
    for name, modules in (("components", package.components), ("params", package.params)):
        for file in type_files(name, modules, package.links):
            files[file.path] = print_with(file.template, types=file.view)
    for group in package.groups:
        view = group_view(group, package)
        files[f"{group.name}.py"] = print_with("group.py", group=view)
    return files


def environment(folders: Sequence[Path]) -> jinja2.Environment:
    """Return what prints the templates of some folders: the first that has one prints it."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        finalize=_refuse,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  the output is Python; views hold only safe source
    )


def _refuse(value: object) -> object:
    if isinstance(value, Untrusted):
        raise TypeError("a template may not print the text of a document")
    return value

"""The command line arguments of a package, which override the settings of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypedDict, cast

import click

from generator.commands.configuration import (
    SELECTION_SETTINGS,
    Settings,
    check_options,
    check_package_name,
    project_settings,
)
from generator.diagnostics import DiagnosticLog, OpgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from generator.options import Options

Command: TypeAlias = "Callable[..., None]"

FILE: Final = click.Path(path_type=Path)


class SelectionArguments(TypedDict):
    """The arguments that select operations, and how the document is read."""

    groups: tuple[str, ...]
    tags: tuple[str, ...]
    paths: tuple[str, ...]
    all: bool
    overlays: tuple[Path, ...]
    profile: str | None


class Arguments(SelectionArguments):
    """The arguments that describe a package."""

    spec: Path | None
    output: Path | None
    templates: Path | None
    report: Path | None


_SELECTION_OPTIONS: Final = (
    click.option(
        "--group",
        "groups",
        multiple=True,
        metavar="NAME",
        help="Select a group: the operations whose path starts with /NAME. Repeatable.",
    ),
    click.option(
        "--tag",
        "tags",
        multiple=True,
        metavar="NAME",
        help="Select the operations with this tag. Repeatable.",
    ),
    click.option(
        "--path",
        "paths",
        multiple=True,
        metavar="GLOB",
        help="Select the operations whose path matches GLOB, e.g. '/threads/*'. Repeatable.",
    ),
    click.option("--all", is_flag=True, help="Select every operation."),
    click.option(
        "--overlay",
        "overlays",
        multiple=True,
        metavar="FILE",
        type=FILE,
        help="Apply an OpenAPI Overlay to the document first. Repeatable.",
    ),
    click.option(
        "--profile",
        metavar="NAME",
        help="Settings that the document lacks: the name of a profile, a .toml file, or 'none'.",
    ),
)
_PACKAGE_OPTIONS: Final = (
    *_SELECTION_OPTIONS,
    click.option(
        "--output",
        metavar="DIR",
        type=FILE,
        help="Folder of the package; the last part is the name of the package.",
    ),
    click.option(
        "--templates",
        metavar="DIR",
        type=FILE,
        help="Folder of templates that replace built-in ones with the same path.",
    ),
    click.option("--report", metavar="FILE", type=FILE, help="Write a JSON report to FILE."),
)


def selection_options(command: Command) -> Command:
    """Add the options that select operations."""
    return _decorate(command, _SELECTION_OPTIONS)


def package_options(command: Command) -> Command:
    """Add the options that describe a package, and SPEC as an argument."""
    return _decorate(
        command, (click.argument("spec", required=False, type=FILE), *_PACKAGE_OPTIONS)
    )


def update_options(command: Command) -> Command:
    """Add the options that describe a package, and SPEC as an option."""
    spec = click.option("--spec", metavar="FILE", type=FILE, help="File to write the document to.")
    return _decorate(command, (spec, *_PACKAGE_OPTIONS))


def _decorate(command: Command, decorators: Iterable[Callable[[Command], Command]]) -> Command:
    for decorate in reversed(tuple(decorators)):
        command = decorate(command)
    return command


def read_options(arguments: Arguments, log: DiagnosticLog) -> Options:
    """Return the options of a run; without SPEC, arguments override [tool.opgen].

    Raises:
        OpgenError: the settings are wrong or incomplete.
        UsageError: the arguments are.
    """
    settings = _settings_of(arguments)
    _check_usage(settings)
    options = _merge(settings, log)
    _check_report(arguments["report"], options)
    return options


def find_project_settings() -> Settings:
    """Return [tool.opgen] of the nearest pyproject.toml; empty if there is none."""
    try:
        return project_settings(Path.cwd(), DiagnosticLog())
    except OpgenError as error:
        if [one.code for one in error.diagnostics] == ["no-configuration"]:
            return {}
        raise


def options_of_document(
    arguments: SelectionArguments, fixed: Settings, log: DiagnosticLog
) -> Options:
    """Return the options for a document that is not the project's but has the same settings.

    Args:
        arguments: from the command line.
        fixed: the document and the output.
        log: receives errors.

    Raises:
        OpgenError: the settings are wrong.
    """
    names = SelectionArguments.__annotations__
    settings = {name: arguments.get(name) for name in names if arguments.get(name)}
    project = dict(find_project_settings())
    project.pop("spec", None)
    project.pop("templates", None)
    if any(name in settings for name in SELECTION_SETTINGS):
        project = _without_selection(project)
    elif not any(name in project for name in SELECTION_SETTINGS):
        project["all"] = True
    return check_options(cast("Settings", {**project, **settings, **fixed}), log)


def check_output_name(output: Path) -> None:
    """Raise `UsageError` if the name of a folder is not a valid name for a package."""
    try:
        check_package_name(output, DiagnosticLog())
    except OpgenError as error:
        first = error.diagnostics[0]
        raise click.UsageError(f"{first.message}; {first.help}") from None


def package_folder(source: Path | None) -> Path:
    """Return the folder of a generated package: `source`, else the output of [tool.opgen]."""
    folder = source or find_project_settings().get("output")
    if folder is None:
        raise click.UsageError("Missing option '--from': the folder of the generated package.")
    return folder


def _merge(settings: Settings, log: DiagnosticLog) -> Options:
    if "spec" in settings:
        return check_options(settings, log)
    project = dict(project_settings(Path.cwd(), log))
    if any(name in settings for name in SELECTION_SETTINGS):
        project = _without_selection(project)
    return check_options(cast("Settings", {**project, **settings}), log)


def _without_selection(settings: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in settings.items() if name not in SELECTION_SETTINGS}


def _settings_of(arguments: Arguments) -> Settings:
    """Return the arguments that are set, without the report."""
    return cast("Settings", {k: v for k, v in arguments.items() if v and k != "report"})


def _check_usage(settings: Settings) -> None:
    output = settings.get("output")
    if "spec" in settings and output is None:
        raise click.UsageError("Missing option '--output': the folder of the package.")
    if settings.get("all") and any(name in settings for name in ("groups", "tags", "paths")):
        raise click.UsageError("--all cannot be used together with --group, --tag or --path.")
    if output is not None:
        check_output_name(output)


def _check_report(report: Path | None, options: Options) -> None:
    """Raise `UsageError` if the report is in the package or would overwrite an input."""
    if report is None:
        return
    path = report.resolve()
    if path.is_relative_to(options.output.resolve()):
        raise click.UsageError("--report must not be a file in the package.")
    if path in {one.resolve() for one in (options.spec, *options.overlays)}:
        raise click.UsageError(f"--report would overwrite {report}.")

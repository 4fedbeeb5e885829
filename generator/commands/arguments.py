"""What the command line says of a package to be made, over what the project says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypedDict, cast

import click

from generator.commands.configuration import (
    SELECTING,
    Settings,
    check_package_name,
    make_options,
    project_settings,
)
from generator.diagnostics import DiagnosticLog, OpgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.options import Options

Command: TypeAlias = "Callable[..., None]"

FILE: Final = click.Path(path_type=Path)


class Selecting(TypedDict):
    """The command line that says which operations of a document are meant."""

    groups: tuple[str, ...]
    tags: tuple[str, ...]
    paths: tuple[str, ...]
    all: bool
    overlays: tuple[Path, ...]
    profile: str | None


class Arguments(Selecting):
    """The command line that describes a package."""

    spec: Path | None
    output: Path | None
    templates: Path | None
    report: Path | None


_SELECTING: Final = (
    click.option(
        "--group",
        "groups",
        multiple=True,
        metavar="NAME",
        help="An API group: the first segment of a path. May be repeated.",
    ),
    click.option("--tag", "tags", multiple=True, metavar="NAME", help="Operations with a tag."),
    click.option(
        "--path",
        "paths",
        multiple=True,
        metavar="GLOB",
        help="Operations whose path is like GLOB, e.g. '/threads/*'.",
    ),
    click.option("--all", is_flag=True, help="Every operation."),
    click.option(
        "--overlay",
        "overlays",
        multiple=True,
        metavar="FILE",
        type=FILE,
        help="An OpenAPI Overlay to apply first. May be repeated.",
    ),
    click.option(
        "--profile",
        metavar="NAME",
        help="What the API needs beyond its document; 'none' for nothing.",
    ),
)
_PACKAGE: Final = (
    *_SELECTING,
    click.option(
        "--output",
        metavar="DIR",
        type=FILE,
        help="The package's folder; its last part is the package's name.",
    ),
    click.option(
        "--templates",
        metavar="DIR",
        type=FILE,
        help="Templates to use before the built-in ones.",
    ),
    click.option("--report", metavar="FILE", type=FILE, help="Write a report as JSON."),
)


def selecting_options(command: Command) -> Command:
    """The options that say which operations of a document are meant, and how it is read."""
    return _decorated(command, _SELECTING)


def package_options(command: Command) -> Command:
    """The options that describe a package, its document first."""
    return _decorated(command, (click.argument("spec", required=False, type=FILE), *_PACKAGE))


def update_options(command: Command) -> Command:
    """The same where the document is to be replaced."""
    spec = click.option("--spec", metavar="FILE", type=FILE, help="The file of the document.")
    return _decorated(command, (spec, *_PACKAGE))


def _decorated(command: Command, decorators: Iterable[Callable[[Command], Command]]) -> Command:
    for decorate in reversed(tuple(decorators)):
        command = decorate(command)
    return command


def chosen(arguments: Arguments, log: DiagnosticLog) -> Options:
    """The options: those of the command line, over those of the project when SPEC is not given."""
    given = _given(arguments)
    _check_usage(given)
    options = _merged(given, log)
    _check_report(arguments["report"], options)
    return options


def project() -> Settings:
    """What the project says, if anything does."""
    try:
        return project_settings(Path.cwd(), DiagnosticLog())
    except OpgenError as error:
        if [one.code for one in error.diagnostics] == ["no-configuration"]:
            return {}
        raise


def described(selecting: Selecting, fixed: Settings, log: DiagnosticLog) -> Options:
    """The options for another document than the project's, which is read as that is.

    Args:
        selecting: what the command line says.
        fixed: the document and the package's name, which this is about.
        log: takes what is wrong with them.
    """
    given = {key: selecting.get(key) for key in Selecting.__annotations__ if selecting.get(key)}
    known = {key: value for key, value in project().items() if key not in ("spec", "templates")}
    if any(name in given for name in SELECTING):
        known = {key: value for key, value in known.items() if key not in SELECTING}
    elif not any(name in known for name in SELECTING):
        known["all"] = True
    return make_options(cast("Settings", {**known, **given, **fixed}), log)


def check_output_name(output: Path) -> None:
    """A folder whose name cannot be imported is wrong usage."""
    try:
        check_package_name(output, DiagnosticLog())
    except OpgenError as error:
        found = error.diagnostics[0]
        raise click.UsageError(f"{found.message}; {found.help}") from None


def package_folder(source: Path | None) -> Path:
    """The folder of a generated package: the one that is named, else the project's output."""
    folder = source or project().get("output")
    if folder is None:
        raise click.UsageError("Missing option '--from': the folder of the generated package.")
    return folder


def _merged(given: Settings, log: DiagnosticLog) -> Options:
    if "spec" in given:
        return make_options(given, log)
    project = project_settings(Path.cwd(), log)
    if any(name in given for name in SELECTING):
        project = cast("Settings", {k: v for k, v in project.items() if k not in SELECTING})
    return make_options({**project, **given}, log)


def _given(arguments: Arguments) -> Settings:
    """What the command line says, without what it leaves open."""
    return cast("Settings", {k: v for k, v in arguments.items() if v and k != "report"})


def _check_usage(given: Settings) -> None:
    output = given.get("output")
    if "spec" in given and output is None:
        raise click.UsageError("Missing option '--output': where the package is to be written.")
    if given.get("all") and any(name in given for name in ("groups", "tags", "paths")):
        raise click.UsageError("--all leaves nothing to choose with --group, --tag or --path.")
    if output is not None:
        check_output_name(output)


def _check_report(report: Path | None, options: Options) -> None:
    """A report must neither be in the package nor take the place of what it is made from."""
    if report is None:
        return
    place = report.resolve()
    if place.is_relative_to(options.output.resolve()):
        raise click.UsageError("--report must not lie in the package that is written.")
    if place in {path.resolve() for path in (options.spec, *options.overlays)}:
        raise click.UsageError(f"--report would overwrite {report}.")

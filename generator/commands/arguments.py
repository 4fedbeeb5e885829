"""The command line arguments of a package, which override the settings of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast, get_args

import click

from generator.commands import configuration
from generator.commands.header_options import header_options, merged
from generator.diagnostics import DiagnosticLog, OpgenError
from generator.options import GroupBy, Options, Prefer, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

Command: TypeAlias = "Callable[..., None]"
Decorator: TypeAlias = "Callable[[Command], Command]"


class Arguments(Settings, total=False):
    """The settings on the command line, and the clients whose settings they override.

    Attributes:
        config: file of the configuration; None for the nearest pyproject.toml.
        client_names: those of the chosen clients; empty for all.
    """

    config: Path | None
    client_names: tuple[str, ...]


FILE: Final = click.Path(path_type=Path)
SELECTION: Final = ("groups", "tags", "paths", "all")


def _all_of(*decorators: Decorator) -> Decorator:
    """Return one decorator for several, which are listed in the order of `--help`."""

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def _repeatable(flag: str, metavar: str, text: str, kind: click.Path | None = None) -> Decorator:
    names = (flag, f"{flag.removeprefix('--')}s")
    help_text = f"{text} Repeatable."
    return click.option(*names, multiple=True, metavar=metavar, type=kind, help=help_text)


config_option: Final = click.option(
    "--config",
    metavar="FILE",
    type=FILE,
    help="File with the settings. Default: the nearest pyproject.toml.",
)
client_options: Final = _all_of(
    config_option,
    click.option(
        "--client",
        "client_names",
        multiple=True,
        metavar="NAME",
        help="Choose a client of the settings; by default, all. Repeatable.",
    ),
)
root_option: Final = click.option(
    "--root",
    metavar="DIR",
    type=FILE,
    help="Folder whose files $ref may name. "
    "Default: the nearest one with .git or pyproject.toml, else that of the document.",
)
group_by_option: Final = click.option(
    "--group-by",
    type=click.Choice(get_args(GroupBy)),
    help="Divide the operations into modules by path, its first segment, or the first tag, or not "
    "at all. Default: by tag where the tags divide well, else by path.",
)
selection_options: Final = _all_of(
    _repeatable("--group", "NAME", "Select a group of operations; `opgen list` prints them."),
    _repeatable("--tag", "NAME", "Select the operations with this tag."),
    _repeatable(
        "--path", "GLOB", "Select the operations whose path matches GLOB, e.g. '/threads/*'."
    ),
    click.option("--all", is_flag=True, help="Select every operation."),
    group_by_option,
    _repeatable("--overlay", "FILE", "Apply an OpenAPI Overlay to the document first.", FILE),
    click.option(
        "--profile",
        metavar="NAME",
        help="Settings that the document lacks: the name of a profile, a .toml file, or 'none'.",
    ),
    click.option("--strict", is_flag=True, help="Treat a local fault of the document as an error."),
    root_option,
)
_package_options: Final = _all_of(
    selection_options,
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
package_options: Final = _all_of(
    click.argument("spec", required=False, type=FILE), _package_options
)
_spec_option: Final = click.option(
    "--spec", metavar="FILE", type=FILE, help="File to write the document to."
)
update_options: Final = _all_of(
    _spec_option,
    header_options,
    _package_options,
    click.option(
        "--keep-old-names",
        is_flag=True,
        help="Keep the old names of renamed functions for a version, deprecated.",
    ),
)
source_options: Final = _all_of(
    click.argument("source", required=False), _spec_option, header_options, _package_options
)
source_option: Final = click.option(
    "--from",
    "source",
    metavar="DIR",
    type=FILE,
    help="Folder of the generated package. Default: the output of [tool.opgen].",
)


keep_edits_option: Final = click.option(
    "--keep-edits",
    is_flag=True,
    help="Keep edits of generated files: merge them with the new files.",
)
edit_options: Final = _all_of(
    keep_edits_option,
    click.option(
        "--prefer",
        type=click.Choice(get_args(Prefer)),
        help="Keep edits; where one and the new file exclude each other, take your version or the "
        "generated one.",
    ),
)


def selects_nothing(arguments: Settings) -> bool:
    """Whether the arguments choose no operations."""
    return not any(arguments.get(name) for name in SELECTION)


def check_output_name(output: Path) -> None:
    """Raise `UsageError` if the name of a folder is not a valid name for a package."""
    try:
        configuration.check_package_name(output, DiagnosticLog())
    except OpgenError as error:
        first = error.diagnostics[0]
        raise click.UsageError(f"{first.message}; {first.help}") from None


def set_options(arguments: Settings) -> Settings:
    """Return the options of a package among the arguments, without those that are not set."""
    names = Options.__dataclass_fields__
    found = {name: value for name in names if (value := arguments.get(name))}
    return cast("Settings", found)


def override(project: Settings, settings: Settings) -> Settings:
    """Return the settings of a project with others.

    A selection replaces a whole selection. Entries of a table are added to those of the project.
    """
    dropped = SELECTION if any(name in settings for name in SELECTION) else ()
    others = {name: one for name, one in project.items() if name not in dropped}
    headers = merged((*project.get("headers", ()), *settings.get("headers", ())))
    types = {one.key: one for one in (*project.get("types", ()), *settings.get("types", ()))}
    tables = {"headers": headers, "types": tuple(types.values())}
    found = {name: entries for name, entries in tables.items() if entries}
    return cast("Settings", {**others, **settings, **found})

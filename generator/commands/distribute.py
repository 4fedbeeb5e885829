"""`opgen vendor` and `opgen wheel`: copy a package into an app, or build a wheel of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import (
    FILE,
    check_output_name,
    client_options,
    edit_options,
    keep_edits_option,
    source_option,
)
from generator.commands.chosen_clients import chosen_package
from generator.commands.printing import count_files, escape, pluralize, print_edits
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog
from generator.options import edits_of

if TYPE_CHECKING:
    from packaging.version import Version

    from generator.commands.arguments import Arguments


@click.command()
@click.argument("destination", metavar="DEST", type=FILE)
@source_option
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite files that were edited by hand, and keep the old ones as NAME.orig.",
)
@client_options
@edit_options
def vendor(
    destination: Path, source: Path | None, *, force: bool, **arguments: Unpack[Arguments]
) -> None:
    """Copy a generated package to the folder DEST in an app, or update the copy there.

    The last part of DEST is the name of the copy. Files that opgen did not write are kept. If a
    file was edited by hand, nothing is written, unless --keep-edits merges the edits. The old copy
    stays in place until the new one is complete.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        check_output_name(destination)
        folder, settings = chosen_package(source, arguments)
        from generator.distributing.vendor import vendor as copy_package  # noqa: PLC0415  not needed for --help

        keep, prefer = settings.get("keep_edits", False), settings.get("prefer")
        edits = edits_of(keep=keep, prefer=prefer)
        copy = copy_package(folder, destination, log, force=force, edits=edits)
        files = pluralize(copy.counts.created + copy.counts.changed, "file")
        click.echo(f"{copy.name}: {escape(folder)} vendored into {escape(destination)}")
        click.echo(f"  {files} written ({count_files(copy.counts)})")
        print_edits(copy.counts.with_edits)
        if copy.has_other_code:
            click.echo("  the code of your own in the copy differs from that in the package")
        for path in copy.renamed:
            click.echo(f"  the old file is kept as {escape(destination / path)}")


def _version(_: click.Context, __: click.Parameter, text: str | None) -> Version | None:
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415  not needed for --help

    try:
        return Version(text) if text is not None else None
    except InvalidVersion:
        raise click.BadParameter(f"{escape(text)!r} is not a version; write it as 1.2.0") from None


@click.command()
@source_option
@click.option(
    "--output",
    "output_folder",
    metavar="DIR",
    type=FILE,
    default=Path("dist"),
    show_default=True,
    help="Folder of the wheel.",
)
@click.option(
    "--version",
    metavar="V",
    callback=_version,
    help="Version of the wheel. Default: the newest in the package's CHANGELOG.md, else 0.1.0.",
)
@client_options
@keep_edits_option
def wheel(
    source: Path | None,
    output_folder: Path,
    version: Version | None,
    **arguments: Unpack[Arguments],
) -> None:
    """Build a wheel of a generated package.

    The build needs no network. The same package always gives the same bytes.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        folder, settings = chosen_package(source, arguments)
        from generator.distributing.wheel import wheel as build  # noqa: PLC0415  not needed for --help

        keep = settings.get("keep_edits", False)
        path = build(folder, output_folder, version, log, keep_edits=keep)
        click.echo(f"built {escape(path)} from {escape(folder)}")

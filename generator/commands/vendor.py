"""`opgen vendor`: copy a package into an app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands.arguments import FILE, check_output_name, package_folder
from generator.commands.printing import print_vendor_result
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("destination", metavar="DEST", type=FILE)
@click.option(
    "--from",
    "source",
    metavar="DIR",
    type=FILE,
    help="Folder of the generated package. Default: the output of [tool.opgen].",
)
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite files that were edited by hand, and keep the old ones as NAME.orig.",
)
def vendor(destination: Path, source: Path | None, *, force: bool) -> None:
    """Copy a generated package to the folder DEST in an app, or update the copy there.

    The last part of DEST is the name of the copy. Files that opgen did not write are kept. If a
    file was edited by hand, nothing is written. The old copy stays in place until the new one is
    complete.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        check_output_name(destination)
        folder = package_folder(source)
        from generator.distributing.vendor import vendor as copy_package  # noqa: PLC0415  not needed for --help

        print_vendor_result(
            copy_package(folder, destination, log, force=force), folder, destination
        )

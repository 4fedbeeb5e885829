"""`opgen vendor`: a package within an app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands.arguments import FILE, check_output_name, package_folder
from generator.commands.printing import print_vendored
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
    help="The generated package; without it, the output of [tool.opgen].",
)
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite files that were edited by hand, and keep them as NAME.orig.",
)
def vendor(destination: Path, source: Path | None, *, force: bool) -> None:
    """Put a generated package at DEST in an app, or bring the copy there up to date.

    DEST's last part is the copy's name. Files that opgen did not write are left as they are;
    one that was edited by hand stops the run. What was there before stays as it is until the
    new copy is complete.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        check_output_name(destination)
        folder = package_folder(source)
        from generator.distributing.vendor import vendor as bring  # noqa: PLC0415  --help needs nothing of it

        print_vendored(bring(folder, destination, log, force=force), folder, destination)

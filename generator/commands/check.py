"""`opgen check`: is a package up to date?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import package_options, read_options
from generator.commands.printing import escape, print_differences
from generator.commands.running import reporting, run_pipeline
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from generator.commands.arguments import Arguments


@click.command()
@package_options
def check(**arguments: Unpack[Arguments]) -> None:
    """Check that the package on disk is what opgen would generate. Write nothing.

    If it is not, print a short diff and exit with 1.
    """
    log = DiagnosticLog()
    with reporting(log, arguments["report"]) as report:
        options = read_options(arguments, log)
        generated = run_pipeline(options, log)
        report.append(generated)
        from generator.write.differences import compare  # noqa: PLC0415  not needed for --help

        differences = compare(generated.files, options.output)
        if differences:
            print_differences(differences, options.output)
            raise click.exceptions.Exit(1)
        click.echo(f"{escape(options.output)} is up to date ({len(generated.files)} files)")

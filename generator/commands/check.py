"""`opgen check`: is a package what its inputs give?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import chosen, package_options
from generator.commands.printing import plain, print_differences
from generator.commands.running import reporting, run_pipeline
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from generator.commands.arguments import Arguments


@click.command()
@package_options
def check(**arguments: Unpack[Arguments]) -> None:
    """Tell whether the package on disk is what the inputs give; write nothing.

    Exits with 1 and a short difference when it is not.
    """
    log = DiagnosticLog()
    with reporting(log, arguments["report"]) as report:
        options = chosen(arguments, log)
        made = run_pipeline(options, log)
        report.append(made)
        from generator.write.differences import compare  # noqa: PLC0415  --help needs nothing of it

        differences = compare(made.files, options.output)
        if differences:
            print_differences(differences, options.output)
            raise click.exceptions.Exit(1)
        click.echo(f"{plain(options.output)} is what the inputs give ({len(made.files)} files)")

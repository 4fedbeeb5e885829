"""`opgen generate`: write a package."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import chosen, package_options
from generator.commands.running import reporting, run_pipeline
from generator.diagnostics import DiagnosticLog
from generator.printing import print_made

if TYPE_CHECKING:
    from generator.commands.arguments import Arguments


@click.command()
@package_options
def generate(**arguments: Unpack[Arguments]) -> None:
    """Write the package of SPEC's chosen operations to --output.

    What was there before stays as it is until the new package is complete.
    """
    started = time.perf_counter()
    log = DiagnosticLog()
    with reporting(log, arguments["report"]) as report:
        options = chosen(arguments, log)
        made = run_pipeline(options, log)
        report.append(made)
        from generator.write.package import write_package  # noqa: PLC0415  --help needs nothing of it

        written = write_package(made.files, options.output, log)
        print_made(made.report, written, options.output, time.perf_counter() - started)

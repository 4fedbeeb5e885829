"""`opgen generate`: write a package."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import chosen, package_options
from generator.commands.printing import plain, print_made
from generator.commands.running import reporting, run_pipeline
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from generator.commands.arguments import Arguments
    from generator.options import Options


@click.command()
@package_options
@click.option("--force", is_flag=True, help="Make it anew, though nothing has changed.")
def generate(*, force: bool, **arguments: Unpack[Arguments]) -> None:
    """Write the package of SPEC's chosen operations to --output.

    What was there before stays as it is until the new package is complete. Where the digests
    of all inputs and of all files are those of its lock, nothing is done.
    """
    started = time.perf_counter()
    log = DiagnosticLog()
    with reporting(log, arguments["report"]) as report:
        options = chosen(arguments, log)
        from generator.updating.folder_lock import alone  # noqa: PLC0415  --help needs nothing of it

        # An update exchanges the document and the package, one after the other.
        with alone(options.spec.parent):
            # A report is of a run; where nothing runs there is none.
            if _is_current(options) and not force and arguments["report"] is None:
                click.echo(f"{plain(options.output)}: nothing changed, nothing written")
                return
            report.append(made := run_pipeline(options, log))
            from generator.write.package import write_package  # noqa: PLC0415  as above

            written = write_package(made.files, options.output, log)
        print_made(made.report, written, options.output, time.perf_counter() - started)


def _is_current(options: Options) -> bool:
    """Judge what is there, a folder included that a killed run left aside."""
    from generator.write.current import is_current  # noqa: PLC0415  --help needs nothing of it
    from generator.write.replace import restore  # noqa: PLC0415  as above

    restore(options.output)
    return is_current(options)

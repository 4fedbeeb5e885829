"""`opgen generate` and `opgen check`: write a package, or compare it with the one on disk."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import package_options, read_options
from generator.commands.printing import escape, print_differences, print_result
from generator.commands.running import reporting, run_pipeline
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from pathlib import Path

    from generator.options import Settings


@click.command()
@package_options
@click.option("--force", is_flag=True, help="Regenerate even if nothing changed.")
def generate(*, force: bool, report: Path | None, **arguments: Unpack[Settings]) -> None:
    """Generate a package from the selected operations of SPEC and write it to --output.

    The old package stays in place until the new one is complete. If inputs and output are
    unchanged, nothing is written.
    """
    started = time.perf_counter()
    log = DiagnosticLog()
    with reporting(log, report) as reported:
        options = read_options(arguments, report, log)
        from generator.write.current import is_current  # noqa: PLC0415  not needed for --help
        from generator.write.package import write_package  # noqa: PLC0415  as above
        from generator.write.replace import lock_folder, recover  # noqa: PLC0415  as above

        # An update replaces the package and then the document: do not read in between.
        with lock_folder(options.spec.parent, log):
            recover(options.output)  # a run that was killed may have left it incomplete
            # A report needs a run.
            if is_current(options) and not force and report is None:
                click.echo(f"{escape(options.output)}: nothing changed, nothing written")
                return
            reported.append(generated := run_pipeline(options, log))
            counts = write_package(generated.files, options.output, log)
        print_result(generated.report, counts, options.output, time.perf_counter() - started)


@click.command()
@package_options
def check(*, report: Path | None, **arguments: Unpack[Settings]) -> None:
    """Check that the package on disk is what opgen would generate. Write nothing.

    If it is not, print a short diff and exit with 1.
    """
    log = DiagnosticLog()
    with reporting(log, report) as reported:
        options = read_options(arguments, report, log)
        reported.append(generated := run_pipeline(options, log))
        from generator.write.package import compare  # noqa: PLC0415  not needed for --help

        differences = compare(generated.files, options.output)
        if differences:
            print_differences(differences, options.output)
            raise click.exceptions.Exit(1)
        click.echo(f"{escape(options.output)} is up to date ({len(generated.files)} files)")

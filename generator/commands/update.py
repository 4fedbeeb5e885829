"""`opgen update`: fetch the document, and generate the package from it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import edit_options, read_options, update_options
from generator.commands.change_output import format_option, format_report
from generator.commands.comparison import Compared
from generator.commands.header_options import refuse_headers
from generator.commands.printing import escape, print_result
from generator.commands.running import progress_bar, reporting
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from pathlib import Path

    from generator.commands.change_output import OutputFormat
    from generator.options import Options, Settings
    from generator.updating.update import UpdateResult


@click.command()
@click.argument("source", required=False)
@update_options
@edit_options
@format_option
def update(
    source: str | None,
    *,
    output_format: OutputFormat,
    report: Path | None,
    **arguments: Unpack[Settings],
) -> None:
    """Fetch the document from SOURCE, then update the package, its changelog and its version.

    SOURCE is an https URL, a file of a git repository (git+https://…@revision#path), or a file.
    Without it, opgen uses the URL of the last update. The document is written to `spec` of
    [tool.opgen]. If anything fails, document and package stay unchanged.
    """
    started = time.perf_counter()
    log = DiagnosticLog()
    with reporting(log, report) as reported:
        if source:
            refuse_headers(source, arguments.get("headers", ()))
        options = read_options(arguments, report, log)
        from generator.updating.update import update as run_update  # noqa: PLC0415  not needed for --help

        with progress_bar(options) as progress:
            result = run_update(options, source, log, progress)
        if result.generated is not None and result.counts is not None:
            reported.append(result.generated)
            if output_format == "text":
                seconds = time.perf_counter() - started
                print_result(result.generated.report, result.counts, options.output, seconds)
        elif output_format == "text":
            click.echo(f"{escape(options.output)}: nothing changed, nothing written")
        _print_changes(result, options, output_format)


def _print_changes(result: UpdateResult, options: Options, output_format: OutputFormat) -> None:
    """Print the changes; as Markdown, print the new entry of the changelog."""
    entry = result.entry
    if output_format == "markdown" and entry:
        click.echo(str(entry), nl=False)
        return
    if output_format == "text":
        if entry is None:
            return
        click.echo(f"  version {entry.version}, see {escape(options.output / 'CHANGELOG.md')}\n")
    documents = str(options.spec), result.source
    compared = Compared(documents=documents, changes=result.changes)
    click.echo(format_report(compared, output_format))

"""`opgen update`: fetch the document, and generate the package from it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import client_options, edit_options, update_options
from generator.commands.change_output import format_option, format_report, format_reports
from generator.commands.comparison import Compared
from generator.commands.each_client import run_each
from generator.commands.header_options import refuse_headers
from generator.commands.printing import escape, print_result
from generator.commands.running import exit_with, progress_bar

if TYPE_CHECKING:
    from pathlib import Path

    from generator.commands.arguments import Arguments
    from generator.commands.change_output import OutputFormat
    from generator.commands.clients import Client
    from generator.commands.each_client import Run
    from generator.options import Options
    from generator.updating.update import UpdateResult


@click.command()
@click.argument("source", required=False)
@update_options
@client_options
@edit_options
@format_option
def update(
    source: str | None,
    *,
    output_format: OutputFormat,
    report: Path | None,
    **arguments: Unpack[Arguments],
) -> None:
    """Fetch the document from SOURCE, then update the package, its changelog and its version.

    SOURCE is an https URL, a file of a git repository (git+https://…@revision#path), or a file.
    Without it, opgen uses the URL of the last update. The document is written to `spec` of
    [tool.opgen]. If anything fails, document and package stay unchanged. Without SOURCE, all
    clients of the settings are updated.
    """
    if source:
        refuse_headers(source, arguments.get("headers", ()))
    found: list[Compared] = []

    def work(client: Client, run: Run) -> None:
        _update(client, source, output_format, run, found)

    code = run_each(arguments, report, work)
    if output_format == "json" and found:
        click.echo(format_reports(found, output_format))
    exit_with(code)


def _update(
    client: Client,
    source: str | None,
    output_format: OutputFormat,
    run: Run,
    found: list[Compared],
) -> None:
    """Update a client, and print what changed; JSON is printed at the end, so it is returned."""
    started = time.perf_counter()
    options = client.options(run.log)
    from generator.updating.update import update as run_update  # noqa: PLC0415  not needed for --help

    with progress_bar(options) as progress:
        result = run_update(options, source, run.log, progress)
    if result.generated is not None and result.counts is not None:
        run.reports[client.name] = result.generated.report
        if output_format == "text":
            seconds = time.perf_counter() - started
            print_result(result.generated.report, result.counts, options.output, seconds)
    elif output_format == "text":
        click.echo(f"{escape(options.output)}: nothing changed, nothing written")
    documents = str(options.spec), result.source
    found.append(Compared(client=client.name, documents=documents, changes=result.changes))
    _print_changes(result, options, output_format, found[-1])


def _print_changes(
    result: UpdateResult, options: Options, output_format: OutputFormat, report: Compared
) -> None:
    """Print the changes; as Markdown, print the new entry of the changelog."""
    entry = result.entry
    if output_format == "markdown" and entry:
        click.echo(str(entry), nl=False)
        return
    if output_format == "text":
        if entry is None:
            return
        click.echo(f"  version {entry.version}, see {escape(options.output / 'CHANGELOG.md')}\n")
    if output_format != "json":
        click.echo(format_report(report, output_format))

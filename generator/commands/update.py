"""`opgen update`: fetch the document, and make the package of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import chosen, update_options
from generator.commands.change_output import Told, form_option, printed
from generator.commands.printing import plain, print_made
from generator.commands.running import progress_bar, reporting
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from generator.commands.arguments import Arguments
    from generator.commands.change_output import Form
    from generator.options import Options
    from generator.updating.update import Updated


@click.command()
@click.argument("source", required=False)
@update_options
@form_option
def update(source: str | None, *, form: Form, **arguments: Unpack[Arguments]) -> None:
    """Fetch the document from SOURCE, and make the package, its changelog and version of it.

    SOURCE is an https URL or a file; without it, where the document came from the last time.
    The document takes the place of the one that [tool.opgen] names as `spec`. When anything
    fails, document and package stay as they are.
    """
    started = time.perf_counter()
    log = DiagnosticLog()
    with reporting(log, arguments["report"]) as report:
        options = chosen(arguments, log)
        from generator.pipeline import STAGES  # noqa: PLC0415  --help needs nothing of it
        from generator.updating.update import update as bring  # noqa: PLC0415  as above

        with progress_bar(options.package, len(STAGES)) as progress:
            updated = bring(options, source, log, progress)
        if updated.made is None or updated.written is None:
            if form == "text":
                click.echo(f"{plain(options.output)}: nothing changed, nothing written")
            _print_changes(updated, options, form)
            return
        report.append(updated.made)
        seconds = time.perf_counter() - started
        if form == "text":
            print_made(updated.made.report, updated.written, options.output, seconds)
        _print_changes(updated, options, form)


def _print_changes(updated: Updated, options: Options, form: Form) -> None:
    """Print what changed; as Markdown it is the entry of the changelog."""
    entry = updated.entry
    if form == "text" and entry is None:
        return
    if form == "markdown" and entry:
        click.echo(str(entry), nl=False)
        return
    if form == "text" and entry:
        click.echo(f"  version {entry.version}, told in {plain(options.output / 'CHANGELOG.md')}\n")
    click.echo(printed(Told(str(options.spec), updated.source, updated.changes), form))

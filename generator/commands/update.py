"""`opgen update`: fetch the document, and generate the package from it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import client_options, edit_options, update_options
from generator.commands.change_output import format_option, format_report, format_reports
from generator.commands.chosen_clients import with_shared_documents
from generator.commands.comparison import Compared
from generator.commands.each_client import run_together
from generator.commands.header_options import refuse_headers
from generator.commands.printing import escape, print_result
from generator.commands.running import exit_with, progress_bar
from generator.diagnostics import DiagnosticLog
from generator.document.origin import origin_file
from generator.document.source import real_path
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from generator.commands.arguments import Arguments
    from generator.commands.change_output import OutputFormat
    from generator.commands.clients import Client
    from generator.commands.each_client import ClientRun
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
    [tool.opgen]. If anything fails, document and package stay unchanged.

    Without SOURCE, all clients of the settings are updated whose documents have a URL. Those that
    share a document are updated together.
    """
    if source:
        refuse_headers(source, arguments.get("headers", ()))
    found: list[Compared] = []
    skipped: set[str] = set()

    def work(runs: Sequence[ClientRun]) -> None:
        if skipped.issuperset(one.client.name for one in runs):
            found.extend(map(_skip, runs))
        else:
            found.extend(_update(runs, source, output_format))

    def divide(clients: tuple[Client, ...]) -> Sequence[tuple[Client, ...]]:
        parts = _divide(clients, source, arguments)
        if source is None and not arguments.get("client_names"):
            skipped.update(_without_url(parts))
        return parts

    code = run_together(arguments, report, work, divide)
    if output_format == "json" and found:
        click.echo(format_reports(found, output_format))
    exit_with(code)


def _divide(
    clients: tuple[Client, ...], source: str | None, arguments: Arguments
) -> Sequence[tuple[Client, ...]]:
    """Return the clients of each document, with those that have it too but were not chosen."""
    everyone = with_shared_documents(clients, arguments, DiagnosticLog())
    for one in everyone:
        if one not in clients:
            name = visible(one.name)
            click.echo(f"{name}: is updated too, because it has the same document", err=True)
    parts = _by_document(everyone)
    if source and len(parts) > 1:
        names = visible(", ".join(one.name for one in clients))
        raise click.UsageError(
            f"SOURCE is one document, but the clients {names} have {len(parts)}. "
            "Choose one with --client NAME."
        )
    if arguments.get("headers") and len(parts) > 1:
        # Each host would receive the credentials for the others.
        raise click.UsageError(
            "--header and --token-env are for one document: choose one with --client NAME."
        )
    return parts


def _without_url(parts: Sequence[tuple[Client, ...]]) -> Sequence[str]:
    """Return the clients whose documents are only files here; none if no document has a URL."""
    local = [part for part in parts if not _has_url(part[0])]
    return [] if len(local) == len(parts) else [one.name for part in local for one in part]


def _has_url(client: Client) -> bool:
    spec = client.settings.get("spec")
    return spec is not None and origin_file(spec).exists()


def _skip(run: ClientRun) -> Compared:
    """Say that a client has nothing to fetch: its document is a file of the project."""
    spec = str(run.client.settings["spec"])
    click.echo(f"{escape(spec)}: has no URL, so there is nothing to fetch", err=True)
    return Compared(client=run.client.name, documents=(spec, spec), changes=())


def _by_document(clients: tuple[Client, ...]) -> Sequence[tuple[Client, ...]]:
    """Return the clients of each document: they are updated together."""
    parts: dict[Path | None, tuple[Client, ...]] = {}
    for one in clients:
        spec = one.settings.get("spec")
        key = real_path(spec) if spec else None
        parts[key] = (*parts.get(key, ()), one)
    return [*parts.values()]


def _update(
    runs: Sequence[ClientRun], source: str | None, output_format: OutputFormat
) -> Iterator[Compared]:
    """Update clients that share a document; print the changes of each, unless as JSON."""
    started = time.perf_counter()
    from generator.updating import update as updating  # noqa: PLC0415  not needed for --help

    targets = [updating.Target(one.client.options(one.log), one.log) for one in runs]
    with progress_bar(targets[0].options, len(targets)) as progress:
        results = updating.update(targets, source, progress)
    for run, target, result in zip(runs, targets, results, strict=True):
        options = target.options
        if result.generated is not None and result.counts is not None:
            run.report = result.generated.report
            if output_format == "text":
                seconds = time.perf_counter() - started
                print_result(result.generated.report, result.counts, options.output, seconds)
        elif output_format == "text":
            click.echo(f"{escape(options.output)}: nothing changed, nothing written")
        documents = str(options.spec), result.source
        report = Compared(client=run.client.name, documents=documents, changes=result.changes)
        _print_changes(result, options, output_format, report)
        yield report


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

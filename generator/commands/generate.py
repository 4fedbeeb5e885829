"""`opgen generate` and `opgen check`: write a package, or compare it with the one on disk."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import (
    client_options,
    edit_options,
    keep_edits_option,
    package_options,
    source_options,
)
from generator.commands.chosen_clients import (
    check_report,
    clients_of,
    is_only_client,
    refuse_choice,
)
from generator.commands.each_client import run_each
from generator.commands.header_options import refuse_headers, refuse_stored_secrets
from generator.commands.printing import (
    escape,
    pluralize,
    print_differences,
    print_edits,
    print_result,
)
from generator.commands.running import exit_with, progress_bar, reporting, run_pipeline
from generator.commands.sources import is_complete, print_source, read_source, require_selection
from generator.diagnostics import DiagnosticLog
from generator.updating.fetch import file_of

if TYPE_CHECKING:
    from pathlib import Path

    from generator.commands.arguments import Arguments
    from generator.commands.each_client import ClientRun
    from generator.options import Options
    from generator.pipeline import Generated
    from generator.updating.new_document import NewDocument
    from generator.write.package import FileCounts


@click.command()
@source_options
@edit_options
@click.option("--force", is_flag=True, help="Regenerate even if nothing changed.")
@click.option(
    "--gitattributes",
    "attributes",
    is_flag=True,
    help="Keep LF line ends of package and document: add lines to .gitattributes.",
)
@client_options
def generate(
    source: str | None,
    *,
    force: bool,
    attributes: bool,
    report: Path | None,
    **arguments: Unpack[Arguments],
) -> None:
    """Generate a package from the selected operations of SOURCE and write it to --output.

    SOURCE is a file, a URL, or - for stdin. The document of a URL or of stdin is written to
    --spec, for `opgen update`. Without --output or --spec, the title of the document names them.
    Without SOURCE, the packages of all clients of the settings are generated.

    The old package stays in place until the new one is complete. If inputs and output are
    unchanged, nothing is written.

    --keep-edits merges edits of the files, symbol by symbol. If an edit and the new package exclude
    each other, both are shown and nothing is written.
    """
    if source is not None:
        _generate_from(source, arguments, report, force=force, attributes=attributes)
        return
    if arguments.get("spec"):
        raise click.UsageError("Missing argument 'SOURCE': the document for --spec.")
    refuse_headers(None, arguments.get("headers", ()))

    def work(run: ClientRun) -> None:
        started = time.perf_counter()
        options = run.client.options(run.log)
        refuse_stored_secrets(options.headers, run.log)
        if result := _generate(options, run.log, force=force or report is not None):
            run.report = result[0].report
        _settle_line_ends(options, run.log, attributes=attributes)
        _print(result, options, time.perf_counter() - started)

    exit_with(run_each(arguments, report, work))


def _generate_from(
    source: str, arguments: Arguments, report: Path | None, *, force: bool, attributes: bool
) -> None:
    """Generate a package from a document that the command line names."""
    started = time.perf_counter()
    log = DiagnosticLog()
    with reporting(log, report) as reports:
        refuse_choice(arguments)
        new = None
        if is_complete(source, arguments):
            refuse_headers(source, arguments.get("headers", ()))
            arguments["spec"] = file_of(source, log)
        else:
            new, arguments = read_source(source, arguments, log)
        clients = clients_of(arguments, log)
        if report is not None:
            check_report(report, clients)
        options = clients[0].options(log)
        if new is not None:
            require_selection(new, arguments, log)
        result: tuple[Generated, FileCounts] | None
        if new is not None and new.is_elsewhere:
            result = _generate_new(new, options, log)
            print_source(new, options.spec)
        else:
            result = _generate(options, log, force=force or report is not None)
        if result:
            reports.append(result[0].report)
        _settle_line_ends(options, log, attributes=attributes)
        _print(result, options, time.perf_counter() - started)


def _print(result: tuple[Generated, FileCounts] | None, options: Options, seconds: float) -> None:
    """Print what was generated; None if everything was up to date."""
    if result is None:
        click.echo(f"{escape(options.output)}: nothing changed, nothing written")
    else:
        generated, counts = result
        print_result(generated.report, counts, options.output, seconds)


def _generate(
    options: Options, log: DiagnosticLog, *, force: bool
) -> tuple[Generated, FileCounts] | None:
    """Generate from the document on disk; return None if everything is up to date."""
    from generator.updating.writing import settle_origin  # noqa: PLC0415  not needed for --help
    from generator.write.current import is_current  # noqa: PLC0415  as above
    from generator.write.package import write_package  # noqa: PLC0415  as above
    from generator.write.replace import lock_folder, recover  # noqa: PLC0415  as above

    # An update replaces the package and then the document: do not read in between.
    with lock_folder(options.spec.parent, log):
        recover(options.output)  # a run that was killed may have left it incomplete
        settle_origin(options.spec, log)
        if is_current(options) and not force:
            return None
        generated = run_pipeline(options, log)
        counts = write_package(generated.files, options.output, log, options.edits)
        return generated, counts


def _settle_line_ends(options: Options, log: DiagnosticLog, *, attributes: bool) -> None:
    """Add the lines for git if the user wants them, then warn of CRLF in the package."""
    from generator.write.git_attributes import (  # noqa: PLC0415  not needed for --help
        warn_of_line_ends,
        write_attributes,
    )

    if attributes:
        path, added = write_attributes(options, log)
        for line in added:
            click.echo(f"{escape(path)}: added {escape(line)}")
    warn_of_line_ends(options, log)


def _generate_new(
    new: NewDocument, options: Options, log: DiagnosticLog
) -> tuple[Generated, FileCounts]:
    from generator.updating.first_contact import generate_new  # noqa: PLC0415  as above

    with progress_bar(options) as progress:
        return generate_new(options, new.supplied, log, progress)


@click.command()
@package_options
@client_options
@keep_edits_option
@click.option(
    "--check-types", is_flag=True, help="Type-check also the code of your own in the package."
)
@click.option(
    "--version-bump",
    metavar="REVISION",
    help="Also fail if the API changed since this git revision, and the version of the newest "
    "heading in the package's CHANGELOG.md was not raised as far as the changes need.",
)
def check(
    *,
    report: Path | None,
    check_types: bool,
    version_bump: str | None,
    **arguments: Unpack[Arguments],
) -> None:
    """Check that the package on disk is what opgen would generate. Write nothing.

    Without SPEC, the packages of all clients of the settings are checked. If one is not up to
    date, print a short diff and exit with 1.
    """

    def work(run: ClientRun) -> None:
        options = run.client.options(run.log)
        refuse_stored_secrets(options.headers, run.log)
        generated = run_pipeline(options, run.log)
        run.report = generated.report
        is_current = _compare(generated, options, run.log)
        if version_bump is not None:
            from generator.commands.sides import ComparisonRequest  # noqa: PLC0415  not needed for --help
            from generator.commands.version_bump import check_version  # noqa: PLC0415  as above

            request = ComparisonRequest(
                arguments, options.output, run.client, is_only=is_only_client(arguments)
            )
            check_version(version_bump, request, generated.package, options, run.log)
        if not is_current:
            raise click.exceptions.Exit(1)
        if check_types:
            _check_types(options, run.log)
        run.log.raise_errors()

    exit_with(run_each(arguments, report, work))


def _compare(generated: Generated, options: Options, log: DiagnosticLog) -> bool:
    """Return whether the package on disk is what was generated; print how they differ."""
    from generator.write.git_attributes import warn_of_line_ends  # noqa: PLC0415  not needed for --help
    from generator.write.package import compare  # noqa: PLC0415  as above

    warn_of_line_ends(options, log)
    found = compare(generated.files, options.output, options.edits)
    if found.differences:
        print_differences(found.differences, options.output)
        return False
    click.echo(f"{escape(options.output)} is up to date ({len(generated.files)} files)")
    print_edits(found.with_edits)
    return True


def _check_types(options: Options, log: DiagnosticLog) -> None:
    from generator.impact.own_code import check_own_code  # noqa: PLC0415  not needed for --help

    checked = check_own_code(options.output, log)
    log.raise_errors()
    click.echo(f"  {pluralize(checked, 'file')} type-checked with code of your own: no errors")

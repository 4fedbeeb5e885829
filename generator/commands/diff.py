"""`opgen diff`: report changes to the Python API between two documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, Unpack

import click

from generator.commands.arguments import FILE, Arguments, client_options, selection_options
from generator.commands.change_output import diff_format_option, format_reports
from generator.commands.chosen_clients import clients_of_documents, is_only_client
from generator.commands.comparison import Compared
from generator.commands.running import exit_with, reporting, watched
from generator.diagnostics import DiagnosticLog, OpgenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.commands.change_output import OutputFormat
    from generator.commands.clients import Client
    from generator.commands.sides import ComparisonRequest, Side
    from generator.diff.change import Change
    from generator.fixing.fix import Fixes
    from generator.impact.find import Examination
    from generator.ir import Package


class _Arguments(Arguments):
    app: Path | None
    package: str | None
    fix: bool
    write: bool
    output_format: OutputFormat | Literal["github"]
    fail_on: str | None


def _print_schema(context: click.Context, _parameter: click.Parameter, is_set: bool) -> None:
    if is_set and not context.resilient_parsing:
        from generator.diff.formats import SCHEMA  # noqa: PLC0415  not needed for --help

        click.echo(SCHEMA.read_text(encoding="utf-8"), nl=False)
        context.exit()


@click.command()
@click.argument("old", required=False, metavar="[OLD|REVISIONS]")
@click.argument("new", required=False, type=FILE)
@selection_options
@client_options
@diff_format_option
@click.option(
    "--uses",
    "app",
    metavar="PATH",
    type=FILE,
    help="Also list the lines of the app at PATH that breaking changes affect. The app is not run.",
)
@click.option(
    "--package",
    metavar="NAME",
    help="Name of the package in the app. Default: the name of the output in [tool.opgen].",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Print a diff that fixes the uses whose new code is known, and list the others.",
)
@click.option("--write", is_flag=True, help="Write the fixes of --fix to the files of the app.")
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "may-break", "any", "used"]),
    help="Exit with 1 if there are such changes or worse; 'used': if a change breaks the app, and "
    "--fix does not fix it.",
)
@click.option(
    "--json-schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of --format json and exit.",
)
def diff(old: str | None, new: Path | None, **arguments: Unpack[_Arguments]) -> None:
    """Report changes to the Python API between two documents.

    OLD and NEW are files. REVISIONS are git revisions of the document of [tool.opgen], with its
    settings, overlays and referenced files: 'main' or 'main..' compares main with the files on
    disk, 'main..HEAD' with the last commit, and 'main...' compares the commit where the branch
    left main with the files on disk. Without arguments, opgen compares the last commit with them.

    A change breaks code, may break code, adds something or affects documentation only. The
    report proposes a version step. Without options that select operations, the selection is
    that of [tool.opgen] in the nearest pyproject.toml, or else all operations. Of several
    clients, those with the document OLD or NEW decide.
    """
    from generator.commands.sides import ComparisonRequest  # noqa: PLC0415  not needed for --help

    log = DiagnosticLog()
    clients: tuple[Client, ...] = ()
    is_only = True
    with reporting(log, None):
        _check_arguments(arguments)
        documents = [Path(old), new] if old is not None and new is not None else []
        clients = clients_of_documents(arguments, documents)
        if arguments["package"] and len(clients) > 1:
            raise click.UsageError("--package is for one client: choose it with --client NAME.")
        is_only = is_only_client(arguments)
    found: list[Compared] = []
    code = 0
    for client in clients:
        log = DiagnosticLog()
        with watched(log, client.name if len(clients) > 1 else "") as outcome:
            request = ComparisonRequest(
                arguments, _output(arguments, client), client, is_only=is_only
            )
            if sides := _sides(old, new, request, log):
                found.append(_compare(sides, client, arguments, log))
        code = max(code, outcome.code)
    if found:
        click.echo(_report(found, arguments["output_format"]))
    failures = {name for one in found for name in _failures(one)}
    exit_with(1 if arguments["fail_on"] in failures else code)


def _sides(
    old: str | None, new: Path | None, request: ComparisonRequest, log: DiagnosticLog
) -> tuple[Side, Side] | None:
    """Return the packages of two files, or of git revisions if there is no second file.

    None if one of several clients is not in a revision: the others are compared.
    """
    if old is not None and new is not None:
        from generator.commands.sides import sides_of_files  # noqa: PLC0415  not needed for --help

        return sides_of_files(request, Path(old), new, log)
    if old is not None and Path(old).is_file():
        raise click.UsageError("Missing argument 'NEW': the newer document.")
    from generator.commands.revisions import sides_of_revisions  # noqa: PLC0415  as above

    try:
        return sides_of_revisions(request, old or "HEAD", log)
    except OpgenError as error:
        first = error.diagnostics[0]
        if request.is_only or [one.code for one in error.diagnostics] != ["not-in-revision"]:
            raise
        log.warning("not-in-revision", first.message, at=first.location, help=first.help)
        return None


def _compare(
    sides: tuple[Side, Side], client: Client, arguments: _Arguments, log: DiagnosticLog
) -> Compared:
    from generator.commands.sides import compare_sides  # noqa: PLC0415  as above

    old, new = sides
    before, after = old.package, new.package
    changes = compare_sides(old, new, client.settings.get("renames", ()), log)
    uses = fixes = None
    if arguments["app"]:
        from generator.impact.find import examine  # noqa: PLC0415  as above

        found = examine(changes, before, after, before.name, arguments["app"], log)
        uses = found.uses
        if arguments["fix"]:
            fixes = _fix(found, changes, (before, after), log)
            if arguments["write"]:
                from generator.fixing.write import write_fixes  # noqa: PLC0415  as above

                write_fixes(fixes.files, log)
    return Compared(
        client=client.name,
        documents=(old.document, new.document),
        changes=changes,
        uses=uses,
        fixes=fixes,
        is_written=arguments["write"],
        is_old_a_revision=old.snapshot is not None,
        revision=new.snapshot.name if new.snapshot else "",
        repository=new.snapshot.repository if new.snapshot else Path(),
    )


def _report(found: Sequence[Compared], output_format: OutputFormat | Literal["github"]) -> str:
    if output_format == "github":
        from generator.commands.annotations import as_workflow_commands  # noqa: PLC0415  as above

        return as_workflow_commands(found)
    return format_reports(found, output_format)


def _output(arguments: _Arguments, client: Client) -> Path:
    """Return the folder of the package; only its name matters."""
    output = client.settings.get("output")
    if arguments["app"] and not arguments["package"] and not output:
        raise click.UsageError("Missing option '--package': the name of the package in the app.")
    return Path(arguments["package"] or output or "client")


def _check_arguments(arguments: _Arguments) -> None:
    """Raise `UsageError` if an option lacks the one that it needs."""
    if arguments["fail_on"] == "used" and not arguments["app"]:
        raise click.UsageError("Missing option '--uses': '--fail-on used' needs an app.")
    if arguments["fix"] and not arguments["app"]:
        raise click.UsageError("Missing option '--uses': '--fix' needs an app.")
    if arguments["package"] and not arguments["app"]:
        raise click.UsageError("Missing option '--uses': '--package' names a package in an app.")
    if arguments["write"] and not arguments["fix"]:
        raise click.UsageError("Missing option '--fix': '--write' writes its fixes.")


def _fix(
    found: Examination,
    changes: Sequence[Change],
    packages: tuple[Package, Package],
    log: DiagnosticLog,
) -> Fixes:
    try:
        from generator.fixing.fix import fix_uses  # noqa: PLC0415  LibCST is optional
    except ImportError as error:
        log.fail("no-rewriter", f"--fix needs LibCST: {error}", help="pip install 'opgen[uses]'")
    return fix_uses(found, changes, *packages, log)


def _failures(compared: Compared) -> Iterator[str]:
    """Yield the values of `--fail-on` that such changes and uses make fail."""
    from generator.diff.change import Kind  # noqa: PLC0415  as above

    breaking = [one for one in compared.changes if one.kind is Kind.BREAKING]
    if any(one.certain for one in breaking):
        yield "breaking"
    if breaking:
        yield "may-break"
    if compared.changes:
        yield "any"
    if compared.breaks_app:
        yield "used"

"""`opgen diff`: report changes to the Python API between two documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, Unpack

import click

from generator.commands.arguments import (
    FILE,
    find_project_settings,
    options_of_document,
    selection_options,
)
from generator.commands.change_output import diff_format_option, format_report
from generator.commands.comparison import Compared
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog
from generator.options import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.commands.change_output import OutputFormat
    from generator.diff.change import Change
    from generator.fixing.fix import Fixes
    from generator.impact.find import Examination, Use
    from generator.ir import Package


class _Arguments(Settings):
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
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@selection_options
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
def diff(old: Path, new: Path, **arguments: Unpack[_Arguments]) -> None:
    """Report changes to the Python API between the documents OLD and NEW.

    A change breaks code, may break code, adds something or affects documentation only. The
    report proposes a version step. Without options that select operations, the selection is
    that of [tool.opgen] in the nearest pyproject.toml, or else all operations.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        output = _output(arguments)
        from generator.diff.compare import compare  # noqa: PLC0415  not needed for --help
        from generator.planning import plan  # noqa: PLC0415  as above

        old_options = options_of_document(arguments, old, output, log)
        log.strict = False  # the faults of the old document cannot be corrected any more
        before = plan(old_options, log)
        options = options_of_document(arguments, new, output, log)
        after = plan(options, log, history=before.history)
        changes = compare(before, after)
        uses = fixes = None
        if arguments["app"]:
            from generator.impact.find import examine  # noqa: PLC0415  as above

            found = examine(changes, before, after, before.name, arguments["app"], log)
            uses = found.uses
            if arguments["fix"]:
                fixes = _fix(found, changes, (before, after), log)
                _write(fixes, log, wanted=arguments["write"])
        compared = Compared(
            documents=(str(old), str(new)),
            changes=changes,
            uses=uses,
            fixes=fixes,
            is_written=arguments["write"],
        )
        click.echo(_report(compared, arguments["output_format"]))
        if arguments["fail_on"] in set(_failures(changes, compared.unfixed)):
            raise click.exceptions.Exit(1)


def _report(compared: Compared, output_format: OutputFormat | Literal["github"]) -> str:
    if output_format == "github":
        from generator.commands.annotations import as_workflow_commands  # noqa: PLC0415  as above

        return as_workflow_commands([compared])
    return format_report(compared, output_format)


def _output(arguments: _Arguments) -> Path:
    """Return the folder of the package; only its name matters."""
    output = find_project_settings().get("output")
    if arguments["app"] and not arguments["package"] and not output:
        raise click.UsageError("Missing option '--package': the name of the package in the app.")
    if arguments["fail_on"] == "used" and not arguments["app"]:
        raise click.UsageError("Missing option '--uses': '--fail-on used' needs an app.")
    if arguments["fix"] and not arguments["app"]:
        raise click.UsageError("Missing option '--uses': '--fix' needs an app.")
    if arguments["write"] and not arguments["fix"]:
        raise click.UsageError("Missing option '--fix': '--write' writes its fixes.")
    return Path(arguments["package"] or output or "client")


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


def _write(fixes: Fixes, log: DiagnosticLog, *, wanted: bool) -> None:
    if wanted:
        from generator.fixing.write import write_fixes  # noqa: PLC0415  as above

        write_fixes(fixes.files, log)


def _failures(changes: Sequence[Change], uses: Sequence[Use]) -> Iterator[str]:
    """Yield the values of `--fail-on` that such changes and uses make fail."""
    from generator.diff.change import Kind  # noqa: PLC0415  as above

    breaking = [one for one in changes if one.kind is Kind.BREAKING]
    if any(one.certain for one in breaking):
        yield "breaking"
    if breaking:
        yield "may-break"
    if changes:
        yield "any"
    if any(one.certain for one in uses):
        yield "used"

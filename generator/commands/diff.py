"""`opgen diff`: report changes to the Python API between two documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, Unpack

import click

from generator.commands.arguments import (
    FILE,
    SelectionArguments,
    find_project_settings,
    options_of_document,
    selection_options,
)
from generator.commands.change_output import ChangeReport, format_option, format_report
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.commands.change_output import OutputFormat
    from generator.diff.change import Change
    from generator.impact.find import Use
    from generator.ir import Package

FailOn: TypeAlias = Literal["breaking", "may-break", "any", "used"]


class _DiffArguments(SelectionArguments):
    """The arguments except the documents."""

    output_format: OutputFormat
    app: Path | None
    package: str | None
    fail_on: FailOn | None


def print_schema(context: click.Context, _parameter: click.Parameter, is_set: bool) -> None:
    """Print the JSON Schema and exit, if the option is set."""
    if is_set and not context.resilient_parsing:
        from generator.diff.formats import SCHEMA  # noqa: PLC0415  not needed for --help

        click.echo(SCHEMA.read_text(encoding="utf-8"), nl=False)
        context.exit()


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@selection_options
@format_option
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
    "--fail-on",
    type=click.Choice(["breaking", "may-break", "any", "used"]),
    help="Exit with 1 if there are such changes or worse; 'used': if a change breaks the app.",
)
@click.option(
    "--json-schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_schema,
    help="Print the JSON Schema of --format json and exit.",
)
def diff(old: Path, new: Path, **arguments: Unpack[_DiffArguments]) -> None:
    """Report changes to the Python API between the documents OLD and NEW.

    A change breaks code, may break code, adds something or affects documentation only. The
    report proposes a version step. Without options that select operations, the selection is
    that of [tool.opgen] in the nearest pyproject.toml, or else all operations.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        output = _output(arguments)
        before = _plan_package(old, output, arguments, log)
        after = _plan_package(new, output, arguments, log, before)
        from generator.diff.compare import compare  # noqa: PLC0415  not needed for --help

        changes = compare(before, after)
        uses = _uses(changes, before, after, arguments["app"], log)
        report = ChangeReport(str(old), str(new), changes, uses)
        click.echo(format_report(report, arguments["output_format"]))
        if _should_fail(report, arguments["fail_on"]):
            raise click.exceptions.Exit(1)


def _output(arguments: _DiffArguments) -> Path:
    """Return the folder of the package; only its name matters."""
    output = find_project_settings().get("output")
    if arguments["app"] and not arguments["package"] and not output:
        raise click.UsageError("Missing option '--package': the name of the package in the app.")
    if arguments["fail_on"] == "used" and not arguments["app"]:
        raise click.UsageError("Missing option '--uses': '--fail-on used' needs an app.")
    return Path(arguments["package"]) if arguments["package"] else output or Path("client")


def _plan_package(
    document: Path,
    output: Path,
    arguments: _DiffArguments,
    log: DiagnosticLog,
    before: Package | None = None,
) -> Package:
    """Plan the package of a document; it keeps the names of the package `before`."""
    from generator.name_history import NO_HISTORY  # noqa: PLC0415  not needed for --help
    from generator.planning import plan  # noqa: PLC0415  as above

    options = options_of_document(arguments, {"spec": document, "output": output}, log)
    return plan(options, log, history=before.history if before else NO_HISTORY)


def _uses(
    changes: Sequence[Change], before: Package, after: Package, app: Path | None, log: DiagnosticLog
) -> tuple[Use, ...] | None:
    if app is None:
        return None
    from generator.impact.find import find_uses  # noqa: PLC0415  as above

    return find_uses(changes, before, after, before.name, app, log)


def _should_fail(report: ChangeReport, fail_on: FailOn | None) -> bool:
    from generator.diff.change import Kind  # noqa: PLC0415  as above

    breaking = [one for one in report.changes if one.kind is Kind.BREAKING]
    match fail_on:
        case "breaking":
            return any(one.certain for one in breaking)
        case "may-break":
            return bool(breaking)
        case "any":
            return bool(report.changes)
        case "used":
            return any(one.certain for one in report.uses or ())
        case None:
            return False

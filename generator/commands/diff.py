"""`opgen diff`: what a change of the document does to the users of the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, Unpack

import click

from generator.commands.arguments import FILE, described, project, selecting_options
from generator.commands.forms import form_option, printed
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.changes.change import Change
    from generator.commands.arguments import Selecting
    from generator.commands.forms import Form
    from generator.config import Settings
    from generator.planning import Plan

FailOn: TypeAlias = Literal["breaking", "may-break", "any"]


def print_schema(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    """Print the JSON Schema, and end."""
    if asked and not context.resilient_parsing:
        from generator.changes.formats import SCHEMA  # noqa: PLC0415  --help needs nothing of it

        click.echo(SCHEMA.read_text(encoding="utf-8"), nl=False)
        context.exit()


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@selecting_options
@form_option
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "may-break", "any"]),
    help="Exit with 1 where there are such changes, or worse ones.",
)
@click.option(
    "--json-schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_schema,
    help="Print the JSON Schema of --format json.",
)
def diff(
    old: Path, new: Path, *, form: Form, fail_on: FailOn | None, **selecting: Unpack[Selecting]
) -> None:
    """Print what the step from the document OLD to NEW does to code that uses the package.

    Each change breaks code, may break it, adds something, or is of documentation only; a step
    of the version is proposed. Where the command line chooses no operations, [tool.opgen] of
    the nearest pyproject.toml does, and else all are compared.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        from generator.changes.compare import compare  # noqa: PLC0415  --help needs nothing of it

        before = _plan(old, selecting, log)
        after = _plan(new, selecting, log, before)
        changes = compare(before, after)
        click.echo(printed(str(old), str(new), changes, form))
        if _fails(changes, fail_on):
            raise click.exceptions.Exit(1)


def _plan(
    document: Path, selecting: Selecting, log: DiagnosticLog, before: Plan | None = None
) -> Plan:
    """Plan the package of a document; a later one keeps the names of an earlier one."""
    from generator.history import NO_HISTORY  # noqa: PLC0415  as above
    from generator.planning import plan  # noqa: PLC0415  as above

    fixed: Settings = {"spec": document, "output": project().get("output", Path("client"))}
    options = described(selecting, fixed, log)
    return plan(options, log, history=before.sources.history if before else NO_HISTORY)


def _fails(changes: Sequence[Change], fail_on: FailOn | None) -> bool:
    from generator.changes.change import Kind  # noqa: PLC0415  as above

    breaking = [one for one in changes if one.kind is Kind.BREAKING]
    match fail_on:
        case "breaking":
            return any(one.certain for one in breaking)
        case "may-break":
            return bool(breaking)
        case "any":
            return bool(changes)
        case None:
            return False

"""`opgen diff`: what a change of the document does to the users of the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, Unpack

import click

from generator.commands.arguments import FILE, Selecting, described, project, selecting_options
from generator.commands.change_output import Told, form_option, printed
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.commands.change_output import Form
    from generator.diff.change import Change
    from generator.impact.find import Use
    from generator.ir import Package

FailOn: TypeAlias = Literal["breaking", "may-break", "any", "used"]


class _Asked(Selecting):
    """The command line, but for the documents."""

    form: Form
    app: Path | None
    package: str | None
    fail_on: FailOn | None


def print_schema(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    """Print the JSON Schema, and end."""
    if asked and not context.resilient_parsing:
        from generator.diff.formats import SCHEMA  # noqa: PLC0415  --help needs nothing of it

        click.echo(SCHEMA.read_text(encoding="utf-8"), nl=False)
        context.exit()


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@selecting_options
@form_option
@click.option(
    "--uses",
    "app",
    metavar="PATH",
    type=FILE,
    help="Tell which places of an app's code the breaking changes touch; nothing of it is run.",
)
@click.option(
    "--package",
    metavar="NAME",
    help="What the app calls the package; without it, as the output of [tool.opgen] is called.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "may-break", "any", "used"]),
    help="Exit with 1 where there are such changes, or worse ones; used: where they touch the app.",
)
@click.option(
    "--json-schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_schema,
    help="Print the JSON Schema of --format json.",
)
def diff(old: Path, new: Path, **asked: Unpack[_Asked]) -> None:
    """Print what the step from the document OLD to NEW does to code that uses the package.

    Each change breaks code, may break it, adds something, or is of documentation only; a step
    of the version is proposed. Where the command line chooses no operations, [tool.opgen] of
    the nearest pyproject.toml does, and else all are compared.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        output = _output(asked)
        before = _plan(old, output, asked, log)
        after = _plan(new, output, asked, log, before)
        from generator.diff.compare import compare  # noqa: PLC0415  --help needs nothing of it

        changes = compare(before, after)
        uses = _uses(changes, before, after, asked["app"], log)
        told = Told(str(old), str(new), changes, uses)
        click.echo(printed(told, asked["form"]))
        if _fails(told, asked["fail_on"]):
            raise click.exceptions.Exit(1)


def _output(asked: _Asked) -> Path:
    """Return the package's folder, of which only the name matters."""
    known = project().get("output")
    if asked["app"] and not asked["package"] and not known:
        raise click.UsageError("Missing option '--package': what the app calls the package.")
    if asked["fail_on"] == "used" and not asked["app"]:
        raise click.UsageError("Missing option '--uses': the app that '--fail-on used' is about.")
    return Path(asked["package"]) if asked["package"] else known or Path("client")


def _plan(
    document: Path, output: Path, asked: _Asked, log: DiagnosticLog, before: Package | None = None
) -> Package:
    """Package the package of a document; a later one keeps the names of an earlier one."""
    from generator.name_history import NO_HISTORY  # noqa: PLC0415  --help needs nothing of it
    from generator.planning import plan  # noqa: PLC0415  as above

    options = described(asked, {"spec": document, "output": output}, log)
    return plan(options, log, history=before.history if before else NO_HISTORY)


def _uses(
    changes: Sequence[Change], before: Package, after: Package, app: Path | None, log: DiagnosticLog
) -> tuple[Use, ...] | None:
    if app is None:
        return None
    from generator.impact.find import find_uses  # noqa: PLC0415  as above

    return find_uses(changes, before, after, before.name, app, log)


def _fails(told: Told, fail_on: FailOn | None) -> bool:
    from generator.diff.change import Kind  # noqa: PLC0415  as above

    breaking = [one for one in told.changes if one.kind is Kind.BREAKING]
    match fail_on:
        case "breaking":
            return any(one.certain for one in breaking)
        case "may-break":
            return bool(breaking)
        case "any":
            return bool(told.changes)
        case "used":
            return any(one.certain for one in told.uses or ())
        case None:
            return False

"""`opgen check --version-bump`: whether the version was raised as the changes since then need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands.change_output import format_report
from generator.commands.comparison import Compared
from generator.commands.printing import escape
from generator.commands.revisions import repository_at, side_at
from generator.commands.sides import Side, compare_sides, read_changelog
from generator.diagnostics import DiagnosticLog, Location, OpgenError
from generator.diff.change import Step, step
from generator.revisions.ranges import read_range
from generator.text import visible
from generator.updating.changelog import find_version, is_raised, newest_version, next_version
from generator.write.lock import CHANGELOG

if TYPE_CHECKING:
    from pathlib import Path

    from packaging.version import Version

    from generator import ir
    from generator.commands.sides import ComparisonRequest
    from generator.options import Options


def check_version(
    text: str, request: ComparisonRequest, package: ir.Package, options: Options, log: DiagnosticLog
) -> None:
    """Check that the version of a package is as far from that of a revision as the changes need.

    The version is that of the newest heading of the changelog. A package that the revision does not
    have needs no other version. If the version is wrong, the log gets an error, and the changes are
    printed.

    Args:
        text: the revision, as `revisions.ranges` reads it; the other side is the package on disk.
        request: options of the command line, and the client.
        package: that of the document on disk.
        options: of the same package.
        log: takes what is wrong.

    Raises:
        OpgenError: there is no such revision, or its package cannot be planned.
    """
    old = _package_at(text, request, log)
    if old is None:
        click.echo(f"  the package is new since {visible(text)}")
        return
    new = Side(
        document=str(options.spec),
        package=package,
        changelog=read_changelog(options.output, log),
    )
    changes = compare_sides(old, new, options.renames, log)
    was, now = newest_version(old.changelog or ""), find_version(new.changelog or "")
    needed = next_version(was, changes)
    if step(changes) is Step.NONE:
        click.echo(f"  no changes of the API since {visible(text)}")
        return
    if now and is_raised(now, needed):
        click.echo(f"  version {now}, enough after {was} (version step: {step(changes)})")
        return
    report = Compared(documents=(old.document, new.document), changes=changes)
    click.echo(format_report(report, "text"))
    _report((was, now, needed), step(changes), (text, options.output / CHANGELOG), log)


def _package_at(text: str, request: ComparisonRequest, log: DiagnosticLog) -> Side | None:
    """Return the package of a revision; None if the revision does not have its document."""
    revisions = read_range(text, repository_at(request, log), log)
    if revisions.new:
        raise click.UsageError(
            "--version-bump compares with the files on disk: name one revision, such as main."
        )
    quiet = DiagnosticLog()  # warnings are those of an old document
    try:
        return side_at(revisions.old, request, quiet, is_strict=False)
    except OpgenError as error:
        if [one.code for one in error.diagnostics] == ["not-in-revision"]:
            return None
        raise


def _report(
    versions: tuple[Version, Version | None, Version],
    needs: Step,
    places: tuple[str, Path],
    log: DiagnosticLog,
) -> None:
    was, now, needed = versions
    revision, changelog = places
    since = f"the changes since {revision} need {needed} or more (version step: {needs})"
    problem = (
        f"the version is {now}, and was {was}; {since}"
        if now
        else f"the package has no version, because its changelog has no heading with one; {since}"
    )
    log.error(
        "version-not-raised",
        problem,
        at=Location(str(changelog), 1, 1),
        help=f"put a heading such as '## {needed}' with the changes first in {escape(changelog)}; "
        "`opgen update` does it for a document that it fetches",
    )

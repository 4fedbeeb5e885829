"""`opgen check --version-bump`: whether the version was raised as the changes since then need."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Versions:
    """The versions of a package: at the revision, on disk, and the one that the changes need.

    Attributes:
        now: None if the changelog has none.
    """

    was: Version
    now: Version | None
    needed: Version


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
    changelog = read_changelog(options.output, log) or ""
    new = Side(document=str(options.spec), package=package, changelog=changelog)
    changes = compare_sides(old, new, options.renames, log)
    needs = step(changes)
    if needs is Step.NONE:
        click.echo(f"  no changes of the API since {visible(text)}")
        return
    was = newest_version(old.changelog or "")
    versions = _Versions(was, find_version(changelog), next_version(was, changes))
    if versions.now and is_raised(versions.now, versions.needed):
        click.echo(f"  version {versions.now}, enough after {was} (version step: {needs})")
        return
    report = Compared(documents=(old.document, new.document), changes=changes)
    click.echo(format_report(report, "text"))
    since = f"the changes since {text} need {versions.needed} or more (version step: {needs})"
    _log_error(versions, since, options.output / CHANGELOG, log)


def _package_at(text: str, request: ComparisonRequest, log: DiagnosticLog) -> Side | None:
    """Return the package of a revision; None if the revision does not have its document."""
    revisions = read_range(text, repository_at(request, log), log)
    if revisions.new:
        raise click.UsageError(
            "--version-bump compares with the files on disk: name one revision, such as main."
        )
    quiet = DiagnosticLog()  # warnings are those of an old document
    try:
        return side_at(revisions.old, request, quiet, is_old=True)
    except OpgenError as error:
        if [one.code for one in error.diagnostics] == ["not-in-revision"]:
            return None
        raise


def _log_error(versions: _Versions, since: str, changelog: Path, log: DiagnosticLog) -> None:
    problem = "the package has no version, because its changelog has no heading with one"
    if versions.now:
        problem = f"the version is {versions.now}, and was {versions.was}"
    log.error(
        "version-not-raised",
        f"{problem}; {since}",
        at=Location(str(changelog), 1, 1),
        help=f"put a heading such as '## {versions.needed}' with the changes first in "
        f"{escape(changelog)}; `opgen update` does it for a document that it fetches",
    )

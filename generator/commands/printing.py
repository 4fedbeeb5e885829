"""Print results and diagnostics; control characters of a document are escaped."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING

import click

from generator.deep_stack import with_deep_stack
from generator.diagnostics import MOST_PRINTED, MOST_REPORTED, Severity
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from generator.diagnostics import Diagnostic, Kind
    from generator.report import Report
    from generator.write.package import Difference, FileCounts


@with_deep_stack  # overlay actions are as deep as the document
def print_diagnostics(diagnostics: Iterable[Diagnostic], counts: Counter[Kind]) -> None:
    """Print diagnostics to stderr, at most `MOST_PRINTED` of a kind, then the counts."""
    printed: Counter[Kind] = Counter()
    for one in diagnostics:
        if printed[one.kind] < MOST_PRINTED:
            printed[one.kind] += 1
            click.echo(one.render(), err=True)
    for kind, count in (counts - printed).items():
        more = f"… and {count} more {kind.severity}[{kind.code}]"
        click.echo(f"{more}; --report FILE has {MOST_REPORTED} of each code", err=True)
    totals: Counter[Severity] = Counter()
    for kind, count in counts.items():
        totals[kind.severity] += count
    errors, warnings = totals[Severity.ERROR], totals[Severity.WARNING]
    total = f"{pluralize(errors, 'error')}, {pluralize(warnings, 'warning')}"
    faults = sum(count for kind, count in counts.items() if kind.is_fault)
    if faults:
        click.echo(f"{total}; {pluralize(faults, 'fault')} of the document", err=True)
    elif errors + warnings > 1:
        click.echo(total, err=True)


def print_result(report: Report, counts: FileCounts, output: Path, seconds: float) -> None:
    """Print what a run generated."""
    width = max(map(len, report.groups), default=0)
    click.echo(f"{output.name}: {pluralize(report.generated, 'operation')} in {escape(output)}")
    for group, count in report.groups.items():
        click.echo(f"  {escape(group):<{width}}  {pluralize(count, 'operation')}")
    if report.webhooks:
        click.echo(f"  {pluralize(report.webhooks, 'webhook')}")
    if report.degraded:
        affected = len({one.operation for one in report.degraded})
        click.echo(f"  {pluralize(affected, 'operation')} degraded; see --report")
    if report.profile:
        click.echo(f"  profile {escape(report.profile)}")
    if report.old_names:
        names = _first(report.old_names)
        click.echo(f"  {pluralize(len(report.old_names), 'old name')}, deprecated: {names}")
    if report.undecided:
        may_be = pluralize(len(report.undecided), "operation")
        click.echo(f"  {may_be} may be paged in a way that is not clear; see --report")
    files, schemas = pluralize(counts.total, "file"), pluralize(report.schemas, "schema")
    errors = f" ({report.errors.schemas} of errors)" if report.errors.schemas else ""
    paged = f"{pluralize(len(report.paged), 'operation')} paged, " if report.paged else ""
    click.echo(f"  {schemas}{errors}, {paged}{files} ({count_files(counts)}), {seconds:.1f} s")
    print_edits(counts.with_edits)


def print_edits(paths: Sequence[str]) -> None:
    """Print which files have edits that were kept."""
    if paths:
        click.echo(f"  edits kept in {pluralize(len(paths), 'file')}: {_first(paths)}")


def _first(names: Sequence[str]) -> str:
    """Return the first names, and the number of the others."""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(map(escape, names[:5])) + more


def count_files(counts: FileCounts) -> str:
    """Return how many files were written: `2 new, 5 unchanged`."""
    changes = (
        ("new", counts.created),
        ("changed", counts.changed),
        ("removed", counts.removed),
        ("unchanged", counts.unchanged),
    )
    if not counts.has_changes:
        return "nothing changed, nothing written"
    return ", ".join(f"{count} {word}" for word, count in changes if count)


def print_differences(differences: Sequence[Difference], output: Path) -> None:
    """Print how the package on disk differs from the generated one."""
    click.echo(f"{escape(output)} is not up to date:", err=True)
    messages = {
        "missing": "is missing",
        "unexpected": "was not written by opgen",
        "changed": "differs",
        "edited": "was edited by hand",
        "conflict": "has a merge conflict",
    }
    for one in differences[:20]:
        line = f":{one.line}" if one.line else ""
        click.echo(f"{escape(output / one.path)}{line}: {messages[one.kind]}", err=True)
        for text in one.diff:
            click.echo(f"    {visible(text)}", err=True)
    if len(differences) > 20:
        click.echo(f"… and {pluralize(len(differences) - 20, 'more file')}", err=True)
    is_edited = any(one.kind == "edited" for one in differences)
    more = "; with --keep-edits, it keeps what was edited by hand" if is_edited else ""
    click.echo(f"help: run `opgen generate` with the same options{more}", err=True)


@with_deep_stack  # the place of what is degraded is as deep as the document
def report_content(
    reports: Iterable[Report], diagnostics: Iterable[Diagnostic], counts: Counter[Kind]
) -> dict[str, object]:
    """Return the report of a run as JSON; a run that failed has one with zero counts."""
    content: dict[str, object] = {
        "operations": {"total": 0, "generated": 0, "degraded": []},
        "paging": [],
        "undecided_paging": [],
        "schemas": 0,
        "errors": {"schemas": 0, "operations": 0},
        "files": 0,
        "profile": None,
        "seconds": {},
    }
    for one in reports:
        content.update(one.to_json())
    content["faults"] = sum(count for kind, count in counts.items() if kind.is_fault)
    codes: Counter[str] = Counter()
    for kind, count in counts.items():
        codes[kind.code] += count
    content["codes"] = dict(sorted(codes.items()))
    content["diagnostics"] = [one.to_json() for one in diagnostics]
    return content


def write_report(path: Path, content: Mapping[str, object]) -> None:
    """Write a report as JSON."""
    try:
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        click.echo(
            f"{escape(path)}: error[cannot-write]: the report cannot be written: {reason}", err=True
        )
        raise click.exceptions.Exit(1) from None


def pluralize(number: int, noun: str) -> str:
    """Return a number with a noun: `5 operations`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def escape(text: object) -> str:
    """Return a path or a name with control characters escaped, for a terminal."""
    return visible(str(text))

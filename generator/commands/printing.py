"""What the command says: plain lines, with nothing of a document that could act in them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from generator.diagnostics import Severity
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.diagnostics import Diagnostic
    from generator.distributing.vendor import Vendored
    from generator.document.select import Group, SelectedOperation
    from generator.report import Report
    from generator.write.differences import Difference
    from generator.write.package import Written


def print_diagnostics(found: Sequence[Diagnostic]) -> None:
    """Print each finding, and how many there were."""
    for diagnostic in found:
        click.echo(diagnostic.render(), err=True)
    severities = [one.severity for one in found]
    errors, warnings = (severities.count(one) for one in (Severity.ERROR, Severity.WARNING))
    if errors + warnings > 1:
        click.echo(f"{counted(errors, 'error')}, {counted(warnings, 'warning')}", err=True)


def print_made(report: Report, written: Written, output: Path, seconds: float) -> None:
    """Say what a run made."""
    width = max(map(len, report.groups), default=0)
    click.echo(f"{output.name}: {counted(report.generated, 'operation')} in {plain(output)}")
    for group, count in report.groups.items():
        click.echo(f"  {plain(group):<{width}}  {counted(count, 'operation')}")
    if report.webhooks:
        click.echo(f"  {counted(report.webhooks, 'webhook')}")
    if report.degraded:
        affected = len({one.operation for one in report.degraded})
        click.echo(f"  {counted(affected, 'operation')} less than whole; see --report")
    files, schemas = counted(report.files, "file"), counted(report.schemas, "schema")
    click.echo(f"  {schemas}, {files} ({_changes(written)}), {seconds:.1f} s")


def print_vendored(vendored: Vendored, source: Path, destination: Path) -> None:
    """Say what came into an app, and what was kept of that which was there."""
    files = counted(vendored.written.created + vendored.written.changed, "file")
    click.echo(f"{vendored.name}: {plain(source)} vendored into {plain(destination)}")
    click.echo(f"  {files} written ({_changes(vendored.written)})")
    for path in vendored.kept:
        click.echo(f"  what was there is kept as {plain(destination / path)}")


def _changes(written: Written) -> str:
    changes = (
        ("new", written.created),
        ("changed", written.changed),
        ("removed", written.removed),
        ("unchanged", written.unchanged),
    )
    if not written.anything:
        return "nothing changed, nothing written"
    return ", ".join(f"{count} {word}" for word, count in changes if count)


def print_differences(differences: Sequence[Difference], output: Path) -> None:
    """Say how the disk differs from what the inputs give."""
    click.echo(f"{plain(output)} is not what the inputs give:", err=True)
    words = {
        "missing": "is missing",
        "unexpected": "is not generated",
        "changed": "differs",
        "edited": "was changed by hand",
    }
    for one in differences[:20]:
        line = f":{one.line}" if one.line else ""
        click.echo(f"{plain(output / one.path)}{line}: {words[one.kind]}", err=True)
        for text in one.diff:
            click.echo(f"    {visible(text)}", err=True)
    if len(differences) > 20:
        click.echo(f"… and {counted(len(differences) - 20, 'more file')}", err=True)
    click.echo("help: run `opgen generate` with the same options", err=True)


def write_report(path: Path, made: Sequence[Report], diagnostics: Sequence[Diagnostic]) -> None:
    """Write the report; a run that failed has one too, with nothing generated."""
    content: dict[str, object] = {
        "operations": {"total": 0, "generated": 0, "degraded": []},
        "schemas": 0,
        "files": 0,
        "seconds": {},
    }
    for one in made:
        content.update(one.to_json())
    content["diagnostics"] = [one.to_json() for one in diagnostics]
    try:
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        click.echo(f"{plain(path)}: error[cannot-write]: no report: {reason}", err=True)
        raise click.exceptions.Exit(1) from None


def groups_as_text(found: Sequence[Group], webhooks: Sequence[SelectedOperation]) -> str:
    """The groups and operations as lines, then the webhooks."""
    total = sum(len(group.operations) for group in found)
    lines = [f"{counted(total, 'operation')} in {counted(len(found), 'group')}"]
    for group in found:
        lines += ["", f"{group.name}  {counted(len(group.operations), 'operation')}"]
        width = max((len(one.path) for one in group.operations), default=0)
        lines += [
            f"  {plain(one.method):<7} {plain(one.path):<{width}}  {_name(one)}".rstrip()
            for one in group.operations
        ]
    if webhooks:
        lines += ["", f"webhooks  {counted(len(webhooks), 'webhook')}, chosen as a group is"]
        lines += [f"  {plain(one.method):<7} {plain(one.path)}" for one in webhooks]
    return "\n".join(lines)


def groups_as_json(found: Sequence[Group], webhooks: Sequence[SelectedOperation]) -> str:
    """The groups and operations as JSON, and the webhooks."""
    content = {
        "operations": sum(len(group.operations) for group in found),
        "groups": [
            {
                "name": group.name,
                "count": len(group.operations),
                "operations": [
                    {
                        "operationId": one.operation_id,
                        "method": one.method,
                        "path": one.path,
                        "tags": list(one.tags),
                    }
                    for one in group.operations
                ],
            }
            for group in found
        ],
        "webhooks": [{"name": one.path, "method": one.method} for one in webhooks],
    }
    return json.dumps(content, indent=2)


def _name(operation: SelectedOperation) -> str:
    return plain(operation.operation_id or "")


def counted(number: int, noun: str) -> str:
    """`5 operations`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def plain(text: object) -> str:
    """A path or a name, harmless on a terminal."""
    return visible(str(text))

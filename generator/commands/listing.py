"""`opgen list`: the groups and operations of a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.arguments import group_by_option, root_option
from generator.commands.configuration import check_root, project_settings
from generator.commands.printing import escape, pluralize
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.document.document import Document
    from generator.document.operations import SelectedOperation
    from generator.options import GroupBy


@click.command("list")
@click.argument("source", required=False)
@group_by_option
@root_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_groups(
    source: str | None, *, group_by: GroupBy | None, root: Path | None, as_json: bool
) -> None:
    """Print the groups, operations and webhooks of SOURCE, with counts.

    SOURCE is a file, a URL, or - for stdin.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        from generator.updating.new_document import read_new  # noqa: PLC0415  not needed for --help

        profile = None
        if source is None:
            settings = project_settings(Path.cwd(), log)
            profile = settings.get("profile")
            spec, root = settings.get("spec"), root or settings.get("root")
            group_by = group_by or settings.get("group_by")
            source = str(spec) if spec else None
        if source is None:
            raise click.UsageError("Missing argument 'SOURCE'.")
        check_root(root, log)
        document = read_new(source, log).document
        groups, webhooks = read_groups(document, root, log, group_by, profile)
        click.echo((_as_json if as_json else _as_text)(groups, webhooks))


def read_groups(
    document: Document,
    root: Path | None,
    log: DiagnosticLog,
    group_by: GroupBy | None = None,
    profile: str | None = None,
) -> tuple[Mapping[str, Sequence[SelectedOperation]], Sequence[SelectedOperation]]:
    """Return the operations of a document by group, and its webhooks.

    Raises:
        OpgenError: the document has errors that hide its operations.
    """
    from generator.document import select  # noqa: PLC0415  not needed for --help
    from generator.document.operations import list_webhooks  # noqa: PLC0415  as above
    from generator.document.resolve import Resolver  # noqa: PLC0415  as above
    from generator.profiles import profile_files  # noqa: PLC0415  as above
    from generator.repair.repairer import Repairer  # noqa: PLC0415  as above

    resolver = Resolver(log, root)
    Repairer(resolver, log).repair_structure(document)
    select.check_document(document, log)
    group_by = group_by or profile_files.choose(document, profile).group_by
    groups = select.list_groups(document, resolver, group_by)
    webhooks = list_webhooks(document, resolver)
    log.raise_errors()
    return groups, webhooks


def format_counts(groups: Mapping[str, Sequence[SelectedOperation]]) -> str:
    """Return a line for each group, with the number of its operations."""
    width = max(map(len, groups), default=0)
    lines = (f"{name:<{width}}  {pluralize(len(one), 'operation')}" for name, one in groups.items())
    return "\n".join(lines)


def _as_text(
    groups: Mapping[str, Sequence[SelectedOperation]], webhooks: Sequence[SelectedOperation]
) -> str:
    total = pluralize(sum(map(len, groups.values())), "operation")
    lines = [f"{total} in {pluralize(len(groups), 'group')}"]
    for group, operations in groups.items():
        lines += ["", f"{group}  {pluralize(len(operations), 'operation')}"]
        width = max(len(one.path) for one in operations)
        for one in operations:
            name = escape(one.operation_id or "")
            lines.append(f"  {escape(one.method):<7} {escape(one.path):<{width}}  {name}".rstrip())
    if webhooks:
        count = pluralize(len(webhooks), "webhook")
        lines += ["", f"webhooks  {count}, selected with --group webhooks"]
        lines += [f"  {escape(one.method):<7} {escape(one.path)}" for one in webhooks]
    return "\n".join(lines)


def _as_json(
    groups: Mapping[str, Sequence[SelectedOperation]], webhooks: Sequence[SelectedOperation]
) -> str:
    content = {
        "operations": sum(map(len, groups.values())),
        "groups": [
            {
                "name": group,
                "count": len(operations),
                "operations": [
                    {
                        "operationId": one.operation_id,
                        "method": one.method,
                        "path": one.path,
                        "tags": list(one.tags),
                    }
                    for one in operations
                ],
            }
            for group, operations in groups.items()
        ],
        "webhooks": [{"name": one.path, "method": one.method} for one in webhooks],
    }
    return json.dumps(content, indent=2)

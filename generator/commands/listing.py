"""`opgen list`: the groups and operations of a document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.arguments import group_by_option, root_option
from generator.commands.configuration import check_root, project_settings
from generator.commands.header_options import header_options, refuse_headers
from generator.commands.printing import escape, pluralize
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog
from generator.naming import snake_case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator import ir
    from generator.document.document import Document, Node
    from generator.document.operations import SelectedOperation
    from generator.options import Entry, GroupBy, Settings


@click.command("list")
@click.argument("source", required=False)
@group_by_option
@root_option
@header_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_groups(
    source: str | None,
    *,
    group_by: GroupBy | None,
    root: Path | None,
    headers: Sequence[Entry],
    as_json: bool,
) -> None:
    """Print the groups, operations and webhooks of SOURCE, with counts.

    SOURCE is a file, a URL, a file of a git repository, or - for stdin.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        from generator.commands.planned_functions import (  # noqa: PLC0415  not needed for --help
            plan_functions,
        )
        from generator.document import select  # noqa: PLC0415  as above
        from generator.updating.new_document import read_new  # noqa: PLC0415  as above

        settings: Settings = {}
        if source is None:
            settings = project_settings(Path.cwd(), log)
            source = str(settings["spec"]) if "spec" in settings else None
        if source is None:
            raise click.UsageError("Missing argument 'SOURCE'.")
        settings["root"] = root or settings.get("root")
        settings["group_by"] = group_by or settings.get("group_by")
        check_root(settings["root"], log)
        refuse_headers(source, headers)
        new = read_new(source, log, headers)
        groups, webhooks = read_groups(
            new.document, settings["root"], log, settings["group_by"], settings.get("profile")
        )
        planned = plan_functions(new, settings) if groups else None
        functions: Mapping[Node, ir.Operation] = {}
        if planned:
            groups, functions = select.by_group(planned.operations), planned.functions
        listing = _Listing(groups, webhooks, functions)
        click.echo(listing.as_json() if as_json else listing.as_text())


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


@dataclass(frozen=True, slots=True)
class _Listing:
    """What is printed. A document with errors may give no functions."""

    groups: Mapping[str, Sequence[SelectedOperation]]
    webhooks: Sequence[SelectedOperation]
    functions: Mapping[Node, ir.Operation]

    def as_text(self) -> str:
        total = pluralize(sum(map(len, self.groups.values())), "operation")
        lines = [f"{total} in {pluralize(len(self.groups), 'group')}"]
        for group, operations in self.groups.items():
            tags = [_other_tags(one) for one in operations]
            shared = [tag for tag in tags[0] if len(tags) > 1 and all(tag in one for one in tags)]
            heading = (pluralize(len(operations), "operation"), *_tag_notes(shared))
            lines += ["", f"{group}  {escape(', '.join(heading))}"]
            rows = [self._row(one, shared) for one in operations]
            paths, names = (max(len(row[column]) for row in rows) for column in (1, 2))
            for method, path, name, notes in rows:
                line = f"  {method:<7} {path:<{paths}}  {name:<{names}}  {notes}"
                lines.append(line.rstrip())
        if self.webhooks:
            count = pluralize(len(self.webhooks), "webhook")
            lines += ["", f"webhooks  {count}, selected with --group webhooks"]
            lines += [f"  {escape(one.method):<7} {escape(one.path)}" for one in self.webhooks]
        return "\n".join(lines)

    def _row(self, one: SelectedOperation, shared: Collection[str]) -> tuple[str, str, str, str]:
        """Return method, path, function and notes: its views, and tags of its own."""
        function = self.functions.get(one.node)
        name = function.name if function else one.operation_id or ""
        tags = [tag for tag in _other_tags(one) if tag not in shared]
        notes = [*_marks(function), *_tag_notes(tags)]
        return escape(one.method), escape(one.path), escape(name), escape(", ".join(notes))

    def as_json(self) -> str:
        content = {
            "operations": sum(map(len, self.groups.values())),
            "groups": [
                {
                    "name": group,
                    "count": len(operations),
                    "operations": [self._operation(one) for one in operations],
                }
                for group, operations in self.groups.items()
            ],
            "webhooks": [{"name": one.path, "method": one.method} for one in self.webhooks],
        }
        return json.dumps(content, indent=2)

    def _operation(self, one: SelectedOperation) -> dict[str, object]:
        function = self.functions.get(one.node)
        marks = _marks(function)
        return {
            "function": function.name if function else None,
            "operationId": one.operation_id,
            "method": one.method,
            "path": one.path,
            "tags": list(one.tags),
            **{mark: mark in marks for mark in ("paged", "streamed", "deprecated")},
        }


def _other_tags(operation: SelectedOperation) -> list[str]:
    """Return the tags of an operation that do not name its group."""
    return [tag for tag in operation.tags if not operation.is_in((snake_case(tag),))]


def _tag_notes(tags: Iterable[str]) -> list[str]:
    return [f"tag {tag}" for tag in tags]


def _marks(function: ir.Operation | None) -> list[str]:
    """Return what to know of a function: whether it has pages or events, or is deprecated."""
    if function is None:
        return []
    marks = {
        "paged": function.pages,
        "streamed": function.events,
        "deprecated": function.deprecated,
    }
    return [mark for mark, value in marks.items() if value]

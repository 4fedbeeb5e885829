"""`opgen list`: the groups and operations of a document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import (
    client_options,
    group_by_option,
    root_option,
    set_options,
)
from generator.commands.chosen_clients import project_clients, refuse_choice
from generator.commands.configuration import check_root
from generator.commands.header_options import header_options, refuse_headers
from generator.commands.printing import escape, pluralize
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog
from generator.naming import snake_case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from generator import ir
    from generator.commands.arguments import Arguments
    from generator.commands.clients import Client
    from generator.document.document import Document, Node
    from generator.document.operations import SelectedOperation
    from generator.options import Entry, GroupBy, Settings


@click.command("list")
@click.argument("source", required=False)
@group_by_option
@root_option
@header_options
@client_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_groups(source: str | None, *, as_json: bool, **arguments: Unpack[Arguments]) -> None:
    """Print the groups, operations and webhooks of SOURCE, with counts.

    SOURCE is a file, a URL, a file of a git repository, or - for stdin. Without it, the documents
    of all clients of the settings are listed.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        headers = arguments.get("headers", ())
        if source is None:
            refuse_headers(None, headers)
            clients = [
                one.override(set_options(arguments)) for one in project_clients(arguments, log)
            ]
            named = [(one.name, _client_listing(one, log)) for one in clients]
        else:
            refuse_choice(arguments)
            refuse_headers(source, headers)
            named = [("", _listing(source, set_options(arguments), log, headers))]
        if len(named) == 1:
            click.echo(named[0][1].as_json() if as_json else named[0][1].as_text())
        elif as_json:
            found = [{"client": name, **one.to_json()} for name, one in named]
            click.echo(json.dumps({"clients": found}, indent=2))
        else:
            click.echo("\n\n".join(f"{escape(name)}: {one.as_text()}" for name, one in named))


def _client_listing(client: Client, log: DiagnosticLog) -> _Listing:
    spec = client.settings.get("spec")
    if spec is None:
        raise click.UsageError("Missing argument 'SOURCE'.")
    return _listing(str(spec), client.settings, log)


def _listing(
    source: str, settings: Settings, log: DiagnosticLog, headers: Sequence[Entry] = ()
) -> _Listing:
    """Read a document, and list it with the settings that decide groups and names."""
    from generator.commands.planned_functions import (  # noqa: PLC0415  not needed for --help
        plan_functions,
    )
    from generator.document import select  # noqa: PLC0415  as above
    from generator.updating.new_document import read_new  # noqa: PLC0415  as above

    root, group_by = settings.get("root"), settings.get("group_by")
    check_root(root, log)
    new = read_new(source, log, headers)
    groups, webhooks = read_groups(new.document, root, log, group_by, settings.get("profile"))
    planned = plan_functions(new, settings) if groups else None
    functions: Mapping[Node, ir.Operation] = {}
    if planned:
        groups, functions = select.by_group(planned.operations), planned.functions
    return _Listing(groups, webhooks, functions)


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
        return json.dumps(self.to_json(), indent=2)

    def to_json(self) -> dict[str, object]:
        return {
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

    def _operation(self, one: SelectedOperation) -> dict[str, object]:
        function = self.functions.get(one.node)
        marks = _marks(function)
        return {
            "function": function.name if function else None,
            "operationId": one.operation_id,
            "method": one.method,
            "path": one.path,
            "tags": list(one.tags),
            **{mark: mark in marks for mark in ("paged", "streamed", "polled", "deprecated")},
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
        "polled": function.polls,
        "deprecated": function.deprecated,
    }
    return [mark for mark, value in marks.items() if value]

"""`opgen list`: the groups and operations of a document."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.arguments import FILE
from generator.commands.configuration import project_settings
from generator.commands.printing import groups_as_json, groups_as_text
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog


@click.command("list")
@click.argument("spec", required=False, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_groups(spec: Path | None, *, as_json: bool) -> None:
    """Print the groups, operations and webhooks of SPEC, with counts."""
    log = DiagnosticLog()
    with reporting(log, None):
        from generator.document import select  # noqa: PLC0415  not needed for --help
        from generator.document.document import load  # noqa: PLC0415  as above
        from generator.document.resolve import Resolver  # noqa: PLC0415  as above

        if spec is None:
            spec = project_settings(Path.cwd(), log).get("spec")
        if spec is None:
            raise click.UsageError("Missing argument 'SPEC'.")
        document = load(spec, log)
        select.check_document(document, log)
        resolver = Resolver(log)
        groups, webhooks = (
            select.list_groups(document, resolver),
            select.list_webhooks(document, resolver),
        )
        log.raise_errors()
        format_groups = groups_as_json if as_json else groups_as_text
        click.echo(format_groups(groups, webhooks))

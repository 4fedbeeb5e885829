"""`opgen schema`: print the JSON Schema of a file, for editors and other tools."""

from __future__ import annotations

import click

from generator import resources


@click.command()
@click.argument("kind", type=click.Choice(["profile", "pyproject", "changes"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file, for an editor.

    `profile` is a profile file, `pyproject` a pyproject.toml with [tool.opgen], and `changes` the
    output of `opgen diff --format json`.
    """
    path = resources.schema_file(kind)
    if kind == "changes":
        from generator.diff.formats import SCHEMA  # noqa: PLC0415  not needed for --help

        path = SCHEMA
    click.echo(path.read_text(encoding="utf-8"), nl=False)

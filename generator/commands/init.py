"""`opgen init`: set a project up for an API, and show how to call its first function."""

from __future__ import annotations

import os
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from generator.commands.arguments import (
    check_output_name,
    config_option,
    selects_nothing,
    set_options,
    update_options,
)
from generator.commands.first_call import first_call
from generator.commands.printing import escape, print_result
from generator.commands.project_table import Project
from generator.commands.running import progress_bar, reporting
from generator.commands.sources import print_source, read_source
from generator.diagnostics import DiagnosticLog
from generator.text import visible
from generator.updating.request_headers import refuse_secret

if TYPE_CHECKING:
    from generator.commands.arguments import Arguments
    from generator.ir import Package


@click.command()
@click.argument("source")
@update_options
@config_option
@click.option(
    "--client",
    "name",
    metavar="NAME",
    help="Name of the client in the settings. Default: the name of the package.",
)
def init(
    source: str, *, report: Path | None, name: str | None, **arguments: Unpack[Arguments]
) -> None:
    """Set up a project for the API of SOURCE: fetch, generate, and write [tool.opgen].

    SOURCE is a file, a URL, or - for stdin. The settings go into the nearest pyproject.toml, or
    into a new one. A project with settings gets one client more. Without options that select
    operations, the package has all of them. If anything fails, nothing is written.
    """
    started = time.perf_counter()
    log = DiagnosticLog()
    with reporting(log, report) as reports:
        project = Project.of(arguments.get("config"), log)
        for header in arguments.get("headers", ()):
            refuse_secret(header, log)
        new, arguments = read_source(source, arguments, log)
        if selects_nothing(arguments):
            arguments["all"] = True
        check_output_name(arguments["output"])
        name = name or arguments["output"].name
        client, table = project.with_client(name, set_options(arguments), log)
        options = client.options(log)
        project.refuse_other_version(options.spec, new.supplied.content, log)
        from generator.updating.first_contact import generate_new  # noqa: PLC0415  not needed for --help

        with progress_bar(options) as progress:
            generated, counts = generate_new(options, new.supplied, log, progress, [table])
        reports.append(generated.report)
        added = escape(project.header(name))
        click.echo(f"{escape(os.path.relpath(project.path))}: {added} is added")
        print_source(new, options.spec)
        seconds = time.perf_counter() - started
        print_result(generated.report, counts, options.output, seconds)
        module = _module(options.output, project.path.parent)
        _print_first_call(generated.package, module, project.installer)
        _print_next(project, name, has_url=new.supplied.origin is not None)


def _print_next(project: Project, name: str, *, has_url: bool) -> None:
    """Print the commands for the next document and for new settings."""
    client = f" --client {shlex.quote(visible(name))}" if project.clients else ""
    update = f"opgen update{client}" if has_url else f"opgen update SOURCE{client}"
    click.echo(f"\n`{update}` takes a newer document; `opgen generate` applies new settings.")


def _print_first_call(package: Package, module: str, installer: str) -> None:
    lines = list(first_call(package, module))
    if lines:
        click.echo(f"\nCall it (it needs `{installer} httpx2 pydantic`):\n")
        for line in lines:
            click.echo(f"    {line}".rstrip())


def _module(output: Path, root: Path) -> str:
    """Return the name by which an app of the project imports the package."""
    parts = Path(os.path.relpath(output, root)).parts
    inside = parts[1:] if parts[0] == "src" else parts
    return ".".join(inside) if all(part.isidentifier() for part in inside) else output.name

"""The document of a command that is a URL, a file or stdin, and what its title decides."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.arguments import selects_nothing
from generator.commands.header_options import refuse_headers
from generator.commands.listing import format_counts, read_groups
from generator.commands.printing import escape, pluralize
from generator.updating.fetch import is_file

if TYPE_CHECKING:
    from generator.commands.arguments import Arguments
    from generator.diagnostics import DiagnosticLog
    from generator.options import Settings
    from generator.updating.new_document import NewDocument


def read_source(
    source: str, arguments: Arguments, log: DiagnosticLog
) -> tuple[NewDocument, Arguments]:
    """Return the document of a source, and the arguments with the files that its title names.

    Raises:
        OpgenError: the document cannot be fetched or read.
        UsageError: there are two files for it.
    """
    from generator.updating.new_document import read_new  # noqa: PLC0415  not needed for --help

    if arguments.get("spec") and is_file(source):
        raise click.UsageError("--spec is for the document of a URL or of stdin.")
    headers = arguments.get("headers", ())
    refuse_headers(source, headers)
    new = read_new(source, log, headers)
    output = arguments.get("output") or Path(new.package)
    spec = arguments.get("spec") or new.spec(output.name)
    return new, {**arguments, "spec": spec, "output": output}


def is_complete(source: str, arguments: Settings) -> bool:
    """Whether a source is a file of which nothing is needed before the run."""
    return is_file(source) and bool(arguments.get("output")) and not selects_nothing(arguments)


def require_selection(new: NewDocument, arguments: Settings, log: DiagnosticLog) -> None:
    """Fail if no operations are chosen; on a terminal, list the groups first.

    Raises:
        OpgenError: the command chooses none of the operations.
    """
    if not selects_nothing(arguments):
        return
    groups, webhooks = read_groups(
        new.document,
        arguments.get("root"),
        log,
        arguments.get("group_by"),
        arguments.get("profile"),
    )
    if not groups and not webhooks:
        return  # the package has types only
    names = ", ".join([*groups][:30])
    if is_terminal():
        click.echo(format_counts(groups))
        names = "above"
    command = _command(new, arguments)
    example = next(iter(groups), "webhooks")
    total = pluralize(sum(map(len, groups.values())), "operation")
    log.fail(
        "nothing-selected",
        f"the document has {total} in {pluralize(len(groups), 'group')}; say which to generate",
        at=new.document.root.get("paths") or new.document.root,
        help=f"run `{command} --group {example}`, or `{command} --all`; the groups are {names}",
    )


def is_terminal() -> bool:
    """Whether a person reads the output."""
    return sys.stdout.isatty()


def _command(new: NewDocument, arguments: Settings) -> str:
    """Return the command without a selection, and without the password of a URL."""
    source = "SOURCE" if "@" in new.source else shlex.quote(new.source)
    folder = arguments.get("output")
    is_default = folder is None or folder == Path(new.package)
    output = "" if is_default else f" --output {shlex.quote(str(folder))}"
    return f"opgen generate {source}{output}"


def print_source(new: NewDocument, spec: Path) -> None:
    """Print where the document was put."""
    if new.document.path != spec:
        name = new.supplied.name
        click.echo(f"{escape(spec)}: the document of {escape(name)}")

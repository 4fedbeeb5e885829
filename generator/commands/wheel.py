"""`opgen wheel`: build a wheel of a package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.arguments import FILE, package_folder
from generator.commands.printing import escape
from generator.commands.running import reporting
from generator.diagnostics import DiagnosticLog

if TYPE_CHECKING:
    from packaging.version import Version


def _version(_: click.Context, __: click.Parameter, text: str | None) -> Version | None:
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415  not needed for --help

    try:
        return Version(text) if text is not None else None
    except InvalidVersion:
        raise click.BadParameter(f"{escape(text)!r} is not a version; write it as 1.2.0") from None


@click.command()
@click.option(
    "--from",
    "source",
    metavar="DIR",
    type=FILE,
    help="Folder of the generated package. Default: the output of [tool.opgen].",
)
@click.option(
    "--output",
    metavar="DIR",
    type=FILE,
    default=Path("dist"),
    show_default=True,
    help="Folder of the wheel.",
)
@click.option(
    "--version",
    metavar="V",
    callback=_version,
    help="Version of the wheel. Default: the newest in the package's CHANGELOG.md, else 0.1.0.",
)
def wheel(source: Path | None, output: Path, version: Version | None) -> None:
    """Build a wheel of a generated package.

    The build needs no network. The same package always gives the same bytes.
    """
    log = DiagnosticLog()
    with reporting(log, None):
        folder = package_folder(source)
        from generator.distributing.wheel import wheel as build  # noqa: PLC0415  not needed for --help

        path = build(folder, output, version, log)
        click.echo(f"built {escape(path)} from {escape(folder)}")

"""Format changes for `opgen diff` and `opgen update`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import click

from generator.commands import use_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diff.change import Change
    from generator.impact.find import Use

OutputFormat: TypeAlias = Literal["text", "json", "markdown"]

format_option: Final = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Format of the changes; `opgen diff --json-schema` prints the schema of the JSON.",
)


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """The changes between two documents, to be printed.

    Attributes:
        before: name of the earlier document.
        after: name of the later document.
        uses: lines of an app that the changes affect; None if there is no app.
    """

    before: str
    after: str
    changes: Sequence[Change]
    uses: Sequence[Use] | None = None


def format_report(report: ChangeReport, output_format: OutputFormat) -> str:
    """Return the changes, then the lines that they affect, in an output format."""
    from generator.diff import formats  # noqa: PLC0415  not needed for --help

    match output_format:
        case "json":
            content = formats.as_json(report.before, report.after, report.changes)
            uses = {} if report.uses is None else {"uses": use_output.as_json(report.uses)}
            return formats.dump_json({**content, **uses})
        case "text":
            parts = [formats.as_text(report.before, report.after, report.changes)]
            parts += [] if report.uses is None else [use_output.as_text(report.uses)]
        case "markdown":
            parts = [formats.as_markdown(report.changes) or "No changes."]
            parts += [] if report.uses is None else [use_output.as_markdown(report.uses)]
    return "\n\n".join(parts)

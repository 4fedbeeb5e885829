"""Format changes for `opgen diff` and `opgen update`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import click

from generator.commands.fix_output import (
    fixes_as_json,
    fixes_as_markdown,
    fixes_as_text,
    note,
    place,
)
from generator.commands.printing import pluralize
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.commands.comparison import Compared
    from generator.impact.find import Use

OutputFormat: TypeAlias = Literal["text", "json", "markdown"]


def _format_option(*formats: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(formats),
        default="text",
        help="Format of the changes; `opgen diff --json-schema` prints the schema of the JSON.",
    )


format_option: Final = _format_option("text", "json", "markdown")
diff_format_option: Final = _format_option("text", "json", "markdown", "github")


def format_reports(reports: Sequence[Compared], output_format: OutputFormat) -> str:
    """Return the report of each client; the report of the only one does not name it."""
    if len(reports) == 1:
        return format_report(reports[0], output_format)
    if output_format == "json":
        found = [{"client": one.client, **_as_json(one)} for one in reports]
        return json.dumps({"clients": found}, indent=2)
    parts = []
    for one in reports:
        name = visible(one.client)
        heading = f"## {name}\n\n" if output_format == "markdown" else f"{name}: "
        parts.append(heading + format_report(one, output_format))
    return "\n\n".join(parts)


def format_report(compared: Compared, output_format: OutputFormat) -> str:
    """Return the changes, then the lines of an app that they affect, or their fixes."""
    from generator.diff import formats  # noqa: PLC0415  not needed for --help

    documents, changes, uses = compared.documents, compared.changes, compared.uses
    fixes, is_written = compared.fixes, compared.is_written
    match output_format:
        case "json":
            return json.dumps(_as_json(compared), indent=2)
        case "text":
            parts = [formats.as_text(*documents, changes)]
            if fixes:
                parts.append(fixes_as_text(fixes, is_written=is_written))
            elif uses is not None:
                parts.append(_uses_as_text(uses))
        case "markdown":
            parts = [formats.as_markdown(changes) or "No changes."]
            if fixes:
                parts.append(fixes_as_markdown(fixes, is_written=is_written))
            elif uses is not None:
                parts.append(_uses_as_markdown(uses))
    return "\n\n".join(parts)


def _as_json(compared: Compared) -> dict[str, object]:
    from generator.diff import formats  # noqa: PLC0415  not needed for --help

    uses, fixes = compared.uses, compared.fixes
    content = formats.as_json(*compared.documents, compared.changes)
    content |= {} if uses is None else {"uses": _uses_as_json(uses)}
    content |= {"fixes": fixes_as_json(fixes, is_written=compared.is_written)} if fixes else {}
    return content


def _summary(uses: Sequence[Use]) -> str:
    """Return the counts in one line."""
    certain = sum(one.certain for one in uses)
    counts = ((certain, "affected"), (len(uses) - certain, "possibly affected"))
    parts = [f"{pluralize(count, 'use')} {how}" for count, how in counts if count]
    return ", ".join(parts) or "no use affected"


def _uses_as_text(uses: Sequence[Use]) -> str:
    """Return one `file:line:column: change` per use, each with its line of code."""
    lines = [_summary(uses).capitalize()]
    for one in uses:
        lines += [f"  {place(one)}: {one.change.text}{note(one)}", f"      {visible(one.text)}"]
    return "\n".join(lines)


def _uses_as_markdown(uses: Sequence[Use]) -> str:
    """Return the uses as a list under a heading."""
    lines = [f"### {_summary(uses).capitalize()}", ""]
    for one in uses:
        where = place(one).replace("`", " ")
        lines.append(f"- `{where}`{note(one)}: {one.change.text}")
    return "\n".join(lines).rstrip()


def _uses_as_json(uses: Sequence[Use]) -> list[dict[str, object]]:
    """Return the uses as JSON; `changes.schema.json` describes it."""
    return [
        {
            "file": str(one.path),
            "line": one.line,
            "column": one.column,
            "text": one.text,
            "certain": one.certain,
            "code": one.change.code,
            "subject": one.change.subject,
            "message": one.change.message,
        }
        for one in uses
    ]

"""Format changes for `opgen diff` and `opgen update`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import click

from generator.commands.printing import pluralize
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.diff.change import Change
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


def format_report(
    documents: tuple[str, str],
    changes: Sequence[Change],
    uses: Sequence[Use] | None,
    output_format: OutputFormat,
) -> str:
    """Return the changes, then the lines of an app that they affect; `uses` is None for no app."""
    from generator.diff import formats  # noqa: PLC0415  not needed for --help

    match output_format:
        case "json":
            content = formats.as_json(*documents, changes)
            affected = {} if uses is None else {"uses": _uses_as_json(uses)}
            return json.dumps({**content, **affected}, indent=2)
        case "text":
            parts = [formats.as_text(*documents, changes)]
            parts += [] if uses is None else [_uses_as_text(uses)]
        case "markdown":
            parts = [formats.as_markdown(changes) or "No changes."]
            parts += [] if uses is None else [_uses_as_markdown(uses)]
    return "\n\n".join(parts)


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
        note = "" if one.certain else " (possibly)"
        lines += [f"  {_place(one)}: {one.change.text}{note}", f"      {visible(one.text)}"]
    return "\n".join(lines)


def _uses_as_markdown(uses: Sequence[Use]) -> str:
    """Return the uses as a list under a heading."""
    lines = [f"### {_summary(uses).capitalize()}", ""]
    for one in uses:
        place = _place(one).replace("`", " ")
        lines.append(f"- `{place}`{'' if one.certain else ' (possibly)'}: {one.change.text}")
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


def _place(one: Use) -> str:
    return f"{visible(str(one.path))}:{one.line}:{one.column}"

"""Format the affected lines of an app: as text, as Markdown and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands.printing import pluralize
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.impact.find import Use


def summary(uses: Sequence[Use]) -> str:
    """Return the counts in one line."""
    certain = sum(one.certain for one in uses)
    counts = ((certain, "affected"), (len(uses) - certain, "possibly affected"))
    parts = [f"{pluralize(count, 'use')} {how}" for count, how in counts if count]
    return ", ".join(parts) or "no use affected"


def as_text(uses: Sequence[Use]) -> str:
    """Return one `file:line:column: change` per use, each with its line of code."""
    lines = [summary(uses).capitalize()]
    for one in uses:
        note = "" if one.certain else " (possibly)"
        lines += [f"  {_place(one)}: {one.change.text}{note}", f"      {visible(one.text)}"]
    return "\n".join(lines)


def as_markdown(uses: Sequence[Use], *, heading: str = "###") -> str:
    """Return the uses as a list under a heading."""
    lines = [f"{heading} {summary(uses).capitalize()}", ""]
    for one in uses:
        place = _place(one).replace("`", " ")
        lines.append(f"- `{place}`{'' if one.certain else ' (possibly)'}: {one.change.text}")
    return "\n".join(lines).rstrip()


def as_json(uses: Sequence[Use]) -> list[dict[str, object]]:
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

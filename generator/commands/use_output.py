"""The touched places of an app as text, as Markdown and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.impact.find import Use


def summary(uses: Sequence[Use]) -> str:
    """Return how many places there are, in one line."""
    certain = sum(one.certain for one in uses)
    counts = [
        f"{count} {'place' if count == 1 else 'places'} {what}"
        for count, what in ((certain, "touched"), (len(uses) - certain, "that may be touched"))
        if count
    ]
    return ", ".join(counts) or "no place is touched"


def as_text(uses: Sequence[Use]) -> str:
    """Return each place as compilers name it, what touches it, and the line of code."""
    lines = [summary(uses).capitalize()]
    for one in uses:
        doubt = "" if one.certain else " (perhaps)"
        lines += [f"  {_place(one)}: {one.change.text}{doubt}", f"      {visible(one.text)}"]
    return "\n".join(lines)


def as_markdown(uses: Sequence[Use], *, heading: str = "###") -> str:
    """Return the places as a list under a heading."""
    lines = [f"{heading} {summary(uses).capitalize()}", ""]
    for one in uses:
        place = _place(one).replace("`", " ")
        lines.append(f"- `{place}`{'' if one.certain else ' (perhaps)'}: {one.change.text}")
    return "\n".join(lines).rstrip()


def as_json(uses: Sequence[Use]) -> list[dict[str, object]]:
    """Return the places as `changes.schema.json` describes them."""
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

"""How changes are printed: what `opgen diff` and `opgen update` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.changes.change import Change

Form: TypeAlias = Literal["text", "json", "markdown"]

form_option: Final = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How the changes are printed; `opgen diff --json-schema` describes the JSON.",
)


def printed(before: str, after: str, changes: Sequence[Change], form: Form) -> str:
    """Return the changes between two documents, as they are printed."""
    from generator.changes import formats  # noqa: PLC0415  --help needs nothing of it

    match form:
        case "text":
            return formats.as_text(before, after, changes)
        case "markdown":
            return formats.as_markdown(changes) or "No changes."
        case "json":
            return formats.printed(formats.as_json(before, after, changes))

"""How changes are printed: what `opgen diff` and `opgen update` share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import click

from generator.commands import use_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diff.change import Change
    from generator.impact.find import Use

Form: TypeAlias = Literal["text", "json", "markdown"]

form_option: Final = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How the changes are printed; `opgen diff --json-schema` describes the JSON.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be printed of a step from one document to another.

    Attributes:
        uses: the places of an app that it touches; None where no app was named.
    """

    before: str
    after: str
    changes: Sequence[Change]
    uses: Sequence[Use] | None = None


def printed(told: Told, form: Form) -> str:
    """Return the changes, and after them the places that they touch."""
    from generator.diff import formats  # noqa: PLC0415  --help needs nothing of it

    match form:
        case "json":
            content = formats.as_json(told.before, told.after, told.changes)
            uses = {} if told.uses is None else {"uses": use_output.as_json(told.uses)}
            return formats.dump_json({**content, **uses})
        case "text":
            parts = [formats.as_text(told.before, told.after, told.changes)]
            parts += [] if told.uses is None else [use_output.as_text(told.uses)]
        case "markdown":
            parts = [formats.as_markdown(told.changes) or "No changes."]
            parts += [] if told.uses is None else [use_output.as_markdown(told.uses)]
    return "\n\n".join(parts)

"""Changes as text for a terminal, as Markdown for people, as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diff.change import Kind, of_kind, step
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.diagnostics import Location
    from generator.diff.change import Change

SCHEMA: Final = Path(__file__).with_name("changes.schema.json")
"""What the JSON holds, as JSON Schema 2020-12."""

_NAMED: Final = 40
_TITLES: Final = (
    (Kind.BREAKING, True, "Breaking"),
    (Kind.BREAKING, False, "May break"),
    (Kind.ADDITIVE, True, "Added"),
    (Kind.DOCUMENTATION, True, "Documentation"),
)
_TOGETHER: Final[tuple[tuple[str, Callable[[Change], bool]], ...]] = (
    ("new types", lambda one: one.code == "type-added" and one.before is None),
    ("new descriptions", lambda one: one.code == "described"),
)


def summary(changes: Sequence[Change]) -> str:
    """Return the counts and the proposed step in one line."""
    counts = [
        f"{len(found)} {title.lower()}"
        for kind, certain, title in _TITLES
        if (found := of_kind(changes, kind, certain=certain))
    ]
    return f"{', '.join(counts)}: a {step(changes)} step" if counts else "no changes"


def as_text(before: str, after: str, changes: Sequence[Change]) -> str:
    """Return the changes as lines, each with its place on both sides."""
    lines = [f"{visible(before)} → {visible(after)}: {summary(changes)}"]
    for title, found in _sections(changes):
        lines += ["", title]
        lines += [f"  {change.text}  ({_places(change)})" for change in _single(found)]
        lines += [f"  {line}" for line in _together(found)]
    return "\n".join(lines)


def as_markdown(changes: Sequence[Change], *, heading: str = "###") -> str:
    """Return the counts, and the changes as lists under headings; empty where there are none."""
    parts = [f"{summary(changes).capitalize()}."] if changes else []
    for title, found in _sections(changes):
        lines = [f"- {change.text}" for change in _single(found)]
        lines += [f"- {line}" for line in _together(found)]
        parts.append("\n".join([f"{heading} {title}", "", *lines]))
    return "\n\n".join(parts)


def as_json(before: str, after: str, changes: Sequence[Change]) -> dict[str, object]:
    """Return the changes as `changes.schema.json` describes them."""
    return {
        "before": before,
        "after": after,
        "step": step(changes).value,
        "changes": [_as_json(change) for change in changes],
    }


def printed(content: dict[str, object]) -> str:
    """Return JSON as it is printed."""
    return json.dumps(content, indent=2)


def _as_json(one: Change) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "certain": one.certain,
        "code": one.code,
        "subject": one.subject,
        "message": one.message,
        "target": {key: value for key, value in asdict(one.target).items() if value},
        "before": _place(one.before),
        "after": _place(one.after),
    }


def _place(location: Location | None) -> dict[str, object] | None:
    if location is None:
        return None
    return {"file": location.file, "line": location.line, "column": location.column}


def _sections(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    for kind, certain, title in _TITLES:
        found = of_kind(changes, kind, certain=certain)
        if found:
            yield title, found


def _single(found: Sequence[Change]) -> list[Change]:
    return [one for one in found if not any(is_such(one) for _, is_such in _TOGETHER)]


def _together(found: Sequence[Change]) -> Iterator[str]:
    """Yield what is many, and told by names alone."""
    for what, is_such in _TOGETHER:
        names = [one.subject for one in found if is_such(one)]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        if names:
            yield f"{what}: {', '.join(names[:_NAMED])}{more}"


def _places(one: Change) -> str:
    """Return where both documents say it."""
    places = [place for place in (one.before, one.after) if place]
    return " → ".join(f"{visible(place.file)}:{place.line}" for place in places) or "the document"

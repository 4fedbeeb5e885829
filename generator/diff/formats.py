"""Format changes: as text, as Markdown, and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diff.change import Kind, step
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.diagnostics import Location
    from generator.diff.change import Change
    from generator.diff.renames import Rename

SCHEMA: Final = Path(__file__).with_name("changes.schema.json")
"""The JSON Schema 2020-12 of the JSON output."""

_MAX_NAMES: Final = 40
_TITLES: Final = (
    (Kind.BREAKING, True, "Breaking"),
    (Kind.BREAKING, False, "May break"),
    (Kind.ADDITIVE, True, "Added"),
    (Kind.DOCUMENTATION, True, "Documentation"),
)
_SUMMARIZED: Final[tuple[tuple[str, Callable[[Change], bool]], ...]] = (
    ("new types", lambda one: one.code == "type-added" and one.before is None),
    ("new descriptions", lambda one: one.code == "described"),
)


def summary(changes: Sequence[Change]) -> str:
    """Return the counts and the proposed version step in one line."""
    counts = [f"{len(matching)} {title.lower()}" for title, matching in _sections(changes)]
    return f"{', '.join(counts)} (version step: {step(changes)})" if counts else "no changes"


def as_text(before: str, after: str, changes: Sequence[Change]) -> str:
    """Return one line per change, with its location in both documents."""
    lines = [f"{visible(before)} → {visible(after)}: {summary(changes)}"]
    for title, matching in _sections(changes):
        lines += ["", title, *(f"  {line}" for line in _lines(matching, with_places=True))]
    return "\n".join(lines)


def as_markdown(changes: Sequence[Change]) -> str:
    """Return the counts, then lists of changes under headings; empty if there are none."""
    parts = [f"{summary(changes).capitalize()}."] if changes else []
    for title, matching in _sections(changes):
        lines = [f"- {line}" for line in _lines(matching)]
        parts.append("\n".join([f"### {title}", "", *lines]))
    return "\n\n".join(parts)


def as_json(before: str, after: str, changes: Sequence[Change]) -> dict[str, object]:
    """Return the changes as JSON; `changes.schema.json` describes it."""
    return {
        "before": before,
        "after": after,
        "step": step(changes).value,
        "changes": [_as_json(change) for change in changes],
    }


def _as_json(one: Change) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "certain": one.certain,
        "code": one.code,
        "subject": one.subject,
        "message": one.message,
        "target": {key: value for key, value in asdict(one.target).items() if value},
        **({"rename": _rename(one.rename)} if one.rename else {}),
        "before": _place(one.before),
        "after": _place(one.after),
    }


def _rename(one: Rename) -> dict[str, object]:
    """Return a rename as JSON, without the modules of what has none."""
    return {key: value for key, value in asdict(one).items() if value not in ("", None)} | {
        "old": one.old,
        "new": one.new,
    }


def _place(location: Location | None) -> dict[str, object] | None:
    if location is None:
        return None
    return {"file": location.file, "line": location.line, "column": location.column}


def _sections(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    for kind, certain, title in _TITLES:
        # A change that may break code is breaking but not certain.
        matching = [one for one in changes if one.kind is kind and one.certain is certain]
        if matching:
            yield title, matching


def _lines(matching: Sequence[Change], *, with_places: bool = False) -> Iterator[str]:
    """Yield one line per change, then one per kind of change that is listed by subject only."""
    for one in matching:
        if not any(is_summarized(one) for _, is_summarized in _SUMMARIZED):
            yield f"{one.text}  ({_places(one)})" if with_places else one.text
    for what, is_summarized in _SUMMARIZED:
        names = [one.subject for one in matching if is_summarized(one)]
        more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
        if names:
            yield f"{what}: {', '.join(names[:_MAX_NAMES])}{more}"


def _places(one: Change) -> str:
    """Return the locations in both documents."""
    places = [place for place in (one.before, one.after) if place]
    return " → ".join(f"{visible(place.file)}:{place.line}" for place in places) or "the document"

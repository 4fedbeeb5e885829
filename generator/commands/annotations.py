"""`--format github`: annotate the changed lines of the document and affected lines of an app."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diff.change import Kind
from generator.diff.formats import summary
from generator.diff.workflow_commands import Annotation
from generator.document.source import real_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.commands.comparison import Compared
    from generator.diagnostics import Location
    from generator.diff.change import Change
    from generator.diff.workflow_commands import Level
    from generator.impact.find import Use

MOST: Final = 10
"""GitHub shows so many errors, warnings and notices of a step; it drops the others."""

_LEVELS: Final[dict[tuple[Kind, bool], tuple[Level, str]]] = {
    (Kind.BREAKING, True): ("error", "Breaking"),
    (Kind.BREAKING, False): ("warning", "May break"),
    (Kind.ADDITIVE, True): ("notice", "Added"),
    (Kind.DOCUMENTATION, True): ("notice", "Documentation"),
}


def as_workflow_commands(compared: Sequence[Compared]) -> str:
    """Return one workflow command per line: at most `MOST` of a level, then notices that count."""
    found = [
        ([*_of_uses(one)], [_of_change(change, one) for change in one.changes]) for one in compared
    ]
    # Clients that share a document have the same annotations.
    uses = list(dict.fromkeys(annotation for part, _ in found for annotation in part))
    changes = list(dict.fromkeys(annotation for _, part in found for annotation in part))
    totals = [_total(one, is_only=len(compared) == 1) for one in compared]
    levels: tuple[Level, ...] = ("error", "warning", "notice")
    lines: list[Annotation] = []
    for level in levels:
        room = MOST if level != "notice" else max(MOST - len(totals) - 1, 0)
        lines += _chosen(_of(level, uses), _of(level, changes), room)
    left = Counter(one.level for one in (*uses, *changes)) - Counter(one.level for one in lines)
    return "\n".join(map(str, (*lines, *totals[:MOST], *_left(left, levels))))


def _of(level: Level, annotations: Iterable[Annotation]) -> list[Annotation]:
    """Return those of a level, in the order of files and lines."""
    found = (one for one in annotations if one.level == level)
    return sorted(found, key=lambda one: (one.file, one.line, one.column))


def _chosen(uses: list[Annotation], changes: list[Annotation], room: int) -> list[Annotation]:
    """Return at most `room` annotations: half of them are of the app if there are so many."""
    half = room // 2
    return uses[: max(half, room - len(changes))] + changes[: max(room - half, room - len(uses))]


def _left(left: Counter[Level], levels: Iterable[Level]) -> Iterator[Annotation]:
    if left:
        counts = ", ".join(f"{left[one]} of level {one}" for one in levels if left[one])
        yield Annotation(
            level="notice",
            title="opgen diff: not annotated",
            message=f"{counts}: GitHub shows {MOST} of each level of a step. "
            "--format markdown prints all, for $GITHUB_STEP_SUMMARY.",
        )


def _total(one: Compared, *, is_only: bool) -> Annotation:
    before, after = one.documents
    client = "" if is_only else f"{one.client}: "
    message = f"{client}{before} → {after}: {summary(one.changes)}"
    return Annotation(level="notice", title="opgen diff", message=message)


def _of_change(change: Change, compared: Compared) -> Annotation:
    level, title = _LEVELS[change.kind, change.certain]
    # A reviewer does not have the old document of a revision.
    before = None if compared.is_old_a_revision else change.before
    places = (change.nearest, change.after, before)
    for place in places:
        path = _path(place, compared)
        if place and path:
            return Annotation(
                level=level,
                title=title,
                message=change.text,
                file=path,
                line=place.line,
                column=place.column,
            )
    seen = next((f" ({place.file}:{place.line})" for place in places if place), "")
    return Annotation(level=level, title=title, message=f"{change.text}{seen}")


def _of_uses(compared: Compared) -> Iterator[Annotation]:
    for one in compared.unfixed:
        yield _of_use(one)


def _of_use(use: Use) -> Annotation:
    path = _in_workspace(use.path)
    unsure = "May break this line" if use.change.kind == "breaking" else "Uses an old name"
    return Annotation(
        level="error" if use.breaks else "warning",
        title="Breaks this line" if use.breaks else unsure,
        message=use.change.text if path else f"{use.change.text} ({use.path}:{use.line})",
        file=path or "",
        line=use.line,
        column=use.column,
    )


def _path(place: Location | None, compared: Compared) -> str | None:
    """Return the path of a place in the workspace; None if it is elsewhere."""
    return _in_workspace(compared.path(place.file)) if place else None


def _in_workspace(path: Path) -> str | None:
    """Return a path relative to the workspace of GitHub, else to the repository around it."""
    real = real_path(path)
    workspace = os.environ.get("GITHUB_WORKSPACE")
    roots = [real_path(Path(workspace))] if workspace else []
    roots += [one for one in real.parents if (one / ".git").exists()][:1]
    roots.append(real_path(Path.cwd()))
    inside = (one for one in roots if real.is_relative_to(one))
    root = next(inside, None)
    return real.relative_to(root).as_posix() if root else None

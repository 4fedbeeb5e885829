"""The names that the user chose: the settings in `[tool.opgen.renames]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import did_you_mean, shown
from generator.diff.setting_changes import setting_names
from generator.schemas.shapes import ObjectDefinition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.diagnostics import DiagnosticLog
    from generator.diff.change import Change
    from generator.ir import Package
    from generator.options import Entry

CLIENT = "Client"
"""The owner of settings."""


def settled_names(entries: Iterable[Entry]) -> dict[str, str | None]:
    """Return the new names by old ones; None for what is not renamed."""
    return {one.key: one.value or None for one in entries}


def log_unused(
    entries: Iterable[Entry], changes: Iterable[Change], before: Package, log: DiagnosticLog
) -> None:
    """Log a warning for each entry that names nothing of the old package, or has no effect."""
    found = dict(filter(None, map(_key, changes)))
    known = frozenset(_names(before))
    for one in entries:
        if one.key not in known:
            log.warning(
                "unused-rename",
                f"the earlier package has no {shown(one.key)}",
                at=one.place,
                help=did_you_mean(one.key, known) or "remove it from `renames`",
            )
        elif one.value and found.get(one.key) != one.value:
            log.warning(
                "unused-rename",
                f"{shown(one.key)} cannot be renamed to {shown(one.value)}: the later package has "
                "no such name, or one of the names is in both packages",
                at=one.place,
                help="write the names of the report of `opgen diff`",
            )


def _key(change: Change) -> tuple[str, str] | None:
    """Return the entry, as key and value, that names what a change renames."""
    if change.rename is None or change.rename.kind == "value":
        return None
    target = change.target
    owner = {
        "argument": target.function,
        "attribute": target.type,
        "setting": CLIENT,
    }.get(change.rename.kind)
    name = str(change.rename.old)
    return f"{owner}.{name}" if owner else name, str(change.rename.new)


def _names(package: Package) -> Iterator[str]:
    """Yield the possible keys of entries."""
    for one in package.operations:
        yield one.name
        yield from (f"{one.name}.{each.name}" for each in one.arguments)
    for name, definition in package.definitions.items():
        yield name
        if isinstance(definition, ObjectDefinition):
            yield from (f"{name}.{each.name}" for each in definition.properties)
    yield from (f"{CLIENT}.{one}" for one in setting_names(package))

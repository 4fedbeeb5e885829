"""The options that a lock records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from generator.options import Entry, GroupBy
from generator.resources import profile_names

if TYPE_CHECKING:
    from generator.options import Options
    from generator.write.lock_content import Lock


def options_of(known: Lock, options: Options) -> Options:
    """Return the options with the selection and the profile that a lock records."""
    member = known.record.get("options")
    recorded = member if isinstance(member, dict) else {}
    profile = recorded.get("profile")
    if profile is not None and not _is_built_in(profile):
        profile = options.profile  # the lock records the name of its file, not the path
    return replace(
        options,
        groups=_strings(recorded.get("groups")),
        tags=_strings(recorded.get("tags")),
        paths=_strings(recorded.get("paths")),
        all=recorded.get("all") is True,
        group_by=group_by_of(recorded.get("group_by")),
        profile=profile,
        types=_entries(recorded.get("types")),
    )


def _entries(value: object) -> tuple[Entry, ...]:
    types = value if isinstance(value, dict) else {}
    return tuple(Entry(str(key), str(types[key])) for key in types)


def _is_built_in(profile: object) -> bool:
    return profile == "none" or (isinstance(profile, str) and profile in profile_names())


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def group_by_of(value: object) -> GroupBy | None:
    """Parse how operations are divided among groups; None for anything else."""
    return next((one for one in get_args(GroupBy) if one == value), None)

"""Which credentials the selected operations cannot do without (OpenAPI 3.1, 4.8.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.read.profiles import Profile
    from generator.read.select import SelectedOperation


def waived(profile: Profile, operations: Iterable[SelectedOperation]) -> Profile:
    """Require no credential of anybody where one operation may be called without."""
    if not any(_is_open(operation) for operation in operations):
        return profile
    credentials = tuple(replace(one, required=False) for one in profile.credentials)
    return replace(profile, credentials=credentials)


def _is_open(operation: SelectedOperation) -> bool:
    security = operation.node.get("security")
    if security is None:
        return False
    choices = list(security.items())
    return not choices or any(not choice.value for choice in choices)

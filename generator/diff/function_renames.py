"""Which functions are renamed: those of the same method and path."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from generator.document.group_words import is_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from generator.ir import Operation, Package

_PARAMETER: Final = re.compile(r"\{[^{}]*\}")


def renamed_functions(
    before: Package, after: Package, settled: Mapping[str, str | None]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the new names of renamed functions, and the possible ones of doubtful functions.

    Doubtful is a function whose path differs in a version only. What is settled counts first.
    """
    old = {one.name: one for one in before.operations}
    new = {one.name: one for one in after.operations}
    names: dict[str, str] = {
        name: other
        for name, other in settled.items()
        if other and name in old.keys() - new and other in new.keys() - old
    }
    decided = {*names, *(name for name, other in settled.items() if other is None)}
    removed = [old[one] for one in old if one not in new and one not in decided]
    added = [new[one] for one in new if one not in old and one not in names.values()]
    names |= _pairs(removed, added, _place)
    removed = [one for one in removed if one.name not in names]
    added = [one for one in added if one.name not in names.values()]
    doubtful = _pairs(removed, added, _place_without_version)
    return names, {name: (other,) for name, other in doubtful.items()}


def _pairs(
    removed: Iterable[Operation],
    added: Iterable[Operation],
    key: Callable[[Operation], str],
) -> dict[str, str]:
    """Return the pairs of functions that are the only ones with their key."""
    found: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for one in removed:
        found[key(one)][0].append(one.name)
    for one in added:
        found[key(one)][1].append(one.name)
    return {old[0]: new[0] for old, new in found.values() if len(old) == len(new) == 1}


def _place(one: Operation) -> str:
    """Return the method and the path; the names of its parameters do not matter."""
    return f"{one.method} {_PARAMETER.sub('{}', one.path.wire()).rstrip('/')}"


def _place_without_version(one: Operation) -> str:
    segments = [each for each in _place(one).split("/") if not is_version(each)]
    return "/".join(segments)

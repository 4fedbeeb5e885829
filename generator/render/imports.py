"""Which imports a printed module needs, found in the names that it uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.reserved_names import ORIGINS, SPELLED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD: Final = re.compile(r"(?<![\w.])[^\W\d]\w*")
_STRING: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")


@dataclass(frozen=True, slots=True)
class Import:
    """`from module import names`."""

    module: str
    names: tuple[str, ...]


def words(sources: Iterable[str]) -> set[str]:
    """Collect the names in some source, string literals and attributes aside."""
    return {word for text in sources for word in _WORD.findall(_STRING.sub("", text))}


def imports(names: set[str], package: str = ".") -> Iterator[Import]:
    """Yield the imports of those names that come from elsewhere.

    Args:
        names: what a module uses.
        package: how that module names the package itself: `.` beside it, `..` in a folder.
    """
    by_module: dict[str, list[str]] = {}
    for name in sorted(names & ORIGINS.keys()):
        origin = ORIGINS[name]
        module = package + origin[1:] if origin.startswith(".") else origin
        by_module.setdefault(module, []).append(SPELLED.get(name, name))
    for module in sorted(by_module):
        yield Import(module, tuple(by_module[module]))


def with_name(present_imports: list[Import], module: str, name: str) -> list[Import]:
    """Add a name to some imports."""
    present = {one.module: one.names for one in present_imports}
    present[module] = tuple(sorted({*present.get(module, ()), name}))
    return [Import(key, present[key]) for key in sorted(present)]

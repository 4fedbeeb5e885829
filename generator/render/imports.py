"""Which imports a printed module needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.reserved_names import IMPORT_ALIASES, ORIGINS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Import:
    """`from module import names`."""

    module: str
    names: tuple[str, ...]


def imports(
    names: Iterable[str], modules: Mapping[str, str], package: str = "."
) -> Iterator[Import]:
    """Yield the imports of those names that come from elsewhere.

    Args:
        names: what a module uses.
        modules: by name, the modules of what it uses besides.
        package: how that module names the package itself: `.` in it, `..` in a folder of it.
    """
    by_module: dict[str, list[str]] = {}
    origins = {**{name: ORIGINS[name] for name in ORIGINS.keys() & names}, **modules}
    for name in sorted(origins):
        origin = origins[name]
        module = package + origin[1:] if origin.startswith(".") else origin
        by_module.setdefault(module, []).append(IMPORT_ALIASES.get(name, name))
    for module in sorted(by_module):
        yield Import(module, tuple(by_module[module]))

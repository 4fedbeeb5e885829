"""What an import of the app means: a file of the app, the package, or something else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from generator.uses.values import AppFolder, AppModule, External, one

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.uses.scopes import Scope
    from generator.uses.surface import Surface
    from generator.uses.values import Values


class Modules:
    """The files of the app by the names under which it can import them."""

    def __init__(self, scopes: Mapping[Path, Scope], root: Path, surface: Surface) -> None:
        self.scopes = scopes
        self._root = (root.parent if root.is_file() else root).absolute()
        self._surface = surface
        self._named: dict[tuple[str, ...], list[tuple[Path, Path]]] = {}
        for path in scopes:
            for start, parts in self._names(path):
                self._named.setdefault(parts, []).append((path, start))

    def absolute(self, parts: tuple[str, ...], importer: Path) -> Values:
        """Return what `import a.b` gives."""
        file = self._file(parts, importer)
        if file:
            return one(AppModule(file))
        return self._surface.within(parts) or one(External(parts, importer))

    def relative(self, parts: tuple[str, ...], level: int, importer: Path) -> Values:
        """Return what `from ..a.b import` goes to."""
        folder = importer.parent
        for _ in range(level - 1):
            folder = folder.parent
        return self.below(folder, parts)

    def below(self, folder: Path, parts: tuple[str, ...]) -> Values:
        """Return the module of a name below a folder."""
        path = folder.joinpath(*parts)
        files = [path / "__init__.py", *(path.with_suffix(".py") for _ in parts[:1])]
        file = next((file for file in files if file in self.scopes), None)
        if file:
            return one(AppModule(file))
        return self._surface.within(parts) or one(AppFolder(path))

    def _file(self, parts: tuple[str, ...], importer: Path) -> Path | None:
        """Return the file of a dotted name: of several, the nearest to who imports it."""
        if parts[0] in sys.stdlib_module_names:
            return None
        named = self._named.get(parts, ())
        found = [path for path, start in named if self._is_searched(start, importer)]
        return max(found, key=lambda path: len(os.path.commonpath((path, importer))), default=None)

    def _is_searched(self, start: Path, importer: Path) -> bool:
        """Whether a folder is likely to be one in which Python looks for modules."""
        near = start in (self._root, self._root.parent) or start.parent == self._root
        return near or start in importer.parents

    def _names(self, path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
        """Yield the dotted names of a file, with the folder that each starts from."""
        stem = path.parent if path.stem == "__init__" else path.with_suffix("")
        for folder in stem.parents:
            inside = self._root in (folder, *folder.parents)
            if not inside and not (self._root / "__init__.py").is_file():
                return
            if not (folder / "__init__.py").is_file():
                yield folder, stem.relative_to(folder).parts
                if not inside:
                    return

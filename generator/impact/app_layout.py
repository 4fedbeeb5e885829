"""The layout of an app: its files, the files they import, and where the package is."""

from __future__ import annotations

import ast
import os
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diagnostics import DiagnosticLog
from generator.impact.app_files import read_source, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.impact.app_files import Source

_TOP: Final = ("pyproject.toml", ".git", "setup.py", "setup.cfg")


@dataclass(frozen=True, slots=True)
class Project:
    """The files that matter, by their path from the top of the project, in POSIX form.

    Those of the app, and those `outside` that it imports; the `roots` of absolute imports, and
    the folders that the app imports the package from.
    """

    files: Mapping[str, Source]
    outside: Mapping[str, Source]
    roots: list[str]
    packages: list[str]


def project(path: Path, name: str, log: DiagnosticLog) -> Project:
    """Read the app at a path, which calls the package `name`, and what it imports around it.

    Raises:
        OpgenError: there is nothing at the path.
    """
    asked = {_absolute(one.path): one for one in sources(path, log)}
    top = _top(_absolute(path))
    search = _Search(top, name, dict(asked), {top}, set(), {}, defaultdict(set))
    waiting = list(asked)
    while waiting:
        waiting += search.follow(waiting.pop())
    # A module of the app is not taken for the package.
    own = {one for each in search.files for one in (each.parent, each.with_suffix(""))}
    using = {each for each, one in search.files.items() if name in one.text}
    while more := {one for each in using for one in search.importers[each]} - using:
        using |= more
    while more := {one for one in search.files if search.importers[one] & using} - using:
        using |= more
    at = {each: each.relative_to(top).as_posix() for each in using}
    return Project(
        files={at[each]: one for each, one in asked.items() if each in using},
        outside={at[each]: search.files[each] for each in sorted(using) if each not in asked},
        roots=[one.relative_to(top).as_posix() for one in sorted(search.roots)],
        packages=[one.relative_to(top).as_posix() for one in sorted(search.packages - own)],
    )


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  `resolve` would follow links


def _top(path: Path) -> Path:
    """Return the folder of the project: the nearest with a mark, else the one above the app."""
    start = path if path.is_dir() else path.parent
    above = path.parent
    while (above / "__init__.py").exists():
        above = above.parent
    marked = (one for one in (start, *start.parents) if any((one / name).exists() for name in _TOP))
    return next(marked, above)


@dataclass(frozen=True, slots=True)
class _Search:
    """Follows imports from file to file, within the top folder of the project."""

    top: Path
    package: str
    files: dict[Path, Source]
    roots: set[Path]
    packages: set[Path]
    listed: dict[Path, set[str]]
    importers: defaultdict[Path, set[Path]]

    def follow(self, path: Path) -> Iterator[Path]:
        """Follow the imports of a file, and yield the files that were not known yet."""
        for level, parts in _imports(self.files[path]):
            start = self._start(path, level, parts)
            if start and self.package in parts:
                # What follows the name is of the package.
                parts = parts[: parts.index(self.package)]  # noqa: PLW2901  the rest is not ours
                self.packages.add(start.joinpath(*parts, self.package))
            for upto in range(len(parts) + 1) if start else ():
                module = Path(start or "", *parts[:upto])
                for one in (module / "__init__.py", module.with_name(f"{module.name}.py")):
                    self.importers[one].add(path)
                    yield from self._read(one)

    def _modules(self, folder: Path) -> set[str]:
        """Return what absolute imports find in a folder; in a package they find nothing."""
        if folder not in self.listed:
            names = {one.name for one in folder.iterdir()} if folder.is_dir() else set()
            found = set() if "__init__.py" in names else {one.split(".")[0] for one in names}
            self.listed[folder] = found
        return self.listed[folder]

    def _read(self, path: Path) -> Iterator[Path]:
        if path not in self.files and path.is_file():
            is_near = path.resolve().is_relative_to(self.top.resolve())
            if is_near and (source := read_source(path, DiagnosticLog())):  # nobody asked for it
                self.files[path] = source
                yield path

    def _start(self, path: Path, level: int, parts: list[str]) -> Path | None:
        """Return the folder that an import starts from; None for what is not of the project."""
        if level:
            start = path.parents[min(level, len(path.parents)) - 1]
            return start if start.is_relative_to(self.top) else None
        for folder in (*path.parents, self.top / "src"):
            is_own = folder.is_relative_to(self.top) and parts[0] not in sys.stdlib_module_names
            if is_own and parts[0] in self._modules(folder):
                self.roots.add(folder)
                return folder
        return self.top if self.package in parts else None


def _imports(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Yield what a file imports: the dots in front of it, and the names between the others."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((0, one.name.split(".")) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = node.module.split(".") if node.module else []
            yield from ((node.level, [*parts, one.name]) for one in node.names)

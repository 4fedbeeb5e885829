"""Find the files of an app, the files that they import, and the folders of the package."""

from __future__ import annotations

import ast
import os
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diagnostics import DiagnosticLog
from generator.document.source import real_path
from generator.impact.app_files import read_app_file, read_app_files
from generator.reserved_names import CUSTOM
from generator.write.custom_code import package_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.impact.app_files import AppFile

_PROJECT_MARKS: Final = ("pyproject.toml", ".git", "setup.py", "setup.cfg")


@dataclass(frozen=True, slots=True)
class AppLayout:
    """The relevant files of an app; paths are relative to the project folder, with `/`.

    Attributes:
        files: the files of the app, by path.
        outside: other files that these import, by path.
        roots: folders of absolute imports.
        packages: folders from which the app imports the package.
    """

    files: Mapping[str, AppFile]
    outside: Mapping[str, AppFile]
    roots: list[str]
    packages: list[str]


def read_layout(path: Path, name: str, log: DiagnosticLog) -> AppLayout:
    """Return the layout of the app at a path, a file or a folder.

    The app imports the package under a name that ends in `name`. The log receives a warning for
    each file that cannot be read.

    Raises:
        OpgenError: the path does not exist.
    """
    app_files = {_absolute(one.path): one for one in read_app_files(path, log)}
    top = _project_folder(_absolute(path))
    search = _Search(top, name, dict(app_files), {top}, set(), {}, defaultdict(set))
    waiting = list(app_files)
    while waiting:
        waiting += search.follow(waiting.pop())
    in_package = {one for one in search.files if package_with(one) in search.packages}
    # A module of the app may have the name of the package.
    elsewhere = search.files.keys() - in_package
    own = {one for each in elsewhere for one in (each.parent, each.with_suffix(""))}
    related = in_package | {each for each, one in search.files.items() if name in one.text}
    while more := {one for each in related for one in search.importers[each]} - related:
        related |= more
    while more := {one for one in search.files if search.importers[one] & related} - related:
        related |= more

    def relative(path: Path) -> str:
        return path.relative_to(top).as_posix()

    return AppLayout(
        files={relative(each): one for each, one in app_files.items() if each in related},
        outside={relative(each): search.files[each] for each in sorted(related - app_files.keys())},
        roots=list(map(relative, sorted(search.roots))),
        packages=list(map(relative, sorted(search.packages - own))),
    )


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  `resolve` would follow links


def _project_folder(path: Path) -> Path:
    """Return the project folder: the nearest with a project file, else the one above the app."""
    start = path if path.is_dir() else path.parent
    above = path.parent
    while (above / "__init__.py").exists():
        above = above.parent
    folders = (start, *start.parents)
    marked = (one for one in folders if any((one / name).exists() for name in _PROJECT_MARKS))
    return next(marked, above)


@dataclass(frozen=True, slots=True)
class _Search:
    """Follows imports from file to file within the project folder."""

    top: Path
    package: str
    files: dict[Path, AppFile]
    roots: set[Path]
    packages: set[Path]
    module_names: dict[Path, set[str]]
    importers: defaultdict[Path, set[Path]]

    def follow(self, path: Path) -> Iterator[Path]:
        """Follow the imports of a file, and yield the new files."""
        for level, parts in _imports(self.files[path]):
            start = self._start(path, level, parts)
            if start is None:
                continue
            package = self._package(path, start, parts)
            if package is None:
                yield from self._follow_modules(path, start, parts)
                continue
            self.packages.add(package)
            if package.parent.is_relative_to(start):
                above = package.parent.relative_to(start).parts
                yield from self._follow_modules(path, start, above)
            # Of the package, only the app's own code is of the app.
            inner = start.joinpath(*parts).relative_to(package).parts
            if inner[:1] == (CUSTOM,):
                yield from self._follow_modules(path, package / CUSTOM, inner[1:])

    def _package(self, path: Path, start: Path, parts: list[str]) -> Path | None:
        """Return the folder of the package if an import leads into it, else None."""
        if self.package in parts:
            return start.joinpath(*parts[: parts.index(self.package)], self.package)
        package = package_with(path)
        if package is None or package.name != self.package:
            return None
        return package if start.joinpath(*parts).is_relative_to(package) else None

    def _follow_modules(self, path: Path, start: Path, parts: Sequence[str]) -> Iterator[Path]:
        """Read the modules of an import, and yield the new files."""
        for upto in range(len(parts) + 1):
            module = start.joinpath(*parts[:upto])
            for one in (module / "__init__.py", module.with_name(f"{module.name}.py")):
                self.importers[one].add(path)
                yield from self._read(one)

    def _modules(self, folder: Path) -> set[str]:
        """Return the modules that absolute imports find in a folder; none in a package."""
        if folder not in self.module_names:
            names = {one.name for one in folder.iterdir()} if folder.is_dir() else set()
            modules = set() if "__init__.py" in names else {one.split(".")[0] for one in names}
            self.module_names[folder] = modules
        return self.module_names[folder]

    def _read(self, path: Path) -> Iterator[Path]:
        if path not in self.files and path.is_file():
            is_near = real_path(path).is_relative_to(real_path(self.top))
            if is_near and (source := read_app_file(path, DiagnosticLog())):  # no warning
                self.files[path] = source
                yield path

    def _start(self, path: Path, level: int, parts: list[str]) -> Path | None:
        """Return the folder that an import starts from; None if it is not in the project."""
        if level:
            start = path.parents[min(level, len(path.parents)) - 1]
            return start if start.is_relative_to(self.top) else None
        for folder in (*path.parents, self.top / "src"):
            is_own = folder.is_relative_to(self.top) and parts[0] not in sys.stdlib_module_names
            if is_own and parts[0] in self._modules(folder):
                self.roots.add(folder)
                return folder
        return self.top if self.package in parts else None


def _imports(source: AppFile) -> Iterator[tuple[int, list[str]]]:
    """Yield each import of a file: the number of leading dots, and the parts of its name."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((0, one.name.split(".")) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = node.module.split(".") if node.module else []
            yield from ((node.level, [*parts, one.name]) for one in node.names)

"""The table of contents: from a document to the files of a package, in one pass.

    load → overlay → select → read → models → translate → render → format → lock

Nothing here writes to disk, and nothing but the document's own files is read.
"""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import jinja2

from generator import garbage, resources
from generator.deep_stack import with_deep_stack
from generator.digests import level
from generator.name_history import NO_HISTORY, History
from generator.planning import plan
from generator.render.format import format_modules
from generator.render.runtime_modules import runtime_modules
from generator.render.templates import render
from generator.report import Report
from generator.write import lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog
    from generator.inputs import SuppliedDocument
    from generator.ir import Package
    from generator.options import Options

STAGES: Final = ("load", "overlay", "select", "read", "models", "translate", "render", "format")


@dataclass(frozen=True, slots=True)
class Generated:
    """What a run gives: each file of the package by its path in it, and a report of the run."""

    files: Mapping[str, bytes]
    report: Report
    package: Package


class _Clock:
    """Times the stages, and reports which one runs."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._stage = ""
        self._since = time.perf_counter()

    def start(self, stage: str) -> None:
        self.stop()
        self._stage = stage
        self._progress(stage)

    def stop(self) -> None:
        now = time.perf_counter()
        if self._stage:
            self.seconds[self._stage] = round(now - self._since, 3)
        self._since = now


@with_deep_stack
@garbage.paused()
def generate(
    options: Options,
    log: DiagnosticLog,
    progress: Callable[[str], None] = lambda _: None,
    *,
    history: History = NO_HISTORY,
    supplied: SuppliedDocument | None = None,
) -> Generated:
    """Make the package that the options describe; the arguments are those of `plan`.

    Raises:
        OpgenError: the document has errors; all of them are in the log.
    """
    clock = _Clock(progress)
    package = plan(options, log, clock.start, history=history, supplied=supplied)
    clock.start("render")
    folders = [one for one in (options.templates, resources.templates()) if one]
    try:
        modules = render(package, folders)
        clock.start("format")
        files = {"py.typed": b"", **format_modules(modules), **_extras(package, options.templates)}
        files |= _runtime(package, files.values(), folders)
    except (jinja2.TemplateError, SyntaxError, subprocess.CalledProcessError) as error:
        if options.templates is None:  # the fault is ours
            raise
        log.fail(
            "bad-template",
            f"with the templates of {options.templates}: {error}",
            help="compare them with the built-in ones of the same paths",
        )
    files[lock.NAME] = lock.write_lock(files, package, options, log.faults)
    clock.stop()
    return Generated(files, Report.of(package, files, clock.seconds), package)


def _extras(package: Package, templates: Path | None) -> dict[str, bytes]:
    """Return the modules that the profile adds; a file of the user's templates goes first."""
    files = {}
    for one in package.extras:
        path = f"{one.module}.py"
        own = templates / resources.EXTRAS / path if templates else one.file
        files[path] = level((own if own.is_file() else one.file).read_bytes())
    return files


def _runtime(
    package: Package, modules: Iterable[bytes], folders: Sequence[Path]
) -> dict[str, bytes]:
    """Return the files that are copied with LF as line ends; a user's own go first."""
    paths = {one.stem: one for folder in reversed(folders) for one in folder.glob("runtime/*.py")}
    sources = {name: level(path.read_bytes()) for name, path in paths.items()}
    needed = runtime_modules(package, modules, sources)
    return {f"_runtime/{name}.py": sources[name] for name in needed}

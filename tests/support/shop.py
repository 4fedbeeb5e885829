"""The API of `fixing/api`: both packages, and the changes between them."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from generator import pipeline
from generator.diagnostics import DiagnosticLog
from generator.diff.compare import compare
from generator.fixing.fix import fix_uses
from generator.impact.find import examine
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.planning import plan
from support.packages import write
from support.paths import TESTS

if TYPE_CHECKING:
    from generator.diff.change import Change

API = TESTS / "fixing/api"
NAME = "shop"


def _options(folder: Path, *, new: bool) -> Options:
    return Options(spec=API / ("new.yaml" if new else "old.yaml"), output=folder, all=True)


@functools.cache
def planned(*, new: bool = False):
    history = planned().history if new else NO_HISTORY
    return plan(_options(Path(NAME), new=new), DiagnosticLog(), history=history)


def generate(folder: Path, *, new: bool) -> None:
    history = planned().history
    made = pipeline.generate(_options(folder, new=new), DiagnosticLog(), history=history)
    write(made.files, folder)


@functools.cache
def changes() -> tuple[Change, ...]:
    """All changes."""
    return compare(planned(), planned(new=True))


def fixes(path: Path, *only: Change, log: DiagnosticLog | None = None):
    """What `--fix` does with the app at a path."""
    of = only or changes()
    log = log or DiagnosticLog()
    found = examine(of, planned(), planned(new=True), NAME, path, log)
    return fix_uses(found, of, planned(), planned(new=True), log)

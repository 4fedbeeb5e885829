"""The small API of `impact/api`: its old and new package, and the uses that its changes touch."""

from __future__ import annotations

import functools
from pathlib import Path

from generator import pipeline
from generator.diagnostics import DiagnosticLog
from generator.diff.change import Change, Kind, Target
from generator.diff.compare import compare
from generator.impact.find import find_uses
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.planning import plan
from support.command import opgen
from support.packages import write
from support.paths import TESTS

API = TESTS / "impact/api"
APP = TESTS / "impact/app"
NAME = "bakery_client"


def options(folder: Path, *, new: bool = False) -> Options:
    overlays = (API / "new.overlay.yaml",) if new else ()
    profile = str(API / "profile.toml")
    return Options(
        spec=API / "old.yaml", output=folder, all=True, overlays=overlays, profile=profile
    )


def generate(folder: Path, *, new: bool) -> None:
    history = planned().history
    made = pipeline.generate(options(folder, new=new), DiagnosticLog(), history=history)
    write(made.files, folder)


@functools.cache
def planned(*, new: bool = False):
    history = planned().history if new else NO_HISTORY
    return plan(options(Path(NAME), new=new), DiagnosticLog(), history=history)


@functools.cache
def changes():
    """What the new document changes."""
    return compare(planned(), planned(new=True))


def breaking(code: str, *, certain: bool = True, kind: Kind = Kind.BREAKING, **target) -> Change:
    return Change(
        kind=kind,
        code=code,
        target=Target(**target),
        message="it changed",
        before=None,
        after=None,
        certain=certain,
    )


def uses(path: Path, *changes: Change, log: DiagnosticLog | None = None):
    return find_uses(changes, planned(), planned(new=True), NAME, path, log or DiagnosticLog())


def diff(*more):
    return opgen("diff", "old.yaml", "new.yaml", "--profile", "profile.toml", *more)

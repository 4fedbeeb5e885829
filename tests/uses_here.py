"""The small API of `uses_api`, as it was, and finding what its changes touch."""

from __future__ import annotations

import functools
from pathlib import Path

from generator import pipeline
from generator.changes.change import Change, Kind, Target
from generator.config import Options
from generator.diagnostics import DiagnosticLog
from generator.planning import plan
from generator.uses.find import find_uses

API = Path(__file__).parent / "uses_api"
NAME = "bakery_client"


def options(folder: Path, *, new: bool = False) -> Options:
    overlays = (API / "new.overlay.yaml",) if new else ()
    profile = str(API / "profile.toml")
    return Options(
        spec=API / "old.yaml", output=folder, all=True, overlays=overlays, profile=profile
    )


def generate(folder: Path, *, new: bool) -> None:
    made = pipeline.generate(options(folder, new=new), DiagnosticLog(), lambda _: None)
    for name, data in made.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@functools.cache
def planned():
    return plan(options(Path(NAME)), DiagnosticLog())


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
    old = planned()
    definitions = old.derived.definitions
    return find_uses(changes, old.package, definitions, NAME, path, log or DiagnosticLog())

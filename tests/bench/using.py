"""What `opgen diff --uses` takes for an app of 200 files, against two bare runs of the checker."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from generator.diagnostics import DiagnosticLog
from generator.diff.compare import compare
from generator.impact.find import find_uses
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.pipeline import generate

from .measure import BIN, ROOT, SHARED, Ratio, in_turn, process, timed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STEP = ("2025-03-22", "2026-05-13")
NAME = "openai_client"
FILES = 200
_SECONDS, _MEGABYTES = 8, 300


def using(folder: Path) -> Iterator[Ratio]:
    """The search alone, then the whole command: it reads both documents as well."""
    documents = [SHARED / f"specs/openai/{date}.yaml" for date in STEP]
    app = folder / "app"
    _write_app(app)
    before, after = _packages(documents, folder)
    changes = compare(before, after)
    search = timed(lambda: find_uses(changes, before, after, NAME, app, DiagnosticLog()))
    bare = [
        process(BIN / "ty", "check", "--exit-zero", "--quiet", "--python", sys.prefix,
                "--extra-search-path", folder / which, app, cwd=folder)
        for which in ("old", "new")
    ]  # fmt: skip
    ours, old, new = in_turn(3, search, *bare)
    theirs = old.seconds + new.seconds
    yield Ratio(f"uses in {FILES} files / two bare checks", ours.seconds, theirs, 4)
    command = (BIN / "opgen", "diff", *documents, "--all", "--uses", app, "--package", NAME)
    (whole,) = in_turn(1, process(*command, cwd=folder))
    yield Ratio("opgen diff --uses / its time", whole.seconds, _SECONDS, 1)
    yield Ratio("opgen diff --uses / its memory", whole.megabytes, _MEGABYTES, 1, "MB")


def _packages(documents, folder):
    plans, history = [], NO_HISTORY
    for document, which in zip(documents, ("old", "new"), strict=True):
        output = folder / which / NAME
        made = generate(
            Options(spec=document, output=output, all=True), DiagnosticLog(), history=history
        )
        history = made.package.history
        plans.append(made.package)
        for name, data in made.files.items():
            path = output / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return plans


def _write_app(app):
    """One file of ten uses the API; the others are ordinary code: opgen's own."""
    users = sorted((ROOT / f"tests/impact/openai_apps/{STEP[0]}_to_{STEP[1]}").glob("*.py"))
    ordinary = sorted((ROOT / "generator").rglob("*.py"))
    for number in range(FILES // 10 // len(users)):
        for path in users:
            (app / f"part{number}").mkdir(parents=True, exist_ok=True)
            shutil.copy(path, app / f"part{number}")
    for number in range(FILES - FILES // 10):
        place = app / f"other{number // 20}"
        place.mkdir(exist_ok=True)
        shutil.copy(ordinary[number % len(ordinary)], place / f"module{number}.py")

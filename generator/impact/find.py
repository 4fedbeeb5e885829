"""The places of an app's code that breaking changes touch."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import resources
from generator.diagnostics import shown
from generator.impact.app_layout import project
from generator.impact.attribution import Explained
from generator.impact.checker import Ty
from generator.impact.dict_literals import displayed
from generator.impact.edits import copied
from generator.impact.marks import Marks, marks_of
from generator.impact.probes import Probes
from generator.impact.shadow_package import shadow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.diff.change import Change
    from generator.impact.app_layout import Project
    from generator.impact.attribution import Evidence
    from generator.impact.checker import Finding
    from generator.impact.edits import Copy
    from generator.ir import Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One place of an app's code that a change touches.

    Attributes:
        column: from 1, in characters, as `line` is from 1.
        text: the line, without the space around it.
        certain: it is touched; else the change only may break code, or the value is not known.
    """

    path: Path
    line: int
    column: int
    text: str
    change: Change
    certain: bool


def find_uses(  # noqa: PLR0913, PLR0917  two packages, and where the code is
    changes: Iterable[Change],
    before: Package,
    after: Package,
    name: str,
    path: Path,
    log: DiagnosticLog,
    checker: Ty | None = None,
) -> tuple[Use, ...]:
    """Return the places of an app that breaking changes touch: each once, in order.

    A checker reads a copy of the app twice: with the package as it was, and with its shadow. What
    it reports only with the shadow is touched. Nothing of the app is run.

    Args:
        changes: of any kind; only those that break are looked for.
        before: the package as it was before the changes.
        after: as it is after them.
        name: the last part of what the app imports it as.
        path: a file or a folder of the app.
        log: takes a warning for each file that cannot be read, and each unexplained finding.
        checker: what reads the app; None for ty.

    Raises:
        OpgenError: there is nothing at the path, or the checker fails.
    """
    app = project(path, name, log)
    if not app.files:
        log.warning("package-not-used", f"no file at {shown(str(path))} leads to a package {name}")
        return ()
    marks = marks_of(changes, before, after)
    about = [one.target for one in marks.changes]
    attributes = {one.attribute for one in about if one.attribute}
    names = attributes | {each for one in about for each in (one.function, one.type) if each}
    probes = Probes(names, attributes, {each for _, each, view in marks if view == "__call__"})
    files = {**app.files, **app.outside}
    copies = {at: copied(one, [*probes.edits(one), *displayed(one)]) for at, one in files.items()}
    with tempfile.TemporaryDirectory(prefix="opgen-") as folder:
        environment = resources.templates() / "shadow/environment"
        shutil.copytree(environment, folder, dirs_exist_ok=True)
        _write(Path(folder, "app"), {at: copy.code.text for at, copy in copies.items()})
        check = partial(_check, Path(folder), app, checker or Ty(), log)
        known = {one.key for one in check(shadow(before, before, Marks()))}
        found = check(shadow(before, after, marks))
    uses: list[Use] = []
    for at in app.files:
        findings = [one for one in found if one.path == f"app/{at}" and one.key not in known]
        if findings:
            explained = Explained(copies[at], marks, before.definitions)
            uses += _uses(copies[at], explained.touched(findings, log), marks)
    return tuple(sorted(uses, key=lambda one: (one.path, one.line, one.column)))


def _check(
    folder: Path, app: Project, checker: Ty, log: DiagnosticLog, package: Mapping[str, str]
) -> list[Finding]:
    """Check the app with a package wherever it imports that from."""
    for at in app.roots:
        Path(folder, "app", at).mkdir(parents=True, exist_ok=True)
    for at in app.packages:
        place = folder / "app" / at
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(resources.templates() / "runtime", place / "_runtime")
        _write(place, package)
    roots, files = ([f"app/{one}" for one in each] for each in (app.roots, app.files))
    return checker.check(folder, roots, files, log)


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for at, text in texts.items():
        (folder / at).parent.mkdir(parents=True, exist_ok=True)
        (folder / at).write_text(text, encoding="utf-8", newline="\n")


def _uses(copy: Copy, touched: Iterable[tuple[int, Evidence]], marks: Marks) -> Iterator[Use]:
    places: dict[tuple[int, int, Change], bool] = {}
    order = {change: number for number, change in enumerate(marks.changes)}
    for offset, one in sorted(touched, key=lambda each: order[each[1].change]):
        key = (*copy.position(offset), one.change)
        places[key] = places.get(key, False) or one.certain
    lines = copy.source.text.split("\n")
    for (line, column, change), certain in places.items():
        path, text = copy.source.path, lines[line - 1].strip()
        yield Use(path=path, line=line, column=column, text=text, change=change, certain=certain)

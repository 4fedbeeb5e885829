"""Find the places in an app's code that breaking changes affect."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import resources
from generator.diagnostics import shown
from generator.impact.app_layout import read_layout
from generator.impact.attribution import Attribution
from generator.impact.checker import check_with_ty
from generator.impact.dict_literals import inline_dicts
from generator.impact.edits import apply_edits
from generator.impact.marks import Marks, marks_of
from generator.impact.probes import Probes
from generator.impact.shadow_package import shadow_modules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.diff.change import Change
    from generator.impact.app_layout import AppLayout
    from generator.impact.attribution import Evidence
    from generator.impact.checker import CheckerDiagnostic
    from generator.impact.edits import Copy
    from generator.ir import Package

    Checker = Callable[[Path, list[str], list[str], DiagnosticLog], list[CheckerDiagnostic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One place in an app's code that a change affects.

    Attributes:
        line: from 1.
        column: from 1, in characters.
        text: the line, stripped.
        certain: False if the change only may break code, or if the value is unknown.
    """

    path: Path
    line: int
    column: int
    text: str
    change: Change
    certain: bool

    @property
    def breaks(self) -> bool:
        """Whether the code certainly fails: a deprecated name still works."""
        return self.certain and self.change.kind == "breaking"


@dataclass(frozen=True, slots=True)
class Examination:
    """An app, the places in it that changes affect, and how it was checked.

    Attributes:
        known: what the checker reports of `copies` with the old package.
    """

    uses: tuple[Use, ...]
    app: AppLayout
    copies: Mapping[str, Copy]
    known: list[CheckerDiagnostic]


def find_uses(  # noqa: PLR0913, PLR0917  two packages, and where the code is
    changes: Iterable[Change],
    before: Package,
    after: Package,
    name: str,
    path: Path,
    log: DiagnosticLog,
    checker: Checker = check_with_ty,
) -> tuple[Use, ...]:
    """Return the places in an app that breaking changes affect, without duplicates, in order.

    A checker checks a copy of the app twice: with the old package, and with the shadow package.
    What it reports only with the shadow package is affected. The app is not run. The log receives
    a warning for each file that cannot be read, and for each diagnostic that no change explains.

    The path is a file or a folder of the app, which imports the package under a name that ends in
    `name`. The checker is called as `check_with_ty` is.

    Raises:
        OpgenError: the path does not exist, or the checker fails.
    """
    return examine(changes, before, after, name, path, log, checker).uses


def examine(  # noqa: PLR0913, PLR0917  as above
    changes: Iterable[Change],
    before: Package,
    after: Package,
    name: str,
    path: Path,
    log: DiagnosticLog,
    checker: Checker = check_with_ty,
) -> Examination:
    """Return what `find_uses` returns, with what it knows of the app."""
    app = read_layout(path, name, log)
    if not app.files:
        log.warning("package-not-used", f"no file at {shown(str(path))} imports a package {name}")
        return Examination((), app, {}, [])
    marks = marks_of(changes, before, after)
    copies = edit_files(app, marks)
    check = partial(check_copies, app, copies, log, checker)
    unmarked = check(shadow_modules(before, before, Marks()))
    marked = check(shadow_modules(before, after, marks))
    known = {one.key for one in unmarked}
    uses: list[Use] = []
    for at in app.files:
        diagnostics = [one for one in marked if one.path == f"app/{at}" and one.key not in known]
        if diagnostics:
            attribution = Attribution(copies[at], marks, before.definitions)
            uses += _uses(copies[at], attribution.affected(diagnostics, log), marks)
    uses.sort(key=lambda one: (one.path, one.line, one.column))
    return Examination(tuple(uses), app, copies, unmarked)


def check_copies(
    app: AppLayout,
    copies: Mapping[str, Copy],
    log: DiagnosticLog,
    checker: Checker,
    package: Mapping[str, str],
) -> list[CheckerDiagnostic]:
    """Check the copies of an app with the modules of a package, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="opgen-") as folder:
        environment = resources.templates() / "shadow/environment"
        shutil.copytree(environment, folder, dirs_exist_ok=True)
        _write_packages(Path(folder, "app"), app, package)
        # After the packages: a file may be the app's own code in one.
        _write(Path(folder, "app"), {at: copy.code.text for at, copy in copies.items()})
        roots, files = ([f"app/{one}" for one in each] for each in (app.roots, app.files))
        return checker(Path(folder), roots, files, log)


def edit_files(app: AppLayout, marks: Marks) -> dict[str, Copy]:
    """Return the copies of all files of an app, which show the checker more of the code."""
    targets = [one.target for one in marks.changes]
    attributes = {one.attribute for one in targets if one.attribute}
    names = attributes | {name for one in targets for name in (one.function, one.type) if name}
    names |= {str(one.rename.new) for one in marks.changes if one.rename}
    probes = Probes(names, attributes, {name for _, name, view in marks if view == "__call__"})
    return {
        at: apply_edits(file, [*probes.edits(file), *inline_dicts(file)])
        for at, file in {**app.files, **app.outside}.items()
    }


def _write_packages(folder: Path, app: AppLayout, package: Mapping[str, str]) -> None:
    """Write a package to each folder from which the app imports it."""
    for at in app.roots:
        (folder / at).mkdir(parents=True, exist_ok=True)
    for at in app.packages:
        shutil.copytree(resources.templates() / "runtime", folder / at / "_runtime")
        _write(folder / at, package)


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for at, text in texts.items():
        (folder / at).parent.mkdir(parents=True, exist_ok=True)
        (folder / at).write_text(text, encoding="utf-8", newline="\n")


def _uses(copy: Copy, affected: Iterable[tuple[int, Evidence]], marks: Marks) -> Iterator[Use]:
    places: dict[tuple[int, int, Change], bool] = {}
    order = {change: number for number, change in enumerate(marks.changes)}
    for offset, one in sorted(affected, key=lambda each: order[each[1].change]):
        key = (*copy.position(offset), one.change)
        places[key] = places.get(key, False) or one.certain
    lines = copy.source.text.split("\n")
    for (line, column, change), certain in places.items():
        path, text = copy.source.path, lines[line - 1].strip()
        yield Use(path=path, line=line, column=column, text=text, change=change, certain=certain)

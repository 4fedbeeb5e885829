"""The places of an app's code that breaking changes touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.uses.arguments import arguments
from generator.uses.attributes import attributes
from generator.uses.changed import Changed, Context
from generator.uses.fitting import Fitting
from generator.uses.inference import Inference
from generator.uses.later import Later
from generator.uses.modules import Modules
from generator.uses.reading import read
from generator.uses.references import references
from generator.uses.sources import sources
from generator.uses.surface import Surface
from generator.uses.written import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.changes.change import Change
    from generator.diagnostics import DiagnosticLog
    from generator.planning import Plan
    from generator.uses.changed import Touched
    from generator.uses.sources import Source

_RULES: Final = (references, arguments, attributes, written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One place of an app's code that a change touches.

    Attributes:
        line: from 1.
        column: from 1, in characters.
        text: the line, without the space around it.
        certain: it is touched; else it may be: reading the code does not tell the value, or the
            change only may break what uses it.
    """

    path: Path
    line: int
    column: int
    text: str
    change: Change
    certain: bool


def find_uses(  # noqa: PLR0913, PLR0917  two packages, and where the code is
    changes: Iterable[Change],
    before: Plan,
    after: Plan,
    name: str,
    path: Path,
    log: DiagnosticLog,
) -> tuple[Use, ...]:
    """Read an app's code, and return the places that breaking changes touch.

    Args:
        changes: of any kind; only those that break are looked for.
        before: the package as it was before the changes.
        after: as it is after them: what is right for it as well is not touched.
        name: the last part of what the app imports it as.
        path: a file or a folder of the app.
        log: takes a warning for each file that cannot be read.

    Returns:
        Each place and change once, in the order of files, lines and columns.

    Raises:
        OpgenError: there is nothing at the path.
    """
    surface = Surface(before.package, before.derived.definitions, name)
    readings = [read(source) for source in sources(path, log)]
    scopes = {one.source.path: one.scope for one in readings}
    infer = Inference(Modules(scopes, path, surface), surface)
    changed = Changed(changes)
    fitting = Fitting(infer, Later.of(after))
    order = {change: number for number, change in enumerate(changed.all)}
    places: dict[tuple[Path, int, int, Change], bool] = {}
    for reading in readings:
        for one in _touched(Context(infer, surface, changed, fitting, reading)):
            # A dictionary counts where it is written: that may be another file.
            key = (one.scope.path, *one.position, one.change)
            places[key] = places.get(key, False) or one.certain
    files = {one.source.path: one.source for one in readings}
    found = [_use(files[key[0]], key, certain=certain) for key, certain in places.items()]
    found.sort(key=lambda one: (one.path, one.line, one.column, order[one.change]))
    return tuple(found)


def _touched(context: Context) -> Iterator[Touched]:
    for site in context.reading.sites:
        for rule in _RULES:
            yield from rule(context, site)


def _use(source: Source, key: tuple[Path, int, int, Change], *, certain: bool) -> Use:
    _, line, offset, change = key
    return Use(
        path=source.given,
        line=line,
        column=source.position(line, offset),
        text=source.text(line),
        change=change,
        certain=certain,
    )

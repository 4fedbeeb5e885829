"""The draw of operations that a person has judged, and how opgen pages them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.deep_stack import with_deep_stack
from generator.diagnostics import DiagnosticLog
from generator.inputs import read_inputs
from generator.ir import Pages
from generator.name_history import NO_HISTORY
from generator.naming import words
from generator.operations.reader import read_operations
from generator.options import Options
from generator.translate.page_parts import PageParts
from generator.translate.paging import PageFinder
from support.corpus import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.inputs import Inputs
    from generator.operations.reader import ReadOperations

SEED: Final = 13
NUMBER: Final = 60
ASKING: Final = frozenset(
    """
    after before bookmark count cursor from index iterator last limit link marker max next number
    offset page per since size skip start token top
    """.split()  # noqa: SIM905  the words read better so
)
"""Words in the name of a parameter that may ask for a page: many more than the rules know."""


def found(slug: str, names: Sequence[str]) -> dict[str, list[str]]:
    """How some operations of a document are paged, and their lists; nothing for what is not."""
    paths = tuple(name.partition(" ")[2] for name in names)
    inputs, read = _read(slug, paths=paths)
    finder = PageFinder(inputs.profile.paging, read.definitions)
    pages = {
        f"{one.selected.method} {one.selected.path}": finder.find(one) for one in read.operations
    }
    return {
        name: [one.rule, one.items] if isinstance(one := pages[name], Pages) else []
        for name in names
    }


def _read(slug: str, **options: Any) -> tuple[Inputs, ReadOperations]:
    log = DiagnosticLog()
    chosen = Options(spec=DOCUMENTS[slug][0], output=Path("drawn"), **options)
    inputs = read_inputs(chosen, log, lambda _: None)
    return inputs, read_operations(inputs, NO_HISTORY, log)


def draw() -> list[tuple[str, str]]:
    """Draw operations of the corpus that may be paged.

    They are those of GET and POST whose response has a list anywhere, and whose request has a
    parameter or a member with a word of `ASKING`, or whose response has a header `Link`.
    """
    pool = sorted(one for slug in DOCUMENTS for one in _candidates(slug))
    return sorted(random.Random(SEED).sample(pool, NUMBER))


def _candidates(slug: str) -> Iterator[tuple[str, str]]:
    read = _read(slug, all=True)[1]
    for one in read.operations:
        if one.selected.method not in {"GET", "POST"} or one.responses.json is None:
            continue
        parts = PageParts.of(one, read.definitions)
        names = [name for slot in parts.slots for name in slot.wires]
        asks = ASKING & {word.lower() for name in names for word in words(name)}
        if any(each.kind == "list" for each in parts.members) and (asks or "link" in parts.headers):
            yield slug, f"{one.selected.method} {one.selected.path}"


if __name__ == "__main__":  # prints the draw again
    for drawn in with_deep_stack(draw)():
        print(*drawn)

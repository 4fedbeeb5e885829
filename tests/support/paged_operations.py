"""The draw of operations that a person has judged, and the plans that they are judged by."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diagnostics import DiagnosticLog
from generator.inputs import read_inputs
from generator.name_history import NO_HISTORY
from generator.naming import words
from generator.operations.reader import read_operations
from generator.options import Options
from generator.planning import plan
from generator.translate.page_parts import PageParts
from support.corpus import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.ir import Operation

SEED: Final = 13
NUMBER: Final = 60
ASKING: Final = frozenset(
    """
    after before bookmark count cursor from index iterator last limit link marker max next number
    offset page per since size skip start token top
    """.split()  # noqa: SIM905  the words read better so
)
"""Words in the name of a parameter that may ask for a page: many more than the rules know."""


def planned(slug: str, paths: Sequence[str]) -> dict[str, Operation]:
    """The operations at some paths of a document, by method and path."""
    spec, output = DOCUMENTS[slug][0], Path(slug.replace("-", "_").replace(".", "_"))
    made = plan(Options(spec=spec, output=output, paths=tuple(paths)), DiagnosticLog())
    return {f"{one.method} {one.path.wire()}": one for one in made.operations}


def draw() -> list[tuple[str, str]]:
    """Draw operations of the corpus that may be paged.

    They are those of GET and POST whose response has a list anywhere, and whose request has a
    parameter or a member with a word of `ASKING`, or whose response has a header `Link`.
    """
    pool = sorted(one for slug in DOCUMENTS for one in _candidates(slug))
    return sorted(random.Random(SEED).sample(pool, NUMBER))


def _candidates(slug: str) -> Iterator[tuple[str, str]]:
    log = DiagnosticLog()
    options = Options(spec=DOCUMENTS[slug][0], output=Path("drawn"), all=True)
    read = read_operations(read_inputs(options, log, lambda _: None), NO_HISTORY, log)
    for one in read.operations:
        if one.selected.method not in {"GET", "POST"} or one.responses.json is None:
            continue
        parts = PageParts.of(one, read.definitions)
        names = [name for slot in parts.slots for name in slot.wires]
        asks = ASKING & {word.lower() for name in names for word in words(name)}
        if any(each.kind == "list" for each in parts.members) and (asks or "link" in parts.headers):
            yield slug, f"{one.selected.method} {one.selected.path}"

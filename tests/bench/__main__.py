"""The figures of speed and memory, as ratios within one run (`make bench`).

Exit code 1 when a ratio is over its limit.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .calling import calls
from .generating import again, everything, one_group
from .importing import imports, one_of_many
from .measure import DOCUMENT
from .scaling import largest, many_operations
from .server import server
from .using import using

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .measure import Ratio, Refusal


def ratios(folder: Path, url: str) -> Iterator[Ratio | Refusal]:
    """All of them; those in this process last, since a child's memory is at least its parent's."""
    yield from one_group(folder)
    yield from everything(folder / "all")
    yield from again(folder / "all")
    yield from largest(folder / "largest")
    yield from many_operations(folder / "many")
    yield from imports(folder)
    yield from one_of_many(folder, folder / "all", url)
    yield from using(folder / "uses")
    yield from calls(folder, url)


def main() -> int:
    if not DOCUMENT.is_file():
        print(f"the 2026-08-21 document is not at {DOCUMENT}; set OPGEN_SHARED")
        return 2
    too_much = 0
    with tempfile.TemporaryDirectory() as name, server() as url:
        for ratio in ratios(Path(name), url):
            print(ratio, flush=True)
            too_much += ratio.value > ratio.limit
    return int(too_much > 0)


if __name__ == "__main__":
    raise SystemExit(main())

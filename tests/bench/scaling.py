"""What large documents take: the largest of the corpus, and 50 to 1,500 operations of one group."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from .generating import OTHER
from .measure import BIN, SHARED, Ratio, Refusal, in_turn, process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .measure import Run

_SIZES = (50, 300, 1500)
_MEGABYTES = 300


def largest(folder: Path) -> Iterator[Ratio | Refusal]:
    """The largest document of the corpus, and the largest that the other generator writes."""
    folder.mkdir()
    with (SHARED / "corpus/INDEX.tsv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda one: -int(one["operations"]))
    for number, row in enumerate(rows):
        document = SHARED / "corpus" / row["slug"] / row["entry_file"]
        ours = _opgen(document, folder)
        name = f"{row['slug']}, {row['operations']} operations / "
        if number == 0:
            (memory,) = in_turn(1, ours)
            yield Ratio(f"{name}{_MEGABYTES} MB", memory.megabytes, _MEGABYTES, 1.0, "MB")
        theirs = _other(document, folder)
        if not _writes(theirs, folder):
            yield Refusal(f"{name}openapi-python-client")
            continue
        mine, other = in_turn(3, ours, theirs)
        yield Ratio(f"{name}openapi-python-client", mine.seconds, other.seconds, 0.5)
        return


def many_operations(folder: Path) -> Iterator[Ratio]:
    """The time per operation, by the differences of sizes: so the start of Python is left out."""
    folder.mkdir()
    runs = []
    for size in _SIZES:
        document = folder / f"{size}.json"
        document.write_text(json.dumps(_document(size)), encoding="utf-8")
        runs.append(_opgen(document, folder))
    few, some, many = in_turn(5, *runs)
    first = (some.processor - few.processor) / (_SIZES[1] - _SIZES[0])
    later = (many.processor - some.processor) / (_SIZES[2] - _SIZES[1])
    yield Ratio("an operation up to 1,500 / one up to 300", later * 1000, first * 1000, 1.2, "ms")
    yield Ratio(f"1,500 operations / {_MEGABYTES} MB", many.megabytes, _MEGABYTES, 1.0, "MB")


def _opgen(document: Path, folder: Path) -> Run:
    command = (BIN / "opgen", "generate", document, "--all", "--force")
    return process(*command, "--output", folder / "client", cwd=folder)


def _other(document: Path, folder: Path) -> Run:
    command = (OTHER or "", "generate", "--path", document, "--overwrite")
    return process(*command, "--output-path", folder / "other", cwd=folder)


def _writes(run: Run, folder: Path) -> bool:
    """Whether a run succeeds and writes operations."""
    try:
        run()
    except AssertionError:
        return False
    return any(folder.glob("other/*/api/*/*.py"))


def _document(operations: int) -> dict[str, object]:
    """A document of one group, whose operations and schemas all differ."""

    def content(number: int) -> dict[str, object]:
        schema = {"$ref": f"#/components/schemas/Thing{number % operations}"}
        return {"application/json": {"schema": schema}}

    place = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Many", "version": "1"},
        "servers": [{"url": "https://example.test"}],
        "paths": {
            f"/things/{{id}}/parts{number}": {
                "post": {
                    "operationId": f"doThing{number}",
                    "description": f"Do the thing {number}.",
                    "parameters": [place],
                    "requestBody": {"content": content(number)},
                    "responses": {"200": {"description": "Done.", "content": content(number)}},
                }
            }
            for number in range(operations)
        },
        "components": {
            "schemas": {
                f"Thing{number}": {
                    "type": "object",
                    "properties": {
                        f"name{number}": {"type": "string", "description": "The name."},
                        "next": {"$ref": f"#/components/schemas/Thing{(number + 1) % operations}"},
                    },
                }
                for number in range(operations)
            }
        },
    }

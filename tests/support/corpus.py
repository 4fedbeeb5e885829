"""The real documents of other publishers."""

import csv

from support.paths import SHARED

_INDEX = SHARED / "corpus" / "INDEX.tsv"
_ROWS = _INDEX.read_text(encoding="utf-8").splitlines() if _INDEX.is_file() else []
DOCUMENTS = {
    row["slug"]: (SHARED / "corpus" / row["slug"] / row["entry_file"], int(row["operations"]))
    for row in csv.DictReader(_ROWS, delimiter="\t")
}
"""The entry file of each, and the number of operations that it is known to have; none where the
documents are not at hand."""

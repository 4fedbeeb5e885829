"""The content of a lock, parsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.digests import Digests
    from generator.name_history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The content of a lock.

    Attributes:
        record: the inputs, options and versions, as `make_record` returns them.
        document: the digests of the document.
        url: where the document was fetched from, if it was.
        references: the names of the files that the document refers to.
        files: the digests of each file, by path.
        symbols: the digests of the symbols of each file, by path; see `merging.base`.
        faults: how many local faults the document has.
        theirs: the digests of each file in the other branch, if the lock has conflict markers.
    """

    record: Mapping[str, object]
    document: Digests
    url: str | None
    references: tuple[str, ...]
    profile: str | None
    history: History
    files: Mapping[str, Digests]
    symbols: Mapping[str, str] = field(default_factory=dict)
    faults: int = 0
    theirs: Mapping[str, Digests] = field(default_factory=dict)

    @property
    def reference_digests(self) -> Mapping[str, str]:
        """SHA-256 of each file that the document refers to, by its name."""
        recorded = self.record.get("references")
        found = recorded if isinstance(recorded, list) else []
        return {str(one["name"]): str(one["sha256"]) for one in found}

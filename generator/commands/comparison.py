"""What `opgen diff` finds for one client, and where its files are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diff.change import Change
    from generator.fixing.fix import Fixes
    from generator.impact.find import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The changes between two documents, and the lines of an app that they affect.

    Attributes:
        client: the name of the client; empty without a configuration.
        documents: the names of the old and the new document.
        uses: None if there is no app.
        fixes: None if nobody asked for them.
        is_written: whether the fixes are in the files of the app.
        is_old_a_revision: whether the old document is that of a git revision.
        revision: the name of the git revision of the new document, which its files have as a
            prefix: `v2:api.yaml`; empty for files on disk.
        repository: the folder that the files of a revision are relative to.
    """

    client: str = ""
    documents: tuple[str, str]
    changes: Sequence[Change]
    uses: Sequence[Use] | None = None
    fixes: Fixes | None = None
    is_written: bool = False
    is_old_a_revision: bool = False
    revision: str = ""
    repository: Path = Path()

    @property
    def unfixed(self) -> Sequence[Use]:
        """The uses that no fix is for."""
        if self.fixes:
            return [one.use for one in self.fixes.remaining]
        return self.uses or ()

    @property
    def breaks_app(self) -> bool:
        """Whether the app certainly fails with the new package, after the fixes."""
        is_failing = self.fixes is not None and bool(self.fixes.failures)
        return is_failing or any(one.breaks for one in self.unfixed)

    def path(self, file: str) -> Path:
        """Return the path on disk of a file of the new document."""
        prefix = f"{self.revision}:"
        if self.revision and file.startswith(prefix):
            return self.repository / file.removeprefix(prefix)
        return Path(file)

"""Write the files of a package to its folder: all of them, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import Location
from generator.write import lock
from generator.write.package_folder import (
    check_paths,
    errors_as_diagnostics,
    read_existing,
    refuse_foreign,
)
from generator.write.replace import replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog


@dataclass(frozen=True, slots=True)
class FileCounts:
    """The number of files that were created, changed, removed and left unchanged."""

    created: int
    changed: int
    removed: int
    unchanged: int

    @property
    def has_changes(self) -> bool:
        """Whether any file was written or removed."""
        return bool(self.created or self.changed or self.removed)


def write_package(files: Mapping[str, bytes], output: Path, log: DiagnosticLog) -> FileCounts:
    """Make the folder contain exactly these files; if anything fails, it stays unchanged.

    An existing changelog is kept, unless the files contain one.

    Raises:
        OpgenError: the folder contains files that opgen did not write, or cannot be written.
    """
    check_paths(files)
    with errors_as_diagnostics(output, log):
        existing = read_existing(output, log, files)
        refuse_foreign(existing.foreign, output, log, "move them away, or choose another --output")
        files = {**lock.changelog_in(existing.files), **files}
        counts = count_files(files, existing.files)
        if not counts.has_changes:
            return counts
        for path in sorted(existing.files):
            if existing.is_edited(path) and existing.files[path] != files.get(path):
                action = "overwrites the edit" if path in files else "removes the file"
                log.warning(
                    "edited-file",
                    f"the file was edited by hand; opgen {action}",
                    at=Location(str(output / path), 1, 1),
                    help="do not edit generated files; use --templates to change the output",
                )
        replace(files, output)
    return counts


def count_files(files: Mapping[str, bytes], existing: Mapping[str, bytes]) -> FileCounts:
    """Count the files to create, change, remove and leave unchanged."""
    common = existing.keys() & files.keys()
    unchanged = sum(existing[path] == files[path] for path in common)
    return FileCounts(
        created=len(files.keys() - common),
        changed=len(common) - unchanged,
        removed=len(existing.keys() - common),
        unchanged=unchanged,
    )

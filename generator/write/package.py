"""The files of a package → its folder, whole or not at all."""

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
class Written:
    """How many files came, changed, went and stayed."""

    created: int
    changed: int
    removed: int
    unchanged: int

    @property
    def anything(self) -> bool:
        """Whether the disk was touched."""
        return bool(self.created or self.changed or self.removed)


def write_package(files: Mapping[str, bytes], output: Path, log: DiagnosticLog) -> Written:
    """Make the folder hold exactly these files; at any failure it is what it was.

    A history that is there stays as it is, unless the files have another.

    Raises:
        OpgenError: it holds files that opgen did not write, or cannot be written.
    """
    check_paths(files)
    with errors_as_diagnostics(output, log):
        existing = read_existing(output, log, files)
        refuse_foreign(existing.foreign, output, log, "move them away, or choose another --output")
        files = {**lock.histories(existing.files), **files}
        written = count(files, existing.files)
        if not written.anything:
            return written
        for path in sorted(existing.files):
            if existing.is_edited(path) and existing.files[path] != files.get(path):
                what = "overwritten" if path in files else "removed with the file"
                log.warning(
                    "edited-file",
                    f"the file was changed by hand; the change is {what}",
                    at=Location(str(output / path), 1, 1),
                    help="keep changes out of the package, or give opgen --templates",
                )
        replace(files, output)
    return written


def count(files: Mapping[str, bytes], existing: Mapping[str, bytes]) -> Written:
    """Count what is to be done to files that are there."""
    common = existing.keys() & files.keys()
    unchanged = sum(existing[path] == files[path] for path in common)
    return Written(
        created=len(files.keys() - common),
        changed=len(common) - unchanged,
        removed=len(existing.keys() - common),
        unchanged=unchanged,
    )

"""Write the files of a package to its folder, all of them or none; compare them with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from generator.conflicts import conflict_line
from generator.diagnostics import DiagnosticLog, Location
from generator.digests import is_same, level
from generator.line_diff import cut, first_difference, short_diff
from generator.write import lock
from generator.write.edits import merge_edits
from generator.write.lock_layout import is_same_lock
from generator.write.package_folder import (
    errors_as_diagnostics,
    is_within,
    read_existing,
    refuse_foreign,
)
from generator.write.replace import replace, restore_files
from generator.write.user_files import custom_files

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.options import Edits
    from generator.write.package_folder import FolderContent

_MAX_DIFF_LINES: Final = 12


@dataclass(frozen=True, slots=True)
class FileCounts:
    """The number of files that were created, changed, removed and left unchanged.

    Attributes:
        with_edits: paths of the files whose edits were kept.
    """

    created: int
    changed: int
    removed: int
    unchanged: int
    with_edits: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """The number of files in the folder, with the changelog."""
        return self.created + self.changed + self.unchanged

    @property
    def has_changes(self) -> bool:
        """Whether any file was written or removed."""
        return bool(self.created or self.changed or self.removed)


def write_package(
    files: Mapping[str, bytes], output: Path, log: DiagnosticLog, edits: Edits = "overwrite"
) -> FileCounts:
    """Make the folder contain exactly these files; if anything fails, it stays unchanged.

    The app's own code is kept, and an existing changelog, unless the files contain one. Edits of
    generated files are overwritten with a warning, or merged with the new files.

    Raises:
        OpgenError: the folder contains files that opgen did not write, or cannot be written, or
            edits have conflicts.
    """
    for path in files:
        if not is_within(path):
            raise ValueError(f"not a path within a package: {path!r}")
    with errors_as_diagnostics(output, log):
        existing = read_existing(output, log, files)
        foreign = [one for one in existing.foreign if not existing.has(one, files)]
        refuse_foreign(foreign, output, log, "move them away, or choose another --output")
        watched = {} if edits == "overwrite" else existing.files
        own_code = custom_files(output, existing.digests, watched)
        merged = merge_edits(files, existing, output, edits, log)
        log.raise_errors()
        files = {**lock.changelog_in(existing.files), **merged.files}
        _warn_of_changelog(existing, output, log)
        counts = count_files(files, existing.files, merged.edited)
        if not counts.has_changes:
            return counts
        _warn_of_lost_edits(files, existing, merged.edited, output, log)
        unsettled = replace(files, output, own_code)
        warn_of_conflicts(own_code.conflicts, unsettled, output, log)
    return counts


def _warn_of_lost_edits(
    files: Mapping[str, bytes],
    existing: FolderContent,
    kept: Container[str],
    output: Path,
    log: DiagnosticLog,
) -> None:
    for path in sorted(existing.files):
        new = files.get(path)
        is_lost = path not in kept and not is_same(existing.files[path], new)
        if is_lost and existing.is_edited(path, new):
            action = "overwrites the edit" if path in files else "removes the file"
            log.warning(
                "edited-file",
                f"the file was edited by hand; opgen {action}",
                at=Location(str(output / path), 1, 1),
                help="--keep-edits merges edits with the new package; "
                "--templates changes the output",
            )


def restore_package(files: Mapping[str, bytes], output: Path) -> None:
    """Undo `write_package`: make the folder contain its old files, and the app's own code."""
    restore_files(files, output, custom_files(output, files.keys()))


def warn_of_conflicts(
    conflicts: Iterable[str], unsettled: Path | None, output: Path, log: DiagnosticLog
) -> None:
    """Warn of files that somebody changed during the run, and of the old folder if it is left.

    Args:
        conflicts: new names of such files.
        unsettled: the old folder; None if it is not needed.
        output: the package.
        log: receives the warnings.
    """
    for path in conflicts:
        log.warning(
            "edited-file",
            "a file was changed while opgen ran; the changed file is kept under this name",
            at=Location(str(output / path), 1, 1),
        )
    if unsettled:
        log.warning(
            "edited-file",
            "files changed while opgen ran, and not all of them could be moved to the new folder",
            at=Location(str(unsettled), 1, 1),
            help="the old folder is kept here; copy from it what you need",
        )


def _warn_of_changelog(existing: FolderContent, output: Path, log: DiagnosticLog) -> None:
    if line := conflict_line(existing.files.get(lock.CHANGELOG, b"")):
        log.warning(
            "merge-conflict",
            f"{lock.CHANGELOG} has a merge conflict; opgen leaves it as it is",
            at=Location(str(output / lock.CHANGELOG), line, 1),
            help="keep the entries of both branches, the newest version first",
        )


def count_files(
    files: Mapping[str, bytes], existing: Mapping[str, bytes], with_edits: tuple[str, ...] = ()
) -> FileCounts:
    """Count the files to create, change, remove and leave unchanged; line ends do not count."""
    common = existing.keys() & files.keys()
    unchanged = sum(is_same(existing[path], files[path]) for path in common)
    return FileCounts(
        created=len(files.keys() - common),
        changed=len(common) - unchanged,
        removed=len(existing.keys() - common),
        unchanged=unchanged,
        with_edits=with_edits,
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that differs from the generated one.

    Attributes:
        kind: `edited` means changed by hand, `conflict` that it has conflict markers of git.
    """

    path: str
    kind: Literal["missing", "unexpected", "changed", "edited", "conflict"]
    line: int | None = None
    diff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a folder differs from generated files, and which files have edits that are kept."""

    differences: tuple[Difference, ...]
    with_edits: tuple[str, ...] = ()


def compare(files: Mapping[str, bytes], output: Path, edits: Edits = "overwrite") -> Comparison:
    """Compare generated files, merged with edits if these are kept, with a folder.

    Raises:
        OpgenError: the folder cannot be read, or edits have conflicts.
    """
    log = DiagnosticLog()
    with errors_as_diagnostics(output, log, "cannot-read"):
        existing = read_existing(output, log, files)
    merged = merge_edits(files, existing, output, edits, log)
    log.raise_errors()
    expected = {**lock.changelog_in(existing.files), **merged.files}
    return Comparison(tuple(_differences(expected, existing)), merged.edited)


def _differences(expected: Mapping[str, bytes], existing: FolderContent) -> Iterator[Difference]:
    for path in sorted({*existing.files, *existing.foreign, *expected}):
        if path == lock.CHANGELOG and (line := conflict_line(existing.files.get(path, b""))):
            yield Difference(path, "conflict", line)
        elif path not in expected:
            yield Difference(path, "unexpected")
        elif path not in existing.files:
            yield Difference(path, "missing")
        elif not _is_same(path, existing.files[path], expected[path]):
            yield _difference(path, existing, expected[path])


def _is_same(path: str, one: bytes, other: bytes) -> bool:
    return is_same_lock(one, other) if path == lock.NAME else is_same(one, other)


def _difference(path: str, existing: FolderContent, new: bytes) -> Difference:
    if line := conflict_line(existing.files[path]):
        return Difference(path, "conflict", line)
    kind: Literal["edited", "changed"] = "edited" if existing.is_edited(path, new) else "changed"
    return Difference(path, kind, *changed_lines(existing.files[path], new))


def changed_lines(old: bytes, new: bytes) -> tuple[int, tuple[str, ...]]:
    """Return the number of the first line that differs, and a unified diff, cut if it is long."""
    before, after = (level(each).decode("utf-8", "replace").split("\n") for each in (old, new))
    diff = short_diff(before, after)
    return first_difference(before, after) + 1, cut(diff, _MAX_DIFF_LINES)

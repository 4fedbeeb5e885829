"""Read the folder of a package: its files, and the digests in its lock."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.conflicts import sides
from generator.diagnostics import Location, shown
from generator.digests import digests_of, is_made_of, is_same, matches
from generator.reserved_names import CUSTOM
from generator.write import lock
from generator.write.custom_code import CACHES, PLACE, is_custom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.digests import Digests
    from generator.write.lock_content import Lock


@dataclass(frozen=True, slots=True)
class FolderContent:
    """The files in a folder; of the foreign ones, which opgen did not write, only those needed.

    Attributes:
        digests: the digest of each file that opgen wrote, by path, as the lock has it.
        symbols: the digests of the symbols of each, as the lock has them.
        theirs: the digests of the other branch, if the lock has conflict markers.
    """

    files: Mapping[str, bytes]
    digests: Mapping[str, Digests]
    foreign: tuple[str, ...] = ()
    symbols: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, Digests] = field(default_factory=dict)

    def is_edited(self, path: str, new: bytes | None = None) -> bool:
        """Whether a file that opgen wrote was changed since, not only merged by git.

        `new` is what opgen would write there: git may have merged the same.
        """
        digests = self.digests.get(path)
        if digests is None or matches(self.files[path], digests):
            return False
        if not self.theirs:
            return True
        known = {*digests, *self.theirs.get(path, ()), *digests_of(new or b"")}
        each = sides(self.files[path]) or (self.files[path],)
        return not all(is_made_of(one, known) for one in each)

    def has(self, path: str, files: Mapping[str, bytes]) -> bool:
        """Whether the folder has one of these files, as it is except for its line ends."""
        return path in files and is_same(self.files.get(path), files[path])


def read_existing(output: Path, log: DiagnosticLog, needed: Iterable[str] = ()) -> FolderContent:
    """Read the folder; a missing folder is empty.

    Only the needed foreign files are read: the others may be large.

    Raises:
        OpgenError: the output is not a folder, or its lock cannot be read.
    """
    place = Location(str(output), 1, 1)
    if output.is_symlink() and not output.exists():
        log.fail(
            "cannot-write",
            "the output is a symbolic link that points to no folder",
            at=place,
            help="create the folder that it points to, or remove the link",
        )
    if not output.exists():
        return FolderContent({}, {})
    if not output.is_dir():
        log.fail(
            "cannot-write",
            "the output is a file, not a folder",
            at=place,
            help="pass a folder; the last part of its path is the name of the package",
        )
    paths = files_below(output)
    known = _read_lock(paths[lock.NAME], log) if lock.NAME in paths else None
    digests = known.files if known else {}
    paths = {name: path for name, path in paths.items() if name in digests or not is_custom(name)}
    foreign = sorted(paths.keys() - digests.keys() - lock.UNLISTED)
    unread = set(foreign).difference(needed)
    files = {name: read_file(path) for name, path in paths.items() if name not in unread}
    if known is None:
        return FolderContent(files, {}, tuple(foreign))
    return FolderContent(files, digests, tuple(foreign), known.symbols, known.theirs)


def read_file(path: Path) -> bytes:
    """Return the content of a file; empty for a link, a pipe and anything else."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def is_within(path: str) -> bool:
    """Whether a path stays within the package: paths contain names from the document."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not (
        path.startswith("/") or ".." in parts or "\\" in path or "\0" in path
    )


def refuse_foreign(foreign: Sequence[str], output: Path, log: DiagnosticLog, advice: str) -> None:
    """Fail if there are foreign files; the advice is the start of the help text of the error."""
    if not foreign:
        return
    names = ", ".join(shown(name) for name in foreign[:5])
    more = f" and {len(foreign) - 5} more" if len(foreign) > 5 else ""
    log.fail(
        "foreign-files",
        f"the output folder contains files that opgen did not write: {names}{more}",
        at=Location(str(output / foreign[0]), 1, 1),
        help=f"{advice}; code of your own is safe in {PLACE}",
    )


@contextmanager
def errors_as_diagnostics(
    output: Path, log: DiagnosticLog, code: Code = "cannot-write"
) -> Iterator[None]:
    """Report an `OSError` as a diagnostic with a code."""
    try:
        yield
    except OSError as error:
        verb = "read" if code == "cannot-read" else "written"
        reason = os.strerror(error.errno) if error.errno else str(error)
        log.fail(
            code,
            f"the package cannot be {verb}: {reason}",
            at=Location(str(output), 1, 1),
            help="nothing changed; check the permissions of the folder and the free space",
        )


def files_below(folder: Path, name: str = "") -> dict[str, Path]:
    """Return the files of a package's folder by path.

    It has neither the caches of other tools, nor the files in the folder of the app's own code.
    """
    files: dict[str, Path] = {}
    for entry in sorted(folder.iterdir()):
        is_own = not name and entry.name == CUSTOM and entry.is_dir()
        if is_own or entry.name in CACHES:
            continue
        if entry.is_dir() and not entry.is_symlink():
            files |= files_below(entry, f"{name}{entry.name}/")
        else:
            files[f"{name}{entry.name}"] = entry
    return files


def _read_lock(path: Path, log: DiagnosticLog) -> Lock:
    try:
        return lock.read_lock(read_file(path))
    except ValueError:
        log.fail(
            "foreign-files",
            f"{lock.NAME} cannot be read, so opgen does not know which files it wrote",
            at=Location(str(path), 1, 1),
            help="restore the file, for example from git; or delete it: opgen writes a new one, "
            "but functions may get other names",
        )

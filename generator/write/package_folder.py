"""What is in a package's folder now, and what the lock there says of it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.diagnostics import Location, shown
from generator.write import lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog

CACHES: Final = frozenset(
    {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".DS_Store"}
)


@dataclass(frozen=True, slots=True)
class Existing:
    """The files of a folder that are opgen's or asked for, and the digests that its lock has."""

    files: Mapping[str, bytes]
    digests: Mapping[str, str]
    foreign: tuple[str, ...] = ()
    """What opgen did not write, asked for or not."""

    def is_edited(self, path: str) -> bool:
        """Whether a file of opgen's own is not what opgen wrote."""
        digest = self.digests.get(path)
        return digest is not None and digest != lock.digest(self.files[path])


def read_existing(output: Path, log: DiagnosticLog, wanted: Iterable[str] = ()) -> Existing:
    """Read the folder; one that is not there holds nothing.

    Of files that opgen did not write, only the wanted ones are read: others may be large.

    Raises:
        OpgenError: it is no folder, or its lock cannot be read.
    """
    place = Location(str(output), 1, 1)
    if output.is_symlink():
        log.fail(
            "cannot-write",
            "the output is a symbolic link",
            at=place,
            help="name the folder that it leads to",
        )
    if not output.exists():
        return Existing({}, {})
    if not output.is_dir():
        log.fail(
            "cannot-write",
            "the output is a file, not a folder",
            at=place,
            help="name a folder; its last part is the package's name",
        )
    paths = {path.relative_to(output).as_posix(): path for path in walk(output)}
    found = content(paths[lock.NAME]) if lock.NAME in paths else None
    digests = _digests(found, output, log)
    foreign = sorted(paths.keys() - digests.keys() - lock.OWN)
    unread = set(foreign).difference(wanted)
    files = {name: content(path) for name, path in paths.items() if name not in unread}
    return Existing(files, digests, tuple(foreign))


def content(path: Path) -> bytes:
    """A file's bytes; a pipe has none to read, and what a link leads to is not the package's."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def is_within(path: str) -> bool:
    """Whether a file's path stays in the package: it is made of names from a document."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not (
        path.startswith("/") or ".." in parts or "\\" in path or "\0" in path
    )


def check_paths(paths: Iterable[str]) -> None:
    """Let no file out of the package."""
    for path in paths:
        if not is_within(path):
            raise ValueError(f"not a path within a package: {path!r}")


def refuse_foreign(foreign: Sequence[str], output: Path, log: DiagnosticLog, advice: str) -> None:
    """Fail, and name the files, where there are any.

    Raises:
        OpgenError: there are.
    """
    if not foreign:
        return
    names = ", ".join(shown(name) for name in foreign[:5])
    more = f" and {len(foreign) - 5} more" if len(foreign) > 5 else ""
    log.fail(
        "foreign-files",
        f"the output folder holds files that opgen did not write: {names}{more}",
        at=Location(str(output / foreign[0]), 1, 1),
        help=advice,
    )


@contextmanager
def errors_as_diagnostics(
    output: Path, log: DiagnosticLog, code: Code = "cannot-write"
) -> Iterator[None]:
    """Say what the system says of the folder, and that it is what it was."""
    try:
        yield
    except OSError as error:
        verb = "read" if code == "cannot-read" else "written"
        reason = os.strerror(error.errno) if error.errno else str(error)
        log.fail(
            code,
            f"the package cannot be {verb}: {reason}",
            at=Location(str(output), 1, 1),
            help="nothing was changed; look at the folder's permissions and the free space",
        )


def walk(folder: Path) -> Iterator[Path]:
    """Yield the files of a package's folder, but for what other tools leave in it."""
    for entry in sorted(folder.iterdir()):
        if entry.name in CACHES:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from walk(entry)
        else:
            yield entry


def _digests(found: bytes | None, output: Path, log: DiagnosticLog) -> Mapping[str, str]:
    if found is None:
        return {}
    try:
        return lock.read_lock(found).files
    except ValueError:
        log.fail(
            "foreign-files",
            f"{lock.NAME} there cannot be read, so opgen cannot tell which files are its own",
            at=Location(str(output / lock.NAME), 1, 1),
            help="restore the file, or remove the folder when nothing in it is needed",
        )

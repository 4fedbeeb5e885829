"""A package that was generated, read whole: every file is what its lock says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import DiagnosticLog, Location, OpgenError
from generator.write import lock
from generator.write.package_folder import content as content_of
from generator.write.package_folder import is_within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """A generated package: its files by their paths, its lock, and its history if it has one."""

    name: str
    files: Mapping[str, bytes]
    lock: bytes
    history: bytes | None


def read_package(folder: Path, log: DiagnosticLog) -> Package:
    """Read the package in a folder.

    It is never a mixture: one that was exchanged while it was read is read once more.

    Raises:
        OpgenError: there is none, or it was edited, is not complete, or is a vendored copy.
    """
    try:
        return _read(folder, DiagnosticLog())
    except OpgenError:
        return _read(folder, log)


def _read(folder: Path, log: DiagnosticLog) -> Package:
    try:
        content = _lock(folder, log)
        files = {path: _file(folder / path, digest, log) for path, digest in content.digests}
        history = folder / lock.HISTORY
        package = Package(
            name=folder.resolve().name,
            files=files,
            lock=content.text,
            history=content_of(history) if history.is_file() else None,
        )
        if (folder / lock.NAME).read_bytes() != package.lock:
            log.error(
                "changing-package",
                "the package was written anew while it was read",
                at=Location(str(folder / lock.NAME), 1, 1),
                help="run the command again when nothing else writes the package",
            )
    except OSError as error:
        log.fail(
            "cannot-read",
            f"the package cannot be read: {error.strerror or error}",
            at=Location(str(error.filename or folder), 1, 1),
            help="look at the permissions of its files",
        )
    log.raise_errors()
    return package


@dataclass(frozen=True, slots=True)
class _Lock:
    text: bytes
    digests: tuple[tuple[str, str], ...]


def _lock(folder: Path, log: DiagnosticLog) -> _Lock:
    path = folder / lock.NAME
    if not path.is_file():
        log.fail(
            "no-package",
            f"there is no {lock.NAME} here, so this is no package that opgen generated",
            at=Location(str(folder), 1, 1),
            help="run `opgen generate`, or name the package's folder with --from",
        )
    text = path.read_bytes()
    try:
        known = lock.read_lock(text)
    except ValueError:
        known = None
    if known is None or not known.files or not all(map(is_within, known.files)):
        log.fail(
            "bad-lock",
            f"{lock.NAME} cannot be read, so opgen cannot tell what the package is",
            at=Location(str(path), 1, 1),
            help="run `opgen generate` again",
        )
    if lock.VENDORED in known.recorded:
        log.fail(
            "vendored-package",
            "this is a vendored copy, not the package that it was made from",
            at=Location(str(path), 1, 1),
            help="name the folder that `opgen generate` wrote with --from",
        )
    return _Lock(text, tuple(known.files.items()))


def _file(path: Path, digest: str, log: DiagnosticLog) -> bytes:
    """Read a file; that it is not what the lock says is logged."""
    if not path.is_file() or path.is_symlink():
        log.error(
            "missing-file",
            f"{lock.NAME} lists this file, but it is not there, or only a link",
            at=Location(str(path), 1, 1),
            help="run `opgen generate` again",
        )
        return b""
    content = path.read_bytes()
    if lock.digest(content) != digest:
        log.error(
            "edited-file",
            f"the file is not what {lock.NAME} says: it was changed by hand",
            at=Location(str(path), 1, 1),
            help="run `opgen generate` again; it overwrites the change",
        )
    return content

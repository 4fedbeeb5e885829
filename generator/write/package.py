"""The files of a package → its folder, whole or not at all; and what differs from it."""

from __future__ import annotations

import difflib
import os
import secrets
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from generator.diagnostics import DiagnosticLog, Location, shown
from generator.write import lock, swap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CACHES = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".DS_Store"})
_STAGE = ".opgen-"
_LEFT_BEHIND = 3600  # seconds after which another run's folder is taken for abandoned
_DIFF_LINES = 12


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


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that is not what the inputs give; `edited` is one changed by hand."""

    path: str
    kind: Literal["missing", "unexpected", "changed", "edited"]
    line: int | None = None
    diff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Existing:
    """What is in the folder now, and what the lock there says of it."""

    files: Mapping[str, bytes]
    digests: Mapping[str, str]

    def is_edited(self, path: str) -> bool:
        digest = self.digests.get(path)
        return digest is not None and digest != lock.digest(self.files[path])

    @property
    def foreign(self) -> list[str]:
        return sorted(self.files.keys() - self.digests.keys() - {lock.NAME, lock.HISTORY})


def write_package(files: Mapping[str, bytes], output: Path, log: DiagnosticLog) -> Written:
    """Make the folder hold exactly these files; at any failure it is what it was.

    Raises:
        OpgenError: it holds files that opgen did not write, or cannot be written.
    """
    _check_paths(files)
    with _errors_as_diagnostics(output, log):
        existing = _existing(output, log)
        _refuse_foreign(existing, output, log)
        written = _count(files, existing.files)
        if not written.anything:
            return written
        for path in sorted(existing.files.keys() & files.keys()):
            if existing.is_edited(path) and existing.files[path] != files[path]:
                log.warning(
                    "edited-file",
                    "the file was changed by hand; the change is overwritten",
                    at=Location(str(output / path), 1, 1),
                    help="keep changes out of the package, or give opgen --templates",
                )
        _replace(files, output)
    return written


def compare(files: Mapping[str, bytes], output: Path) -> tuple[Difference, ...]:
    """What is in the folder but not as the inputs give it."""
    log = DiagnosticLog()
    with _errors_as_diagnostics(output, log, "cannot-read"):
        existing = _existing(output, log)
    paths = sorted(existing.files.keys() | files.keys())
    return tuple(
        _difference(path, existing, files)
        for path in paths
        if existing.files.get(path) != files.get(path)
    )


def _difference(path: str, existing: _Existing, files: Mapping[str, bytes]) -> Difference:
    if path not in existing.files:
        return Difference(path, "missing")
    if path not in files:
        return Difference(path, "unexpected")
    old, new = (_lines(content) for content in (existing.files[path], files[path]))
    line = next((n for n, (a, b) in enumerate(zip(old, new, strict=False), 1) if a != b), None)
    line = line or min(len(old), len(new)) + 1
    diff = list(difflib.unified_diff(old, new, "on disk", "generated", n=1, lineterm=""))[2:]
    more = [f"… {len(diff) - _DIFF_LINES} more lines"] if len(diff) > _DIFF_LINES else []
    kind: Literal["edited", "changed"] = "edited" if existing.is_edited(path) else "changed"
    return Difference(path, kind, line, (*diff[:_DIFF_LINES], *more))


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").split("\n")


def _check_paths(files: Mapping[str, bytes]) -> None:
    """A file's path is made of names from a document: it must stay in the package."""
    for path in files:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts or "\\" in path or "\0" in path:
            raise ValueError(f"not a path within a package: {path!r}")


def _existing(output: Path, log: DiagnosticLog) -> _Existing:
    place = Location(str(output), 1, 1)
    if output.is_symlink():
        log.fail(
            "cannot-write",
            "the output is a symbolic link",
            at=place,
            help="name the folder that it leads to",
        )
    if not output.exists():
        return _Existing({}, {})
    if not output.is_dir():
        log.fail(
            "cannot-write",
            "the output is a file, not a folder",
            at=place,
            help="name a folder; its last part is the package's name",
        )
    files = {path.relative_to(output).as_posix(): _content(path) for path in walk(output)}
    return _Existing(files, _digests(files.get(lock.NAME), output, log))


def _content(path: Path) -> bytes:
    """A file's bytes; a pipe or a link that leads nowhere has none to read."""
    return path.read_bytes() if path.is_file() else b""


def walk(folder: Path) -> Iterator[Path]:
    """Yield the files of a package's folder, but for what other tools leave in it."""
    for entry in sorted(folder.iterdir()):
        if entry.name in _CACHES:
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from walk(entry)
        else:
            yield entry


def _digests(content: bytes | None, output: Path, log: DiagnosticLog) -> Mapping[str, str]:
    """What the lock says of each file; a lock that says nothing is no lock of ours."""
    if content is None:
        return {}
    try:
        return lock.read_lock(content).files
    except ValueError:
        log.fail(
            "foreign-files",
            f"{lock.NAME} there cannot be read, so opgen cannot tell which files are its own",
            at=Location(str(output / lock.NAME), 1, 1),
            help="restore the file, or remove the folder when nothing in it is needed",
        )


def _refuse_foreign(existing: _Existing, output: Path, log: DiagnosticLog) -> None:
    if not existing.foreign:
        return
    first = existing.foreign[0]
    names = ", ".join(shown(name) for name in existing.foreign[:5])
    more = f" and {len(existing.foreign) - 5} more" if len(existing.foreign) > 5 else ""
    log.fail(
        "foreign-files",
        f"the output folder holds files that opgen did not write: {names}{more}",
        at=Location(str(output / first), 1, 1),
        help="move them away, or choose another --output",
    )


def _count(files: Mapping[str, bytes], existing: Mapping[str, bytes]) -> Written:
    common = existing.keys() & files.keys()
    unchanged = sum(existing[path] == files[path] for path in common)
    return Written(
        created=len(files.keys() - common),
        changed=len(common) - unchanged,
        removed=len(existing.keys() - common),
        unchanged=unchanged,
    )


def _replace(files: Mapping[str, bytes], output: Path) -> None:
    """Write a new folder beside the old one, then exchange the two."""
    made = _make_parents(output.parent)
    stage = output.parent / f"{_STAGE}{output.name}-{secrets.token_hex(6)}"
    try:
        stage.mkdir()
        new, aside = stage / "new", stage / "old"
        _fill(new, files)
        if output.is_dir():
            shutil.copymode(output, new)
        swap.put(new, output, aside)
    except BaseException:
        # A renaming that could not be undone leaves the only copy in there.
        if output.exists() or not (stage / "old").exists():
            shutil.rmtree(stage, ignore_errors=True)
        for folder in reversed(made):
            _remove_if_empty(folder)
        raise
    shutil.rmtree(stage, ignore_errors=True)
    _clear_left_behind(output)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for path, content in sorted(files.items()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _make_parents(folder: Path) -> list[Path]:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    missing.reverse()
    for position, one in enumerate(missing):
        try:
            one.mkdir(exist_ok=True)
        except OSError:
            for done in reversed(missing[:position]):
                _remove_if_empty(done)
            raise
    return missing


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _clear_left_behind(output: Path) -> None:
    """Remove what a killed run left; one that still runs is younger."""
    for entry in output.parent.glob(f"{_STAGE}{output.name}-*"):
        try:
            if time.time() - entry.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(entry, ignore_errors=True)
        except OSError:
            continue


@contextmanager
def _errors_as_diagnostics(
    output: Path, log: DiagnosticLog, code: str = "cannot-write"
) -> Iterator[None]:
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

"""Replace a folder: write a new one next to it, then exchange the two in one step."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diagnostics import Location
from generator.document.source import real_path
from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.write.user_files import UserFiles

MAX_AGE: Final = 3600
"""Age in seconds after which the files of another run count as abandoned."""

LONGEST_WAIT: Final = 120
"""Time in seconds after which a run gives up waiting for the lock of another one."""

_STAGE: Final = ".opgen-"
_HERE: Final = -100  # AT_FDCWD
_EXCHANGE: Final = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


def replace(
    files: Mapping[str, bytes], output: Path, preserved: UserFiles | None = None
) -> Path | None:
    """Make the folder contain these files and the preserved ones; if it fails, it is unchanged.

    If the folder is a symbolic link, the folder that it points to is replaced, and the link stays.

    Returns:
        The old folder, if a file that changed meanwhile could not be moved; else None.
    """
    output = target_of(output)
    stage = output.parent / f"{_STAGE}{output.name}-{secrets.token_hex(6)}"
    new, aside = stage / "new", stage / "old"
    with make_folder(output.parent):
        try:
            stage.mkdir()
            write_files(new, files)
            if output.is_dir():
                if preserved:
                    preserved.stage(output, new)
                shutil.copymode(output, new)
            put(new, output, aside)
        except BaseException:
            # If a rename could not be undone, the stage contains the only copy.
            if output.exists() or not aside.exists():
                _remove(stage)
            raise
    old = new if new.exists() else aside
    unsettled = _settle(preserved, old, output) if preserved and old.is_dir() else None
    _remove(stage)
    _remove_abandoned(output)
    return unsettled


def restore_files(files: Mapping[str, bytes], output: Path, preserved: UserFiles) -> None:
    """Undo `replace`: make the folder contain its old files and the preserved ones.

    A folder that has none of them is removed.
    """
    if files or preserved.moves:
        replace(files, output, preserved)
    else:
        shutil.rmtree(target_of(output), ignore_errors=True)


def target_of(output: Path) -> Path:
    """Return the folder that a symbolic link points to; the same path for anything else."""
    return real_path(output) if output.is_symlink() else output


def recover(output: Path) -> None:
    """Put back the folder if a run was killed between two renames."""
    output = target_of(output)
    if output.exists() or output.is_symlink():
        return
    candidates = [one / "old" for one in _stages(output) if (one / "old").is_dir()]
    if candidates:
        newest = max(candidates, key=lambda one: one.parent.stat().st_mtime)
        newest.rename(output)
        _remove(newest.parent)


@contextmanager
def make_folder(folder: Path) -> Iterator[None]:
    """Create the folder and its parents; at the end, remove those that are still empty."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        if missing:
            folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for one in missing:
            with suppress(OSError):
                one.rmdir()


@contextmanager
def lock_folder(folder: Path, log: DiagnosticLog) -> Iterator[None]:
    """Wait until no other run locks the folder, then lock it.

    The lock is an operating system lock (`flock`): it leaves no file behind and ends with the
    process. Windows cannot lock a folder, so there is no lock there.

    Raises:
        OpgenError: another run has had the lock for too long.
    """
    if sys.platform == "win32":
        yield
        return
    with ExitStack() as stack:
        # Not every file system has locks. Any other error is reported when a file is written.
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            _wait_for_lock(descriptor, folder, log)
        yield


def _wait_for_lock(descriptor: int, folder: Path, log: DiagnosticLog) -> None:
    import fcntl  # noqa: PLC0415  Windows has no such module

    started, is_reported = time.monotonic(), False
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        waited = time.monotonic() - started
        if waited > LONGEST_WAIT:
            log.fail(
                "locked-folder",
                f"another run of opgen has locked the folder for more than {LONGEST_WAIT} s",
                at=Location(str(folder), 1, 1),
                help="wait until it ends, or end it, and run the command again",
            )
        if waited > 1 and not is_reported:
            is_reported = True
            print(f"waiting for another run of opgen in {visible(str(folder))}", file=sys.stderr)  # noqa: T201  now
        time.sleep(0.05)


def put(new: Path, target: Path, aside: Path) -> None:
    """Rename `new` to `target`, and the old `target` to `new` or `aside`.

    If the system cannot exchange two names in one step, `target` is missing for a moment. If the
    second rename fails, the first is undone.

    Raises:
        OSError: a rename failed.
    """
    if not target.exists():
        new.rename(target)
        return
    if _exchange(new, target):
        return
    target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        aside.rename(target)
        raise


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; return False if the system or file system cannot."""
    if sys.platform not in {"linux", "darwin"}:
        return False
    library = ctypes.CDLL(None)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*names, _EXCHANGE) == 0)
    return False


def _settle(preserved: UserFiles, old: Path, output: Path) -> Path | None:
    try:
        preserved.settle(old, output)
    except OSError:
        number = 0
        while os.path.lexists(target := output.with_name(f"{output.name}.orig{number or ''}")):
            number += 1
        return old.rename(target)
    return None


def _remove(stage: Path) -> None:
    """Remove a stage; preserved folders in it may be read-only."""
    for folder, _, _ in os.walk(stage):
        with suppress(OSError):
            Path(folder).chmod(0o700)
    shutil.rmtree(stage, ignore_errors=True)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Create a folder with these files."""
    folder.mkdir()
    for path, content in sorted(files.items()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _stages(output: Path) -> list[Path]:
    """Return the stages of all runs; a link of such a name is not a stage."""
    folders = output.parent.glob(f"{_STAGE}{output.name}-*")
    return [one for one in folders if one.is_dir() and not one.is_symlink()]


def _remove_abandoned(output: Path) -> None:
    """Remove the stages of killed runs: those of a live run are younger."""
    for entry in _stages(output):
        with suppress(OSError):
            if time.time() - entry.stat().st_mtime > MAX_AGE:
                _remove(entry)

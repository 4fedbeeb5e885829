"""Stage a file: write its new content next to it, then put it in place in one step."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from generator.document.source import real_path
from generator.write.replace import MAX_AGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


STAGED: Final = ".opgen-"
"""What the names of staged files start with."""


class StagedFile:
    """The new content of a file and a copy of its old one, both next to it; None removes it."""

    def __init__(self, target: Path) -> None:
        name = f"{STAGED}{secrets.token_hex(6)}"
        self._target = target
        self._new = target.with_name(f"{name}-{target.name}")
        self._old = target.with_name(f"{name}-old-{target.name}")

    def put(self) -> None:
        """Replace the file with the new content, or remove it, in one step."""
        if self._new.exists():
            self._new.replace(self._target)
        else:
            self._target.unlink()

    def undo(self) -> None:
        """Put the old content back after `put`."""
        if self._old.exists():
            self._old.replace(self._target)
        else:
            self._target.unlink()

    def write(self, content: bytes | None) -> None:
        """Write the new content, and copy the old one."""
        if content is not None:
            with self._new.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        if not self._target.exists():
            return
        if content is not None:
            shutil.copymode(self._target, self._new)
        try:
            os.link(self._target, self._old)
        except OSError:  # some file systems have no hard links
            shutil.copy2(self._target, self._old)

    def clear(self) -> None:
        """Remove the files of this run, and those of killed runs."""
        ours = re.compile(
            rf"{re.escape(STAGED)}[0-9a-f]{{12}}-(old-)?{re.escape(self._target.name)}"
        )
        with suppress(OSError):
            for one in (self._new, self._old):
                one.unlink(missing_ok=True)
            for one in self._target.parent.iterdir():
                if ours.fullmatch(one.name) and time.time() - one.stat().st_ctime > MAX_AGE:
                    one.unlink()


@contextmanager
def stage_file(path: Path, content: bytes | None) -> Iterator[StagedFile]:
    """Yield a staged file for `path` with its content written; None is for a file to remove.

    A lack of space or permissions fails here, before the file is put in place. The staged files
    are removed at the end. If `path` is a link, its target is replaced.

    Raises:
        OSError: the content cannot be written.
    """
    one = StagedFile(real_path(path))
    try:
        one.write(content)
        yield one
    finally:
        one.clear()


def put_all(files: Iterable[StagedFile]) -> None:
    """Put staged files in place: all of them, or none.

    Raises:
        OSError: one cannot be put in place; the others have their old content again.
    """
    with ExitStack() as undo:
        for one in files:
            one.put()
            undo.callback(one.undo)
        undo.pop_all()

"""The files of a commit, written as git checks them out, without a change of the repository."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, Final

from generator.git_command import GitSettings, run_git, succeed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog

_LINK: Final = "120000"
_SUBMODULE: Final = "160000"
_MOST_LINKS: Final = 40


class CommitFiles:
    """Writes files of a commit into a folder.

    Paths are relative to the top of the repository, with `/`. The file `index` is for git; it
    replaces the one of the repository.
    """

    def __init__(
        self, commit: str, repository: Path, folder: Path, index: Path, log: DiagnosticLog
    ) -> None:
        """Read the names of the files.

        Raises:
            OpgenError: git fails.
        """
        self._repository = repository
        self._folder = folder
        self._index = index
        self._log = log
        self._written: set[str] = set()
        self._submodules: dict[str, CommitFiles] = {}
        self._git("read-tree", commit)
        # By path, the mode and the digest of each file, link and submodule.
        self._entries: dict[str, tuple[str, str]] = dict(self._list())

    def paths(self) -> Iterator[str]:
        """Yield the paths of all files; those of a submodule only if a file of it was written."""
        yield from self._entries
        for prefix, one in self._submodules.items():
            yield from (f"{prefix}/{path}" for path in one.paths())

    def write(self, paths: Iterable[str]) -> list[str]:
        """Write files, with the targets of links, and return the paths of the new ones.

        A path that the commit does not have is ignored.

        Raises:
            OpgenError: git fails.
        """
        found: list[str] = []
        pending = set(paths)
        for _ in range(_MOST_LINKS):
            own = sorted(pending & self._entries.keys() - self._written)
            self._check_out(own)
            found += own
            others = sorted(pending - self._entries.keys())
            found += self._write_in_submodules(others)
            pending = {target for path in own if (target := self._target(path))}
            pending |= {target for path in others if (target := self._through_link(path))}
            if not pending:
                break
        return found

    def _git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        # Files that are not in a sparse checkout are needed too.
        command = ("-c", "core.sparseCheckout=false", *arguments)
        settings = GitSettings(environment={"GIT_INDEX_FILE": str(self._index)})
        result = run_git(command, self._repository, self._log, stdin=stdin, settings=settings)
        return succeed(result, "read the files of the commit", self._log)

    def _list(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for line in self._git("ls-files", "-z", "--stage").split(b"\0"):
            if line:
                head, _, path = line.partition(b"\t")
                mode, digest, _ = head.decode().split()
                yield os.fsdecode(path), (mode, digest)

    def _check_out(self, paths: Iterable[str]) -> None:
        files = [path for path in paths if self._entries[path][0] != _SUBMODULE]
        self._written.update(files)
        listed = b"".join(os.fsencode(path) + b"\0" for path in files)
        if listed:
            prefix = f"--prefix={self._folder}/"
            self._git("checkout-index", "-z", "--stdin", prefix, stdin=listed)

    def _target(self, path: str) -> str | None:
        """Return the path that a link names; None if it is not one, or leads out of the commit."""
        link = self._folder / path
        if self._entries[path][0] != _LINK or not link.is_symlink():
            return None
        target = posixpath.join(posixpath.dirname(path), link.readlink().as_posix())
        normal = posixpath.normpath(target)
        if not normal.startswith(("../", "/")):
            return normal
        link.unlink()
        link.symlink_to(self._repository / target)  # outside of the repository it is on disk
        return None

    def _through_link(self, path: str) -> str | None:
        """Return where a path leads that has a link among its folders."""
        for prefix in _folders(path):
            if prefix in self._entries and self._entries[prefix][0] == _LINK:
                self._check_out([prefix] if prefix not in self._written else [])
                target = self._target(prefix)
                return target and posixpath.normpath(f"{target}{path.removeprefix(prefix)}")
        return None

    def _write_in_submodules(self, paths: Iterable[str]) -> Iterator[str]:
        for path in paths:
            for prefix in _folders(path):
                if self._is_submodule(prefix):
                    inner = self._submodule(prefix)
                    rest = path.removeprefix(f"{prefix}/")
                    yield from (f"{prefix}/{one}" for one in inner.write([rest]))

    def _is_submodule(self, path: str) -> bool:
        entry = self._entries.get(path)
        # Without `.git` it is not checked out.
        return bool(
            entry and entry[0] == _SUBMODULE and (self._repository / path / ".git").exists()
        )

    def _submodule(self, prefix: str) -> CommitFiles:
        if prefix not in self._submodules:
            self._submodules[prefix] = CommitFiles(
                self._entries[prefix][1],
                self._repository / prefix,
                self._folder / prefix,
                self._index.with_name(f"{self._index.name}.{len(self._submodules)}"),
                self._log,
            )
        return self._submodules[prefix]


def _folders(path: str) -> Iterator[str]:
    """Yield the folders above a path, the nearest to the top first."""
    steps = path.split("/")
    yield from ("/".join(steps[:length]) for length in range(1, len(steps)))

"""A revision of a project in a temporary folder: only the files that a package needs."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.document.source import real_path
from generator.revisions.commit_files import CommitFiles
from generator.revisions.mentions import Mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.diagnostics import Diagnostic, Location
    from generator.revisions.ranges import Revision

PROJECT_FILE: Final = "pyproject.toml"
# Text without them has no reference to a file.
_REFERENCES: Final = (b"ref", b"Ref", b"mapping")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Files of a revision, in a folder with the layout of the repository.

    Attributes:
        name: of the revision; it is before the names of files in messages, as git writes them.
        repository: the top folder of the working tree.
        folder: has the files.
    """

    name: str
    repository: Path
    folder: Path
    _files: CommitFiles

    def path(self, path: Path) -> Path:
        """Return where a path of the working tree is in the snapshot.

        A path outside of the repository stays: it has no revisions.
        """
        relative = self._relative(path)
        return self.folder / relative if relative is not None else path

    def has(self, path: Path) -> bool:
        """Whether a path is one of the snapshot, and not outside of the repository."""
        return _normal(path).is_relative_to(self.folder)

    def outside(self, path: Path) -> Path:
        """Return a path; one that leads out of the snapshot is where it is on disk."""
        normal = _normal(path)
        if normal.is_relative_to(self.folder):
            return normal
        return _normal(self.repository / os.path.relpath(normal, self.folder))

    def write(self, paths: Iterable[Path]) -> list[Path]:
        """Write files of the revision; paths are of the snapshot. Return those that are new."""
        inside = [_normal(path) for path in paths if self.has(path)]
        names = [path.relative_to(self.folder).as_posix() for path in inside]
        return [self.folder / name for name in self._files.write(names)]

    def write_project(self, folder: Path) -> None:
        """Write the settings that a folder of the snapshot and those above may have."""
        folders = (folder, *folder.parents)
        self.write(one / PROJECT_FILE for one in folders if self.has(one))

    def write_inputs(self, paths: Iterable[Path]) -> None:
        """Write files, and all that they refer to, directly or not."""
        mentions: Mentions | None = None
        pending = [*paths]
        while pending:
            texts = [text for path in self.write(pending) if (text := _text(path))]
            if texts and mentions is None:
                mentions = Mentions(self._files.paths())
            found = {name for text in texts if mentions for name in mentions.of(text)}
            pending = [self.folder / name for name in found]

    def shown_text(self, text: str) -> str:
        """Return a text in which files of the snapshot have the name of the revision."""
        return text.replace(f"{self.folder}{os.sep}", f"{self.name}:").replace(
            str(self.folder), f"{self.name}:"
        )

    def shown_place(self, place: Location | None) -> Location | None:
        """Return a location in a file of the snapshot as messages show it."""
        return place and replace(place, file=self.shown_text(place.file))

    @contextmanager
    def messages(self, log: DiagnosticLog) -> Iterator[DiagnosticLog]:
        """Yield a log for work on files of the snapshot; its findings go to the other log.

        Raises:
            OpgenError: the work fails.
        """
        own = DiagnosticLog(strict=log.strict)
        try:
            yield own
        except OpgenError as error:
            raise OpgenError(map(self._shown, error.diagnostics)) from None
        for one in map(self._shown, own.diagnostics):
            report = log.fault if one.is_fault else log.warning
            report(one.code, one.message, at=one.location, help=one.help)

    def _shown(self, one: Diagnostic) -> Diagnostic:
        return replace(
            one,
            message=self.shown_text(one.message),
            location=self.shown_place(one.location),
            help=one.help and self.shown_text(one.help),
        )

    def _relative(self, path: Path) -> Path | None:
        """Return a path relative to the top of the repository; None if it is outside."""
        for one in (_normal(path), real_path(path.parent) / path.name):
            if one.is_relative_to(self.repository):
                return one.relative_to(self.repository)
        return None


@contextmanager
def snapshot(revision: Revision, log: DiagnosticLog) -> Iterator[Snapshot]:
    """Yield a snapshot of a revision without files; its folder is deleted at the end.

    Raises:
        OpgenError: git fails.
    """
    with tempfile.TemporaryDirectory(prefix="opgen-") as name:
        outer = real_path(Path(name))
        folder = outer / "files"
        # References may name files up to the folder with `.git`, here as in the repository.
        (folder / ".git").mkdir(parents=True)
        files = CommitFiles(revision.commit, revision.repository, folder, outer / "index", log)
        yield Snapshot(revision.name, revision.repository, folder, files)


def _normal(path: Path) -> Path:
    """Return an absolute path without `..`; links stay, as git has them."""
    return Path(os.path.normpath(path.absolute()))


def _text(path: Path) -> bytes:
    """Return the text of a file if it may refer to other files; else nothing."""
    if not path.is_file():
        return b""
    data = path.read_bytes().replace(b"\0", b"")  # UTF-16 has them
    return data if any(word in data for word in _REFERENCES) else b""

"""The files that references name; nothing outside of one folder is read, and nothing is fetched.

The files of a document that was fetched were fetched with it.

The folder is `--root`, else the nearest one with `.git` or `pyproject.toml` from the document
upward, else that of the document. Symbolic links are resolved first. So a document from an unknown
source cannot make opgen read and quote other files.
"""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from generator.diagnostics import DiagnosticLog, OpgenError, did_you_mean, shown
from generator.document.document import Document, load
from generator.document.fetched_places import MAIN, Fetched, place_of
from generator.document.origin import read_origin
from generator.document.source import SourceContent, real_path
from generator.document.unresolved import UnresolvedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_REMOTE: Final = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]+:")
_MARKERS: Final = (".git", "pyproject.toml")


class ReferencedFiles:
    """Reads each file once; `root` replaces the folder that the first document decides.

    It does not if that document is outside of it.
    """

    def __init__(self, log: DiagnosticLog, root: Path | None) -> None:
        self._log = log
        self._base: str | None = None
        self._contents: dict[Path, bytes] = {}
        self._given_root = real_path(root) if root else None
        self._root: Path | None = None
        self._documents: dict[Path, Document] = {}
        self._failures: dict[Path, UnresolvedError] = {}
        self._declared: list[tuple[str, Path]] = []
        self._real: dict[Path, Path | None] = {}

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, the first one included."""
        return tuple(self._documents.values())

    def add(self, document: Document, declared: str | None) -> None:
        """Add a document that was read elsewhere, and the URI that it declares for itself."""
        if self._root is None:
            self._root = root_of(document.path)
            if self._given_root and real_path(document.path).is_relative_to(self._given_root):
                self._root = self._given_root
            self._add_fetched(document)
        self._documents.setdefault(real_path(document.path), document)
        if declared:
            self._declared.append((declared, document.path))

    def _add_fetched(self, main: Document) -> None:
        """Keep what was fetched with the first document, by where it will be."""
        fetched = main.fetched
        if fetched is None:
            origin = read_origin(main.path)
            fetched = Fetched(origin.base if origin else None)
        self._base = fetched.base
        for place, content in fetched.contents.items():
            self._contents[real_path(main.path.parent / place)] = content

    def load(self, document: Document, file: str, uri: str) -> Document:
        """Return the document that a reference names.

        Args:
            document: has the reference.
            file: the reference without its fragment.
            uri: the reference, resolved against the base URI at its place.

        Raises:
            UnresolvedError: there is none, or it cannot be read.
        """
        for path in self._declared_paths(uri):
            real = self._resolved(path)
            if real and self._is_within(real) and self._exists(real):
                return self._load(path, file)
        fetched = self._fetched_path(document, file)
        if fetched:
            return self._load(fetched, file)
        if _REMOTE.match(file):
            message = f"{shown(file)} is on another server, and opgen does not fetch it"
            advice = "save it next to the document and refer to the file"
            raise UnresolvedError("remote-ref", message, advice)
        return self._load(document.path.parent / unquote(file), file)

    def _declared_paths(self, uri: str) -> Iterator[Path]:
        """Yield where the file of a URI is, relative to documents that declare a URI."""
        for declared, path in self._declared:
            relative = _relative_path(uri, declared)
            if relative is not None:
                yield path.parent / relative

    def _fetched_path(self, document: Document, file: str) -> Path | None:
        """Return where the file of a reference is that was fetched with the first document."""
        if self._base is None:
            return None
        main = next(iter(self._documents.values())).path
        at = Path(os.path.relpath(document.path, main.parent)).as_posix()
        place = place_of(self._base, MAIN if document.path == main else at, file)
        if not place:
            return main if place == MAIN else None
        path = main.parent / place
        real = self._resolved(path)
        return path if real and self._exists(real) else None

    def _exists(self, real: Path) -> bool:
        return real in self._contents or _is_file(real)

    def _load(self, path: Path, file: str) -> Document:
        path = Path(os.path.normpath(path))
        real = self._resolved(path)
        if real is None:
            message = f"{shown(unquote(file))} is not a valid file name"
            raise UnresolvedError("unresolved-ref", message)
        if real in self._failures:
            raise self._failures[real]
        if real not in self._documents:
            try:
                self._documents[real] = self._read(path, real, file)
            except UnresolvedError as failure:
                self._failures[real] = failure
                raise
        return self._documents[real]

    def _read(self, path: Path, real: Path, file: str) -> Document:
        if not self._is_within(real):
            raise UnresolvedError(
                "outside-ref",
                f"{shown(file)} is outside of the folder that references may name files in",
                "move it into that folder, or pass --root DIR with a folder that contains both",
            )
        if not self._exists(real):
            message = f"the file {shown(file)} does not exist"
            raise UnresolvedError("unresolved-ref", message, lambda: _advice(path))
        log = DiagnosticLog()
        supplied = self._contents.get(real)
        content = None if supplied is None else SourceContent(supplied, str(path))
        try:
            document = load(path, log, "referenced file", content)
        except OpgenError as error:
            first = error.diagnostics[0]
            if first.code == "merge-conflict":  # it is there, but not yet what it will be
                raise
            message = f"the file {shown(file)} cannot be read: {first.location}: {first.message}"
            raise UnresolvedError("unresolved-ref", message, first.help) from None
        for one in log.diagnostics:
            report = self._log.fault if one.is_fault else self._log.warning
            report(one.code, one.message, at=one.location, help=one.help)
        return document

    def _resolved(self, path: Path) -> Path | None:
        """Return the path without symbolic links, which each reference to a file asks for."""
        if path not in self._real:
            self._real[path] = _resolved(path)
        return self._real[path]

    def _is_within(self, real: Path) -> bool:
        return self._root is not None and real.is_relative_to(self._root)


def root_of(path: Path) -> Path:
    """Return the folder whose files the references of a document may name."""
    folder = path.absolute().parent
    for one in (folder, *folder.parents):
        if any(_exists(one / name) for name in _MARKERS):
            return real_path(one)
    return real_path(folder)


def _relative_path(uri: str, base: str) -> str | None:
    """Return the path of a URI relative to the folder of another one on the same server."""
    try:
        target, start = urlsplit(uri), urlsplit(base)
    except ValueError:
        return None
    is_near = (start.scheme, start.netloc) == (target.scheme, target.netloc)
    if not is_near or not target.path.startswith("/"):
        return None
    return unquote(posixpath.relpath(target.path, posixpath.dirname(start.path) or "/"))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # not allowed to look
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # not allowed to look, or the name is too long
        return False


def _resolved(path: Path) -> Path | None:
    try:
        return real_path(path)
    except (OSError, ValueError):
        return None


def _advice(path: Path) -> str:
    try:
        similar = did_you_mean(path.name, [entry.name for entry in path.parent.iterdir()])
    except OSError:
        similar = None
    return similar or "save it there, relative to the document; opgen fetches no file but that"

"""The state before an update: the document, its origin, the package's lock and changelog."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.digests import is_same, matches, sha256_of
from generator.document.origin import Origin, read_origin
from generator.document.source import read_bytes, refuse_conflict
from generator.updating.document_set import Known
from generator.write import lock
from generator.write.package_folder import errors_as_diagnostics, read_existing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.inputs import SuppliedDocument
    from generator.options import Options
    from generator.write.lock_content import Lock


CHANGELOG_ENCODING: Final = ("utf-8", "surrogateescape")
"""It keeps bytes that are not UTF-8."""


@dataclass(frozen=True, slots=True)
class State:
    """The files before an update; None, or an empty changelog, for what is not there.

    Attributes:
        files: those that the origin or the lock names, by their places.
    """

    document: bytes | None
    origin: Origin | None
    lock: Lock | None
    changelog: str
    files: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, options: Options, log: DiagnosticLog) -> State:
        """Read the files; fail if one cannot be read."""
        document = read_bytes(options.spec, log) if options.spec.exists() else None
        refuse_conflict("document", options.spec, document or b"", log)
        with errors_as_diagnostics(options.output, log, "cannot-read"):
            existing = read_existing(options.output, log)
        changelog = existing.files.get(lock.CHANGELOG, b"")
        refuse_conflict("changelog", options.output / lock.CHANGELOG, changelog, log)
        lock_file = existing.files.get(lock.NAME)
        origin = read_origin(options.spec)
        known = lock.read_lock(lock_file) if lock_file else None
        places = {*(origin.files if origin else ()), *(known.references if known else ())}
        paths = {place: options.spec.parent / place for place in places}
        on_disk = {
            place: read_bytes(path, log, "referenced file")
            for place, path in paths.items()
            if path.is_file()
        }
        return cls(
            document,
            origin,
            known,
            changelog.decode(*CHANGELOG_ENCODING),
            on_disk,
        )

    @property
    def digest(self) -> str | None:
        """SHA-256 of the document; None if there is no document."""
        return None if self.document is None else sha256_of(self.document)

    @property
    def is_unchanged_since_fetch(self) -> bool:
        """Whether the document is what the last fetch returned."""
        return self.origin is not None and self.origin.sha256 == self.digest

    @property
    def known(self) -> Known | None:
        """The document as it was fetched, with its files; None if somebody edited it."""
        if self.origin is None or self.document is None or not self.is_unchanged_since_fetch:
            return None
        intact = {
            place: self.files[place]
            for place, one in self.origin.files.items()
            if place in self.files and sha256_of(self.files[place]) == one.sha256
        }
        return Known(self.origin, self.document, intact)

    def was_fetched(self, place: str, sha256: str) -> bool:
        """Whether opgen wrote this content to a place, even if it was killed before the origin."""
        recorded = self.origin.files.get(place) if self.origin else None
        return sha256 in (recorded and recorded.sha256, self._locked.get(place))

    def may_replace(self, place: str, before: str, after: str) -> bool:
        """Whether an update may replace one content by another, both given by their SHA-256.

        A run that was killed may have written the package of the new content, but not the file.
        """
        is_recorded = self.origin is not None and place in self.origin.files
        is_unfinished = not is_recorded and self._locked.get(place) == after
        return is_unfinished or self.was_fetched(place, before)

    @property
    def has_locked_references(self) -> bool:
        """Whether the files that the document refers to are those of the package."""
        return all(
            place in self.files and sha256_of(self.files[place]) == one
            for place, one in self._locked.items()
        )

    @property
    def _locked(self) -> Mapping[str, str]:
        return self.lock.reference_digests if self.lock else {}

    @property
    def is_locked(self) -> bool:
        """Whether the package was generated from this document."""
        return (
            self.lock is not None
            and self.document is not None
            and matches(self.document, self.lock.document)
        )

    @property
    def is_edited(self) -> bool:
        """Whether somebody edited the document since the last complete update.

        An update writes the package first, so after one that was killed, the document may be
        what was fetched before.
        """
        is_fetched = self.lock and self.origin and self.origin.url == self.lock.url
        if not is_fetched or self.document is None:
            return False
        return not (self.is_locked or self.is_unchanged_since_fetch)

    def has(self, supplied: SuppliedDocument) -> bool:
        """Whether the document and its origin are on disk already."""
        new, old = supplied.origin, self.origin
        is_known = not new or (old and new.has_same_files(old))
        # Without an origin, only the files that the package needs are known.
        names = supplied.files.keys() if new else supplied.files.keys() & self.files.keys()
        has_files = all(is_same(supplied.files[name], self.files.get(name)) for name in names)
        return is_same(supplied.content, self.document) and has_files and bool(is_known)

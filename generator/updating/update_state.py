"""The state before an update: the document, its origin, the package's lock and changelog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.digests import is_same, matches, sha256_of
from generator.document.origin import Origin, read_origin
from generator.document.source import read_bytes
from generator.write import lock
from generator.write.package_folder import errors_as_diagnostics, read_existing

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.inputs import SuppliedDocument
    from generator.options import Options
    from generator.write.lock import Lock


CHANGELOG_ENCODING: Final = ("utf-8", "surrogateescape")
"""It keeps bytes that are not UTF-8."""


@dataclass(frozen=True, slots=True)
class State:
    """The files before an update; None, or an empty changelog, for what is not there."""

    document: bytes | None
    origin: Origin | None
    lock: Lock | None
    changelog: str

    @classmethod
    def of(cls, options: Options, log: DiagnosticLog) -> State:
        """Read the files; fail if one cannot be read."""
        document = read_bytes(options.spec, log) if options.spec.exists() else None
        with errors_as_diagnostics(options.output, log, "cannot-read"):
            existing = read_existing(options.output, log)
        lock_file = existing.files.get(lock.NAME)
        return cls(
            document,
            read_origin(options.spec),
            lock.read_lock(lock_file) if lock_file else None,
            existing.files.get(lock.CHANGELOG, b"").decode(*CHANGELOG_ENCODING),
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
        is_known = not new or (old and (new.url, new.sha256) == (old.url, old.sha256))
        return is_same(supplied.content, self.document) and bool(is_known)

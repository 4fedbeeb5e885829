"""What an update finds: the document, where it came from, the package's lock and changelog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.document.origin import Origin, read_origin
from generator.document.source import read_bytes, sha256_of
from generator.write import lock
from generator.write.package_folder import errors_as_diagnostics, read_existing

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.inputs import Supplied
    from generator.options import Options
    from generator.write.lock import Lock


@dataclass(frozen=True, slots=True)
class State:
    """What is there before an update.

    Attributes:
        document: what the spec holds; None where there is no file.
        origin: what is known of where it came from.
        lock: of the package; None where there is none.
    """

    document: bytes | None
    origin: Origin | None
    lock: Lock | None
    changelog: str

    @classmethod
    def of(cls, options: Options, log: DiagnosticLog) -> State:
        """Read all of it.

        Raises:
            OpgenError: something there cannot be read.
        """
        document = read_bytes(options.spec, log) if options.spec.exists() else None
        with errors_as_diagnostics(options.output, log, "cannot-read"):
            existing = read_existing(options.output, log)
        locked = existing.files.get(lock.NAME)
        return cls(
            document,
            read_origin(options.spec),
            lock.read_lock(locked) if locked else None,
            as_text(existing.files.get(lock.HISTORY, b"")),
        )

    @property
    def digest(self) -> str | None:
        """Of the document; None where there is none."""
        return None if self.document is None else sha256_of(self.document)

    @property
    def is_as_fetched(self) -> bool:
        """Whether nobody has changed the document since."""
        return self.origin is not None and self.origin.sha256 == self.digest

    @property
    def is_locked(self) -> bool:
        """Whether the package is of this document."""
        return self.lock is not None and self.lock.document == self.digest

    @property
    def is_edited(self) -> bool:
        """Whether somebody changed the document of a package that was whole.

        The origin is put last, so a run that was killed has it of another document.
        """
        return (
            self.document is not None
            and self.lock is not None
            and self.origin is not None
            and self.origin.sha256 == self.lock.document
            and not self.is_locked
        )

    def has(self, supplied: Supplied) -> bool:
        """Whether this document is here, and known to be from there."""
        new, old = supplied.origin, self.origin
        is_known = new is None or (
            old is not None and (new.url, new.sha256) == (old.url, old.sha256)
        )
        return supplied.content == self.document and is_known


def as_text(changelog: bytes) -> str:
    """Return text that gives the same bytes back, whatever they are."""
    return changelog.decode("utf-8", "surrogateescape")

"""A file that is uploaded in parts: what is read of it, and what the service has."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO, TextIOBase
from mimetypes import guess_type
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, Final, TypedDict

from ._runtime.errors import APIError
from ._runtime.parameters import Omit, omit
from ._runtime.request import CallOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

PART_SIZE: Final = 64 * 1024 * 1024
"""Bytes of a part: the most that the service takes."""


@dataclass(frozen=True, slots=True)
class SentParts:
    """What is needed to go on with an upload.

    Attributes:
        upload_id: The ID of the upload.
        size: The bytes of the file.
        part_size: The bytes of each part but the last one.
        parts: The IDs of the parts that the service has, by position.
    """

    upload_id: str
    size: int
    part_size: int
    parts: Mapping[int, str] = field(default_factory=dict[int, str])

    @property
    def sent(self) -> int:
        """The bytes that the service has."""
        return sum(min(self.part_size, self.size - self.part_size * one) for one in self.parts)

    @property
    def count(self) -> int:
        """The number of all parts."""
        return -(-self.size // self.part_size)


class UploadInPartsError(Exception):
    """An upload in parts failed: the cause is why, and `resume` is what to go on with."""

    def __init__(self, reason: str, resume: SentParts) -> None:
        super().__init__(reason, resume)
        self.resume = resume

    def __str__(self) -> str:
        known = self.resume
        sent = f"{len(known.parts)} of {known.count} parts of {known.upload_id} are sent"
        return f"{self.args[0]} ({sent}; to send the others, give resume=error.resume)"


class UploadSettings(TypedDict, total=False):
    """The settings of an upload in parts; each has a default."""

    filename: str  # by default the name of the file; bytes need one
    mime_type: str  # by default as the name ends
    size: int  # bytes of the file; needed where it cannot be sought
    part_size: int  # bytes of a part
    parallel: int  # parts that are sent, and in memory, at the same time: 4 by default
    resume: SentParts | None  # an upload that failed: only what is missing is sent
    md5: str | bool  # the checksum of the file; True: computed while it is read
    expires_after: Mapping[str, object]  # as in `create_upload`
    progress: Callable[[SentParts], object]  # called after each part
    options: CallOptions | None  # of each request


class Source:
    """A file that workers read in turns, and what they have sent of it."""

    def __init__(self, file: BinaryIO, name: str, size: int, settings: UploadSettings) -> None:
        self.name, self.size, self._file, self._settings = name, size, file, settings
        known = settings.get("resume")
        self.part_size = known.part_size if known else settings.get("part_size", PART_SIZE)
        self.parallel = settings.get("parallel", 4)
        if size <= 0:
            raise ValueError(f"{name} is empty: there is nothing to upload")
        if known and known.size != size:
            raise ValueError(f"{name} has {size} bytes, but the upload is of {known.size}")
        for setting, value in (("part_size", self.part_size), ("parallel", self.parallel)):
            if value < 1:
                raise ValueError(f"{setting} is {value!r}: give a positive number")
        self.options = settings.get("options")
        self.mime_type = settings.get("mime_type") or guess_type(name)[0] or _ANY
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._lock = Lock()
        self._next = 0
        self._stopped = False
        self._error: BaseException | None = None

    @property
    def creating(self) -> CallOptions | None:
        """The options of the call that makes the upload; a document may lack `expires_after`."""
        more = self._settings.get("expires_after")
        options = self.options or CallOptions()
        body = {**options.body, "expires_after": more}
        return replace(options, body=body) if more else self.options

    @property
    def md5(self) -> str | Omit:
        """The checksum of the file, if it was asked for."""
        given = self._settings.get("md5", False)
        return given if isinstance(given, str) else self._md5.hexdigest() if given else omit

    def start(self, known: SentParts) -> None:
        """Begin with what the service has."""
        self._sent = known

    @property
    def upload_id(self) -> str:
        """The ID of the upload."""
        return self._sent.upload_id

    @property
    def part_ids(self) -> list[str]:
        """The IDs of all parts, in order."""
        return [self._sent.parts[one] for one in range(self._sent.count)]

    def read(self) -> tuple[int, bytes] | None:
        """Return the next part that is not sent; None after the last one, or after a failure."""
        with self._lock:
            while not self._stopped and self._next < self._sent.count:
                position, size = self._next, self._size_of(self._next)
                self._next += 1
                is_sent = position in self._sent.parts
                if is_sent and self._file.seekable() and self._settings.get("md5") is not True:
                    self._file.seek(size, os.SEEK_CUR)
                    continue
                data = self._exactly(size)
                self._md5.update(data)
                if not is_sent:
                    return position, data
            return None

    def _size_of(self, position: int) -> int:
        return min(self.part_size, self.size - position * self.part_size)

    def _exactly(self, size: int) -> bytes:
        """Return the next bytes of the file; a pipe gives less than it is asked for."""
        parts: list[bytes] = []
        while size:
            part = self._file.read(size)
            if not part:
                raise ValueError(f"{self.name} is {size} bytes shorter than its size says")
            parts.append(part)
            size -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def note(self, position: int, part_id: str) -> None:
        """Note that a part is sent, and report it."""
        with self._lock:
            self._sent = replace(self._sent, parts={**self._sent.parts, position: part_id})
            if progress := self._settings.get("progress"):
                progress(self._sent)

    def stop(self, error: BaseException | None = None) -> None:
        """Read no more parts; keep the first error."""
        self._stopped = True
        self._error = self._error or error

    def check(self) -> None:
        """Raise the first error of a worker."""
        if self._error is not None:
            raise self._error

    @contextmanager
    def failing(self) -> Generator[None, None, None]:
        """Raise the error of a request as one that can be resumed."""
        try:
            yield
        except (APIError, OSError) as error:
            raise UploadInPartsError(str(error), self._sent) from error


_ANY: Final = "application/octet-stream"
_BYTES: Final = (bytes, bytearray, memoryview)


def _check(file: object, settings: UploadSettings) -> None:
    """Raise for what is not a file, and for a name that no setting has."""
    if unknown := ", ".join(sorted(settings.keys() - UploadSettings.__annotations__)):
        known = ", ".join(UploadSettings.__annotations__)
        raise TypeError(f"no setting is called {unknown}; there are {known}")
    if isinstance(file, str):
        raise TypeError(f"{file!r} is text: give Path({file!r}), bytes or a binary file")
    if isinstance(file, TextIOBase):
        raise TypeError(f"{file!r} is open as text; open it in binary mode")
    if not isinstance(file, (os.PathLike, *_BYTES)) and not hasattr(file, "seekable"):
        kind = type(file).__name__
        raise TypeError(f"a {kind} is not a file: give a pathlib.Path, bytes or a binary file")


@contextmanager
def opened_source(
    file: os.PathLike[str] | bytes | BinaryIO, settings: UploadSettings
) -> Generator[Source, None, None]:
    """Open a file, and find its name and its size."""
    _check(file, settings)
    name = settings.get("filename")
    if isinstance(file, os.PathLike):
        path = Path(file)
        with path.open("rb") as opened:
            yield Source(opened, name or path.name, path.stat().st_size, settings)
        return
    if isinstance(file, _BYTES):
        if name is None:
            raise TypeError("bytes have no name: give filename")
        yield Source(BytesIO(file), name, len(file), settings)
        return
    given = settings.get("size")
    if file.seekable():
        given = file.seek(0, os.SEEK_END)
        file.seek(0)
    if given is None:
        raise TypeError("the file cannot be sought: give its size")
    own = getattr(file, "name", None)
    name = name or (Path(own).name if isinstance(own, str) else None)
    if name is None:
        raise TypeError("the file has no name: give filename")
    yield Source(file, name, given, settings)

"""Files that are sent: never whole in memory, and sent again from where they started."""

from __future__ import annotations

import base64
import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .files import is_bytes, is_file, is_path, is_tuple
from .parameters import is_array, is_object, plain_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .files import BinaryFile
    from .http_requests import Part

_CHUNK: Final = 1 << 16  # bytes
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def file_part(file: Any, media_type: str | None) -> Part:
    """Return the part for a `File`; by default, the HTTP library guesses its type by the name.

    Raises ValueError for a header that is not valid.
    """
    name, content, *given = file if is_tuple(file) else (_name(file), file)
    own = given[0] if given else None
    headers = {} if len(given) < 2 else dict(given[1])
    for header, text in {**headers, "Content-Type": own or ""}.items():
        if not _HEADER_NAME.fullmatch(header):
            raise ValueError(f"{header!r} is not the name of a header of the file {name!r}")
        if _CONTROL.search(text):
            raise ValueError(f"header {header!r} of the file {name!r} has a control character")
    data = bytes(content) if is_bytes(content) else Upload(content)
    return name, data, media_type if own is None else own, headers


def bare_part(file: Any, place: str) -> Part:
    """Return the part for a `File` that is not in a form; raise ValueError if it has headers."""
    part = file_part(file, None)
    if part[3]:
        raise ValueError(f"{place}: a file has headers of its own only in a multipart form")
    return part


def with_base64(value: Any) -> object:
    """Return data for JSON, in which each `File` is its content in base64 (RFC 4648, 4)."""
    if is_file(value):
        return base64.b64encode(_content(bare_part(value, "the body")[1])).decode()
    data = plain_data(value)
    if is_object(data):
        return {name: with_base64(one) for name, one in data.items()}
    return [with_base64(one) for one in data] if is_array(data) else data


def _content(data: bytes | Upload) -> bytes:
    if not isinstance(data, Upload):
        return data
    try:
        return b"".join(data.chunks())
    finally:
        data.close()


def _name(file: object) -> str:
    path: object = os.fspath(file) if is_path(file) else getattr(file, "name", None)
    return (isinstance(path, str) and Path(path).name) or "upload"


class Upload:
    """A file for the HTTP library to read. A path is open only while it is sent."""

    consumed = False  # the file was read, and cannot be read again

    def __init__(self, content: os.PathLike[str] | BinaryFile) -> None:
        if isinstance(content, io.TextIOBase):
            raise TypeError(f"{content!r} is open as text; open it in binary mode")
        self._path = content if isinstance(content, os.PathLike) else None
        self._file: Any = content if self._path is None else None  # it may do more than `read`
        self._size = self._read = 0
        self._start = self._measure(self._open())

    def _measure(self, file: Any) -> int | None:
        """Set the size, and return the position to start from; None if the file cannot seek."""
        try:
            start: int = file.tell()
            file.seek(0, os.SEEK_END)
            self._size = file.tell() - start
            file.seek(start)
        except (AttributeError, OSError):
            return None
        self.close()
        if start and not self._size:
            raise ValueError(f"{file!r} is at its end, so nothing would be sent; rewind it first")
        return start

    def _open(self) -> Any:
        if self._path is not None and self._file is None:
            self._file = io.FileIO(self._path)
        return self._file

    def tell(self) -> int:
        """Return 0: with `seek`, the HTTP library finds the size."""
        return 0

    def seek(self, _: int, whence: int = os.SEEK_SET) -> int:
        """Return the size for `SEEK_END`, else go back to the start."""
        if self._start is None:
            raise io.UnsupportedOperation("seek")
        if whence == os.SEEK_END:
            return self._size
        if self._file is not None:
            self._file.seek(self._start)
        self._read = 0
        return 0

    def read(self, size: int) -> bytes:
        """Return the next bytes; of a file that grows, no more than its size at the start."""
        self.consumed = self._start is None
        limit = size if self.consumed else min(size, self._size - self._read)
        given: object = self._open().read(limit) if limit else b""
        if not is_bytes(given):
            raise TypeError(f"{self._file!r} gives {type(given).__name__}, not bytes")
        data = bytes(given)
        if limit and not data and not self.consumed:
            raise OSError(f"{self._file!r} became shorter while it was sent")
        if len(data) > limit and not self.consumed:
            raise OSError(f"{self._file!r} gives {len(data)} bytes where {limit} were asked for")
        self._read += len(data)
        return data

    @property
    def size(self) -> int | None:
        """The number of bytes; None if the file cannot tell."""
        return None if self._start is None else self._size

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes from the start."""
        if self._start is not None:
            self.seek(0)
        while data := self.read(_CHUNK):
            yield data

    def close(self) -> None:
        """Close the file of a path."""
        if self._path is not None and self._file is not None:
            self._file.close()
            self._file = None

"""Bytes → text with lines: the one place that knows encodings and counts lines."""

from __future__ import annotations

import bisect
import codecs
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from generator.diagnostics import Location

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""The content of a JSON or YAML file."""

MAX_BYTES = 128 * 1024 * 1024
_LINE_END = re.compile(r"\r\n?|\n")
# The longer mark first: the UTF-32 one begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Source:
    """The text of one file.

    `printed` is the text as the file has it, when what is read from it was mended:
    it has the same lines, some of them with more before their first word.
    """

    def __init__(self, name: str, digest: str, text: str, printed: str | None = None) -> None:
        self.name = name
        self.digest = digest
        self.text = text
        self._printed = text if printed is None else printed

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @cached_property
    def _lines(self) -> list[str]:
        return _LINE_END.split(self._printed)

    def location(self, offset: int) -> Location:
        """The place of the character at `offset`, with the line before it."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        mended = len(self._lines[line - 1]) - len(self.text[start:end].rstrip("\r\n"))
        numbers = range(max(1, line - 1), line + 1)
        excerpt = tuple((number, self._lines[number - 1]) for number in numbers)
        return Location(self.name, line, offset - start + 1 + mended, excerpt)

    def line_location(self, line: int) -> Location:
        """The place of the first word of a line."""
        text = self.text[self._starts[line - 1] :]
        return self.location(len(self.text) - len(text.lstrip()))

    def mended(self, text: str) -> Source:
        """The same file, with other text read from the same lines."""
        return Source(self.name, self.digest, text, self._printed)


@dataclass(frozen=True, slots=True)
class Given:
    """What a file is to hold that does not hold it yet, and where that is from."""

    content: bytes
    name: str


def read_source(
    path: Path, log: DiagnosticLog, kind: str = "document", given: Given | None = None
) -> Source:
    """Read a file as text; whatever is wrong with it becomes a diagnostic.

    Args:
        path: of the file.
        log: takes what is wrong.
        kind: what to call it there.
        given: what is read instead of the file.
    """
    name = given.name if given else str(path)
    data = given.content if given else read_bytes(path, log, kind)
    encoding = next((found for mark, found in _MARKS if data.startswith(mark)), None)
    try:
        text = data.decode(encoding or _guess(data)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        start = Source(name, "", data[: error.start].decode("utf-8", "replace"))
        log.fail(
            "not-text",
            f"the {kind} is not {error.encoding.upper()} text: {error.reason}",
            at=start.location(len(start.text)),
            help="save the file as UTF-8",
        )
    return Source(name, sha256_of(data), text)


def sha256_of(content: bytes) -> str:
    """Return the digest of a file's bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def digest_of_folder(folder: Path) -> str:
    """Return one digest of all files below a folder, their names included.

    Folders that links lead to count as well, each once on the way down.
    """
    whole = hashlib.sha256()
    for name, path in sorted(_below(folder, "", frozenset())):
        whole.update(f"{name}\0sha256:{sha256_of(path.read_bytes())}\0".encode())
    return f"sha256:{whole.hexdigest()}"


def _below(folder: Path, name: str, above: frozenset[Path]) -> Iterator[tuple[str, Path]]:
    real = folder.resolve()
    if real in above:
        return
    for path in folder.iterdir():
        if path.is_dir():
            yield from _below(path, f"{name}{path.name}/", above | {real})
        elif path.is_file():
            yield f"{name}{path.name}", path


def _guess(data: bytes) -> str:
    """Tell UTF-16 without a mark by the zero bytes around its first character."""
    if len(data) > 1 and data[0] == 0 != data[1]:
        return "utf-16-be"
    if len(data) > 1 and data[1] == 0 != data[0]:
        return "utf-16-le"
    return "utf-8"


def read_bytes(path: Path, log: DiagnosticLog, kind: str = "document") -> bytes:
    """Read a file as it is; pipes, devices, folders and what is too large are refused."""
    place = Location(str(path), 1, 1)
    try:
        # Not a plain read: a pipe or a device would never end.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                log.fail(
                    "not-a-file",
                    f"the {kind} is {_sort(status.st_mode)}, not a file",
                    at=place,
                    help=f"name the YAML or JSON file of the {kind}",
                )
            if status.st_size > MAX_BYTES:
                log.fail(
                    "too-large",
                    f"the {kind} has {status.st_size} bytes; at most {MAX_BYTES} are read",
                    at=place,
                    help="split it into files, or remove what is not an API description",
                )
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        log.fail("no-such-file", f"the {kind} does not exist", at=place, help=_nearby(path))
    except IsADirectoryError:
        log.fail(
            "not-a-file",
            f"the {kind} is a folder, not a file",
            at=place,
            help=f"name the YAML or JSON file of the {kind}",
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        log.fail("cannot-read", f"the {kind} cannot be read: {reason}", at=place, help=_RIGHTS)


_RIGHTS = "look at the file's permissions"


def _sort(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) else "a device"


def _nearby(path: Path) -> str:
    from generator.diagnostics import did_you_mean  # noqa: PLC0415  needed only for an error

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"the folder {str(path.parent)!r} cannot be listed; look at the path"
    return did_you_mean(path.name, names) or "look at the path; it is relative to this folder"

"""Bytes → text with lines: the only module that decodes files and counts lines."""

from __future__ import annotations

import bisect
import codecs
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from generator.conflicts import conflict_line
from generator.diagnostics import Location, did_you_mean
from generator.digests import digests_of, sha256_of
from generator.document.foreign import of_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diagnostics import DiagnosticLog
    from generator.document.fetched_places import Fetched

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""The content of a JSON or YAML file."""

MAX_BYTES = 128 * 1024 * 1024
_LINE_END = re.compile(r"\r\n?|\n")
# The longer mark first: the UTF-32 one begins with the UTF-16 one.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, eq=False)
class SourceFile:
    """The text of one file.

    Attributes:
        name: of the file, for messages.
        digest: SHA-256 of its bytes, with LF as line ends.
        text: that is parsed.
        original: text of the file, if `text` has a repaired indentation: the same lines, some
            with more spaces at the start.
        digests: of its parts.
    """

    name: str
    digest: str
    text: str
    original: str | None = None
    digests: tuple[str, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @cached_property
    def _lines(self) -> list[str]:
        return _LINE_END.split(self.text if self.original is None else self.original)

    def location(self, offset: int) -> Location:
        """Return the location of the character at `offset`, with an excerpt of two lines."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        shift = 0
        if self.original is not None:
            end = self._starts[line] if line < len(self._starts) else len(self.text)
            shift = len(self._lines[line - 1]) - len(self.text[start:end].rstrip("\r\n"))
        numbers = range(max(1, line - 1), line + 1)
        excerpt = tuple((number, self._lines[number - 1]) for number in numbers)
        return Location(self.name, line, offset - start + 1 + shift, excerpt)

    def line_location(self, line: int) -> Location:
        """Return the location of the first word of a line, from 1."""
        text = self.text[self._starts[line - 1] :]
        return self.location(len(self.text) - len(text.lstrip()))


@dataclass(frozen=True, slots=True)
class SourceContent:
    """Content to read instead of a file; messages name where it is from.

    Attributes:
        fetched: what was fetched with it; None if its origin file has that.
    """

    data: bytes
    name: str
    fetched: Fetched | None = None


def read_source(
    path: Path, log: DiagnosticLog, kind: str = "document", content: SourceContent | None = None
) -> SourceFile:
    """Read a file as text; `kind` is the word for it in messages.

    Raises:
        OpgenError: the file cannot be read, or is not text.
    """
    name = content.name if content else str(path)
    data = content.data if content else read_bytes(path, log, kind)
    marked = (name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark))
    try:
        text = data.decode(next(marked, None) or _guess_encoding(data)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        valid = SourceFile(name, "", data[: error.start].decode("utf-8", "replace"))
        foreign = of_bytes(data)
        reason = foreign.kind if foreign else f"not {error.encoding.upper()} text: {error.reason}"
        log.fail(
            "not-text",
            f"the {kind} is {reason}",
            at=valid.location(0 if foreign else len(valid.text)),
            help=foreign.help if foreign else "save the file as UTF-8",
        )
    refuse_conflict(kind, Path(name), data, log)
    return SourceFile(name, sha256_of(data), text, digests=digests_of(data))


def refuse_conflict(kind: str, path: Path, content: bytes, log: DiagnosticLog) -> None:
    """Fail if a file has conflict markers of git; `kind` is the word for it in messages.

    Raises:
        OpgenError: it has.
    """
    if line := conflict_line(content):
        log.fail(
            "merge-conflict",
            f"the {kind} has a merge conflict at line {line}",
            at=Location(str(path), line, 1),
            help="resolve the conflict in this file first, then run opgen again",
        )


def real_path(path: Path) -> Path:
    """Return a path without symbolic links; links in a circle stay (`resolve` fails on them)."""
    return Path(os.path.realpath(path))


def digest_of_folder(folder: Path) -> str:
    """Return one digest of the names and contents of all files below a folder.

    Links to folders are followed, but not into a folder that contains the link.
    """
    whole = hashlib.sha256()
    for name, path in sorted(_files_below(folder, "", frozenset())):
        whole.update(f"{name}\0sha256:{sha256_of(path.read_bytes())}\0".encode())
    return f"sha256:{whole.hexdigest()}"


def _files_below(folder: Path, name: str, above: frozenset[Path]) -> Iterator[tuple[str, Path]]:
    real = real_path(folder)
    if real in above:
        return
    for path in folder.iterdir():
        if path.is_dir():
            yield from _files_below(path, f"{name}{path.name}/", above | {real})
        elif path.is_file():
            yield f"{name}{path.name}", path


def _guess_encoding(data: bytes) -> str:
    """Return the encoding of text without a byte order mark: UTF-16 has zero bytes, else UTF-8."""
    if len(data) > 1 and data[0] == 0 != data[1]:
        return "utf-16-be"
    if len(data) > 1 and data[1] == 0 != data[0]:
        return "utf-16-le"
    return "utf-8"


def read_bytes(path: Path, log: DiagnosticLog, kind: str = "document") -> bytes:
    """Return the content of a file; `kind` is the word for it in messages.

    Raises:
        OpgenError: it is missing, unreadable, too large, or a folder, pipe or device.
    """
    place = Location(str(path), 1, 1)
    try:
        # `read_bytes` would never return for a pipe or a device.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            _check_status(os.fstat(file.fileno()), kind, place, log)
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        log.fail("no-such-file", f"the {kind} does not exist", at=place, help=_advice(path))
    except IsADirectoryError:
        log.fail(
            "not-a-file",
            f"the {kind} is a folder, not a file",
            at=place,
            help=f"pass the file of the {kind}",
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"the {kind} cannot be read: {reason}"
        log.fail("cannot-read", message, at=place, help="check the permissions of the file")


def _check_status(status: os.stat_result, kind: str, place: Location, log: DiagnosticLog) -> None:
    if not stat.S_ISREG(status.st_mode):
        log.fail(
            "not-a-file",
            f"the {kind} is a {'pipe' if stat.S_ISFIFO(status.st_mode) else 'device'}, not a file",
            at=place,
            help=f"pass the file of the {kind}",
        )
    if status.st_size > MAX_BYTES:
        log.fail(
            "too-large",
            f"the {kind} has {status.st_size} bytes; opgen reads at most {MAX_BYTES}",
            at=place,
            help="split it into several files, or remove what is not an API description",
        )


def _advice(path: Path) -> str:
    if str(path).lower().startswith(("http:/", "https:/")):
        return "`opgen generate` and `opgen update` fetch a URL; this reads a file"
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"check the path; the folder {str(path.parent)!r} cannot be listed"
    return (
        did_you_mean(path.name, names)
        or f"check the path; the folder is {str(path.parent.absolute())!r}"
    )

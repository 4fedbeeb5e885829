"""Write the rewritten files of an app: all of them, or none."""

from __future__ import annotations

import errno
import io
import os
import re
import tokenize
from bisect import bisect_left
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from generator.diagnostics import Location
from generator.document.source import real_path
from generator.fixing.proposal import TextEdit, apply
from generator.write.replace import lock_folder
from generator.write.staging import put_all, stage_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import NoReturn

    from generator.diagnostics import DiagnosticLog
    from generator.fixing.fix import FixedFile

_NEWLINE: Final = re.compile("\r\n|\r|\n")


def write_fixes(files: Sequence[FixedFile], log: DiagnosticLog) -> None:
    """Replace the files of an app by the rewritten ones; permissions and links are kept.

    A file keeps its encoding, its byte order mark and its newlines. If one cannot be written, the
    others are put back. A run that is killed may have written some of the files; another run
    writes the others.

    Raises:
        OpgenError: a file changed since it was read, or cannot be written.
    """
    if not files:
        return
    by_target = {real_path(one.source.path): one for one in files}
    folder = min((one.parent for one in by_target), key=lambda one: len(one.parts))
    with _errors_as_diagnostics(files[0].source.path, log), ExitStack() as stack:
        stack.enter_context(lock_folder(folder, log))
        old = {path: _read(path, one, log) for path, one in by_target.items()}
        staged = []
        for path, one in by_target.items():
            content = _content_after(old[path], one, log)
            staged.append(stack.enter_context(stage_file(path, content)))
        for path, one in by_target.items():
            if path.read_bytes() != old[path]:
                _fail_changed(one, log)
        put_all(staged)


@contextmanager
def _errors_as_diagnostics(first: Path, log: DiagnosticLog) -> Iterator[None]:
    """Report that a file cannot be written: the one of the error, else the first."""
    try:
        yield
    except OSError as error:
        at = error.filename or first
        reason = os.strerror(error.errno) if error.errno else str(error)
        log.fail(
            "cannot-write",
            f"the app cannot be written: {reason}",
            at=Location(str(at), 1, 1),
            help="nothing changed; check the permissions of the folder and the free space",
        )


def _read(path: Path, file: FixedFile, log: DiagnosticLog) -> bytes:
    """Return the content of a file, which is as it was when it was read first."""
    content = path.read_bytes()
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = _NEWLINE.sub("\n", content.decode(encoding))
    except (SyntaxError, ValueError):
        _fail_changed(file, log)
    if text != file.source.text:
        _fail_changed(file, log)
    return content


def _content_after(content: bytes, file: FixedFile, log: DiagnosticLog) -> bytes:
    """Return the new content of a file, with the encoding and the newlines of the old one."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    text = content.decode(encoding)
    newline = (_NEWLINE.search(text) or [os.linesep])[0]
    # A newline of two characters counts as one in the offsets of the edits.
    shifted = [one.end() - 1 - number for number, one in enumerate(re.finditer("\r\n", text), 1)]
    edits = []
    for one in file.edits:
        start, end = (at + bisect_left(shifted, at) for at in (one.start, one.end))
        edits.append(TextEdit(start, end, one.text.replace("\n", newline)))
    try:
        return apply(text, edits).encode(encoding)
    except UnicodeEncodeError as error:
        log.fail(
            "cannot-write",
            f"the encoding {encoding} of the file cannot express a new name: {error}",
            at=Location(str(file.source.path), 1, 1),
            help="nothing changed; save the file as UTF-8 first",
        )


def _fail_changed(file: FixedFile, log: DiagnosticLog) -> NoReturn:
    log.fail(
        "code-changed",
        "the file was changed by somebody else during the run",
        at=Location(str(file.source.path), 1, 1),
        help="nothing changed; run the command again",
    )

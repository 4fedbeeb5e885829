"""`.gitattributes`: the lines that keep the line ends of a package and its document."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.diagnostics import Location
from generator.digests import level
from generator.document.origin import origin_file
from generator.document.source import real_path
from generator.reserved_names import CUSTOM
from generator.write import lock
from generator.write.package_folder import errors_as_diagnostics, read_file
from generator.write.staging import stage_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics import DiagnosticLog
    from generator.options import Options

NAME: Final = ".gitattributes"
_LINE_ENDS: Final = "text eol=lf"
_SPECIAL: Final = re.compile(r"([\\*?\[\]])")


def attributes_file(options: Options) -> Path:
    """Return the file: in the folder that has `.git`, or else in the current one."""
    here = Path.cwd()
    root = next((one for one in (here, *here.parents) if (one / ".git").exists()), here)
    return Path(os.path.relpath(root)) / NAME if _has_all(root, options) else Path(NAME)


def attribute_lines(options: Options) -> tuple[str, ...]:
    """Return the lines for the package, its document, and the document's origin.

    What is outside the folder of the file has no line.
    """
    root = real_path(attributes_file(options).parent)
    output = _pattern(options.output, root)
    lines = []
    if output:
        lines.append(f"{_quoted(f'{output}/**')} {_LINE_ENDS} linguist-generated")
        lines += [
            f"{_quoted(f'{output}/{name}')} -linguist-generated"
            for name in (f"{CUSTOM}.py", f"{CUSTOM}.pyi", f"{CUSTOM}/**")
            if (options.output / name.removesuffix("/**")).exists()
        ]
    documents = [options.spec, origin_file(options.spec)]
    found = [_pattern(one, root) for one in documents if one.exists()]
    return (*lines, *(f"{_quoted(one)} {_LINE_ENDS}" for one in found if one))


def write_attributes(options: Options, log: DiagnosticLog) -> tuple[Path, tuple[str, ...]]:
    """Add the lines that the file does not have; return it and what was added.

    Raises:
        OpgenError: the file cannot be read or written.
    """
    path = attributes_file(options)
    with errors_as_diagnostics(path, log):
        old = path.read_bytes() if path.exists() else b""
        added = _missing_lines(old, options)
        if added:
            with stage_file(path, _with_lines(old, added)) as staged:
                staged.put()
    return path, added


def warn_of_line_ends(options: Options, log: DiagnosticLog) -> None:
    """Log a warning if git changed the line ends of a package: opgen writes a lock with LF."""
    path = options.output / lock.NAME
    try:
        content = read_file(path)
    except OSError:
        return
    if level(content) == content:
        return
    log.warning(
        "line-ends",
        "the package has CRLF line ends: git converted them (core.autocrlf)",
        at=Location(str(path), 1, 1),
        help=f"nothing is wrong: opgen compares them with LF{_advice(options)}",
    )


def _advice(options: Options) -> str:
    """Return how to keep LF, or how to get it where the lines for git are there already."""
    file = attributes_file(options)
    try:
        missing = _missing_lines(read_file(file), options)
    except OSError:
        missing = attribute_lines(options)
    if missing:
        lines = " and ".join(f"`{one}`" for one in missing)
        return f". To keep LF, run `opgen generate --gitattributes`: it adds {lines} to {file}"
    if not attribute_lines(options):
        return ""
    return (
        f". {file} keeps LF when git writes the files again: commit all changes, delete the "
        f"package, and run `git checkout -- {options.output.as_posix()}`"
    )


def _missing_lines(old: bytes, options: Options) -> tuple[str, ...]:
    present = set(level(old).decode("utf-8", "replace").splitlines())
    return tuple(one for one in attribute_lines(options) if one not in present)


def _has_all(root: Path, options: Options) -> bool:
    return all(_pattern(one, real_path(root)) for one in (options.output, options.spec))


def _pattern(path: Path, root: Path) -> str | None:
    """Return the pattern of a path below the folder of the file, without quotes; else None."""
    place = real_path(path)  # git has a link and the files that it leads to under their own names
    if not place.is_relative_to(root):
        return None
    return "/" + _SPECIAL.sub(r"\\\1", place.relative_to(root).as_posix())


def _quoted(pattern: str) -> str:
    """Return a pattern in quotes of C if it has a space, a quote or a control character."""
    if re.fullmatch(r"[!-~]+", pattern) and '"' not in pattern:
        return pattern
    text = pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text.replace(chr(9), chr(92) + "t")}"'


def _with_lines(old: bytes, lines: Iterable[str]) -> bytes:
    """Return a file with more lines at its end, and the same line ends."""
    end = b"\r\n" if b"\r\n" in old else b"\n"
    start = old if not old or old.endswith(b"\n") else old + end
    return start + b"".join(line.encode() + end for line in lines)

"""Keep the edits of a package: merge its edited files with the new ones, or log conflicts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from generator.diagnostics import Location
from generator.digests import matches
from generator.line_diff import cut, short_diff
from generator.merging.files import Recorded, has_symbols, merge_file
from generator.merging.merge import Conflict
from generator.merging.symbols import START, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog
    from generator.options import Edits
    from generator.write.package_folder import FolderContent

_MOST_LINES: Final = 24


@dataclass(frozen=True, slots=True)
class MergedFiles:
    """The files of a package with the edits in them.

    Attributes:
        edited: the paths of the files with edits.
        conflicting: the paths of those that are without their edits, since they have conflicts.
    """

    files: Mapping[str, bytes]
    edited: tuple[str, ...] = ()
    conflicting: tuple[str, ...] = ()


def merge_edits(
    files: Mapping[str, bytes],
    existing: FolderContent,
    output: Path,
    edits: Edits,
    log: DiagnosticLog,
) -> MergedFiles:
    """Merge the edits of the files in a folder with new files; log an error for each conflict."""
    if edits == "overwrite":
        return MergedFiles(files)
    prefer = None if edits == "merge" else edits
    merged, edited = dict(files), list[str]()
    found: dict[str, tuple[Conflict, ...]] = {}
    for path in sorted(existing.files):
        # The content of a link is not that of the package.
        if not existing.is_edited(path, files.get(path)) or (output / path).is_symlink():
            continue
        if path not in files:
            if prefer != "generated":
                found[path] = (_of_removed_file(existing.files[path]),)
            continue
        recorded = _recorded(existing, path)
        one = merge_file(path, existing.files[path], files[path], recorded, prefer)
        if one.conflicts:
            found[path] = one.conflicts
        elif one.content != files[path]:
            merged[path] = one.content
            edited.append(path)
    _log_conflicts(found, output, files, log)
    return MergedFiles(merged, tuple(edited), tuple(found))


def _recorded(existing: FolderContent, path: str) -> Recorded:
    digests = existing.digests[path]
    return Recorded(lambda text: matches(text, digests), existing.symbols.get(path))


def _of_removed_file(ours: bytes) -> Conflict:
    lines = tuple(ours.decode("utf-8", "replace").split("\n"))
    return Conflict(key="", reason="removed", line=1, ours=lines)


def _log_conflicts(
    found: Mapping[str, Iterable[Conflict]],
    output: Path,
    files: Mapping[str, bytes],
    log: DiagnosticLog,
) -> None:
    """Log the conflicts of each file by its path."""
    is_moved = any(one.reason == "removed" and one.key for some in found.values() for one in some)
    places = _places(files) if is_moved else {}
    for path, conflicts in found.items():
        for one in conflicts:
            moved = places.get(one.key) if one.reason == "removed" else None
            log.error(
                "edit-conflict",
                _message(one, moved),
                at=Location(str(output / path), one.line, _column(one), diff=_diff(one)),
                help=_help(one),
            )


def _message(conflict: Conflict, moved: str | None) -> str:
    what = _name(conflict.key)
    where = f"; {moved} has one of this name" if moved else ""
    return {
        "changed": f"{what} was changed by hand, and the new package changes it too:",
        "added": f"{what} was added by hand, and the new package adds another one:",
        "removed": f"{what} was changed by hand, but the new package does not have it{where}:",
        "deleted": f"{what} was removed by hand, but the new package changes it:",
        "unreadable": "the edited file cannot be parsed, so opgen cannot merge its edits",
        "broken": "the new package with the edits is not valid Python:",
        "unrecorded": "the file was edited by hand, and an older opgen wrote it, which did not "
        "record its symbols:",
    }[conflict.reason]


def _help(conflict: Conflict) -> str:
    if conflict.reason == "unreadable":
        return "correct the file, or remove it to have the generated one again"
    if conflict.reason == "removed" and not conflict.key:
        return "move your code to a file of its own; --prefer generated removes the file"
    return (
        "make both agree; or --prefer mine keeps the edits that conflict, and --prefer "
        "generated drops them"
    )


def _name(key: str) -> str:
    if not key:
        return "the file"
    if key.endswith("# end"):
        return "the comment at the end"
    if key.endswith(START):
        return "the comment at the start"
    if key.startswith("# "):
        return f"the comment before `{key.removeprefix('# ')}`"
    owner, _, last = key.rpartition(".")
    if last == "__doc__":
        return f"the docstring of `{owner}`"
    return "the docstring of the module" if key == "__doc__" else f"`{key}`"


def _column(conflict: Conflict) -> int:
    both = zip_longest(conflict.ours, conflict.theirs)
    line = next((mine for mine, other in both if mine != other), None) if conflict.key else None
    return len(line) - len(line.lstrip()) + 1 if line else 1


def _diff(conflict: Conflict) -> tuple[str, ...]:
    """Return both versions as the lines of a difference, cut if it is long."""
    lines = short_diff(conflict.ours, conflict.theirs)
    if conflict.key:
        lines = [one for one in lines if not one.startswith("@@")]
    head = ["--- edited by hand", "+++ generated"] if lines else []
    return (*head, *cut(lines, _MOST_LINES))


def _places(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the path of a module that has a symbol, by the key of the symbol."""
    places = dict[str, str]()
    for path in sorted(files):
        if has_symbols(path) and path.endswith(".py"):
            with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                for one in split(files[path].decode()):
                    places.setdefault(one.key, path)
    return places

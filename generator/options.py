"""The options of one run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from pathlib import Path

    from generator.diagnostics import Location

GroupBy = Literal["path", "segment", "tag", "none"]
Prefer = Literal["mine", "generated"]
Edits = Literal["overwrite", "merge", "mine", "generated"]
"""What happens to edits of generated files; the last two say what wins a conflict of a merge."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a table among the settings, such as `[tool.opgen.types]`.

    Attributes:
        place: where the configuration has it; None if it is from the command line.
    """

    key: str
    value: str
    place: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one run.

    Attributes:
        spec: file of the document.
        paths: patterns of selected paths.
        group_by: how operations are divided among modules; None to decide by the document.
        overlays: files, applied in this order.
        profile: built-in name, path of a `.toml` file, or `none`; None to choose by the document.
        templates: folder of templates that replace built-in ones.
        strict: whether a local fault of the document is an error.
        root: folder whose files references may name; None to choose it by the document.
        headers: headers of requests for the document; `${NAME}` is an environment variable.
        types: Python types of schemas: by schema, the import path of its type.
        renames: new names of functions, types and members, by the old names; empty for none.
        keep_old_names: whether an update keeps the old names of renamed functions for a version.
        keep_edits: whether edits of generated files are merged with the new package.
        prefer: what wins where an edit and the new package exclude each other; None to fail.
    """

    spec: Path
    output: Path
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    all: bool = False
    group_by: GroupBy | None = None
    overlays: tuple[Path, ...] = ()
    profile: str | None = None
    templates: Path | None = None
    strict: bool = False
    root: Path | None = None
    headers: tuple[Entry, ...] = ()
    types: tuple[Entry, ...] = ()
    renames: tuple[Entry, ...] = ()
    keep_old_names: bool = False
    keep_edits: bool = False
    prefer: Prefer | None = None

    @property
    def edits(self) -> Edits:
        """What happens to edits of generated files."""
        return edits_of(keep=self.keep_edits, prefer=self.prefer)

    @property
    def package(self) -> str:
        """The name of the package."""
        return self.output.name


def edits_of(*, keep: bool, prefer: Prefer | None) -> Edits:
    """Return what happens to edits of generated files; `prefer` implies to keep them."""
    return prefer or ("merge" if keep else "overwrite")


class Settings(TypedDict, total=False):
    """The options that the command line or pyproject.toml sets."""

    spec: Path
    output: Path
    groups: tuple[str, ...]
    tags: tuple[str, ...]
    paths: tuple[str, ...]
    all: bool
    group_by: GroupBy | None
    overlays: tuple[Path, ...]
    profile: str | None
    templates: Path | None
    strict: bool
    root: Path | None
    headers: tuple[Entry, ...]
    types: tuple[Entry, ...]
    renames: tuple[Entry, ...]
    keep_old_names: bool
    keep_edits: bool
    prefer: Prefer | None

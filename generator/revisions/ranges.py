"""The two sides of a comparison of revisions: `main..HEAD`, `main...`, `v1`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.diagnostics import shown
from generator.git_command import commit_of, run_git

if TYPE_CHECKING:
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog

_RANGE: Final = re.compile(r"(?P<old>.*?)(?P<dots>\.\.\.?)(?P<new>.*)", re.DOTALL)
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit.

    Attributes:
        name: what the user calls it, or the start of its digest.
        commit: its digest.
        repository: the top folder of the working tree.
    """

    name: str
    commit: str
    repository: Path


@dataclass(frozen=True, slots=True)
class RevisionRange:
    """What is compared; `new` is None for the files on disk."""

    old: Revision
    new: Revision | None


def read_range(text: str, repository: Path, log: DiagnosticLog) -> RevisionRange:
    """Return the range that a text names.

    A revision is named as gitrevisions(7) says.

    | text      | old                               | new               |
    |-----------|-----------------------------------|-------------------|
    | `A`       | A                                 | the files on disk |
    | `A..`     | A                                 | the files on disk |
    | `A..B`    | A                                 | B                 |
    | `A...`    | the merge base of A and HEAD      | the files on disk |
    | `A...B`   | the merge base of A and B         | B                 |

    Without A it is HEAD.

    Raises:
        OpgenError: a name is not that of a commit, or two commits have no merge base.
    """
    match = _RANGE.fullmatch(text)
    if match is None:
        return RevisionRange(_revision(text or "HEAD", repository, log), None)
    old = _revision(match["old"] or "HEAD", repository, log)
    new = _revision(match["new"], repository, log) if match["new"] else None
    if match["dots"] == "...":
        old = _merge_base(old, new or _revision("HEAD", repository, log), log)
    return RevisionRange(old, new)


def _revision(name: str, repository: Path, log: DiagnosticLog) -> Revision:
    return Revision(name, commit_of(name, repository, log), repository)


def _merge_base(one: Revision, other: Revision, log: DiagnosticLog) -> Revision:
    result = run_git(["merge-base", one.commit, other.commit], one.repository, log)
    if result.code:
        log.fail(
            "unknown-revision",
            f"the revisions {shown(one.name)} and {shown(other.name)} have no common commit here",
            help="if the clone is shallow, run `git fetch --unshallow`, or set `fetch-depth: 0` "
            "of actions/checkout",
        )
    commit = result.output.decode().split()[0]
    return Revision(commit[:_DIGITS], commit, one.repository)

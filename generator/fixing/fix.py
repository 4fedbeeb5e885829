"""Rewrite the uses of an app whose new code is known, and list the others."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from libcst import ParserSyntaxError

from generator.diagnostics import Location
from generator.fixing.advice import advice
from generator.fixing.arguments import signatures
from generator.fixing.moves import module_paths
from generator.fixing.plan import propose
from generator.fixing.proposal import Proposal, apply, edits_of, overlapping, rewritten
from generator.fixing.source_tree import SourceTree
from generator.fixing.values import value_edits
from generator.fixing.verify import uses_of, verify
from generator.impact.app_files import AppFile
from generator.impact.checker import check_with_ty
from generator.impact.find import Use, check_copies
from generator.impact.marks import Marks, marks_of
from generator.impact.shadow_package import shadow_modules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog
    from generator.diff.change import Change
    from generator.fixing.arguments import Signatures
    from generator.fixing.proposal import TextEdit
    from generator.fixing.verify import Verified
    from generator.impact.checker import CheckerDiagnostic
    from generator.impact.edits import Copy
    from generator.impact.find import Checker, Examination
    from generator.ir import Package

_BY_OTHERS: Final = frozenset(("function-moved", "argument-position"))


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file with its edits, in order, as offsets of `source.text`, and the text after them."""

    source: AppFile
    edits: tuple[TextEdit, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Remaining:
    """A use that is not rewritten.

    Attributes:
        advice: what to do by hand.
        message: what the type checker says of the rewritten code, if a rewrite was tried.
    """

    use: Use
    advice: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that does not use a change, but that the checker refuses with the new package.

    It may follow from a use elsewhere, or use a change in a way that `find_uses` does not see.
    """

    path: Path
    line: int
    column: int
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Fixes:
    """The files that change, the uses that their edits fix, and what is left to do by hand."""

    files: tuple[FixedFile, ...] = ()
    fixed: tuple[Use, ...] = ()
    remaining: tuple[Remaining, ...] = ()
    failures: tuple[Failure, ...] = ()


def fix_uses(  # noqa: PLR0913, PLR0917  two packages, and what was examined
    examined: Examination,
    changes: Iterable[Change],
    before: Package,
    after: Package,
    log: DiagnosticLog,
    checker: Checker = check_with_ty,
) -> Fixes:
    """Return the edits for an app; nothing is written.

    A use is fixed if the checker accepts the code around it with the new package. An edit that
    causes another diagnostic is taken back, and its use is among the remaining ones.

    Raises:
        OpgenError: the checker fails.
    """
    if not examined.app.files:
        return Fixes()
    changes = tuple(changes)
    marks = marks_of(changes, before, after)
    trees = _Trees(log)
    proposals = _proposals(examined, trees, signatures(before, changes))
    strings = list(_module_strings(examined, trees, before.name, changes))
    examined = _with(examined, proposals, strings)
    package = shadow_modules(after, after, Marks())

    def check(copies: Mapping[str, Copy]) -> list[CheckerDiagnostic]:
        return check_copies(examined.app, copies, log, checker, package)

    verified = verify(examined, proposals, marks, check)
    if more := list(_further_values(examined, trees, verified, changes)):
        accepted = {at: [*each] for at, each in verified.accepted.items()}
        examined = _with(examined, accepted, more)
        again = verify(examined, accepted, marks, check)
        verified = replace(again, messages={**verified.messages, **again.messages})
    return _result(examined, verified)


class _Trees(dict[AppFile, SourceTree | None]):
    """The trees of files, which are read when they are needed; None if LibCST cannot read one."""

    def __init__(self, log: DiagnosticLog) -> None:
        super().__init__()
        self._log = log

    def __missing__(self, file: AppFile) -> SourceTree | None:
        try:
            self[file] = SourceTree(file)
        except (ParserSyntaxError, RecursionError) as error:
            message = f"the file is not rewritten, because LibCST cannot read it: {error}"
            self._log.warning("unreadable-code", message, at=Location(str(file.path), 1, 1))
            self[file] = None
        return self[file]


def _proposals(
    examined: Examination, trees: _Trees, known: Signatures
) -> dict[str, list[Proposal]]:
    """Return the proposals by file, without those that cannot be applied together."""
    found = {}
    for at, file in examined.app.files.items():
        uses = [one for one in examined.uses if one.path == file.path]
        tree = trees[file] if uses else None
        if tree is None:
            continue
        proposals = propose(tree, uses, known)
        while wrong := overlapping(proposals):
            proposals = [one for one in proposals if one not in wrong]
        text = apply(file.text, edits_of(proposals))
        is_valid = rewritten(file, proposals).code.text == text
        found[at] = proposals if is_valid else []
    return found


def _with(
    examined: Examination,
    proposals: dict[str, list[Proposal]],
    more: Sequence[tuple[str, Proposal]],
) -> Examination:
    """Add proposals, and return the examination with their uses."""
    for at, one in more:
        proposals.setdefault(at, []).append(one)
    uses = (*examined.uses, *(use for _, one in more for use in one.uses))
    return replace(examined, uses=tuple(dict.fromkeys(uses)))


def _module_strings(
    examined: Examination, trees: _Trees, package: str, changes: Sequence[Change]
) -> Iterator[tuple[str, Proposal]]:
    """Yield proposals for the paths of renamed modules in strings."""
    for at, file in examined.app.files.items():
        for change in changes:
            rename = change.rename
            if rename is None or rename.kind != "module":
                continue
            tree = trees[file] if f"{package}.{rename.old}" in file.text else None
            for edit in module_paths(tree, package, rename) if tree else ():
                yield at, Proposal((_use(file, edit.start, change),), (edit,))


def _further_values(
    examined: Examination, trees: _Trees, verified: Verified, changes: Sequence[Change]
) -> Iterator[tuple[str, Proposal]]:
    """Yield proposals for old constants that the checker refuses where no use is known."""
    for found in verified.unexplained:
        file = examined.app.files[found.file]
        for change in changes:
            rename = change.rename
            if rename is None or rename.kind != "value":
                continue
            if json.dumps(rename.old) not in found.message or not (tree := trees[file]):
                continue
            if edits := value_edits(tree, found.offset, rename.old, rename.new):
                yield found.file, Proposal((_use(file, found.offset, change),), tuple(edits))
                break


def _use(file: AppFile, offset: int, change: Change) -> Use:
    line, column = file.position(offset)
    text = _line(file, line)
    return Use(path=file.path, line=line, column=column, text=text, change=change, certain=True)


def _line(file: AppFile, number: int) -> str:
    return file.text.split("\n")[number - 1].strip()


def _result(examined: Examination, verified: Verified) -> Fixes:
    files = []
    for at, file in examined.app.files.items():
        if edits := edits_of(verified.accepted.get(at, ())):
            files.append(FixedFile(file, tuple(edits), apply(file.text, edits)))
    done = uses_of(verified.accepted)
    remaining = [
        Remaining(use, advice(use.change), verified.messages.get(use, ""))
        for use in examined.uses
        if use not in done and not (use in verified.resolved and _may_follow(use))
    ]
    fixed = tuple(use for use in examined.uses if use in done and done[use].edits)
    failures = []
    for found in verified.unexplained:
        file = examined.app.files[found.file]
        line, column = file.position(found.offset)
        failures.append(Failure(file.path, line, column, _line(file, line), found.message))
    return Fixes(tuple(files), fixed, tuple(remaining), tuple(failures))


def _may_follow(use: Use) -> bool:
    """Whether the edit of another use may be enough, such as that of an import."""
    rename = use.change.rename
    is_name = rename is not None and rename.kind != "value"
    return use.certain and (is_name or use.change.code in _BY_OTHERS)

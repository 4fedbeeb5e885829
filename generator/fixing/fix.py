"""Rewrite the uses of an app whose new code is known, and list the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from libcst import ParserSyntaxError

from generator.diagnostics import Location
from generator.fixing.advice import advice
from generator.fixing.arguments import signatures
from generator.fixing.plan import propose
from generator.fixing.proposal import apply, edits_of, overlapping, rewritten
from generator.fixing.source_tree import SourceTree
from generator.fixing.verify import verify
from generator.impact.checker import check_with_ty
from generator.impact.find import check_copies
from generator.impact.marks import Marks, marks_of
from generator.impact.shadow_package import shadow_modules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.diff.change import Change
    from generator.fixing.arguments import Signatures
    from generator.fixing.proposal import Proposal, TextEdit
    from generator.fixing.verify import Verified
    from generator.impact.app_files import AppFile
    from generator.impact.checker import CheckerDiagnostic
    from generator.impact.edits import Copy
    from generator.impact.find import Checker, Examination, Use
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
class Fixes:
    """The files that change, the uses that their edits fix, and those that are left."""

    files: tuple[FixedFile, ...] = ()
    fixed: tuple[Use, ...] = ()
    remaining: tuple[Remaining, ...] = ()


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
    if not examined.uses:
        return Fixes()
    changes = tuple(changes)
    known = signatures(before, changes)
    proposals: dict[str, list[Proposal]] = {}
    for at, file in examined.app.files.items():
        if uses := [one for one in examined.uses if one.path == file.path]:
            proposals[at] = _propose(file, uses, known, log)
    package = shadow_modules(after, after, Marks())

    def check(copies: Mapping[str, Copy]) -> list[CheckerDiagnostic]:
        return check_copies(examined.app, copies, log, checker, package)

    verified = verify(examined, proposals, marks_of(changes, before, after), check)
    return _result(examined, verified)


def _propose(
    file: AppFile, uses: Sequence[Use], known: Signatures, log: DiagnosticLog
) -> list[Proposal]:
    """Return the proposals for a file, without those that cannot be applied together."""
    try:
        tree = SourceTree(file)
    except (ParserSyntaxError, RecursionError) as error:
        message = f"the file is not rewritten, because LibCST cannot read it: {error}"
        log.warning("unreadable-code", message, at=Location(str(file.path), 1, 1))
        return []
    proposals = propose(tree, uses, known)
    while wrong := overlapping(proposals):
        proposals = [one for one in proposals if one not in wrong]
    text = apply(file.text, edits_of(proposals))
    is_valid = rewritten(file, proposals).code.text == text
    return proposals if is_valid else []


def _result(examined: Examination, verified: Verified) -> Fixes:
    files = []
    for at, file in examined.app.files.items():
        if edits := edits_of(verified.accepted.get(at, ())):
            files.append(FixedFile(file, tuple(edits), apply(file.text, edits)))
    done = {use: one for each in verified.accepted.values() for one in each for use in one.uses}
    remaining = [
        Remaining(use, advice(use.change), verified.messages.get(use, ""))
        for use in examined.uses
        if use not in done and not (use in verified.resolved and _may_follow(use))
    ]
    fixed = tuple(use for use in examined.uses if use in done and done[use].edits)
    return Fixes(tuple(files), fixed, tuple(remaining))


def _may_follow(use: Use) -> bool:
    """Whether the edit of another use may be enough, such as that of an import."""
    rename = use.change.rename
    is_name = rename is not None and rename.kind != "value"
    return use.certain and (is_name or use.change.code in _BY_OTHERS)

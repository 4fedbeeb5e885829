"""Check the rewritten app with the new package, and take back what it does not accept."""

from __future__ import annotations

import ast
import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from generator.fixing.proposal import rewritten
from generator.impact.find import edit_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from generator.diff.renames import Rename
    from generator.fixing.proposal import Proposal
    from generator.impact.app_files import AppFile
    from generator.impact.checker import CheckerDiagnostic
    from generator.impact.edits import Copy
    from generator.impact.find import Examination, Use
    from generator.impact.marks import Marks

    Check = Callable[[Mapping[str, Copy]], list[CheckerDiagnostic]]

_MOST_ROUNDS: Final = 6
_WORD: Final = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic of the checker at a place of the app as it is on disk.

    Attributes:
        file: the path in the layout of the app.
        offset: in the file.
    """

    file: str
    offset: int
    rule: str
    message: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Verified:
    """The proposals that the checker accepts with the new package.

    Attributes:
        accepted: by file.
        messages: what the checker says of each use whose proposal is taken back.
        resolved: the uses without a proposal about which it reports nothing now.
        unexplained: what it reports of statements without a use that is left.
    """

    accepted: Mapping[str, list[Proposal]]
    messages: Mapping[Use, str]
    resolved: frozenset[Use]
    unexplained: tuple[Finding, ...] = ()


def verify(
    examined: Examination, proposals: Mapping[str, list[Proposal]], marks: Marks, check: Check
) -> Verified:
    """Return the proposals without those that cause a diagnostic.

    Args:
        examined: the app and its uses.
        proposals: by file.
        marks: those of the changes.
        check: checks copies of the app with the new package.
    """
    judge = _Judge(examined, marks, check)
    accepted = {at: list(each) for at, each in proposals.items()}
    messages: dict[Use, str] = {}
    found = judge.found(accepted)
    for _ in range(_MOST_ROUNDS):
        blamed = judge.blamed(accepted, found)
        if not blamed:
            break
        for at, each in accepted.items():
            accepted[at] = [one for one in each if one not in blamed]
        messages |= {use: message for one, message in blamed.items() for use in one.uses}
        found = judge.found(accepted)
    else:
        if judge.blamed(accepted, found):
            accepted, found = {}, judge.found({})
    resolved = judge.resolved(accepted, found)
    return Verified(accepted, messages, resolved, tuple(judge.unexplained(accepted, found)))


class _Judge:
    """Finds the proposals that cause a diagnostic."""

    def __init__(self, examined: Examination, marks: Marks, check: Check) -> None:
        self._app, self._marks, self._check = examined.app, marks, check
        self._uses = examined.uses
        renames = [one.rename for one in marks.changes if one.rename]
        self._values = tuple(json.dumps(one.old) for one in renames if one.kind == "value")
        self._places = {one.path: at for at, one in examined.app.files.items()}
        unchanged = {at: rewritten(one, ()) for at, one in examined.app.files.items()}
        self._known = frozenset(_findings(examined.known, unchanged, examined.copies))
        self._statements = {at: _Statements(one) for at, one in examined.app.files.items()}
        self._before: frozenset[Finding] | None = None

    def found(self, proposals: Mapping[str, list[Proposal]]) -> frozenset[Finding]:
        """Return what the checker reports of the app with proposals applied."""
        files = self._app.files
        first = {at: rewritten(one, proposals.get(at, ())) for at, one in files.items()}
        app = replace(self._app, files={at: one.code for at, one in first.items()})
        second = edit_files(app, self._marks)
        return frozenset(_findings(self._check(second), first, second)) - self._known

    def blamed(
        self, accepted: Mapping[str, list[Proposal]], found: Iterable[Finding]
    ) -> dict[Proposal, str]:
        """Return the proposals that cause a diagnostic, each with its message."""
        blamed: dict[Proposal, str] = {}
        done = uses_of(accepted)
        left = {self._offset(one) for one in self._uses if one not in done}
        statements = {self._statement(*one) for one in left}
        for one in sorted(found, key=lambda each: (each.file, each.offset)):
            if (one.file, one.offset) in left:
                continue
            at_edit = [each for each in accepted.get(one.file, ()) if one.offset in _starts(each)]
            statement = self._statements[one.file].around(one.offset)
            if not at_edit and (one.file, statement) in statements:
                continue
            causes = at_edit or self._causes(one, statement, accepted)
            if not at_edit and any(value in one.message for value in self._values):
                # An old constant that is still there says nothing against a new name.
                causes = [each for each in causes if not _is_of_name(each)]
            for each in causes:
                if one not in self._unfixed():
                    blamed.setdefault(each, one.message)
        return blamed

    def resolved(
        self, accepted: Mapping[str, list[Proposal]], found: Iterable[Finding]
    ) -> frozenset[Use]:
        """Return the uses without a proposal that nothing found is about."""
        done = uses_of(accepted)
        failing = {self._statement(one.file, one.offset) for one in found}
        # A key of a dictionary fails where the dictionary is passed.
        words = {(one.file, word) for one in found for word in _WORD.findall(one.message)}
        resolved = []
        for use in self._uses:
            at, offset = self._offset(use)
            old = str(use.change.rename.old) if use.change.rename else ""
            if use not in done and not (
                {(at, old)} & words or {self._statement(at, offset)} & failing
            ):
                resolved.append(use)
        return frozenset(resolved)

    def unexplained(
        self, accepted: Mapping[str, list[Proposal]], found: Iterable[Finding]
    ) -> Iterator[Finding]:
        """Yield what is found in a statement without a use that is left."""
        done = uses_of(accepted)
        used = {self._statement(*self._offset(one)) for one in self._uses if one not in done}
        for one in sorted(found, key=lambda each: (each.file, each.offset)):
            if self._statement(one.file, one.offset) not in used:
                yield one

    def _statement(self, at: str, offset: int) -> tuple[str, int]:
        return at, self._statements[at].around(offset)

    def _offset(self, use: Use) -> tuple[str, int]:
        at = self._places[use.path]
        return at, self._app.files[at].offset_at(use.line, use.column)

    def _unfixed(self) -> frozenset[Finding]:
        """What the checker reports of the app as it is, with the new package."""
        if self._before is None:
            self._before = self.found({})
        return self._before

    def _causes(
        self, one: Finding, statement: int, accepted: Mapping[str, list[Proposal]]
    ) -> list[Proposal]:
        around = self._statements[one.file].around
        near = [
            each
            for each in accepted.get(one.file, ())
            if any(around(start) == statement for start in _starts(each))
        ]
        words = set(_WORD.findall(one.message))
        # An argument by name affects its own call only.
        far = {
            at: [each for each in some if not self._is_in_call(at, each)]
            for at, some in accepted.items()
        }
        same_file = far.get(one.file, ())
        every = [each for proposals in far.values() for each in proposals]
        # The code has the new name now, so a message about an edit is most likely to name it.
        for proposals in (near,) if near else (same_file, every):
            for names in (_new_names, _old_names):
                if named := [each for each in proposals if not words.isdisjoint(names(each))]:
                    return named
        # Code that the checker could not read before may have other defects.
        return [each for each in near if not self._was_failing(one.file, each)]

    def _is_in_call(self, at: str, proposal: Proposal) -> bool:
        """Whether a proposal only renames arguments of calls: `name=`."""
        text = self._app.files[at].text
        renames = [use.change.rename for use in proposal.uses]
        return all(one is not None and one.kind == "argument" for one in renames) and all(
            edit.text.isidentifier() and text[edit.end :].lstrip().startswith("=")
            for edit in proposal.edits
        )

    def _was_failing(self, at: str, proposal: Proposal) -> bool:
        """Whether the checker refuses a statement that a proposal edits as it is."""
        failing = {self._statement(one.file, one.offset) for one in self._unfixed()}
        return any(self._statement(at, start) in failing for start in _starts(proposal))


def uses_of(proposals: Mapping[str, list[Proposal]]) -> dict[Use, Proposal]:
    """Return the use of each proposal, and the proposal."""
    return {use: one for each in proposals.values() for one in each for use in one.uses}


def _starts(one: Proposal) -> set[int]:
    return {edit.start for edit in one.edits}


def _is_of_name(one: Proposal) -> bool:
    return any(use.change.rename and use.change.rename.kind != "value" for use in one.uses)


def _new_names(one: Proposal) -> set[str]:
    return {str(each.new) for each in _renames(one)}


def _old_names(one: Proposal) -> set[str]:
    return {str(each.old) for each in _renames(one)}


def _renames(one: Proposal) -> list[Rename]:
    """Return the renames that the edits of a proposal follow."""
    return [use.change.rename for use in one.uses if use.change.rename and one.edits]


def _findings(
    diagnostics: Iterable[CheckerDiagnostic], first: Mapping[str, Copy], second: Mapping[str, Copy]
) -> Iterator[Finding]:
    """Yield the diagnostics of copies of copies at their places in the files."""
    for one in diagnostics:
        at = one.path.removeprefix("app/")
        if at in first:
            copy, inner = second[at], first[at]
            place = copy.position(copy.code.offset_at(*one.span[0]))
            place = inner.position(inner.code.offset_at(*place))
            yield Finding(at, inner.source.offset_at(*place), one.rule, one.message)


class _Statements:
    """The statements of a file by their places."""

    def __init__(self, source: AppFile) -> None:
        statements = (one for one in source.nodes if isinstance(one, ast.stmt))
        self._spans = sorted(map(source.span, statements), key=lambda one: (one[0], -one[1]))

    def around(self, offset: int) -> int:
        """Return the offset of the innermost statement around an offset; -1 for none."""
        following = bisect_right(self._spans, offset, key=lambda one: one[0])
        # The last one that starts before the offset, and has not ended, is the innermost.
        for start, end in reversed(self._spans[:following]):
            if offset <= end:
                return start
        return -1

"""One change to the Python API, and the version step that a list of changes needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics import Location
    from generator.diff.nearest import Nearest
    from generator.diff.renames import Rename
    from generator.document.document import Node
    from generator.python_types import Constant

Code: TypeAlias = Literal[
    "function-added",
    "function-removed",
    "function-renamed",
    "function-moved",
    "function-deprecated",
    "view-added",
    "view-removed",
    "argument-added",
    "argument-removed",
    "argument-renamed",
    "argument-required",
    "argument-optional",
    "argument-position",
    "argument-widened",
    "argument-narrowed",
    "value-renamed",
    "result-widened",
    "result-narrowed",
    "events-widened",
    "events-narrowed",
    "request-changed",
    "type-added",
    "type-removed",
    "type-renamed",
    "type-widened",
    "type-narrowed",
    "attribute-added",
    "attribute-removed",
    "attribute-renamed",
    "attribute-required",
    "attribute-optional",
    "attribute-widened",
    "attribute-narrowed",
    "list-added",
    "list-removed",
    "module-added",
    "module-removed",
    "module-renamed",
    "export-added",
    "export-removed",
    "setting-added",
    "setting-removed",
    "setting-renamed",
    "setting-changed",
    "address-changed",
    "described",
]
"""What changed, and how. A `setting` is an argument of `Client` and `configure`."""

_NAMED_IN_MESSAGE: Final = frozenset(
    ("argument-added", "argument-removed", "attribute-added", "attribute-removed")
)


class Kind(StrEnum):
    """The effect of a change on code that worked before."""

    BREAKING = "breaking"
    ADDITIVE = "additive"
    DOCUMENTATION = "documentation"


class Step(StrEnum):
    """The part of a version that goes up (https://semver.org)."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The part of the package that a change affects; a field that does not apply is empty.

    Attributes:
        module: of a group; `components` or `params` if only a type in that module changed;
            `errors` for the body of an error.
        view: `iter` or `stream`.
        type: a class or alias of `components` or `params`, or a class of errors.
        values: constants that a request no longer accepts, or that a response may now contain.
        direction: whether the change affects requests, responses, or both.
    """

    module: str = ""
    function: str = ""
    argument: str = ""
    view: str = ""
    type: str = ""
    attribute: str = ""
    values: tuple[Constant | None, ...] = ()
    direction: Literal["request", "response", "both"] = "both"


@dataclass(frozen=True, slots=True)
class Finding:
    """A change with nodes instead of locations: to locate a node may parse its document again."""

    code: Code
    kind: Kind
    message: str
    target: Target = Target()
    before: Node | None = None
    after: Node | None = None
    certain: bool = True
    rename: Rename | None = None

    def locate(self, nearest: Nearest) -> Change:
        """Return the change with the locations of its nodes."""
        before, after = (one.location() if one else None for one in (self.before, self.after))
        is_removed = not after or self.code.endswith("-removed")  # then `after` is of its owner
        near = nearest.location(self.before) if self.before and is_removed else after
        return Change(
            self.code,
            self.kind,
            self.message,
            self.target,
            before,
            after,
            self.certain,
            self.rename,
            near,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One change, with its locations in both documents.

    Attributes:
        message: what changed, in Markdown, without the subject.
        certain: True if code that uses the target is affected; False if only some of it may be,
            such as code that lists all values.
        rename: the old and the new name, if the change is that a part has another name now.
        nearest: in the new document: `after`, or for what it does not have, the part around it.
    """

    code: Code
    kind: Kind
    message: str
    target: Target
    before: Location | None
    after: Location | None
    certain: bool = True
    rename: Rename | None = None
    nearest: Location | None = None

    @property
    def subject(self) -> str:
        """What changed: `create_run`, `list_runs`, `order`, `AssistantObject.tools`."""
        one = self.target
        # The message names an added or removed member; the subject is its owner.
        inner = one.argument or one.attribute if self.code not in _NAMED_IN_MESSAGE else ""
        if one.function:
            return f"`{one.function}`, `{inner}`" if inner else f"`{one.function}`"
        if one.type:
            return f"`{one.type}.{inner}`" if inner else f"`{one.type}`"
        return f"`{one.module}`" if one.module else "the package"

    @property
    def affects_uses(self) -> bool:
        """Whether code should change: it breaks, or the old name that it uses is deprecated."""
        return self.kind is Kind.BREAKING or self.code == "function-renamed"

    @property
    def text(self) -> str:
        """The change as one line of Markdown."""
        return f"{self.subject}: {self.message}"


def step(changes: Iterable[Change]) -> Step:
    """Return the version step that these changes need."""
    kinds = {(one.kind, one.certain) for one in changes}
    if (Kind.BREAKING, True) in kinds:
        return Step.MAJOR
    if kinds & {(Kind.BREAKING, False), (Kind.ADDITIVE, True)}:
        return Step.MINOR
    return Step.PATCH if kinds else Step.NONE

"""One change, as a Python user meets it, and what all of them mean for the version."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.diagnostics import Location
    from generator.document.document import Node

Code: TypeAlias = Literal[
    "function-added",
    "function-removed",
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
    "result-widened",
    "result-narrowed",
    "events-widened",
    "events-narrowed",
    "request-changed",
    "type-added",
    "type-removed",
    "type-widened",
    "type-narrowed",
    "attribute-added",
    "attribute-removed",
    "attribute-required",
    "attribute-optional",
    "attribute-widened",
    "attribute-narrowed",
    "module-added",
    "module-removed",
    "setting-added",
    "setting-removed",
    "address-changed",
    "described",
]
"""What happened to what. A `setting` is an argument of `Client` and `configure`."""


_COMING_AND_GOING: Final = frozenset(
    ("argument-added", "argument-removed", "attribute-added", "attribute-removed")
)


class Kind(StrEnum):
    """What a change does to code that was right before."""

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
    """What a change is about; empty where it is not about such a thing.

    Attributes:
        module: of a group; `components` or `params` where it is only about a type in there.
        function: as the package exports it.
        argument: of the function.
        view: `iter` or `stream`.
        type: a class or alias of `components` or `params`.
        attribute: of the class.
        values: constants that are accepted no longer, or that may come from now on.
        direction: whether it is about what is sent, what comes back, or both.
    """

    module: str = ""
    function: str = ""
    argument: str = ""
    view: str = ""
    type: str = ""
    attribute: str = ""
    values: tuple[str | int | float | bool | None, ...] = ()
    direction: Literal["request", "response", "both"] = "both"


_NOTHING: Final = Target()


@dataclass(frozen=True, slots=True)
class Finding:
    """A change, its places not looked up yet: that may cost another reading of the documents."""

    code: Code
    kind: Kind
    message: str
    target: Target = _NOTHING
    before: Node | None = None
    after: Node | None = None
    certain: bool = True

    def located(self) -> Change:
        """Look the places up."""
        return Change(
            kind=self.kind,
            code=self.code,
            target=self.target,
            message=self.message,
            before=self.before.location() if self.before else None,
            after=self.after.location() if self.after else None,
            certain=self.certain,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change.

    Attributes:
        certain: code that uses it breaks; else it may, where it lists all that there was.
        message: what changed, in Markdown, the subject left out.
        before: where the earlier document says it; None where it does not.
        after: where the later document says it.
    """

    kind: Kind
    code: Code
    target: Target
    message: str
    before: Location | None
    after: Location | None
    certain: bool = True

    @property
    def subject(self) -> str:
        """What changed: `create_run`, `list_runs`, `order`, `AssistantObject.tools`."""
        one = self.target
        # What comes or goes is named by the message; the subject is what has it.
        inner = one.argument or one.attribute if self.code not in _COMING_AND_GOING else ""
        if one.function:
            return f"`{one.function}`, `{inner}`" if inner else f"`{one.function}`"
        if one.type:
            return f"`{one.type}.{inner}`" if inner else f"`{one.type}`"
        return f"`{one.module}`" if one.module else "the package"

    @property
    def text(self) -> str:
        """The change as one line of Markdown."""
        return f"{self.subject}: {self.message}"


def step(changes: Iterable[Change]) -> Step:
    """Return the step that a version takes for these changes."""
    kinds = {(one.kind, one.certain) for one in changes}
    if (Kind.BREAKING, True) in kinds:
        return Step.MAJOR
    if kinds & {(Kind.BREAKING, False), (Kind.ADDITIVE, True)}:
        return Step.MINOR
    return Step.PATCH if kinds else Step.NONE


def of_kind(changes: Sequence[Change], kind: Kind, *, certain: bool = True) -> list[Change]:
    """Return the changes of a kind; those that may break are breaking, but not certain."""
    return [one for one in changes if one.kind is kind and one.certain is certain]

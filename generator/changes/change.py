"""One change, as a Python user meets it, and what all of them mean for the version."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.diagnostics import Location

Code: TypeAlias = Literal[
    "function-added",
    "function-removed",
    "function-moved",
    "function-deprecated",
    "view-added",
    "view-removed",
    "argument-added",
    "argument-removed",
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
        module: of a group, or `components` or `params` for a type in just one of them.
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
        if one.function:
            names = [one.function, *([one.argument] if one.argument else [])]
            return ", ".join(f"`{name}`" for name in names)
        if one.type:
            name = f"{one.module}.{one.type}" if one.module else one.type
            return f"`{name}.{one.attribute}`" if one.attribute else f"`{name}`"
        if one.argument:
            return f"`Client`, `{one.argument}`"
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

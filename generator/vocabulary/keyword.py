"""A keyword: what opgen does with it, and what its value must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Required, TypeAlias, TypedDict, Unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Effect: TypeAlias = Literal["read", "no effect", "degraded"]
Since: TypeAlias = Literal["3.0", "3.1", "3.2", "another draft"]
Form: TypeAlias = Literal[
    "any", "text", "texts", "flag", "number", "constants", "names", "one", "list", "map"
]
Table: TypeAlias = "Mapping[str, Keyword]"
"""The keywords of one kind of object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """One keyword of an object.

    Attributes:
        effect: `no effect` if a client rightly does nothing with it; `degraded` if a part of the
            package is less exact than the document because of it.
        since: the first version of OpenAPI that has it; some are of other drafts of JSON Schema.
        form: what its value must be; the last three forms have objects of a kind.
        note: the reason that it has no effect, or what is lost.
        holds: the kind of these objects.
        is_checked: whether the check for unread keywords continues in them, if it is read.
        code: the diagnostic that reports it, if another module finds it.
        matters: whether a value of a degraded keyword loses anything; None if each does.
    """

    effect: Effect
    since: Since
    form: Form = "any"
    note: str = ""
    holds: str = ""
    is_checked: bool = True
    code: str = ""
    matters: Callable[[object], bool] | None = None


class _Facts(TypedDict, total=False):
    """The attributes of a keyword, but for its effect."""

    since: Required[Since]
    form: Form
    note: str
    holds: str
    is_checked: bool
    code: str
    matters: Callable[[object], bool]


def read(*names: str, **facts: Unpack[_Facts]) -> dict[str, Keyword]:
    """Return keywords that are read."""
    return dict.fromkeys(names, Keyword(effect="read", **facts))


def unused(*names: str, **facts: Unpack[_Facts]) -> dict[str, Keyword]:
    """Return keywords that rightly have no effect, for the reason in `note`."""
    return dict.fromkeys(names, Keyword(effect="no effect", **facts))


def degraded(*names: str, **facts: Unpack[_Facts]) -> dict[str, Keyword]:
    """Return keywords whose loss is counted; `note` says what is lost."""
    return dict.fromkeys(names, Keyword(effect="degraded", **facts))


def table(*rows: dict[str, Keyword]) -> Table:
    """Return the rows as one table; a later row overrides an earlier one."""
    return {name: keyword for row in rows for name, keyword in row.items()}

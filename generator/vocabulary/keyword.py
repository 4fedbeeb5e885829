"""What opgen does with a keyword."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.document.source import Json

Effect: TypeAlias = Literal["read", "no effect", "degraded"]
Since: TypeAlias = Literal["3.0", "3.1", "3.2", "another draft"]
Form: TypeAlias = Literal["one", "list", "map"]
Table: TypeAlias = "Mapping[str, Keyword]"
"""The keywords of one kind of object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """One keyword of an object.

    Attributes:
        effect: `no effect` if a client rightly does nothing with it; `degraded` if a part of the
            package is less exact than the document because of it.
        since: the first version of OpenAPI that has it; some are of other drafts of JSON Schema.
        note: the reason that it has no effect, or what is lost.
        holds: the kind of object in its value, if that is checked too.
        form: whether it holds one such object, or a list or a map of them.
        code: the diagnostic that reports it, if another module finds it.
        matters: whether a value of a degraded keyword loses anything; None if each does.
    """

    effect: Effect
    since: Since
    note: str = ""
    holds: str = ""
    form: Form = "one"
    code: str = ""
    matters: Callable[[Json], bool] | None = None


def read(
    *names: str, since: Since, holds: str = "", form: Form = "one", note: str = ""
) -> dict[str, Keyword]:
    """Return keywords that are read."""
    one = Keyword(effect="read", since=since, holds=holds, form=form, note=note)
    return dict.fromkeys(names, one)


def unused(*names: str, since: Since, note: str) -> dict[str, Keyword]:
    """Return keywords that rightly have no effect, for the reason in `note`."""
    return dict.fromkeys(names, Keyword(effect="no effect", since=since, note=note))


def degraded(
    *names: str,
    since: Since,
    note: str,
    code: str = "",
    matters: Callable[[Json], bool] | None = None,
) -> dict[str, Keyword]:
    """Return keywords whose loss is counted; `note` says what is lost."""
    one = Keyword(effect="degraded", since=since, note=note, code=code, matters=matters)
    return dict.fromkeys(names, one)


def table(*rows: dict[str, Keyword]) -> Table:
    """Return the rows as one table."""
    found: dict[str, Keyword] = {}
    for row in rows:
        found.update(row)
    return found

"""What a profile knows of single members of models: the rules `[[computed]]` and `[[decoded]]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from generator.diagnostics import shown
from generator.schemas.shapes import ValuePath, Way

if TYPE_CHECKING:
    from generator.profiles.toml_tables import Table

WAYS: Final[tuple[Way, ...]] = ("join", "first", "each")
_STEP: Final = re.compile(
    r"(?P<name>[^.\[\]=]+)(?:\[(?P<key>[^.\[\]=]+)=(?P<value>[^\[\]]*)\])?(?:\.|$)"
)


class Step(NamedTuple):
    """One member of a path; with `key`, only the values whose member `key` is this constant."""

    name: str
    key: str | None
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A member that the service does not send: the package computes it from others.

    A path is names of members with dots between them. Each item of a list is looked at. A filter
    takes only some of them: `output[type=message].content[type=output_text].text`.

    Attributes:
        schemas: The schemas of the models.
        member: The name of the member.
        join: The path of the texts that are joined. Exactly one of `join`, `first` and `each`.
        first: The path of values, of which the member is the first one, or None.
        each: The path of the values that the member is the list of.
        description: Its text in the package. Without it, that of the document.
    """

    schemas: tuple[str, ...]
    member: str
    join: str | None = None
    first: str | None = None
    each: str | None = None
    description: str = ""

    @property
    def path(self) -> ValuePath:
        """The way to the values."""
        given = ((way, getattr(self, way)) for way in WAYS)
        return next(ValuePath(way, text) for way, text in given if text is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A member whose list of numbers the service may send as text, and how the text is read.

    Attributes:
        schemas: The schemas of the models.
        member: The name of the member.
        format: `float32` is the base64 of numbers of 32 bits, little-endian.
    """

    schemas: tuple[str, ...]
    member: str
    format: Literal["float32"]


def steps(path: str) -> list[Step] | None:
    """Return the steps of a path; None if it is malformed."""
    found = list(_STEP.finditer(path))
    is_whole = "".join(one[0] for one in found) == path and not path.endswith(".")
    parts = (one.groupdict("") for one in found)
    read = [Step(one["name"], one["key"] or None, one["value"]) for one in parts]
    return read if read and is_whole else None


def read_computed(table: Table) -> Computed:
    """Return the rule of a `[[computed]]` table."""
    rule = table.read(Computed)
    given = [way for way in WAYS if getattr(rule, way) is not None]
    if len(given) != 1:
        what = "excludes " + " and ".join(map(shown, given[:-1])) if given else "has no path"
        table.reject(given[-1] if given else "computed", what, f"use one of {', '.join(WAYS)}")
    if steps(rule.path.text) is None:
        advice = "write names with dots between them, such as 'output[type=message].text'"
        table.reject(rule.path.way, f"has {shown(rule.path.text)}, which is not a path", advice)
    return rule


def read_decoded(table: Table) -> Decoded:
    """Return the rule of a `[[decoded]]` table."""
    table.check_keys("schemas", "member", "format")
    if table.choice("format", ["float32"]) is None:
        table.reject("format", "is missing", "write 'float32'")
    return Decoded(schemas=table.strings("schemas"), member=table.text("member"), format="float32")

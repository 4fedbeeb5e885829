"""Find schema names with a counter at the end, which tools add to make names unique."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.schemas.keywords import kinds_of, type_meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.document.document import Node

_NUMBERED_NAME: Final = re.compile(r"(.*[A-Za-z])([-_.]?)([1-9][0-9]?)")


@dataclass(frozen=True, slots=True)
class NumberedSchema:
    """A schema whose name ends in a counter.

    Attributes:
        stem: the name without the counter.
        namesake: the schema with the stem as its name, if it describes the same type.
    """

    node: Node
    stem: str
    namesake: Node | None

    @property
    def kind(self) -> str:
        """The word that distinguishes it from a schema with the stem as its name."""
        return "Object" if kinds_of(self.node) == ["object"] else "Value"


def find_numbered(schemas: Mapping[str, Node]) -> Iterator[NumberedSchema]:
    """Yield the schemas whose names end in a counter; `Sha256` and `OAuth2` do not.

    A number after a separator is a counter if there is a schema without it, or if other names
    have such counters. A number without a separator is a counter only if the schema without it
    describes the same type.
    """
    matches = [(name, match) for name in schemas if (match := _NUMBERED_NAME.fullmatch(name))]
    stems = Counter(match[1] for _, match in matches)
    styles = {match[2] for _, match in matches if match[1] in schemas and match[2]}
    for name, match in matches:
        stem, separator = match[1], match[2]
        namesake = schemas.get(stem)
        is_same = namesake is not None and type_meaning(namesake) == type_meaning(schemas[name])
        is_alone = namesake is None and stems[stem] == 1
        if is_same or (separator and namesake) or (is_alone and separator in styles):
            yield NumberedSchema(schemas[name], stem, namesake if is_same else None)

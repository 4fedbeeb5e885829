"""Names that end in a counter, which a document's tooling made to keep two schemas apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.schemas.keywords import kinds_of, meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.document.document import Node

_NUMBERED: Final = re.compile(r"(.*[A-Za-z])([-_.]?)([1-9][0-9]?)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A schema whose name is another's, but for its number.

    Attributes:
        stem: the name without the number.
        namesake: the schema of that name when it is the same type.
    """

    node: Node
    stem: str
    namesake: Node | None

    @property
    def kind(self) -> str:
        """What it is, to tell it from a namesake of another meaning."""
        return "Object" if kinds_of(self.node) == ["object"] else "Value"


def numbered(schemas: Mapping[str, Node]) -> Iterator[Numbered]:
    """Yield the schemas whose names end in a counter; `Sha256` and `OAuth2` do not.

    A number behind a separator is a counter when there is a schema without it, or else when
    the document counts another name so. A number right behind a name is one only when the
    schema without it is the very same type.
    """
    found = [(name, match) for name in schemas if (match := _NUMBERED.fullmatch(name))]
    stems = Counter(match[1] for _, match in found)
    styles = {match[2] for _, match in found if match[1] in schemas and match[2]}
    for name, match in found:
        stem, separator = match[1], match[2]
        namesake = schemas.get(stem)
        is_same = namesake is not None and meaning(namesake) == meaning(schemas[name])
        is_alone = namesake is None and stems[stem] == 1
        if is_same or (separator and namesake) or (is_alone and separator in styles):
            yield Numbered(schemas[name], stem, namesake if is_same else None)

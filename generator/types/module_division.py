"""Divide the definitions of a large module among several, none of which imports in a circle.

Definitions that mention each other stay together, however many they are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.naming import distinct, snake_case, words
from generator.python_types import LiteralOf, Reference, walk
from generator.type_declarations import Alias, Attribute
from generator.types.definition_order import circles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.type_declarations import DataClass
    from generator.types.module_placement import Placement

_MOST_LINES: Final = 2_600  # as they are estimated; a module has 3,000 then, at most
_WIDTH: Final = 88
_LINES_OF_A_CLASS: Final = 4
_CONSTANTS_IN_A_LINE: Final = 50  # in characters
_LINES_OF_AN_ALIAS: Final = 2  # of an attribute with another name on the wire
_NAMES_IN_A_LINE: Final = 2


def divided(
    placements: Sequence[Placement],
    declared: Mapping[str, DataClass | Alias],
    mentions: Mapping[str, set[str]],
) -> list[Placement]:
    """Return the modules with each large one in parts; a part imports from earlier parts only.

    Args:
        placements: modules that do not import each other in a circle.
        declared: what each definition is.
        mentions: definition to the definitions that it names.
    """
    found: list[Placement] = []
    taken = {*declared, *(one.module for one in placements)}
    for placement in placements:
        sizes = {name: _lines(declared[name]) for name in placement.names}
        if sum(sizes.values()) <= _MOST_LINES:
            found.append(placement)
            continue
        inside = {name: mentions[name] & placement.names for name in sorted(placement.names)}
        divided_names = list(_parts(circles(inside), sizes))
        stems = (f"{placement.module}_{_topic(one)}" for one in divided_names)
        for module, names in zip(distinct(stems, taken), divided_names, strict=True):
            taken.add(module)
            found.append(replace(placement, module=module, names=names))
    return found


def _parts(
    circles_in_order: Iterable[frozenset[str]], sizes: Mapping[str, int]
) -> Iterator[frozenset[str]]:
    """Yield parts of definitions that are small enough, in an order in which all are declared."""
    part, total = frozenset[str](), 0
    for names in circles_in_order:
        size = sum(sizes[name] for name in names)
        if part and total + size > _MOST_LINES:
            yield part
            part, total = frozenset(), 0
        part, total = part | names, total + size
    if part:
        yield part


def _topic(names: frozenset[str]) -> str:
    """Return the word with which the most names begin."""
    counts = Counter(words(name)[0] for name in sorted(names))
    return snake_case(counts.most_common(1)[0][0])


def _annotated(one: DataClass | Alias) -> Sequence[Attribute | Alias]:
    return [one] if isinstance(one, Alias) else one.all_attributes


def _lines(one: DataClass | Alias) -> int:
    """Return how many lines a definition has, about."""
    parts = _annotated(one)
    texts = [len(each.description.lines(_WIDTH)) for each in (one, *parts)]
    described = sum(number + (number > 1) for number in texts)
    renamed = sum(isinstance(each, Attribute) and each.name != each.wire.wire() for each in parts)
    types = sum(_type_lines(each) for each in parts)
    return _LINES_OF_A_CLASS + described + types + _LINES_OF_AN_ALIAS * renamed


def _type_lines(one: Attribute | Alias) -> int:
    """Return the lines of a type: one, or more where it has many names or constants."""
    names = sum(isinstance(part, Reference) for part in walk(one.type))
    literals = (part for part in walk(one.type) if isinstance(part, LiteralOf))
    constants = [repr(value) for each in literals for value in each.values]
    length = sum(map(len, constants)) + 2 * len(constants)
    lines = 1 + (names if names > _NAMES_IN_A_LINE else 0)
    if length <= _CONSTANTS_IN_A_LINE:
        return lines
    return lines + 2 + (len(constants) if length > _WIDTH else 0)

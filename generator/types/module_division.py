"""Divide the definitions of a large module among several, by the first words of their names.

Models and TypedDicts may refer to each other across these modules, also in a circle: pydantic
evaluates their annotations when it first builds a model. The type of an alias is evaluated at
once, so what it mentions is in the same module, or in one that does not import this one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from generator.naming import distinct, snake_case, words
from generator.python_types import LiteralOf, Reference, walk
from generator.type_declarations import Alias, Attribute, DataClass, ImportedType
from generator.types.definition_order import in_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from generator.type_declarations import Declaration
    from generator.types.module_placement import Placement

_MOST_LINES: Final = 2_600  # as they are estimated; a module has 3,000 then, at most
_ENOUGH_LINES: Final = 1_300  # of a module, before a large topic begins the next one
_LARGE_TOPIC: Final = 650
_WIDTH: Final = 88
_LINES_OF_A_CLASS: Final = 4
_CONSTANTS_IN_A_LINE: Final = 50  # in characters
_LINES_OF_AN_ALIAS: Final = 2  # of an attribute with another name on the wire
_NAMES_IN_A_LINE: Final = 2

_Topic = tuple[str, ...]
"""The words of a name, as modules are divided by them."""


def divided(
    placements: Sequence[Placement],
    declared: Mapping[str, Declaration],
    evaluated: Mapping[str, Collection[str]],
) -> list[Placement]:
    """Return the modules with each large one in parts.

    Args:
        placements: modules that do not import each other in a circle.
        declared: what each definition is.
        evaluated: alias to what must be there when it is declared; none leads back to itself.
    """
    found: list[Placement] = []
    taken = {*declared, *(one.module for one in placements)}
    for placement in placements:
        sizes = {name: _lines(declared[name]) for name in sorted(placement.names)}
        if sum(sizes.values()) <= _MOST_LINES:
            found.append(placement)
            continue
        inside = {name: placement.names.intersection(evaluated.get(name, ())) for name in sizes}
        topics = _topics(sizes)
        for names in _parts(_runs(_by_topic(inside, topics), sizes), sizes):
            stem = _stem(placement.module, [topics[name] for name in sorted(names)], taken)
            (module,) = distinct([stem], taken)
            taken.add(module)
            others = placement.names - names
            found.append(replace(placement, module=module, names=names, siblings=others))
    return found


def _topics(names: Iterable[str]) -> dict[str, _Topic]:
    """Return the words of each name.

    `DeletedCustomer` follows `Customer`, where most names that begin so have such a name.
    """
    topics = {name: tuple(word.lower() for word in words(name)) for name in names}
    known = set(topics.values())
    first = Counter(topic[0] for topic in topics.values())
    describing = Counter(topic[0] for topic in topics.values() if topic[1:] in known)
    return {
        name: (*topic[1:], topic[0])
        if topic[1:] in known and 2 * describing[topic[0]] > first[topic[0]]
        else topic
        for name, topic in topics.items()
    }


def _by_topic(
    evaluated: Mapping[str, Collection[str]], topics: Mapping[str, _Topic]
) -> list[tuple[_Topic, str]]:
    """Return names by topic, as far as each can follow those that must be there before it.

    One that comes later than its own topic belongs to that of its place.
    """
    order = sorted(evaluated, key=lambda name: (topics[name], name))
    found: list[tuple[_Topic, str]] = []
    for name in in_order(evaluated, order):
        topic = max(found[-1][0], topics[name]) if found else topics[name]
        found.append((topic, name))
    return found


def _runs(
    names: Iterable[tuple[_Topic, str]], sizes: Mapping[str, int], number: int = 1
) -> Iterator[list[str]]:
    """Yield names of one topic each: a wide one, or narrower ones where a module has no space.

    Args:
        names: sorted by their topics.
        sizes: their lines.
        number: of the words of a topic.
    """
    for topic, group in groupby(names, key=lambda one: one[0][:number]):
        run = list(group)
        if len(topic) < number:
            yield from ([name] for _, name in run)
        elif sum(sizes[name] for _, name in run) <= _MOST_LINES:
            yield [name for _, name in run]
        else:
            yield from _runs(run, sizes, number + 1)


def _parts(runs: Iterable[list[str]], sizes: Mapping[str, int]) -> Iterator[frozenset[str]]:
    """Yield the names of each module.

    A large topic begins a module, so that a change of one topic seldom moves others.
    """
    part: list[str] = []
    total = 0
    for run in runs:
        size = sum(sizes[name] for name in run)
        is_enough = total >= _ENOUGH_LINES and size >= _LARGE_TOPIC
        if part and (is_enough or total + size > _MOST_LINES):
            yield frozenset(part)
            part, total = [], 0
        part += run
        total += size
    yield frozenset(part)


def _stem(module: str, topics: Sequence[_Topic], taken: Collection[str]) -> str:
    """Return a name for a part: the topic that most of its names have, as narrow as needed."""
    stem, common = module, _Topic()
    for number in range(1, max(map(len, topics)) + 1):
        inside = Counter(one[:number] for one in topics if one[: number - 1] == common)
        common = inside.most_common(1)[0][0]
        stem = f"{module}_{snake_case(' '.join(common))}"
        if stem not in taken:
            break
    return stem


def _annotated(one: Declaration) -> Sequence[Attribute | Alias]:
    match one:
        case Alias():
            return [one]
        case DataClass():
            return one.all_attributes
        case ImportedType():
            return []


def _lines(one: Declaration) -> int:
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

"""What schemas that hold at once come to: `allOf`, and what stands beside it or beside a union.

Each is opened down to its leaves, which have no references and no `allOf` left, and unions
among them are multiplied out: `allOf: [Base, {oneOf: [A, B]}]` is Base with A, or Base with B.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.schemas.keywords import (
    UNIONS,
    constants,
    filled,
    is_demand,
    is_null,
    kinds_of,
    meaning,
    says_type,
)
from generator.schemas.references import Place, is_reference, place, referred

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.source import Json

_MOST: Final = 64  # alternatives that one schema may come to
_DEPTH: Final = 3  # how deep members are held against each other


@dataclass(frozen=True, slots=True)
class Alternative:
    """Leaves that hold at once.

    Attributes:
        chosen: the branches of unions that led here.
        settled: unions that were chosen from.
        opened: schemas that the leaves were found in.
    """

    leaves: tuple[Node, ...]
    chosen: tuple[Node, ...] = ()
    settled: frozenset[Place] = frozenset()
    opened: frozenset[Place] = frozenset()


def leaves_of(nodes: Iterable[Node], resolver: Resolver) -> tuple[Node, ...]:
    """Return the schemas that these consist of, references and `allOf` opened."""
    opened: set[Place] = set()
    return tuple(leaf for node in nodes for leaf in _leaves(node, resolver, opened))


def _leaves(node: Node, resolver: Resolver, opened: set[Place]) -> Iterator[Node]:
    meant = referred(node, resolver)
    if meant is None or place(meant) in opened:
        return
    opened.add(place(meant))
    for branch in meant.items("allOf"):
        yield from _leaves(branch, resolver, opened)
    yield meant


def alternatives(nodes: Sequence[Node], resolver: Resolver) -> list[Alternative] | None:
    """Return what the schemas come to, one for each way through their unions.

    Ways that lead nowhere are left out. None: there are too many.
    """
    done: list[Alternative] = []
    waiting = [_with(Alternative(()), nodes, resolver)]
    while waiting:
        one = waiting.pop()
        union = _unsettled(one, resolver)
        if union is None:
            done.append(one)
        else:
            ways = [_choose(one, union, branch, resolver) for branch in reversed(union[1])]
            waiting += [way for way in ways if not contradict(way.leaves, resolver)]
        if len(done) + len(waiting) > _MOST:
            return None
    return done


def _with(one: Alternative, nodes: Iterable[Node], resolver: Resolver) -> Alternative:
    opened = set(one.opened)
    more = [leaf for node in nodes for leaf in _leaves(node, resolver, opened)]
    return replace(one, leaves=(*one.leaves, *more), opened=frozenset(opened))


def _choose(
    one: Alternative, union: tuple[Place, list[Node]], branch: Node, resolver: Resolver
) -> Alternative:
    chosen, settled = (*one.chosen, branch), one.settled | {union[0]}
    return _with(replace(one, chosen=chosen, settled=settled), [branch], resolver)


def _unsettled(one: Alternative, resolver: Resolver) -> tuple[Place, list[Node]] | None:
    """Return the first union that nothing is chosen from yet.

    One of whose branches is opened already is met: so a base that lists what derives from it
    does not lead back into itself.
    """
    for leaf in one.leaves:
        for key in UNIONS:
            branches = [branch for branch in leaf.items(key) if not is_null(branch)]
            ways = [meant for branch in branches if (meant := referred(branch, resolver))]
            where = (leaf.document, (*leaf.pointer, key))
            if where in one.settled or not is_choice(branches):
                continue
            if not any(place(way) in one.opened for way in ways):
                return where, branches
    return None


def is_choice(branches: Iterable[Node]) -> bool:
    """Whether branches say what a value is, and not only what an object must hold."""
    return any(
        says_type(branch) and not (is_demand(branch) and kinds_of(branch) in ([], ["object"]))
        for branch in branches
    )


def common_kinds(leaves: Iterable[Node]) -> list[str] | None:
    """Return the types that all leaves allow, null aside; None when they name none."""
    common: list[str] | None = None
    for leaf in leaves:
        kinds = [kind for kind in _kinds(leaf) if kind != "null"]
        if kinds:
            common = kinds if common is None else _both(common, kinds)
    return common


def _kinds(leaf: Node) -> list[str]:
    return kinds_of(leaf) or list(dict.fromkeys(map(_kind, constants(leaf))))


def _kind(value: Json) -> str:
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return kinds.get(type(value), "null" if value is None else "object")


def _both(some: list[str], others: list[str]) -> list[str]:
    """An integer is a number: of the two it is the narrower."""
    narrower = [
        "integer" if "integer" in (one, other) else one
        for one in some
        for other in others
        if one == other or {one, other} == {"integer", "number"}
    ]
    return list(dict.fromkeys(narrower))


def common_constants(leaves: Iterable[Node]) -> list[Json] | None:
    """Return the constants that all leaves allow; None when they allow others too."""
    common: list[Json] | None = None
    for leaf in leaves:
        if values := constants(leaf):
            common = values if common is None else [one for one in common if one in values]
    return common


def members(leaves: Iterable[Node], resolver: Resolver) -> dict[str, list[Node]]:
    """Return what each leaf says of each member of an object."""
    found: dict[str, list[Node]] = {}
    for leaf in leaves:
        properties = leaf.get("properties")
        if properties and is_reference(properties):
            properties = resolver.resolve(properties)
        for key, member in properties.members() if properties else ():
            found.setdefault(key, []).append(member)
    return found


def required(leaves: Iterable[Node]) -> set[str]:
    """Return the members that any leaf requires."""
    names = (name for leaf in leaves for name in leaf.items("required"))
    return {name.value for name in names if isinstance(name.value, str)}


def contradict(leaves: Sequence[Node], resolver: Resolver, depth: int = _DEPTH) -> bool:
    """Whether no value can be all of these at once, as far as types and constants tell."""
    if common_kinds(leaves) == [] or common_constants(leaves) == []:
        return True
    needed = required(leaves)
    return depth > 0 and any(
        contradict(leaves_of(nodes, resolver), resolver, depth - 1)
        for name, nodes in members(leaves, resolver).items()
        if name in needed and len(nodes) > 1
    )


def implied(leaf: Node, by: Sequence[Node], resolver: Resolver, depth: int = _DEPTH) -> bool:
    """Whether a leaf, its unions aside, says nothing that others do not say already."""
    if any(place(leaf) == place(one) or meaning(leaf) == meaning(one) for one in by):
        return True
    values, allowed = constants(leaf), common_constants(by)
    if values and (allowed is None or any(one not in values for one in allowed)):
        return False
    kinds, named = kinds_of(leaf), common_kinds(by)
    if kinds and (named is None or _both(named, kinds) != named):
        return False
    if filled(leaf, "additionalProperties") and leaf["additionalProperties"].value is not True:
        return False
    if not required([leaf]) <= required(by) or depth == 0:
        return False
    return _members_implied(leaf, by, resolver, depth) and _items_implied(leaf, by, resolver, depth)


def _members_implied(leaf: Node, by: Sequence[Node], resolver: Resolver, depth: int) -> bool:
    theirs = members(by, resolver)
    return all(
        name in theirs and _all_implied(nodes, theirs[name], resolver, depth - 1)
        for name, nodes in members([leaf], resolver).items()
    )


def _items_implied(leaf: Node, by: Sequence[Node], resolver: Resolver, depth: int) -> bool:
    items = leaf.get("items")
    theirs = [found for one in by if (found := one.get("items"))]
    return items is None or bool(theirs and _all_implied([items], theirs, resolver, depth - 1))


def _all_implied(nodes: Sequence[Node], by: Sequence[Node], resolver: Resolver, depth: int) -> bool:
    found = leaves_of(by, resolver)

    def is_implied(leaf: Node) -> bool:
        if any(place(leaf) == place(one) or meaning(leaf) == meaning(one) for one in found):
            return True
        branches = [branch for key in UNIONS for branch in leaf.items(key)]
        if not is_choice(branches):
            return implied(leaf, found, resolver, depth)
        return depth > 0 and any(_all_implied([one], by, resolver, depth - 1) for one in branches)

    return all(map(is_implied, leaves_of(nodes, resolver)))


def narrowest(nodes: Sequence[Node], resolver: Resolver) -> Node | None:
    """Return the schema beside which all others say nothing more; the last such one."""
    for node in reversed(nodes):
        if _all_implied([one for one in nodes if one is not node], [node], resolver, _DEPTH):
            return node
    return None

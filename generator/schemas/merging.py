"""Combine schemas that apply together: `allOf`, and keywords next to it or next to a union.

Each schema is expanded to leaves without references and `allOf`. Unions among them are multiplied
out: `allOf: [Base, {oneOf: [A, B]}]` is Base with A, or Base with B.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Final

from generator.schemas import keywords
from generator.schemas.constants import constants, type_of_constant
from generator.schemas.meanings import type_meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.source import Json

_MAX_ALTERNATIVES: Final = 64  # of unions that are multiplied out
_MAX_DEPTH: Final = 3  # of members that are compared
_NOT_COMPARED: Final = frozenset(
    """
    format prefixItems patternProperties unevaluatedProperties unevaluatedItems contentEncoding
    contentMediaType oneOf anyOf
    """.split()  # noqa: SIM905  ten words read better so
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Leaves that apply together.

    Attributes:
        branches: the branch of each union.
        unions: the unions that have a branch.
        visited: schemas that contain the leaves.
    """

    leaves: tuple[Node, ...]
    branches: tuple[Node, ...] = ()
    unions: frozenset[Node] = frozenset()
    visited: frozenset[Node] = frozenset()


def leaves_of(nodes: Iterable[Node], resolver: Resolver) -> tuple[Node, ...]:
    """Return the leaves of schemas, with references and `allOf` expanded."""
    return tuple(_leaves(nodes, resolver, set()))


def _leaves(nodes: Iterable[Node], resolver: Resolver, visited: set[Node]) -> list[Node]:
    """Return the leaves that are not visited yet: those of `allOf` first, then the schema."""
    leaves: list[Node] = []
    # No recursion: a chain of schemas may be longer than Python's recursion limit.
    waiting = [(node, False) for node in reversed(list(nodes))]
    while waiting:
        node, is_expanded = waiting.pop()
        if is_expanded:
            leaves.append(node)
            continue
        for part in reversed(_parts(node, resolver)):
            if part in visited:
                continue
            if keywords.is_schema_reference(part):  # other keywords apply with it
                waiting.append((part, False))
                continue
            visited.add(part)
            waiting.append((part, True))
            waiting += [(branch, False) for branch in reversed(list(part.items("allOf")))]
    return leaves


def _parts(node: Node, resolver: Resolver) -> list[Node]:
    """Return the target of a reference and the keywords next to it, or the schema itself."""
    both = (keywords.resolve_schema(node, resolver), resolver.applied_siblings(node))
    return [one for one in both if one is not None]


def list_alternatives(nodes: Sequence[Node], resolver: Resolver) -> list[Alternative] | None:
    """Return one alternative for each combination of branches of unions.

    Combinations that contradict themselves are left out. None if there are too many.
    """
    done: list[Alternative] = []
    waiting = [_add_leaves(Alternative(()), nodes, resolver)]
    limit = _MAX_ALTERNATIVES
    while waiting:
        one = waiting.pop()
        union = _next_union(one, resolver)
        if union is None:
            done.append(one)
            continue
        branches = keywords.without_null(union.items(), resolver)
        limit = max(limit, len(branches))  # a single union may have any number
        for branch in reversed(branches):
            used = replace(one, branches=(*one.branches, branch), unions=one.unions | {union})
            way = _add_leaves(used, [branch], resolver)
            waiting += [] if contradict(way.leaves, resolver) else [way]
        if len(done) + len(waiting) > limit:
            return None
    return done


def _add_leaves(one: Alternative, nodes: Iterable[Node], resolver: Resolver) -> Alternative:
    visited = set(one.visited)
    more = _leaves(nodes, resolver, visited)
    return replace(one, leaves=(*one.leaves, *more), visited=frozenset(visited))


def _next_union(one: Alternative, resolver: Resolver) -> Node | None:
    """Return the first union without a branch; None if all have one.

    A union is skipped if one of its branches was visited: a base schema may list the schemas
    that are derived from it.
    """
    for union in (leaf[key] for leaf in one.leaves for key in keywords.UNIONS if leaf.get(key)):
        if union in one.unions:
            continue
        branches = keywords.without_null(union.items(), resolver)
        if keywords.is_choice(branches):
            targets = {keywords.resolve_schema(branch, resolver) for branch in branches}
            if one.visited.isdisjoint(targets):
                return union
    return None


def common_kinds(leaves: Sequence[Node]) -> list[str] | None:
    """Return the types that all leaves allow, without null; None if no leaf names a type."""
    declared = _declared_kinds(leaves)
    every = [] if declared is None else [declared]
    for leaf in leaves:
        implied = [] if _kinds(leaf) else map(type_of_constant, _constants(leaf, declared))
        every += filter(None, [_without_null(implied)])
    return reduce(_common_types, every) if every else None


def _declared_kinds(leaves: Iterable[Node]) -> list[str] | None:
    named = list(filter(None, map(_kinds, leaves)))
    return reduce(_common_types, named) if named else None


def _constants(leaf: Node, declared: Sequence[str] | None) -> list[Json]:
    """Return the constants of a leaf, as the types read them that all leaves have together."""
    return constants(leaf, declared or ()) or constants(leaf)


def _kinds(leaf: Node) -> list[str]:
    return _without_null(keywords.kinds_of(leaf))


def _without_null(kinds: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(kind for kind in kinds if kind != "null"))


def _common_types(some: list[str], others: list[str]) -> list[str]:
    """Return the types in both lists; of `integer` and `number`, return `integer`."""
    narrower = [
        "integer" if "integer" in (one, other) else one
        for one in some
        for other in others
        if one == other or {one, other} == {"integer", "number"}
    ]
    return list(dict.fromkeys(narrower))


def common_constants(leaves: Sequence[Node]) -> list[Json] | None:
    """Return the constants that all leaves allow; None if no leaf has constants."""
    declared = _declared_kinds(leaves)
    listed = [values for leaf in leaves if (values := _constants(leaf, declared))]
    return [one for one in listed[0] if all(one in values for values in listed)] if listed else None


def members_of(leaves: Iterable[Node], resolver: Resolver) -> dict[str, list[Node]]:
    """Return the schemas of each member of an object in all leaves."""
    schemas: dict[str, list[Node]] = {}
    for leaf in leaves:
        declared = leaf.get("properties")
        properties = resolver.resolve(declared) if declared else None
        for key, member in properties.members() if properties else ():
            schemas.setdefault(key, []).append(member)
    return schemas


def required_members(leaves: Iterable[Node]) -> dict[str, Node]:
    """Return the names of the members that any leaf requires, and where it does."""
    names = (name for leaf in leaves for name in leaf.items("required"))
    return {name.value: name for name in names if isinstance(name.value, str)}


def contradict(leaves: Sequence[Node], resolver: Resolver, depth: int = _MAX_DEPTH) -> bool:
    """Whether types or constants show that no value is valid for all leaves."""
    if common_kinds(leaves) == [] or common_constants(leaves) == []:
        return True
    required = required_members(leaves)
    return depth > 0 and any(
        contradict(leaves_of(nodes, resolver), resolver, depth - 1)
        for name, nodes in members_of(leaves, resolver).items()
        if name in required and len(nodes) > 1
    )


def is_implied(leaf: Node, by: Sequence[Node], resolver: Resolver, depth: int = _MAX_DEPTH) -> bool:
    """Whether a leaf without its unions adds nothing to other leaves."""
    if _is_equal_to_any(leaf, by):
        return True
    values, allowed = constants(leaf), common_constants(by)
    if values and (allowed is None or any(one not in values for one in allowed)):
        return False
    kinds, named = keywords.kinds_of(leaf), common_kinds(by)
    if kinds and (named is None or _common_types(named, kinds) != named):
        return False
    if keywords.types_further_members(leaf):
        return False
    if not required_members([leaf]).keys() <= required_members(by).keys() or depth == 0:
        return False
    theirs = members_of(by, resolver)
    pairs = [(own, theirs.get(name, [])) for name, own in members_of([leaf], resolver).items()]
    if items := leaf.get("items"):
        pairs.append(([items], [other for one in by if (other := one.get("items"))]))
    return all(other and _are_implied(own, other, resolver, depth - 1) for own, other in pairs)


def adds_nothing(schema: Node, target: Node, resolver: Resolver) -> bool:
    """Whether every value of another schema is valid for this one, as far as types show it."""
    alternatives = list_alternatives([target], resolver)
    if not alternatives:
        return False
    return all(
        not _is_beyond_comparison(leaf, one.leaves) and is_implied(leaf, one.leaves, resolver)
        for leaf in leaves_of([schema], resolver)
        for one in alternatives
    )


def _is_beyond_comparison(leaf: Node, by: Iterable[Node]) -> bool:
    """Whether a leaf has a keyword that `is_implied` does not compare."""
    own = keywords.schema_object(leaf)
    others = [keywords.schema_object(one) for one in by]
    return any(
        all(other.get(key) != own[key] for other in others) for key in own.keys() & _NOT_COMPARED
    )


def _are_implied(nodes: Sequence[Node], by: Sequence[Node], resolver: Resolver, depth: int) -> bool:
    leaves = leaves_of(by, resolver)

    def is_implied_with_unions(leaf: Node) -> bool:
        if _is_equal_to_any(leaf, leaves):
            return True
        branches = [branch for key in keywords.UNIONS for branch in leaf.items(key)]
        if not keywords.is_choice(branches):
            return is_implied(leaf, leaves, resolver, depth)
        return depth > 0 and any(_are_implied([one], by, resolver, depth - 1) for one in branches)

    return all(map(is_implied_with_unions, leaves_of(nodes, resolver)))


def _is_equal_to_any(leaf: Node, others: Iterable[Node]) -> bool:
    meaning = type_meaning(leaf)
    return any(leaf == one or meaning == type_meaning(one) for one in others)


def narrowest(nodes: Sequence[Node], resolver: Resolver) -> Node | None:
    """Return the last schema that implies all others; None if there is none."""
    for node in reversed(nodes):
        if _are_implied([one for one in nodes if one is not node], [node], resolver, _MAX_DEPTH):
            return node
    return None

"""The modules of types: `components` for what comes back, `params` for what is sent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.python_types import Reference, union
from generator.reserved_names import WEBHOOKS
from generator.types.declarations import Annotator, declare
from generator.types.discriminators import dispatched
from generator.types.module_placement import place
from generator.types.reachable import reach, travelling
from generator.types.request_types import RequestTypes, is_shared
from generator.types.response_types import annotate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator import ir
    from generator.naming import Identifier
    from generator.operations.reader import ReadOperation, ReadOperations
    from generator.python_types import PythonType
    from generator.schemas.shapes import AliasDefinition, Definition, ObjectDefinition, Shape
    from generator.types.module_placement import Groups, Placement
    from generator.types.reachable import Direction


@dataclass(frozen=True, slots=True)
class GroupShapes:
    """What a group answers with and what it is sent: the shapes that its types are made for."""

    name: str
    answered: tuple[Shape, ...]
    sent: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class TypeModules:
    """All modules of types, and the names of the definitions that are models in `components`."""

    components: tuple[ir.TypeModule, ...]
    params: tuple[ir.TypeModule, ...]
    models: frozenset[str]


def group_shapes(read: ReadOperations) -> list[GroupShapes]:
    """Return the shapes of each group's operations, and those of webhooks as another group."""
    by_group: defaultdict[str, list[ReadOperation]] = defaultdict(list)
    for operation in read.operations:
        by_group[operation.selected.group].append(operation)
    groups = [
        GroupShapes(
            group,
            answered=tuple(shape for one in found for shape in one.response_shapes),
            sent=tuple(shape for one in found for shape in one.request_shapes),
        )
        for group, found in sorted(by_group.items())
    ]
    if read.webhooks:
        payloads = (shape for _, shape in read.webhooks.payloads)
        groups.append(GroupShapes(WEBHOOKS, answered=(read.webhooks.event, *payloads), sent=()))
    return groups


def type_modules(
    groups: Sequence[GroupShapes],
    definitions: Mapping[str, Definition],
    accepts: Mapping[str, str],
) -> TypeModules:
    """Divide the definitions that groups reach between the two directions, and into modules.

    Args:
        groups: what each answers and is sent.
        definitions: all that these reach, and perhaps more.
        accepts: by the name of an alias in requests, that of the response type it also takes.
    """
    answered = _users(groups, definitions, "response")
    sent = _users(groups, definitions, "request")
    both_ways = {name: sent[name] for name in sent if is_shared(name, definitions)}
    held = {
        name: answered.get(name, frozenset()) | both_ways.get(name, frozenset())
        for name in (*answered, *(name for name in both_ways if name not in answered))
    }
    own = {name: users for name, users in sent.items() if name not in both_ways}
    names = [group.name for group in groups]
    types = RequestTypes(definitions, frozenset(answered))
    back = {name: definitions[one].name for name, one in accepts.items() if one in answered}
    return TypeModules(
        components(place(held, names), definitions),
        params(place(own, names), definitions, types, back),
        frozenset(answered),
    )


def _users(
    groups: Iterable[GroupShapes], definitions: Mapping[str, Definition], direction: Direction
) -> dict[str, Groups]:
    """Return the groups that use each definition in one direction."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    for group in groups:
        shapes = group.sent if direction == "request" else group.answered
        for name in reach(shapes, definitions, direction):
            users[name].add(group.name)
    return {name: frozenset(users[name]) for name in sorted(users)}


def components(
    placements: Sequence[Placement], definitions: Mapping[str, Definition]
) -> tuple[ir.TypeModule, ...]:
    """Return the response models, and the aliases that both directions share."""
    held = sorted(name for one in placements for name in one.names)
    annotations = annotate(definitions[name] for name in held)

    def attributes(owner: ObjectDefinition) -> Sequence[PythonType]:
        return annotations.classes[owner.name]

    def alias(definition: AliasDefinition) -> PythonType:
        return dispatched(annotations.aliases[definition.name], definition.shape, definitions)

    return declare(placements, definitions, Annotator("response", attributes, alias))


def params(
    placements: Sequence[Placement],
    definitions: Mapping[str, Definition],
    types: RequestTypes,
    accepts: Mapping[str, Identifier],
) -> tuple[ir.TypeModule, ...]:
    """Return the TypedDicts of requests, and the aliases that name them."""

    def attributes(owner: ObjectDefinition) -> Sequence[PythonType]:
        return [types.brief(member.shape) for member in travelling(owner, "request")]

    def alias(definition: AliasDefinition) -> PythonType:
        own = types.brief(definition.shape)
        accepted = accepts.get(definition.name)
        return union((own, Reference("components", accepted))) if accepted else own

    return declare(placements, definitions, Annotator("request", attributes, alias))

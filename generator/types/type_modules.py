"""The modules of types: `components` for what comes back, `params` for what is sent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.python_types import FLOATS32, Generic, Name, Reference, replaced, union
from generator.reserved_names import ERRORS, WEBHOOKS
from generator.schemas.shapes import AliasDefinition, Dictionary
from generator.types.declarations import Declarations
from generator.types.discriminators import Dispatcher
from generator.types.module_placement import place
from generator.types.reachable import incomplete_models, reach, travelling
from generator.types.request_types import RequestTypes, shared_aliases
from generator.types.response_types import annotate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from generator.operations.reader import ReadOperations
    from generator.python_types import PythonType
    from generator.schemas.shapes import Definition, Property, Shape
    from generator.type_declarations import TypeModule
    from generator.types.module_placement import Groups, Placement
    from generator.types.reachable import Direction

_FLOATS: Final = Generic("list", (Name("float"),))


@dataclass(frozen=True, slots=True)
class TypeModules:
    """All modules of types, and the names of the definitions whose models a request takes."""

    components: tuple[TypeModule, ...]
    params: tuple[TypeModule, ...]
    models: frozenset[str]


def type_modules(
    read: ReadOperations, accepts: Mapping[str, str], *, divides: bool = True
) -> TypeModules:
    """Divide the definitions that groups reach between the two directions, and into modules.

    Args:
        read: the operations and webhooks of the groups; webhooks are a group of their own.
        accepts: by the name of an alias in requests, that of the response type it also takes.
        divides: a large module is divided further.
    """
    definitions = read.definitions
    answered, sent = _users(read, "response"), _users(read, "request")
    shared = shared_aliases(definitions)
    both_ways = {name: users for name, users in sent.items() if name in shared}
    held = answered | {
        name: answered.get(name, frozenset()) | users for name, users in both_ways.items()
    }
    own = {name: users for name, users in sent.items() if name not in both_ways}
    groups = [
        *{one.selected.group for one in read.operations},
        *([WEBHOOKS] if read.webhooks else []),
    ]
    models = answered.keys() - incomplete_models(definitions)
    types = RequestTypes(definitions, shared, models)

    def alias(definition: AliasDefinition) -> PythonType:
        sent_type = types.brief(definition.shape)
        accepted = accepts.get(definition.name)
        if accepted not in answered:
            return sent_type
        return union((sent_type, Reference("components", definitions[accepted].name)))

    params = Declarations(definitions, "request", lambda one: types.brief(one.shape), alias)
    return TypeModules(
        _components(place(_in_errors(read) | held, groups), definitions, sent, divides=divides),
        params.modules(place(own, groups), divides=divides),
        frozenset(models),
    )


def _users(read: ReadOperations, direction: Direction) -> dict[str, Groups]:
    """Return the groups that use each definition in one direction."""
    shapes: defaultdict[str, list[Shape]] = defaultdict(list)
    for one in read.operations:
        is_sent = direction == "request"
        shapes[one.selected.group] += one.request_shapes if is_sent else one.response_shapes
    if read.webhooks and direction == "response":
        payloads = (shape for _, shape in read.webhooks.payloads)
        shapes[WEBHOOKS] += (read.webhooks.event, *payloads)
    users: defaultdict[str, set[str]] = defaultdict(set)
    for group, held in shapes.items():
        for name in reach(held, read.definitions, direction):
            users[name].add(group)
    if direction == "response":
        for name in reach(read.components, read.definitions, direction):
            users.setdefault(name, set())  # for no group, so in the shared module
    return {name: frozenset(users[name]) for name in sorted(users)}


def _in_errors(read: ReadOperations) -> dict[str, Groups]:
    """Return the definitions that errors use; what a group uses too stays in its module.

    So the module of errors imports others, and none imports it.
    """
    names = reach(read.errors.bodies.values(), read.definitions, "response")
    return dict.fromkeys(sorted(names), frozenset((ERRORS,)))


def _components(
    placements: Sequence[Placement],
    definitions: Mapping[str, Definition],
    sent: Collection[str],
    *,
    divides: bool,
) -> tuple[TypeModule, ...]:
    """Return the response models, and the aliases that both directions share."""
    held = [definitions[name] for name in sorted(name for one in placements for name in one.names)]
    types = annotate(place for one in held for place in _places(one))

    dispatcher = Dispatcher(definitions)

    def alias(definition: AliasDefinition) -> PythonType:
        return dispatcher.dispatched(types[definition.shape, True], definition.shape)

    def member(one: Property) -> PythonType:
        kind = types[one.shape, one.required]
        return replaced(kind, {_FLOATS: FLOATS32}) if one.decoded else kind

    def further(shape: Shape) -> PythonType:
        return types[Dictionary(shape), True]

    declarations = Declarations(definitions, "response", member, alias, sent, further)
    return declarations.modules(placements, divides=divides)


def _places(definition: Definition) -> list[tuple[Shape, bool]]:
    """Return the shapes that a definition annotates, and whether their values are required."""
    if isinstance(definition, AliasDefinition):
        return [(definition.shape, True)]
    further = [(Dictionary(definition.further), True)] if definition.further else []
    return [*((one.shape, one.required) for one in travelling(definition, "response")), *further]

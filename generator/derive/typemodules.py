"""The two modules of types: `components` for what comes back, `params` for what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Literal

from generator import ir
from generator.derive.discriminators import dispatched
from generator.derive.models import annotate
from generator.derive.shapes import (
    AliasDefinition,
    Named,
    ObjectDefinition,
    parts,
    shapes_of,
)
from generator.derive.typespecs import RequestTypes, is_shared
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from generator.derive.models import Annotations
    from generator.derive.operations import ReadOperation
    from generator.derive.shapes import Definition, Property, Shape

Direction = Literal["request", "response"]


@dataclass(frozen=True, slots=True)
class TypeModules:
    """Both modules, and the names of the definitions that are models in `components`."""

    components: ir.Types
    params: ir.Types
    models: frozenset[str]


def type_modules(
    operations: Sequence[ReadOperation], definitions: Mapping[str, Definition]
) -> TypeModules:
    """Divide the definitions that operations reach between the two modules."""
    answered = reach((s for one in operations for s in one.answered), definitions, "response")
    sent = reach((s for one in operations for s in one.sent), definitions, "request")
    held = answered | {name for name in sent if is_shared(name, definitions)}
    annotations = annotate(definitions[name] for name in sorted(held))
    return TypeModules(
        components(definitions, held, annotations), params(definitions, sent, answered), answered
    )


def reach(
    shapes: Iterable[Shape], definitions: Mapping[str, Definition], direction: Direction
) -> frozenset[str]:
    """Return the names of all definitions that these shapes hold, in one direction."""
    found: set[str] = set()
    waiting = list(shapes)
    while waiting:
        for part in parts(waiting.pop()):
            if isinstance(part, Named) and part.name not in found:
                found.add(part.name)
                waiting += _shapes(definitions[part.name], direction)
    return frozenset(found)


def travelling(definition: ObjectDefinition, direction: Direction) -> list[Property]:
    """Return the properties that are sent in this direction (`readOnly`, `writeOnly`)."""
    return [
        member
        for member in definition.properties
        if not (member.read_only if direction == "request" else member.write_only)
    ]


def _shapes(definition: Definition, direction: Direction) -> list[Shape]:
    if isinstance(definition, ObjectDefinition):
        return [one.shape for one in travelling(definition, direction)]
    return list(shapes_of(definition))


def components(
    definitions: Mapping[str, Definition], names: Collection[str], annotations: Annotations
) -> ir.Types:
    """Return the response models, and the aliases that both directions share."""

    def alias(definition: AliasDefinition) -> str:
        return dispatched(annotations.aliases[definition.name], definition.shape, definitions)

    def attributes(owner: ObjectDefinition) -> Sequence[str]:
        return annotations.classes[owner.name]

    return _types([definitions[name] for name in names], attributes, alias, "response")


def params(
    definitions: Mapping[str, Definition], names: Collection[str], models: Collection[str]
) -> ir.Types:
    """Return the TypedDicts of requests, and the aliases that name them."""
    types = RequestTypes(definitions, models, home="params")
    own = [definitions[name] for name in names if not is_shared(name, definitions)]

    def attributes(owner: ObjectDefinition) -> Sequence[str]:
        return [types.brief(member.shape) for member in travelling(owner, "request")]

    def alias(definition: AliasDefinition) -> str:
        return types.brief(definition.shape)

    return _types(own, attributes, alias, "request")


def _types(
    definitions: Iterable[Definition],
    attributes: Callable[[ObjectDefinition], Sequence[str]],
    alias: Callable[[AliasDefinition], str],
    direction: Direction,
) -> ir.Types:
    ordered = sorted(definitions, key=lambda one: one.name)
    classes = [one for one in ordered if isinstance(one, ObjectDefinition)]
    aliases = {str(one.name): one for one in ordered if isinstance(one, AliasDefinition)}
    return ir.Types(
        classes=tuple(
            ir.DataClass(
                name=one.name,
                description=one.description,
                attributes=tuple(
                    ir.Attribute(
                        name=member.name,
                        wire=Untrusted(member.wire),
                        annotation=annotation,
                        required=member.required,
                        description=member.description,
                    )
                    for member, annotation in zip(
                        travelling(one, direction), attributes(one), strict=True
                    )
                ),
            )
            for one in classes
        ),
        aliases=tuple(
            ir.Alias(
                name=aliases[name].name,
                description=aliases[name].description,
                expression=alias(aliases[name]),
                recursive=recursive,
            )
            for name, recursive in _in_evaluation_order(aliases)
        ),
    )


def _in_evaluation_order(aliases: Mapping[str, AliasDefinition]) -> list[tuple[str, bool]]:
    """Sort aliases so that each stands behind those it mentions; say which hold themselves."""
    mentions = {
        name: {
            str(part.name)
            for part in parts(one.shape)
            if isinstance(part, Named) and part.name in aliases
        }
        for name, one in aliases.items()
    }
    recursive = {name for name in aliases if name in _reachable(name, mentions)}
    before = {name: () if name in recursive else sorted(found) for name, found in mentions.items()}
    ordered = TopologicalSorter(before).static_order()
    return [(name, name in recursive) for name in ordered]


def _reachable(name: str, mentions: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = mentions[waiting.pop()] - found
        found |= new
        waiting += new
    return found

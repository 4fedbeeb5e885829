"""Equal inline types share one alias: a union that several schemas repeat has one name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.schemas import shapes
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from generator.naming import Identifier
    from generator.schemas.shapes import Definition, Shape


def shared_names(
    definitions: Mapping[str, Definition],
    fixed: Collection[str],
    past: Collection[str],
    early: Collection[str],
) -> dict[str, Identifier]:
    """Return the new name of each alias that is equal to another one, unless it is fixed.

    Names of an earlier run, `past`, are preferred; then those of schemas that are read before all
    errors, `early`; then the shortest is.
    """
    names: dict[str, Identifier] = {}
    aliases = [one for one in definitions.values() if isinstance(one, shapes.AliasDefinition)]
    inline = [one for one in aliases if one.inline and one.name not in fixed]
    while True:
        equal: defaultdict[Shape, list[Identifier]] = defaultdict(list)
        for one in inline:
            if isinstance(one.shape, (shapes.Enumeration, shapes.Union)) and one.name not in names:
                equal[renamed(one.shape, names)].append(one.name)
        shared: dict[str, Identifier] = {
            name: min(group, key=lambda one: (one not in past, one not in early, len(one), one))
            for group in equal.values()
            for name in group
        }
        excluded = _equal_variants(definitions.values(), shared)
        new: dict[str, Identifier] = {
            name: common
            for name, common in shared.items()
            if name != common and name not in excluded
        }
        if not new:
            return names
        names = {**{name: new.get(common, common) for name, common in names.items()}, **new}


def _equal_variants(definitions: Iterable[Definition], names: Mapping[str, Identifier]) -> set[str]:
    """Return the variants of a union that would get the same name.

    With one variant less, the union may no longer need a name, and a later run would drop it.
    """
    found: set[str] = set()
    inner = (each for one in definitions for each in shapes.shapes_of(one))
    for shape in (part for each in inner for part in shapes.parts(each)):
        if isinstance(shape, shapes.Union):
            variants = [one.name for one in shape.variants if isinstance(one, shapes.Named)]
            counts = Counter(names.get(name, name) for name in variants)
            found.update(name for name in variants if counts[names.get(name, name)] > 1)
    return found


def with_shared_names(
    definitions: Mapping[str, Definition], names: Mapping[str, Identifier]
) -> dict[str, Definition]:
    """Return the definitions that keep their names, their shapes renamed."""
    equal: defaultdict[str, list[Definition]] = defaultdict(list)
    for name, shared in names.items():
        equal[shared].append(definitions[name])
    found: dict[str, Definition] = {}
    for name, one in definitions.items():
        if name in names:
            continue
        if isinstance(one, shapes.AliasDefinition):
            alias = with_common_description(one, equal[name])
            found[name] = replace(alias, shape=renamed(one.shape, names))
        else:
            properties = (replace(p, shape=renamed(p.shape, names)) for p in one.properties)
            further = renamed(one.further, names) if one.further else None
            found[name] = replace(one, properties=tuple(properties), further=further)
    return found


def with_common_description(
    one: shapes.AliasDefinition, others: Iterable[Definition]
) -> shapes.AliasDefinition:
    """Return a shared alias, without its description if another place has a different one."""
    is_common = all(other.description == one.description for other in others)
    return one if is_common else replace(one, description=Untrusted(""))


def renamed(shape: Shape, names: Mapping[str, Identifier]) -> Shape:
    """Return a shape with the new names of the definitions that it names."""
    match shape:
        case shapes.Named(name):
            return shapes.Named(names[name]) if name in names else shape
        case shapes.Tuple(several):
            return shapes.Tuple(tuple(renamed(one, names) for one in several))
        case shapes.Array(inner) | shapes.Dictionary(inner) | shapes.Nullable(inner):
            return type(shape)(renamed(inner, names))
        case shapes.Union(variants, discriminator):
            selected = discriminator and _renamed_discriminator(discriminator, names)
            return shapes.Union(tuple(renamed(one, names) for one in variants), selected)
        case _:
            return shape


def _renamed_discriminator(
    one: shapes.Discriminator, names: Mapping[str, Identifier]
) -> shapes.Discriminator:
    return replace(
        one,
        mapping=tuple((value, renamed(shape, names)) for value, shape in one.mapping),
        names=tuple((value, renamed(shape, names)) for value, shape in one.names),
        fallback=one.fallback and renamed(one.fallback, names),
    )

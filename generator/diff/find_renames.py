"""Find what has another name in a later package, and means what it meant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.diff.function_renames import renamed_functions
from generator.diff.members import Member, MemberRenames, renamed_members
from generator.diff.setting_changes import renamed_settings
from generator.diff.type_renames import TypeMatcher
from generator.naming import class_name
from generator.schemas.shapes import Named
from generator.translate.positions import renamed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.ir import Operation, Package
    from generator.schemas.shapes import Shape

NO_MEMBERS = MemberRenames()


@dataclass(frozen=True, slots=True, kw_only=True)
class Renames:
    """The new names of what is renamed, by old names.

    Attributes:
        arguments: of each function, by its old name.
        attributes: of each class, by its old name.
        settings: the arguments of `Client` and `configure`.
        doubtful: the possible new names of functions and types that may be renamed.
    """

    modules: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    arguments: Mapping[str, MemberRenames] = field(default_factory=dict)
    attributes: Mapping[str, MemberRenames] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def find_renames(before: Package, after: Package, settled: Mapping[str, str | None]) -> Renames:
    """Return all renames between two packages; `settled` has what the user chose.

    Its keys are `function`, `function.argument`, `Type`, `Type.attribute` and `Client.setting`,
    with old names; a value is the new name, or None for what is not renamed.
    """
    functions, doubtful_functions = renamed_functions(before, after, settled)
    matcher = TypeMatcher(before.definitions, after.definitions, settled)
    matcher.match_settled()
    arguments: dict[str, MemberRenames] = {}
    settings = renamed_settings(before, after, _members_of("Client", settled))
    for old, new in _pairs(before, after, functions):
        found = _arguments(old, new, matcher, _members_of(old.name, settled))
        names = {**found.names, **_secrets(old, new, settings)}
        found = MemberRenames(names, found.doubtful)
        arguments[old.name] = found
        _match_operations(old, new, found, matcher)
    _match_others(before, after, matcher)
    _match_derived(functions, matcher)
    types, doubtful_types = matcher.renames()
    return Renames(
        modules=_modules(before, after, functions),
        functions=functions,
        types=types,
        arguments=arguments,
        attributes={
            old: found
            for (old, new), found in matcher.members.items()
            if types.get(old, old) == new
        },
        settings=settings,
        doubtful={**doubtful_functions, **doubtful_types},
    )


def _pairs(
    before: Package, after: Package, functions: Mapping[str, str]
) -> Iterator[tuple[Operation, Operation]]:
    later: dict[str, Operation] = {one.name: one for one in after.operations}
    for one in before.operations:
        name = functions.get(one.name, one.name)
        if name in later:
            yield one, later[name]


def _members_of(owner: str, settled: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return what is settled for the members of a function or a type, by their names."""
    keys = {one: one.partition(".") for one in settled}
    return {name: settled[key] for key, (of, _, name) in keys.items() if name and of == owner}


def _arguments(
    old: Operation, new: Operation, matcher: TypeMatcher, settled: Mapping[str, str | None]
) -> MemberRenames:
    before, after = (_members(one) for one in (old, new))
    names, others = {one.name for one in before}, {one.name for one in after}
    # The arguments of a path that only renames its parameters mean what they meant.
    in_path = renamed(new.arguments, new.path.wire(), old.path.wire())
    same: dict[str, str | None] = {
        name: new_name
        for name, new_name in in_path.items()
        if name in names - others and new_name not in names
    }
    return renamed_members(before, after, matcher.likeness.is_same, {**same, **settled})


def _secrets(old: Operation, new: Operation, settings: Mapping[str, str]) -> dict[str, str]:
    """Return the new names of the arguments for secrets whose settings are renamed."""
    later = {one.setting: new.shared_argument(one.argument) for one in new.credentials}
    names = {
        old.shared_argument(one.argument): later[settings[one.setting]]
        for one in old.credentials
        if settings.get(one.setting) in later
    }
    return {name: now for name, now in names.items() if name != now}


def _members(one: Operation) -> list[Member]:
    return [
        Member(
            name=each.name,
            wire=each.wire.wire(),
            shape=each.shape,
            description=each.description.wire(),
            place=each.place,
        )
        for each in one.arguments
    ]


def _match_operations(
    old: Operation, new: Operation, found: MemberRenames, matcher: TypeMatcher
) -> None:
    arguments: dict[str, Shape] = {one.name: one.shape for one in new.arguments}
    for one in old.arguments:
        name = found.names.get(one.name, one.name)
        if name in arguments:
            matcher.match(one.shape, arguments[name])
    matcher.match(old.result, new.result)
    if old.events and new.events:
        matcher.match(old.events.shape, new.events.shape)


def _match_others(before: Package, after: Package, matcher: TypeMatcher) -> None:
    """Match the bodies of errors, the webhooks, and the types that have the same name."""
    bodies = {one.error: one.shape for one in after.errors.bodies}
    for one in before.errors.bodies:
        if one.error in bodies:
            matcher.match(one.shape, bodies[one.error])
    if before.webhooks and after.webhooks:
        matcher.match(before.webhooks.shape, after.webhooks.shape)
    for name, definition in before.definitions.items():
        if name in after.definitions:
            matcher.match(Named(definition.name), Named(definition.name))


def _match_derived(functions: Mapping[str, str], matcher: TypeMatcher) -> None:
    """Match the types whose names are those of renamed functions with an ending."""
    for old, new in functions.items():
        start = class_name(old)
        for name, definition in matcher.before.items():
            later = f"{class_name(new)}{name.removeprefix(start)}"
            if name.startswith(start) and later in matcher.after:
                matcher.match(Named(definition.name), Named(matcher.after[later].name))


def _modules(before: Package, after: Package, functions: Mapping[str, str]) -> dict[str, str]:
    """Return the new names of modules whose functions are all in one new module, and no others."""
    now: dict[str, str] = {
        one.name: group.name for group in after.groups for one in group.operations
    }
    old, new = ({group.name for group in one.groups} for one in (before, after))
    places: defaultdict[str, list[str]] = defaultdict(list)
    origins: defaultdict[str, set[str]] = defaultdict(set)
    for group in before.groups:
        for one in group.operations:
            module = now.get(functions.get(one.name, one.name), "")
            places[group.name].append(module)
            origins[module].add(group.name)
    names: dict[str, str] = {}
    for module, found in places.items():
        place = max(found, key=found.count)
        is_new = module not in new and place in new - old
        is_whole = set(found) <= {place, ""} and origins[place] == {module}
        if is_new and is_whole and 2 * found.count(place) > len(found):
            names[module] = place
    return names

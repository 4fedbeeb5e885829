"""Apply what a profile knows of members: those that are computed, and those sent as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.diagnostics import did_you_mean, shown
from generator.naming import MODEL_ATTRIBUTES, class_name, snake_case
from generator.profiles.members import Step, steps
from generator.schemas.named_shapes import alternatives, object_behind, without_null
from generator.schemas.shapes import (
    Anything,
    Array,
    Enumeration,
    Named,
    Nullable,
    ObjectDefinition,
    Property,
    Scalar,
    any_of,
    nullable,
)
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.diagnostics import DiagnosticLog
    from generator.profiles.members import Computed, Decoded
    from generator.profiles.profile import Profile
    from generator.schemas.shapes import Definition, Shape

Complain: TypeAlias = Callable[[str, str, str | None], None]
"""Logs a rule without effect: the key of its table, why, and what to do."""
_TEXT: Final = Scalar("str")


def with_member_rules(
    definitions: Mapping[str, Definition],
    profile: Profile,
    schemas: Iterable[str],
    log: DiagnosticLog,
) -> Mapping[str, Definition]:
    """Return the definitions with the members that a profile describes.

    A rule that fits nothing is logged. A schema that no selected operation uses is not missing.

    Args:
        definitions: all definitions, by name.
        profile: the rules.
        schemas: the names of all schemas of the document.
        log: takes the warnings.
    """
    rules = _Rules(dict(definitions), profile, tuple(schemas))
    for index, computed in enumerate(profile.computed):
        complain = _complaining(profile, log, "computed", index)
        for owner in rules.owners(computed.schemas, complain):
            rules.compute(computed, owner, complain)
    for index, decoded in enumerate(profile.decoded):
        complain = _complaining(profile, log, "decoded", index)
        for owner in rules.owners(decoded.schemas, complain):
            rules.decode(decoded, owner, complain)
    return rules.definitions


def _complaining(profile: Profile, log: DiagnosticLog, kind: str, index: int) -> Complain:
    def complain(key: str, why: str, advice: str | None) -> None:
        profile.log_without_effect(
            log, f"{why}, so this has no effect", kind, index, key, advice=advice
        )

    return complain


@dataclass(frozen=True, slots=True)
class _Rules:
    """The definitions, which the rules change one after the other."""

    definitions: dict[str, Definition]
    profile: Profile
    schemas: tuple[str, ...]

    def compute(self, rule: Computed, owner: ObjectDefinition, complain: Complain) -> None:
        """Let a member be computed, also in the schemas that take it over by `allOf`."""
        found = self._values(rule, owner, complain)
        if found is None:
            return
        shape: Shape = _TEXT
        if rule.first:
            shape = nullable(found)
        elif rule.each:
            shape = Array(found)
        old = _member(owner, rule.member)
        made = Property(
            wire=rule.member,
            name=old.name if old else snake_case(rule.member, taken=_names(owner)),
            shape=shape,
            required=True,
            description=_description(rule, old),
            node=old.node if old else owner.node,
            read_only=True,
            deprecated=old.deprecated if old else False,
            computed=rule.path,
        )
        for name, one in self._with_same(owner, old):
            others = tuple(each for each in one.properties if each.wire != rule.member)
            self.definitions[name] = replace(one, properties=(*others, made))

    def decode(self, rule: Decoded, owner: ObjectDefinition, complain: Complain) -> None:
        """Let a list of numbers be read from text."""
        old = _member(owner, rule.member)
        if old is None:
            known = [one.wire for one in owner.properties]
            why = f"`{owner.name}` has no member {shown(rule.member)}"
            complain("member", why, did_you_mean(rule.member, known))
            return
        if without_null(old.shape, self.definitions) != Array(Scalar("float")):
            complain("member", f"{shown(rule.member)} is not a list of numbers", None)
            return
        for name, one in self._with_same(owner, old):
            changed = (
                replace(each, decoded=rule.format) if each.wire == rule.member else each
                for each in one.properties
            )
            self.definitions[name] = replace(one, properties=tuple(changed))

    def owners(self, schemas: Iterable[str], complain: Complain) -> Iterator[ObjectDefinition]:
        """Yield the objects that schemas are; those that no selected operation uses are absent."""
        for schema in schemas:
            name = class_name(self.profile.names.schemas.get(schema, schema))
            owner = (
                object_behind(Named(name), self.definitions) if name in self.definitions else None
            )
            if owner:
                yield owner
            elif name in self.definitions:
                complain("schemas", f"{shown(schema)} is not an object", None)
            elif name not in map(class_name, self.schemas):
                advice = did_you_mean(schema, self.schemas)
                complain("schemas", f"there is no schema {shown(schema)}", advice)

    def _with_same(
        self, owner: ObjectDefinition, member: Property | None
    ) -> list[tuple[str, ObjectDefinition]]:
        """Return a definition, and the others that have the same member of the document."""
        return [
            (name, one)
            for name, one in self.definitions.items()
            if isinstance(one, ObjectDefinition)
            and (one is owner or (member is not None and _has(one, member)))
        ]

    def _values(self, rule: Computed, owner: ObjectDefinition, complain: Complain) -> Shape | None:
        """Return the shape of the values of a path; None if it fits no values."""
        found: list[Shape] = [Named(owner.name)]
        for step in steps(rule.path.text) or ():
            held = [each for one in found for each in self._step(one, step)]
            if not held:
                complain(rule.path.way, *self._unknown(found, step))
                return None
            found = [each for one in held for each in self._items(one)]
            if step.key:
                known = found
                found = [one for one in known if self._may_be(one, step)]
                if not found:
                    why = f"nothing in {shown(step.name)} has the {step.key} {shown(step.value)}"
                    complain(rule.path.way, why, None)
                    return None
        values = any_of(found)
        if rule.join and not any(_may_be_text(one) for one in found):
            complain(rule.path.way, f"{shown(rule.path.text)} is not text", None)
            return None
        return values

    def _step(self, shape: Shape, step: Step) -> list[Shape]:
        """Return what a member can be; all of it if the shape has no names of members."""
        if isinstance(shape, Anything):
            return [shape]
        owner = object_behind(shape, self.definitions) if isinstance(shape, Named) else None
        member = _member(owner, step.name) if owner else None
        return [member.shape] if member else []

    def _items(self, shape: Shape) -> list[Shape]:
        """Return what a value of a shape can be, or each item of it if it is a list."""
        found: list[Shape] = []
        for one in alternatives(shape, self.definitions):
            found += self._items(one.items) if isinstance(one, Array) else [one]
        return found

    def _may_be(self, shape: Shape, step: Step) -> bool:
        """Whether a filter can take a value of a shape."""
        held = self._step(shape, Step(step.key or "", None, ""))
        known = [each for one in held for each in alternatives(one, self.definitions)]
        return any(
            not isinstance(one, Enumeration) or step.value in map(str, one.values) for one in known
        )

    def _unknown(self, found: Iterable[Shape], step: Step) -> tuple[str, str | None]:
        owners = [object_behind(one, self.definitions) for one in found if isinstance(one, Named)]
        known = [each.wire for one in owners if one for each in one.properties]
        return f"there is no member {shown(step.name)}", did_you_mean(step.name, known)


def _member(owner: ObjectDefinition, wire: str) -> Property | None:
    return next((one for one in owner.properties if one.wire == wire), None)


def _has(owner: ObjectDefinition, member: Property) -> bool:
    return any(one.wire == member.wire and one.node == member.node for one in owner.properties)


def _names(owner: ObjectDefinition) -> set[str]:
    return {*MODEL_ATTRIBUTES, *(one.name for one in owner.properties)}


def _may_be_text(shape: Shape) -> bool:
    inner = shape.shape if isinstance(shape, Nullable) else shape
    if isinstance(inner, Enumeration):
        return all(isinstance(one, str) for one in inner.values)
    return inner in {_TEXT, Anything()}


def _description(rule: Computed, old: Property | None) -> Untrusted:
    """Return the text of a computed member: that of the rule, else that of the document."""
    if rule.description or old is None:
        usual = f"Computed from `{rule.path.text}`. The service does not send it."
        return Untrusted(rule.description or usual)
    return old.description

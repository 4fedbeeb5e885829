"""Read `discriminator`: which values of its property select which variants of a union.

The values are those of `mapping`. A variant that it does not name is selected by its name in the
document (OpenAPI 3.1, 4.8.25).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from generator.diagnostics import did_you_mean, shown
from generator.document.document import Node
from generator.document.mending import removal
from generator.places import escaped, unescaped
from generator.schemas import keywords, shapes
from generator.schemas.component_references import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.resolve import Resolver
    from generator.schemas.hierarchy import Hierarchy
    from generator.schemas.shapes import Discriminator, Shape


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant of a union, and the schemas that it consists of."""

    branches: tuple[Node, ...]
    shape: Shape


class _ShapeReader(Protocol):
    """Reads single schemas; the method is that of SchemaReader."""

    def shape_itself(self, node: Node, name: str) -> Shape: ...


class DiscriminatorReader:
    """Reads discriminators of unions, and of bases with subtypes."""

    def __init__(
        self,
        reader: _ShapeReader,
        hierarchy: Hierarchy,
        resolver: Resolver,
        log: DiagnosticLog,
    ) -> None:
        self._reader = reader
        self._hierarchy = hierarchy
        self._resolver = resolver
        self._log = log

    def of_union(
        self, node: Node, variants: Sequence[Variant]
    ) -> tuple[Sequence[Variant], Discriminator | None]:
        """Return the discriminator of a union, and the variants, with those that it adds.

        A union without one of its own has that of the base of all its variants.
        """
        key = self._key(node)
        if key is None:
            return variants, self._inherited(variants)
        known = self._within(variants)
        declared = [*self._mapping(node), *self._default(node)]
        added = {target: one for _, one, target in declared if target not in known}
        variants = [*variants, *(self._variant(one) for one in added.values())]
        shapes_by_target = self._by_target(variants)
        mapping = [
            (value, self._shape_of(reference, shapes_by_target.get(target, ())))
            for value, reference, target in declared
        ]
        fallback = next((shape for value, shape in mapping if value is None), None)
        return variants, shapes.Discriminator(
            key,
            tuple((value, shape) for value, shape in mapping if value is not None),
            tuple(_names(node, variants)),
            fallback,
        )

    def subtypes(self, base: Node) -> list[Node]:
        """Return the subtypes of a base with a discriminator: what derives from it or is mapped."""
        found = self._hierarchy.discriminator(base)
        if found is None:
            return []
        derived = self._hierarchy.subtypes(base)
        if found != base.get("discriminator") or self._hierarchy.bases(base) != [base]:
            return derived
        mapped = [target for _, _, target in self._mapping(base) if target != base]
        return list(dict.fromkeys([*derived, *mapped]))

    def of_base(self, base: Node, variants: Sequence[Variant]) -> Discriminator:
        """Return the discriminator of a base, whose own class is the last of the variants."""
        found = self._hierarchy.discriminator(base)
        key = str(found and (found.text("propertyName") or found.value))
        classes = {variant.branches[0]: variant.shape for variant in variants}
        family = [*self._hierarchy.bases(base), *self._hierarchy.subtypes(base)]
        names = tuple((_name(one.branches[0]), one.shape) for one in variants)
        return shapes.Discriminator(
            key, self._mapped(family, key, classes), names, variants[-1].shape
        )

    def _inherited(self, variants: Sequence[Variant]) -> Discriminator | None:
        """Return the discriminator of the base of all variants; None if they have none in common.

        A variant with subtypes is a union by itself, which needs no other discriminator.
        """
        targets = [keywords.resolve_schema(one.branches[0], self._resolver) for one in variants]
        known = [one for one in targets if one is not None and self._hierarchy.is_subtype(one)]
        if len(known) != len(variants) or any(map(self.subtypes, known)):
            return None
        shared = set.intersection(*(set(self._hierarchy.bases(one)) for one in known))
        found = {keywords.discriminator_key(one) for one in shared} - {None}
        if len(found) != 1:
            return None
        classes = {target: one.shape for target, one in zip(known, variants, strict=True)}
        key = str(found.pop())
        family = dict.fromkeys(base for one in known for base in self._hierarchy.bases(one))
        names = tuple((_name(target), shape) for target, shape in classes.items())
        return shapes.Discriminator(key, self._mapped(family, key, classes), names, None)

    def _mapped(
        self, family: Iterable[Node], key: str, classes: Mapping[Node, Shape]
    ) -> tuple[tuple[str, Shape], ...]:
        """Return the values by which schemas select these classes, the first of each value."""
        mapping: dict[str, Shape] = {}
        for one in family:
            if keywords.discriminator_key(one) == key:
                for value, _, target in self._mapping(one):
                    if target in classes:
                        mapping.setdefault(value, classes[target])
        return tuple(mapping.items())

    def _key(self, node: Node) -> str | None:
        found = node.get("discriminator")
        if found is None:
            return None
        if found.text("propertyName") is None:
            message = "a discriminator must be an object with `propertyName`"
            self._log.fault("malformed-discriminator", message, at=found, mend=removal(found))
        return keywords.discriminator_key(node)

    def _mapping(self, node: Node) -> Iterator[tuple[str, Node, Node]]:
        """Yield each value of `mapping`, a reference to what it selects, and the target of that."""
        for value, name in node.members("discriminator", "mapping"):
            if found := self._target(name):
                yield value, *found

    def _default(self, node: Node) -> Iterator[tuple[None, Node, Node]]:
        """Yield what is selected if no other variant is (OpenAPI 3.2)."""
        name = node.get("discriminator", "defaultMapping")
        if name and (found := self._target(name)):
            yield None, *found

    def _target(self, name: Node) -> tuple[Node, Node] | None:
        """Return a reference to a schema that a mapping names, and its target."""
        text = name.value
        components = keywords.schema_object(name.document.root.get(*SCHEMAS))
        if isinstance(text, str) and text in components:
            text = "#/" + "/".join((*SCHEMAS, escaped(text)))
        elif not isinstance(text, str) or not ("/" in text or "#" in text or "." in text):
            message = f"the mapping names no schema: {shown(str(text))}"
            advice = did_you_mean(str(text), components)
            self._log.fault(
                "malformed-discriminator", message, at=name, help=advice, mend=removal(name)
            )
            return None
        reference = Node(name.document, name.pointer, {"$ref": text})
        target = keywords.resolve_schema(reference, self._resolver)
        if target is None or keywords.refers_to_null(target, self._resolver):
            return None
        return reference, target

    def _variant(self, reference: Node) -> Variant:
        return Variant((reference,), self._reader.shape_itself(reference, ""))

    def _shape_of(self, reference: Node, variants: Iterable[Shape]) -> Shape:
        """Return the variants that consist of a schema, or else the schema within one of them."""
        different = tuple(dict.fromkeys(variants))
        if not different:
            return self._reader.shape_itself(reference, "")
        return different[0] if len(different) == 1 else shapes.Union(different)

    def _by_target(self, variants: Iterable[Variant]) -> Mapping[Node, list[Shape]]:
        """Return the variants that consist of each schema."""
        found: defaultdict[Node, list[Shape]] = defaultdict(list)
        for one in variants:
            for branch in one.branches:
                target = keywords.resolve_schema(branch, self._resolver)
                if target is not None:
                    found[target].append(one.shape)
        return found

    def _within(self, variants: Iterable[Variant]) -> set[Node]:
        """Return all schemas that variants are, or that are variants of them."""
        found: set[Node] = set()
        waiting = [branch for one in variants for branch in one.branches]
        while waiting:
            target = keywords.resolve_schema(waiting.pop(), self._resolver)
            if target is None or target in found:
                continue
            found.add(target)
            waiting += [one for key in (*keywords.UNIONS, "allOf") for one in target.items(key)]
            waiting += self._hierarchy.subtypes(target)
        return found


def _names(node: Node, variants: Iterable[Variant]) -> Iterator[tuple[str, Shape]]:
    """Yield the names in the document of the branches of a union that are references."""
    for one in variants:
        for branch in one.branches:
            is_own = branch.pointer[: len(node.pointer)] == node.pointer
            if is_own and (reference := branch.text("$ref")) is not None:
                yield _last_part(reference), one.shape


def _name(node: Node) -> str:
    return node.pointer[-1] if node.pointer else node.document.path.stem


def _last_part(reference: str) -> str:
    file, _, fragment = reference.partition("#")
    last = fragment.rpartition("/")[2] if fragment else PurePosixPath(file).stem
    return unescaped(last)

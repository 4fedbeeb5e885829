"""Values that a schema allows: as the document's examples show them, the least, and the most."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .patterns import matching
from .schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .reading import Document, Json, Object

TEXTS = {
    "date": "2026-01-01", "date-time": "2026-01-01T00:00:00Z", "uri": "https://example.com/a",
    "url": "https://example.com/a", "email": "a@example.com",
    "uuid": "6f1c1f0e-9a58-4c8e-8f0c-2b1f5f0f9f11", "byte": "YQ==", "ipv4": "127.0.0.1",
    "ipv6": "::1",
}  # fmt: skip


class Kind(StrEnum):
    """How much a value holds."""

    EXAMPLE = "example"  # what is required or has an example, as the examples show it
    LEAST = "least"  # what is required, null where it may be
    MOST = "most"  # every property, a list item of each kind


class Binary(str):
    """The content of a file, if a schema says `format: binary`."""

    __slots__ = ()


FILE = Binary("a file")


class _EndlessError(Exception):
    """A schema contains itself; its optional members are left out."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A value of a reference, or why there is none, and what that depends on.

    Attributes:
        met: every reference within it.
        open: those of them that were being followed already.
    """

    value: Json | _EndlessError
    met: frozenset[str]
    open: frozenset[str]


class Values(Schemas):
    """Makes values for the schemas of one document, always the same."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._open: list[str] = []  # the references that are being followed
        self._met: list[set[str]] = [set()]  # what was met within each of them
        self._known: dict[tuple[str, Kind], list[_Made]] = {}

    def make(self, schema: Json, kind: Kind) -> Json:
        """A value that `schema` allows."""
        reference = schema.get("$ref") if isinstance(schema, dict) and len(schema) == 1 else None
        if reference is None:
            return self._make(self.merged(schema), kind)
        self._met[-1].add(reference)
        if reference in self._open:
            raise _EndlessError(reference)
        made = self._followed(reference, schema, kind)
        self._met[-1] |= made.met
        if isinstance(made.value, _EndlessError):
            raise made.value
        return made.value

    def _followed(self, reference: str, schema: Json, kind: Kind) -> _Made:
        """The value of a reference, made before or now."""
        known = self._known.setdefault((reference, kind), [])
        self._open.append(reference)
        followed = frozenset(self._open)
        made = next((one for one in known if one.met & followed == one.open), None)
        if made is None:
            self._met.append(set())
            try:
                value = self._make(self.merged(schema), kind)
            except _EndlessError as error:
                value = error
            met = frozenset(self._met.pop())
            made = _Made(value, met, met & followed)
            known.append(made)
        self._open.pop()
        return made

    def _make(self, schema: Object, kind: Kind) -> Json:
        if kind is Kind.EXAMPLE and (shown := self.shown(schema)):
            return shown[0]
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return _ordered(schema["enum"], kind)[0]
        types = schema.get("type", _implied(schema))
        names = [types] if isinstance(types, str) else types or []
        if kind is not Kind.MOST and "null" in names:
            return None
        if "properties" not in schema and (choices := schema.get("oneOf") or schema.get("anyOf")):
            return self._choice(schema, choices, kind)
        name = next((name for name in names if name != "null"), "null" if names else "string")
        return getattr(self, f"_{name}")(schema, kind)

    def _choice(self, schema: Object, choices: list[Json], kind: Kind) -> Json:
        nulls = [choice for choice in choices if self.merged(choice).get("type") == "null"]
        others = [choice for choice in choices if choice not in nulls]
        plain = kind is Kind.EXAMPLE and not self.shown(others[0])
        if nulls and (plain or kind is Kind.LEAST) and self.allows(schema, None):
            return None
        return self._fitting(schema, _ordered(others, kind), kind)

    def _fitting(self, schema: Object, choices: Iterable[Json], kind: Kind) -> Json:
        """A value of the first choice that gives one which is valid for the whole."""
        made = [*self._attempts(schema, choices, kind)]
        if not made:
            raise _EndlessError
        return made[-1]

    def _attempts(self, schema: Object, choices: Iterable[Json], kind: Kind) -> Iterator[Json]:
        """Values of the choices, the last of which is valid if any is."""
        for how in dict.fromkeys((kind, *Kind)):
            for choice in choices:
                try:
                    value = self.make(choice, how)
                except _EndlessError:
                    continue
                yield value
                if self._is_fitting(schema, choice, value):
                    return

    def _is_fitting(self, schema: Object, choice: Json, value: Json) -> bool:
        if "type" in schema:  # next to the choices
            return self.allows(schema, value)
        return "oneOf" not in schema or self.fits(schema, value, self.merged(choice))

    def _object(self, schema: Object, kind: Kind) -> Object:
        variants = schema.get("oneOf") or schema.get("anyOf")
        if not variants:
            return self._members(schema, {}, kind)
        for variant in [*_ordered(variants, kind), *variants]:
            value = self._members(schema, self.merged(variant), kind)
            if self.allows(schema, value):
                return value
        others = {name for variant in variants[1:] for name in variant.get("required", [])}
        kept = {k: v for k, v in schema["properties"].items() if k not in others}
        return self._members({**schema, "properties": kept}, self.merged(variants[0]), kind)

    def _members(self, schema: Object, variant: Object, kind: Kind) -> Object:
        """The properties of an object, with those that a variant of it adds."""
        properties = {**schema.get("properties", {}), **variant.get("properties", {})}
        required = [*schema.get("required", []), *variant.get("required", [])]
        more = schema.get("additionalProperties", True)
        free = more if isinstance(more, dict) else {}
        named = {**properties, **{name: free for name in required if name not in properties}}
        result: Object = {}
        for name, member in named.items():
            if name not in required and not self._wanted(member, kind):
                continue
            try:
                result[name] = self.make(member, kind)
            except _EndlessError:
                if name in required:
                    raise
        if kind is Kind.MOST and isinstance(more, dict) and not properties:
            result["key"] = self.make(more, kind)
        return result

    def _wanted(self, member: Json, kind: Kind) -> bool:
        if member is False:
            return False
        return kind is Kind.MOST or (kind is Kind.EXAMPLE and bool(self.shown(member)))

    def _array(self, schema: Object, kind: Kind) -> list[Json]:
        if "prefixItems" in schema:
            return [self.make(item, kind) for item in schema["prefixItems"]]
        items = schema.get("items", {})
        least = schema.get("minItems", 0)
        if kind is Kind.LEAST:
            return [self.make(items, kind) for _ in range(least)]
        result: list[Json] = []
        merged = self.merged(items)
        for variant in self.variants(items) if kind is Kind.MOST else [items]:
            try:
                value = self._fitting(merged, [variant], kind)
            except _EndlessError:
                continue
            if value not in result and self.fits(items, value, self.merged(variant)):
                result.append(value)
        result += [result[-1]] * (least - len(result)) if result else []
        return result[: schema.get("maxItems")]

    def _string(self, schema: Object, kind: Kind) -> str:
        if schema.get("format") == "binary":
            return FILE
        text = TEXTS.get(schema.get("format", ""), "" if kind is Kind.LEAST else "naïve ✓")
        if kind is Kind.EXAMPLE and text not in TEXTS.values():
            text = "text"
        pattern = schema.get("pattern")
        if pattern and not re.search(pattern, text):
            text = matching(pattern)
        return text.ljust(schema.get("minLength", 0), "a")[: schema.get("maxLength")]

    def _integer(self, schema: Object, kind: Kind) -> int:
        return math.ceil(self._number(schema, kind))

    def _number(self, schema: Object, kind: Kind) -> float:
        low, high = schema.get("minimum"), schema.get("maximum")
        if low is None and "exclusiveMinimum" in schema:
            low = schema["exclusiveMinimum"] + 1
        if kind is Kind.LEAST or high is None:
            return (0 if high is None or high >= 0 else high) if low is None else low
        return high

    def _boolean(self, _schema: Object, kind: Kind) -> bool:
        return kind is Kind.MOST

    def _null(self, _schema: Object, _kind: Kind) -> None:
        return None


def _implied(schema: Object) -> str | None:
    """The type that a schema means and does not say."""
    implied = {"properties": "object", "items": "array"}
    return next((name for word, name in implied.items() if word in schema), None)


def _ordered(choices: list[Json], kind: Kind) -> list[Json]:
    """The choices, that which a value of this kind takes first."""
    return choices[::-1] if kind is Kind.MOST else choices


def holds_file(value: Json) -> bool:
    """Whether there is a file anywhere in a value."""
    if isinstance(value, dict):
        return any(map(holds_file, value.values()))
    if isinstance(value, list):
        return any(map(holds_file, value))
    return isinstance(value, Binary)

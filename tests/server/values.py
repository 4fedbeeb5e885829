"""Values that a schema allows: as the document's examples show them, the least, and the most."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

from openapi_schema_validator import OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from .reading import Document, Json, Object

TEXTS = {
    "date": "2026-01-01",
    "date-time": "2026-01-01T00:00:00Z",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "email": "a@example.com",
    "uuid": "6f1c1f0e-9a58-4c8e-8f0c-2b1f5f0f9f11",
    "byte": "YQ==",
    "ipv4": "127.0.0.1",
}


class Kind(StrEnum):
    """How much a value holds."""

    EXAMPLE = "example"  # what is required or has an example, as the examples show it
    LEAST = "least"  # what is required, null where it may be
    MOST = "most"  # every property, a list item of each kind


class _EndlessError(Exception):
    """A schema stands within itself; whatever is optional there is left out."""


class Values:
    """Makes values for the schemas of one document, always the same."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open: list[str] = []  # the references that are being followed
        resource = Resource.from_contents(document.data, default_specification=DRAFT202012)
        self._registry = Registry().with_resource("urn:document", resource)

    def allows(self, schema: Json, value: Json) -> bool:
        """Whether `value` is valid for `schema`."""
        absolute = json.loads(json.dumps(schema).replace('"#/', '"urn:document#/'))
        return OAS31Validator(absolute, registry=self._registry).is_valid(value)

    def make(self, schema: Json, kind: Kind) -> Json:
        """A value that `schema` allows."""
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        if reference in self._open:
            raise _EndlessError(reference)
        if reference is None:
            return self._make(self.merged(schema), kind)
        self._open.append(reference)
        try:
            return self._make(self.merged(schema), kind)
        finally:
            self._open.pop()

    def merged(self, schema: Json) -> Object:
        """`schema` with its reference followed and the parts of its allOf put together."""
        found = self._document.resolved({} if isinstance(schema, bool) else schema)
        result: Object = {key: value for key, value in found.items() if key != "allOf"}
        for part in map(self.merged, found.get("allOf", [])):
            for key, value in part.items():
                if key == "properties":
                    result[key] = {**result.get(key, {}), **value}
                elif key == "required":
                    result[key] = [*result.get(key, []), *value]
                else:
                    result.setdefault(key, value)
        return result

    def variants(self, schema: Json) -> list[Object]:
        """The schemas that a union chooses from, through unions of unions."""
        found = self.merged(schema)
        choices = found.get("oneOf") or found.get("anyOf")
        if not choices or "properties" in found:
            return [schema]
        return [leaf for choice in choices for leaf in self.variants(choice)]

    def _make(self, schema: Object, kind: Kind) -> Json:
        if kind is Kind.EXAMPLE and (shown := _shown(schema)):
            return shown[0]
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return _chosen(schema["enum"], kind)
        types = schema.get("type", "object" if "properties" in schema else None)
        names = [types] if isinstance(types, str) else types or []
        if kind is not Kind.MOST and "null" in names:
            return None
        if "properties" not in schema and (choices := schema.get("oneOf") or schema.get("anyOf")):
            return self._choice(choices, kind)
        name = next((name for name in names if name != "null"), "null" if names else "string")
        return getattr(self, f"_{name}")(schema, kind)

    def _choice(self, choices: list[Json], kind: Kind) -> Json:
        nulls = [choice for choice in choices if self.merged(choice).get("type") == "null"]
        others = [choice for choice in choices if choice not in nulls]
        plain = kind is Kind.EXAMPLE and not self._has_example(others[0])
        if nulls and (plain or kind is Kind.LEAST):
            return None
        return self.make(_chosen(others, kind), kind)

    def _object(self, schema: Object, kind: Kind) -> Object:
        properties, required = self._members(schema)
        result: Object = {}
        for name, member in properties.items():
            wanted = kind is Kind.MOST or (kind is Kind.EXAMPLE and self._has_example(member))
            if name not in required and not wanted:
                continue
            try:
                result[name] = self.make(member, kind)
            except _EndlessError:
                if name in required:
                    raise
        more = schema.get("additionalProperties")
        if kind is Kind.MOST and isinstance(more, dict) and not properties:
            result["key"] = self.make(more, kind)
        return result

    def _members(self, schema: Object) -> tuple[Object, set[str]]:
        """Properties and the required ones; of variants that only add to them, the first."""
        properties = dict(schema.get("properties", {}))
        required = set(schema.get("required", []))
        variants = [self.merged(v) for v in schema.get("oneOf") or schema.get("anyOf") or []]
        for variant in variants[:1]:
            properties.update(variant.get("properties", {}))
            required |= set(variant.get("required", []))
        for variant in variants[1:]:  # what only they require would make them match as well
            for name in set(variant.get("required", [])) - required:
                properties.pop(name, None)
        return properties, required

    def _has_example(self, schema: Json) -> bool:
        return bool(_shown(self.merged(schema)))

    def _array(self, schema: Object, kind: Kind) -> list[Json]:
        items = schema.get("items", {})
        if kind is Kind.LEAST:
            return [self.make(items, kind)] * schema.get("minItems", 0)
        result = []
        for variant in self.variants(items) if kind is Kind.MOST else [items]:
            try:
                result.append(self.make(variant, kind))
            except _EndlessError:
                continue
        return result[: schema.get("maxItems")]

    def _string(self, schema: Object, kind: Kind) -> str:
        text = TEXTS.get(schema.get("format", ""), "" if kind is Kind.LEAST else "naïve ✓")
        if kind is Kind.EXAMPLE and text not in TEXTS.values():
            text = "text"
        return text.ljust(schema.get("minLength", 0), "a")[: schema.get("maxLength")]

    def _integer(self, schema: Object, kind: Kind) -> int:
        return int(self._number(schema, kind))

    def _number(self, schema: Object, kind: Kind) -> float:
        low, high = schema.get("minimum"), schema.get("maximum")
        if kind is Kind.LEAST or high is None:
            return (0 if high is None or high >= 0 else high) if low is None else low
        return high

    def _boolean(self, _schema: Object, kind: Kind) -> bool:
        return kind is Kind.MOST

    def _null(self, _schema: Object, _kind: Kind) -> None:
        return None


def _shown(schema: Object) -> list[Json]:
    """The schema's own examples."""
    return [schema["example"]] if "example" in schema else list(schema.get("examples", []))


def _chosen(choices: list[Json], kind: Kind) -> Json:
    return choices[-1] if kind is Kind.MOST else choices[0]

"""The schemas of a document: what they say together, what they choose from, what they allow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from openapi_schema_validator import OAS31Validator, oas31_format_checker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from .reading import Document, Json, Object


class Schemas:
    """Reads the schemas of one document; each is read once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        resource = Resource.from_contents(document.data, default_specification=DRAFT202012)
        self._registry = Registry().with_resource("urn:document", resource)
        # By identity, which lasts as long as the schema that is kept with the answer.
        self._validators: dict[int, tuple[Json, OAS31Validator]] = {}
        self._merged: dict[int, tuple[Json, Object]] = {}

    def allows(self, schema: Json, value: Json) -> bool:
        """Whether `value` is valid for `schema`."""
        return self._validator(schema).is_valid(value)

    def faults(self, schema: Json, value: Json) -> list[str]:
        """Why `value` is not valid for `schema`."""
        errors = self._validator(schema).iter_errors(value)
        return [f"{error.json_path}: {error.message}"[:300] for error in errors]

    def merged(self, schema: Json) -> Object:
        """`schema` with its reference followed and the parts of its allOf put together."""
        known = self._merged.get(id(schema))
        if known is None:
            known = self._merged[id(schema)] = (schema, self._merge(schema))
        return known[1]

    def variants(self, schema: Json) -> list[Object]:
        """The schemas that a union chooses from, through unions of unions."""
        found = self.merged(schema)
        choices = found.get("oneOf") or found.get("anyOf")
        if not choices or "properties" in found:
            return [schema]
        return [leaf for choice in choices for leaf in self.variants(choice)]

    def fits(self, schema: Json, value: Json, made: Object) -> bool:
        """Whether a union allows a value that one of its choices made, as `merged` gives it.

        Where the tags of the others exclude it, there is nothing to validate.
        """
        found = self.merged(schema)
        if found is made:
            return True
        if "properties" not in found and "oneOf" in found:
            return sum(self.fits(choice, value, made) for choice in found["oneOf"]) == 1
        if "properties" not in found and "anyOf" in found:
            return any(self.fits(choice, value, made) for choice in found["anyOf"])
        return not self._excludes(found, value) and self.allows(schema, value)

    def _excludes(self, schema: Object, value: Json) -> bool:
        """Whether a look at the tags shows that an object is none of this schema's."""
        if not isinstance(value, dict):
            return False
        if any(name not in value for name in schema.get("required", [])):
            return True
        known = schema.get("properties", {})
        tags = {name: self.merged(known[name]).get("enum") for name in value if name in known}
        return any(tag and value[name] not in tag for name, tag in tags.items())

    def shown(self, schema: Json) -> list[Json]:
        """The schema's own examples, as far as they are valid."""
        found = self.merged(schema)
        shown = [found["example"]] if "example" in found else found.get("examples", [])
        return [value for value in shown if self.allows(found, value)]

    def _validator(self, schema: Json) -> OAS31Validator:
        known = self._validators.get(id(schema))
        if known is None:
            absolute = json.loads(json.dumps(schema).replace('"#/', '"urn:document#/'))
            validator = OAS31Validator(
                absolute, registry=self._registry, format_checker=oas31_format_checker
            )
            known = self._validators[id(schema)] = (schema, validator)
        return known[1]

    def _merge(self, schema: Json) -> Object:
        found = self._document.resolved({} if isinstance(schema, bool) else schema)
        result: Object = {key: value for key, value in found.items() if key != "allOf"}
        for part in map(self.merged, found.get("allOf", [])):
            for key, value in part.items():
                result[key] = _both(key, result[key], value) if key in result else value
        return result


def _both(key: str, first: Json, second: Json) -> Json:
    """What a keyword says when two parts of an allOf have it."""
    if key == "properties":
        clashing = {name for name in first if name in second and first[name] != second[name]}
        both = {name: {"allOf": [first[name], second[name]]} for name in clashing}
        return {**first, **second, **both}
    if key == "required":
        return [*first, *(name for name in second if name not in first)]
    if key == "enum":
        return [value for value in first if value in second]
    return first

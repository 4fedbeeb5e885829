"""Random schemas: every keyword of OpenAPI 3.0 to 3.2 and of JSON Schema 2020-12."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .texts import PATTERNS

if TYPE_CHECKING:
    from random import Random

    from .texts import Texts

_TYPES = ("string", "string", "integer", "number", "boolean", "object", "array", "null")
_FORMATS = (
    "date", "date-time", "uuid", "binary", "byte", "int32", "int64", "float", "double", "email",
    "uri", "ipv4", "password", "decimal", "time", "duration", "base64", "unknown", "regex",
)  # fmt: skip
_NUMBERS = (0, 1, -1, 5, 0.5, 2**63, -(2**70), 1e30, 10**50, True)
_SIZES = (0, 1, 2, 100, 2**70, -1, 1.5)
_DECORATIONS = (
    "title", "description", "default", "example", "examples", "deprecated", "readOnly",
    "writeOnly", "xml", "externalDocs", "nullable", "$comment", "$id", "$anchor", "$dynamicAnchor",
    "$defs", "$schema", "$vocabulary", "x-any", "contentMediaType", "contentEncoding",
    "contentSchema", "unknown",
)  # fmt: skip


class Schemas:
    """Draws schemas that refer to some components."""

    def __init__(self, random: Random, texts: Texts, names: list[str], faults: float) -> None:
        self.random = random
        self.texts = texts
        self.names = names
        self.faults = faults
        self._kinds = (
            self._scalar, self._scalar, self._constant, self._array, self._object, self._object,
            self._reference, self._reference, self._composed, self._types, self._odd,
        )  # fmt: skip

    def draw(self, depth: int = 3) -> object:
        """Return a schema."""
        if self.random.random() < self.faults / 3:
            return self.texts.value()
        kinds = self._kinds if depth > 0 else (self._scalar, self._constant, self._reference)
        schema = self.random.choice(kinds)(depth)
        if isinstance(schema, dict):
            for _ in range(self.random.choice((0, 0, 0, 1, 1, 2))):
                keyword = self.random.choice(_DECORATIONS)
                schema.setdefault(keyword, self._decoration(keyword, depth))
            if self.random.random() < self.faults:
                schema[self.random.choice(list(schema) or ["type"])] = self.texts.value()
        return schema

    def reference(self) -> str:
        """Return a reference to a component, or to something else."""
        draw = self.random.random()
        name = self.random.choice(self.names or ["none"])
        escaped = name.replace("~", "~0").replace("/", "~1").replace("%", "%25")
        if draw > self.faults:
            return f"#/components/schemas/{escaped}"
        others = (
            f"#/components/schemas/{name}/properties/id", f"#/components/schemas/{name}/items",
            f"#/components/schemas/{self.texts.name()}", "#/$defs/a", "#/paths", "#", "",
            "other.yaml#/A", "https://example.test/x.json", "#/components", "#anchor", name,
            f"#/components/schemas/{name}/allOf/0", f"#/components/schemas/{name}/anyOf/00",
            "http://[", "file:///etc/passwd", "../../../../etc/passwd", "#/openapi", "\x00",
            "?", "#a%zz",
        )  # fmt: skip
        return self.random.choice(others)

    def _members(self, depth: int, most: int = 4) -> dict[str, object]:
        names = self.texts.unique(self.random.randrange(most))
        return {name: self.draw(depth - 1) for name in names}

    def _several(self, depth: int, most: int = 3) -> list[object]:
        return [self.draw(depth - 1) for _ in range(self.random.randint(1, most))]

    def _some(self, schema: dict[str, object], options: dict[str, object]) -> dict[str, object]:
        """Add each option with a low probability."""
        schema |= {key: one for key, one in options.items() if self.random.random() < 0.15}
        return schema

    def _scalar(self, _depth: int) -> dict[str, object]:
        kind = self.random.choice(_TYPES[:5])
        choose = self.random.choice
        return self._some({"type": kind}, {
            "format": choose(_FORMATS), "pattern": choose(PATTERNS), "minimum": choose(_NUMBERS),
            "maximum": choose(_NUMBERS), "exclusiveMinimum": choose(_NUMBERS),
            "exclusiveMaximum": choose(_NUMBERS), "multipleOf": choose(_NUMBERS),
            "minLength": choose(_SIZES), "maxLength": choose(_SIZES),
        })  # fmt: skip

    def _constant(self, _depth: int) -> dict[str, object]:
        if self.random.random() < 0.3:
            return {"const": self.texts.value()}
        draw = self.texts.value if self.random.random() < 0.3 else self.texts.name
        number = self.random.choice((0, 1, 2, 3, 9))
        schema: dict[str, object] = {"enum": [draw() for _ in range(number)]}
        if self.random.random() < 0.7:
            schema["type"] = self.random.choice(_TYPES)
        return schema

    def _array(self, depth: int) -> dict[str, object]:
        schema = self._some({"type": "array"}, {
            "prefixItems": self._several(depth), "contains": self.draw(depth - 1),
            "minContains": self.random.choice(_SIZES), "unevaluatedItems": self.draw(depth - 1),
            "minItems": self.random.choice(_SIZES), "maxItems": self.random.choice(_SIZES),
            "uniqueItems": True, "additionalItems": self.draw(depth - 1),
        })  # fmt: skip
        if self.random.random() < 0.9:
            items: object = self.draw(depth - 1)
            schema["items"] = [items] if self.random.random() < self.faults else items
        return schema

    def _object(self, depth: int) -> dict[str, object]:
        members = self._members(depth)
        required = [name for name in members if self.random.random() < 0.4]
        extra = self.random.choice((True, False, self.draw(depth - 1), {}))
        schema: dict[str, object] = {"type": "object", "properties": members}
        if required or self.random.random() < 0.1:
            schema["required"] = [*required, *self.texts.unique(self.random.choice((0, 0, 1)))]
        return self._some(schema, {
            "additionalProperties": extra, "unevaluatedProperties": extra,
            "patternProperties": {self.random.choice(PATTERNS): self.draw(depth - 1)},
            "propertyNames": self.draw(0), "minProperties": self.random.choice(_SIZES),
            "maxProperties": self.random.choice(_SIZES), "dependentRequired": {"a": ["b"]},
            "dependentSchemas": {self.texts.name(): self.draw(depth - 1)},
            "discriminator": self._discriminator(), "dependencies": {"a": ["b"]},
        })  # fmt: skip

    def _reference(self, depth: int) -> dict[str, object]:
        schema: dict[str, object] = {"$ref": self.reference()}
        if self.random.random() < 0.1:
            schema["properties"] = self._members(depth)
        if self.random.random() < 0.02:
            return {"$dynamicRef": "#a"}
        return schema

    def _composed(self, depth: int) -> dict[str, object]:
        keyword = self.random.choice(("oneOf", "anyOf", "allOf", "allOf"))
        parts = self._several(depth, 4)
        schema: dict[str, object] = {keyword: parts}
        if keyword != "allOf" and self.random.random() < 0.3:
            schema["discriminator"] = self._discriminator()
        if self.random.random() < 0.2:
            schema["properties"] = self._members(depth)
        return self._some(schema, {
            "not": self.draw(0), "if": self.draw(0), "then": self.draw(0), "else": self.draw(0),
            "type": "object", "required": self.texts.unique(1), "oneOf": self._several(depth),
        })  # fmt: skip

    def _types(self, depth: int) -> dict[str, object]:
        types = self.random.sample(sorted(set(_TYPES)), self.random.randint(0, 4))
        return {"type": types, "items": self.draw(depth - 1), "properties": self._members(depth)}

    def _odd(self, _depth: int) -> object:
        return self.random.choice((True, False, {}, {"not": {}}, {"type": "any"}, {"allOf": []}))

    def _discriminator(self) -> dict[str, object]:
        mapping = {self.texts.name(): self.reference() for _ in range(self.random.randrange(3))}
        name = self.texts.name()
        return {"propertyName": name, "mapping": mapping} if mapping else {"propertyName": name}

    def _decoration(self, keyword: str, depth: int) -> object:
        if keyword in {"deprecated", "readOnly", "writeOnly", "nullable"}:
            return True
        if keyword in {"default", "example", "xml", "externalDocs", "x-any", "unknown"}:
            return self.texts.value()
        if keyword == "examples":
            return [self.texts.value()]
        if keyword == "$defs":
            return self._members(depth, 2)
        if keyword == "contentSchema":
            return self.draw(depth - 1)
        if keyword == "contentMediaType":
            return self.texts.media_type()
        if keyword == "contentEncoding":
            return self.random.choice(("base64", "base64url", "base16", "quoted-printable", "x"))
        return self.texts.text()

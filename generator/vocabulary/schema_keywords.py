"""The keywords of a schema: JSON Schema 2020-12, its earlier drafts, and OpenAPI's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.vocabulary.keyword import degraded, read, table, unused

if TYPE_CHECKING:
    from generator.vocabulary.keyword import Table

_CONSTRAINT: Final = "a constraint; the service checks what it gets"
_REFERRED: Final = "only references use what is in it"
TYPE_KEYWORDS: Final = frozenset(
    """
    type properties items prefixItems enum const additionalProperties patternProperties
    contentMediaType contentEncoding
    """.split()  # noqa: SIM905  ten words read better so
)
"""The keywords that say what a value is, with any value and without others."""
_TYPING: Final = TYPE_KEYWORDS | {"$ref", "allOf", "anyOf", "oneOf"}


def _describes_type(value: object) -> bool:
    """Whether a schema says more about a value than which members it needs."""
    return isinstance(value, dict) and not _TYPING.isdisjoint(value)


def _any_describes_type(value: object) -> bool:
    return isinstance(value, dict) and any(map(_describes_type, value.values()))


SCHEMA: Final[Table] = table(
    read("$ref", since="3.0", form="text"),
    read("$anchor", "$dynamicAnchor", "$dynamicRef", "$id", since="3.1", form="text"),
    unused("$defs", since="3.1", form="map", holds="schema", note=_REFERRED),
    unused("$schema", "$vocabulary", since="3.1", note="keywords of every draft are understood"),
    unused("$comment", since="3.1", note="a comment"),
    # What a value may be
    read("type", "default", since="3.0"),
    read("enum", since="3.0", form="constants"),
    read("required", since="3.0", form="texts"),
    read(
        "format",
        since="3.0",
        form="text",
        note="`date`, `date-time`, `uuid`, `binary`; others are text",
    ),
    read("const", since="3.1"),
    read("nullable", since="3.0", form="flag", note="in every version"),
    read("allOf", "anyOf", "oneOf", since="3.0", form="list", holds="schema"),
    read("properties", since="3.0", form="map", holds="schema"),
    read("additionalProperties", "items", since="3.0", form="one", holds="schema"),
    read("patternProperties", since="3.1", form="map", holds="schema"),
    read("prefixItems", since="3.1", form="list", holds="schema"),
    read(
        "unevaluatedItems",
        since="3.1",
        form="one",
        holds="schema",
        note="not next to `allOf` or a union",
    ),
    read("unevaluatedProperties", since="3.1", form="one", holds="schema"),
    read("contentEncoding", "contentMediaType", since="3.1", form="text"),
    read("discriminator", since="3.0", form="one", holds="discriminator"),
    degraded(
        "then",
        "else",
        since="3.1",
        note="a type that depends on the value; it is not narrowed",
        matters=_describes_type,
    ),
    degraded(
        "dependentSchemas",
        since="3.1",
        form="map",
        note="members that depend on other members; they have no type",
        matters=_any_describes_type,
    ),
    degraded(
        "contentSchema",
        since="3.1",
        note="the content of a string; it stays text, but in events",
    ),
    # Constraints
    unused("maximum", "minimum", "multipleOf", since="3.0", note=_CONSTRAINT),
    unused("exclusiveMaximum", "exclusiveMinimum", since="3.0", note=_CONSTRAINT),
    unused("maxLength", "minLength", "pattern", since="3.0", note=_CONSTRAINT),
    unused("uniqueItems", since="3.0", note=_CONSTRAINT),
    unused("maxItems", "minItems", since="3.0", form="number", note="a constraint, but for tuples"),
    unused("maxProperties", "minProperties", since="3.0", note=_CONSTRAINT),
    unused("contains", "maxContains", "minContains", since="3.1", note=_CONSTRAINT),
    unused("dependentRequired", "propertyNames", "if", since="3.1", note=_CONSTRAINT),
    unused("not", since="3.0", note="a constraint, but for `{}`: no value is valid"),
    # Annotations
    read("title", "description", since="3.0", form="text"),
    read("deprecated", "readOnly", "writeOnly", since="3.0", form="flag"),
    read("example", since="3.0"),
    unused("examples", since="3.1", note="an annotation"),
    unused("externalDocs", since="3.0", note="an annotation"),
    unused("xml", since="3.0", note="XML is given as text"),
    # Other drafts of JSON Schema
    read("$recursiveAnchor", since="another draft"),
    read("$recursiveRef", since="another draft", form="text"),
    unused("definitions", since="another draft", form="map", holds="schema", note=_REFERRED),
    unused("id", since="another draft", note="a name; references use `$id`"),
    degraded(
        "additionalItems",
        since="another draft",
        note="the type of further items; they have no type",
        matters=_describes_type,
    ),
    degraded(
        "dependencies",
        since="another draft",
        note="members that depend on other members; they have no type",
        matters=_any_describes_type,
    ),
)

DISCRIMINATOR: Final[Table] = table(
    read("propertyName", since="3.0", form="text"),
    read("mapping", since="3.0", form="names"),
    read("defaultMapping", since="3.2", form="text"),
)

"""What the members of each kind of object must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from generator.places import METHODS
from generator.vocabulary.openapi_fields import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

Form: TypeAlias = Literal[
    "text", "texts", "flag", "number", "constants", "names", "one", "list", "map"
]


@dataclass(frozen=True, slots=True)
class Field:
    """What a member must be; the last three forms hold objects of a kind."""

    form: Form
    holds: str = ""


def _fields(form: Form, *names: str) -> dict[str, Field]:
    return dict.fromkeys(names, Field(form))


def _holding(form: Literal["one", "list", "map"], **kinds: str) -> dict[str, Field]:
    return {name: Field(form, kind) for name, kind in kinds.items()}


_OWN: Final[Mapping[str, dict[str, Field]]] = {
    "document": {
        **_holding("map", paths="path item", webhooks="path item"),
        **_holding("list", security="security requirement"),
    },
    "info": _fields("text", "title", "version", "description"),
    "license": _fields("text", "name", "url"),
    "server": _fields("text", "url", "description"),
    "server variable": {**_fields("text", "default"), **_fields("texts", "enum")},
    "components": _holding(
        "map",
        schemas="schema",
        responses="response",
        parameters="parameter",
        requestBodies="request body",
        securitySchemes="security scheme",
        pathItems="path item",
        mediaTypes="media type",
        headers="header",
        links="link",
        callbacks="callback",
        examples="example",
    ),
    "path item": {
        **_fields("text", "summary", "description"),
        **_holding("one", **dict.fromkeys(METHODS, "operation")),
        **_holding("map", additionalOperations="operation"),
    },
    "operation": {
        **_fields("text", "operationId", "summary", "description"),
        **_fields("texts", "tags"),
        **_fields("flag", "deprecated"),
        **_holding("list", security="security requirement"),
        **_holding("map", callbacks="callback"),
    },
    "parameter": {
        **_fields("text", "name", "in", "description", "style"),
        **_fields("flag", "required", "deprecated", "explode", "allowReserved"),
        **_holding("map", examples="example"),
    },
    "header": {},
    "request body": {**_fields("text", "description"), **_fields("flag", "required")},
    "media type": _holding("map", examples="example"),
    "encoding": {
        **_fields("text", "contentType", "style"),
        **_fields("flag", "explode", "allowReserved"),
        **_holding("map", headers="header"),
    },
    "response": {
        **_fields("text", "description", "summary"),
        **_holding("map", headers="header", links="link"),
    },
    "security requirement": {},
    "security scheme": _fields("text", "type", "description", "name", "in", "scheme"),
    "discriminator": {
        **_fields("text", "propertyName", "defaultMapping"),
        **_fields("names", "mapping"),
    },
    "schema": {
        **_fields("text", "$ref", "$dynamicRef", "$recursiveRef", "$id", "$anchor"),
        **_fields("text", "title", "description", "format", "$dynamicAnchor"),
        **_fields("text", "contentEncoding", "contentMediaType"),
        **_fields("texts", "required"),
        **_fields("flag", "nullable", "readOnly", "writeOnly", "deprecated"),
        **_fields("number", "minItems", "maxItems"),
        **_fields("constants", "enum"),
        **_holding("map", **{"$defs": "schema", "definitions": "schema"}),
    },
}
_HOLDING: Final[Mapping[str, dict[str, Field]]] = {
    kind: {name: Field(one.form, one.holds) for name, one in table.items() if one.holds}
    for kind, table in TABLES.items()
}
FIELDS: Final[Mapping[str, Mapping[str, Field]]] = {
    kind: {**_HOLDING.get(kind, {}), **_OWN.get(kind, {})} for kind in {**_HOLDING, **_OWN}
}
"""The members that are read, by the kind of the object."""

"""The fields of the objects of OpenAPI 3.0 to 3.2, but for the keywords of schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.places import METHODS
from generator.vocabulary.keyword import degraded, read, table, unused
from generator.vocabulary.schema_keywords import DISCRIMINATOR, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.vocabulary.keyword import Table

_ANNOTATION: Final = "an annotation"
_REFERRED: Final = "only references use what is in it"
_HEADERS: Final = "`.raw` has every header of a response, as text"
_NOT_FETCHED: Final = "opgen does not discover services; a call takes a token"
_EXAMPLE: Final = unused("example", since="3.0", note=_ANNOTATION)
_EXAMPLES: Final = unused("examples", since="3.0", form="map", holds="example", note=_ANNOTATION)
_SECURITY: Final = read(
    "security", since="3.0", form="list", holds="security requirement", is_checked=False
)

_ROOT: Final = table(
    read("openapi", since="3.0"),
    read("$self", since="3.2"),
    read("info", since="3.0", form="one", holds="info"),
    read("servers", since="3.0", form="list", holds="server"),
    read("paths", since="3.0", form="map", holds="path item", is_checked=False),
    read("webhooks", since="3.1", form="map", holds="path item", is_checked=False),
    read("components", since="3.0", form="one", holds="components"),
    _SECURITY,
    unused("jsonSchemaDialect", since="3.1", note="keywords of every draft are understood"),
    read("tags", since="3.0", note="they divide the operations, and describe modules"),
    unused("externalDocs", since="3.0", note=_ANNOTATION),
)
_INFO: Final = table(
    read("title", "version", since="3.0", form="text"),
    read("license", since="3.0", form="one", holds="license"),
    unused("description", since="3.0", form="text", note=_ANNOTATION),
    unused("termsOfService", "contact", since="3.0", note=_ANNOTATION),
    unused("summary", since="3.1", note=_ANNOTATION),
)
_LICENSE: Final = table(
    read("name", "url", since="3.0", form="text"),
    unused("identifier", since="3.1", note=_ANNOTATION),
)
_SERVER: Final = table(
    read("url", since="3.0", form="text"),
    read("variables", since="3.0", form="map", holds="server variable"),
    read("description", since="3.0", form="text"),
    read("name", since="3.2", form="text"),
)
_SERVER_VARIABLE: Final = table(
    read("default", "description", since="3.0", form="text"),
    read("enum", since="3.0", form="texts"),
)
_COMPONENTS: Final = table(
    read("schemas", since="3.0", form="map", holds="schema", is_checked=False),
    read("responses", since="3.0", form="map", holds="response", is_checked=False),
    read("parameters", since="3.0", form="map", holds="parameter", is_checked=False),
    read("requestBodies", since="3.0", form="map", holds="request body", is_checked=False),
    read("securitySchemes", since="3.0", form="map", holds="security scheme"),
    read("pathItems", since="3.1", form="map", holds="path item", is_checked=False),
    read("mediaTypes", since="3.2", form="map", holds="media type", is_checked=False),
    _EXAMPLES,
    unused("headers", since="3.0", form="map", holds="header", note=_HEADERS),
    unused("links", since="3.0", form="map", holds="link", note=_REFERRED),
    unused("callbacks", since="3.0", form="map", holds="callback", note=_REFERRED),
)
_PATH_ITEM: Final = table(
    read("$ref", since="3.0"),
    read(*METHODS, since="3.0", form="one", holds="operation", is_checked=False),
    read("query", since="3.2", form="one", holds="operation", is_checked=False),
    read("additionalOperations", since="3.2", form="map", holds="operation", is_checked=False),
    read("parameters", since="3.0", form="list", holds="parameter"),
    read("servers", since="3.0", form="list", holds="server"),
    read(
        "summary", "description", since="3.0", form="text", note="of an operation without its own"
    ),
)
_OPERATION: Final = table(
    read("operationId", "summary", "description", since="3.0", form="text"),
    read("deprecated", since="3.0", form="flag"),
    read("tags", since="3.0", form="texts"),
    read("parameters", since="3.0", form="list", holds="parameter"),
    read("requestBody", since="3.0", form="one", holds="request body"),
    read("responses", since="3.0", form="map", holds="response"),
    _SECURITY,
    read("servers", since="3.0", form="list", holds="server"),
    degraded(
        "callbacks",
        since="3.0",
        form="map",
        holds="callback",
        note="requests of the service",
        code="callback",
    ),
    unused("externalDocs", since="3.0", note=_ANNOTATION),
)
_PARAMETER: Final = table(
    read("name", "in", "description", "style", since="3.0", form="text"),
    read("required", "deprecated", "explode", "allowReserved", since="3.0", form="flag"),
    read("schema", since="3.0", form="one", holds="schema"),
    read("content", since="3.0", form="map", holds="media type"),
    read("example", since="3.0"),
    _EXAMPLES,
    unused("allowEmptyValue", since="3.0", note="an empty string is sent as it is"),
)
_HEADER: Final = table(
    unused("description", "required", "deprecated", since="3.0", note=_HEADERS),
    unused("style", "explode", "allowReserved", since="3.0", note=_HEADERS),
    unused("allowEmptyValue", since="3.0", note=_HEADERS),
    unused("schema", "content", since="3.0", note=_HEADERS),
    _EXAMPLE,
    _EXAMPLES,
)
_REQUEST_BODY: Final = table(
    read("required", since="3.0", form="flag"),
    read("description", since="3.0", form="text"),
    read("content", since="3.0", form="map", holds="media type"),
)
_MEDIA_TYPE: Final = table(
    read("schema", since="3.0", form="one", holds="schema"),
    read("itemSchema", since="3.2", form="one", holds="schema"),
    read("encoding", since="3.0", form="map", holds="encoding"),
    read("itemEncoding", since="3.2", form="one", holds="encoding"),
    read("prefixEncoding", since="3.2", form="list", holds="encoding"),
    unused("description", since="3.2", note=_ANNOTATION),
    _EXAMPLE,
    _EXAMPLES,
)
_ENCODING: Final = table(
    read("contentType", "style", since="3.0", form="text"),
    read("explode", "allowReserved", since="3.0", form="flag"),
    degraded(
        "headers",
        since="3.0",
        form="map",
        holds="header",
        note="headers of the part; they are not sent",
    ),
    degraded(
        "encoding", "itemEncoding", "prefixEncoding", since="3.2", note="parts within the part"
    ),
)
_RESPONSE: Final = table(
    read("description", since="3.0", form="text", note="of an error"),
    read(
        "content",
        since="3.0",
        form="map",
        holds="media type",
        note="of a success; an error has its content as JSON or text",
    ),
    read(
        "headers",
        since="3.0",
        form="map",
        holds="header",
        is_checked=False,
        note="for the name of a request ID; `.raw` has all, as text",
    ),
    unused(
        "links",
        since="3.0",
        form="map",
        holds="link",
        note="the operation that a link names has a function",
    ),
    unused("summary", since="3.2", form="text", note=_ANNOTATION),
)
_SECURITY_SCHEME: Final = table(
    read("type", "name", "in", "scheme", "description", since="3.0", form="text"),
    unused("bearerFormat", since="3.0", note="a token is sent as it is"),
    read("flows", since="3.0", note="for access tokens that a client requests"),
    unused("openIdConnectUrl", since="3.0", note=_NOT_FETCHED),
    unused("oauth2MetadataUrl", since="3.2", note=_NOT_FETCHED),
    unused("deprecated", since="3.2", note=_ANNOTATION),
)
_REFERENCE: Final = table(
    read("$ref", since="3.0"),
    read("description", since="3.1", note="it overrides that of the target"),
    unused("summary", since="3.1", note=_ANNOTATION),
)

TABLES: Final[Mapping[str, Table]] = {
    "document": _ROOT,
    "info": _INFO,
    "license": _LICENSE,
    "server": _SERVER,
    "server variable": _SERVER_VARIABLE,
    "components": _COMPONENTS,
    "path item": _PATH_ITEM,
    "operation": _OPERATION,
    "parameter": _PARAMETER,
    "header": _HEADER,
    "request body": _REQUEST_BODY,
    "media type": _MEDIA_TYPE,
    "encoding": _ENCODING,
    "response": _RESPONSE,
    "security scheme": _SECURITY_SCHEME,
    "reference": _REFERENCE,
    "schema": SCHEMA,
    "discriminator": DISCRIMINATOR,
}
"""The keywords of each kind of object, by its name in messages."""

MAPS: Final = frozenset(
    name for one in TABLES.values() for name, each in one.items() if each.form in ("map", "names")
)
"""The keywords whose value has names that are not keywords."""

ITEM_SCHEMA: Final = "item schema"
_ITEM: Final[Table] = table(
    dict(SCHEMA),
    read("allOf", "anyOf", "oneOf", since="3.0", form="list", holds=ITEM_SCHEMA),
    read("properties", since="3.0", form="map", holds=ITEM_SCHEMA),
    read("contentSchema", since="3.1", form="one", holds="schema"),
)
_STREAM: Final[Table] = table(
    dict(_MEDIA_TYPE), read("itemSchema", since="3.2", form="one", holds=ITEM_SCHEMA)
)
CHECKED: Final[Mapping[str, Table]] = {**TABLES, "media type": _STREAM, ITEM_SCHEMA: _ITEM}
"""The tables for a check: the schema of an event says what the text of a field holds."""

"""The fields of the objects of OpenAPI 3.0 to 3.2, but for the keywords of schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.vocabulary.keyword import degraded, read, table, unused
from generator.vocabulary.schema_keywords import DISCRIMINATOR, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.vocabulary.keyword import Table

_ANNOTATION: Final = "an annotation"
_REFERRED: Final = "only references use what is in it"
_HEADERS: Final = "`.raw` has every header of a response, as text"
_NOT_FETCHED: Final = "opgen fetches no tokens; a call takes one"
_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_EXAMPLES: Final = unused("example", "examples", since="3.0", note=_ANNOTATION)

_ROOT: Final = table(
    read("openapi", since="3.0"),
    read("$self", since="3.2"),
    read("info", since="3.0", holds="info"),
    read("servers", since="3.0", holds="server", form="list"),
    read("paths", since="3.0"),
    read("webhooks", since="3.1"),
    read("components", since="3.0", holds="components"),
    read("security", since="3.0"),
    unused("jsonSchemaDialect", since="3.1", note="keywords of every draft are understood"),
    read("tags", since="3.0", note="they divide the operations, and describe modules"),
    unused("externalDocs", since="3.0", note=_ANNOTATION),
)
_INFO: Final = table(
    read("title", "version", since="3.0"),
    read("license", since="3.0", holds="license"),
    unused("description", "termsOfService", "contact", since="3.0", note=_ANNOTATION),
    unused("summary", since="3.1", note=_ANNOTATION),
)
_LICENSE: Final = table(
    read("name", "url", since="3.0"), unused("identifier", since="3.1", note=_ANNOTATION)
)
_SERVER: Final = table(
    read("url", since="3.0"),
    read("variables", since="3.0", holds="server variable", form="map"),
    read("description", since="3.0"),
    read("name", since="3.2"),
)
_SERVER_VARIABLE: Final = table(
    read("default", "enum", "description", since="3.0"),
)
_COMPONENTS: Final = table(
    read("schemas", "responses", "parameters", "requestBodies", since="3.0"),
    read("securitySchemes", since="3.0", holds="security scheme", form="map"),
    read("pathItems", since="3.1"),
    read("mediaTypes", since="3.2"),
    unused("examples", since="3.0", note=_ANNOTATION),
    unused("headers", since="3.0", note=_HEADERS),
    unused("links", since="3.0", note=_REFERRED),
    unused("callbacks", since="3.0", note=_REFERRED),
)
_PATH_ITEM: Final = table(
    read("$ref", since="3.0"),
    read(*_METHODS, since="3.0"),
    read("query", "additionalOperations", since="3.2"),
    read("parameters", since="3.0", holds="parameter", form="list"),
    read("servers", since="3.0", holds="server", form="list"),
    read("summary", "description", since="3.0", note="of an operation without its own"),
)
_OPERATION: Final = table(
    read("operationId", "summary", "description", "deprecated", "tags", since="3.0"),
    read("parameters", since="3.0", holds="parameter", form="list"),
    read("requestBody", since="3.0", holds="request body"),
    read("responses", since="3.0", holds="response", form="map"),
    read("security", since="3.0"),
    read("servers", since="3.0", holds="server", form="list"),
    degraded("callbacks", since="3.0", note="requests of the service", code="callback"),
    unused("externalDocs", since="3.0", note=_ANNOTATION),
)
_PARAMETER: Final = table(
    read("name", "in", "description", "required", "deprecated", since="3.0"),
    read("style", "explode", "allowReserved", since="3.0"),
    read("schema", since="3.0", holds="schema"),
    read("content", since="3.0", holds="media type", form="map"),
    read("example", since="3.0"),
    unused("examples", since="3.0", note=_ANNOTATION),
    unused("allowEmptyValue", since="3.0", note="an empty string is sent as it is"),
)
_HEADER: Final = table(
    unused("description", "required", "deprecated", since="3.0", note=_HEADERS),
    unused("style", "explode", "allowReserved", since="3.0", note=_HEADERS),
    unused("allowEmptyValue", since="3.0", note=_HEADERS),
    unused("schema", "content", since="3.0", note=_HEADERS),
    _EXAMPLES,
)
_REQUEST_BODY: Final = table(
    read("required", "description", since="3.0"),
    read("content", since="3.0", holds="media type", form="map"),
)
_MEDIA_TYPE: Final = table(
    read("schema", since="3.0", holds="schema"),
    read("itemSchema", since="3.2", holds="schema"),
    read("encoding", since="3.0", holds="encoding", form="map"),
    read("itemEncoding", since="3.2", holds="encoding"),
    read("prefixEncoding", since="3.2", holds="encoding", form="list"),
    unused("description", since="3.2", note=_ANNOTATION),
    _EXAMPLES,
)
_ENCODING: Final = table(
    read("contentType", "style", "explode", "allowReserved", since="3.0"),
    degraded("headers", since="3.0", note="headers of the part; they are not sent"),
    degraded(
        "encoding", "itemEncoding", "prefixEncoding", since="3.2", note="parts within the part"
    ),
)
_RESPONSE: Final = table(
    read("description", since="3.0", note="of an error"),
    read(
        "content",
        since="3.0",
        holds="media type",
        form="map",
        note="of a success; an error has its content as JSON or text",
    ),
    read("headers", since="3.0", note="for the name of a request ID; `.raw` has all, as text"),
    unused("links", since="3.0", note="the operation that a link names has a function"),
    unused("summary", since="3.2", note=_ANNOTATION),
)
_SECURITY_SCHEME: Final = table(
    read("type", "name", "in", "scheme", "description", since="3.0"),
    unused("bearerFormat", since="3.0", note="a token is sent as it is"),
    unused("flows", "openIdConnectUrl", since="3.0", note=_NOT_FETCHED),
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

ITEM_SCHEMA: Final = "item schema"
_ITEM: Final[Table] = table(
    dict(SCHEMA),
    read("allOf", "anyOf", "oneOf", since="3.0", holds=ITEM_SCHEMA, form="list"),
    read("properties", since="3.0", holds=ITEM_SCHEMA, form="map"),
    read("contentSchema", since="3.1", holds="schema"),
)
_STREAM: Final[Table] = table(dict(_MEDIA_TYPE), read("itemSchema", since="3.2", holds=ITEM_SCHEMA))
CHECKED: Final[Mapping[str, Table]] = {**TABLES, "media type": _STREAM, ITEM_SCHEMA: _ITEM}
"""The tables for a check: the schema of an event says what the text of a field holds."""

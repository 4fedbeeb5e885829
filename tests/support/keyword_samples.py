"""A part of a document for each keyword that opgen reads."""

from generator.places import METHODS
from support.documents import ref, thing

STRING = {"type": "string"}
LIST = {"type": "array", "items": STRING}
BINARY = {"type": "string", "format": "binary"}
A = {**thing(a=STRING), "required": ["a"]}
B = {**thing(b=STRING), "required": ["b"]}

_SORT = {"propertyName": "sort"}
_MAPPING = {"c": "#/components/schemas/Cat", "d": "#/components/schemas/Dog"}

SCHEMAS = {
    "$ref components": {
        "Other": thing(x=STRING),
        "Cat": thing(sort=STRING, a=STRING),
        "Dog": thing(sort=STRING, b=STRING),
    },
    "$ref": ref("Other"),
    "$anchor": thing(x={"$ref": "#here"}, y={"$anchor": "here", **thing(a=STRING)}),
    "$id": thing(x={"$ref": "here.json"}, y={"$id": "here.json", **thing(a=STRING)}),
    "$dynamicAnchor": {"$dynamicAnchor": "node", **thing(x={"$dynamicRef": "#node"})},
    "$dynamicRef": {"$dynamicAnchor": "node", **thing(x={"$dynamicRef": "#node"})},
    "$recursiveAnchor": {"$recursiveAnchor": True, **thing(x={"$recursiveRef": "#"})},
    "$recursiveRef": {"$recursiveAnchor": True, **thing(x={"$recursiveRef": "#"})},
    "type": {"type": "integer"},
    "format": {"type": "string", "format": "uuid"},
    "enum": {"type": "string", "enum": ["a", "b"]},
    "const": {"type": "string", "const": "a"},
    "default": thing(x={**STRING, "default": "a"}),
    "required": {**thing(x=STRING), "required": ["x"]},
    "nullable": thing(x={**STRING, "nullable": True}),
    "allOf": {"allOf": [A, B]},
    "anyOf": {"anyOf": [A, B]},
    "oneOf": {"oneOf": [A, B]},
    "properties": thing(x=STRING),
    "additionalProperties": {"type": "object", "additionalProperties": STRING},
    "items": LIST,
    "patternProperties": {"type": "object", "patternProperties": {"^x": STRING}},
    "prefixItems": {"type": "array", "prefixItems": [STRING, {"type": "integer"}]},
    "unevaluatedItems": {"type": "array", "unevaluatedItems": STRING},
    "unevaluatedProperties": {"type": "object", "unevaluatedProperties": STRING},
    "contentEncoding": {"contentEncoding": "base64"},
    "contentMediaType": {"contentMediaType": "text/plain"},
    "discriminator": {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": _SORT},
    "title": {"oneOf": [{**A, "title": "first"}, {**thing(a=STRING, b=STRING), "title": "second"}]},
    "description": {**thing(x=STRING), "description": "What it is."},
    "deprecated": {**thing(x=STRING), "deprecated": True},
    "example": thing(x={**STRING, "example": "like this"}),
    "readOnly": thing(x={**STRING, "readOnly": True}, y=STRING),
    "writeOnly": thing(x={**STRING, "writeOnly": True}, y=STRING),
    "propertyName": {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": _SORT},
    "mapping": {
        "oneOf": [ref("Cat"), ref("Dog")],
        "discriminator": {**_SORT, "mapping": _MAPPING},
    },
    "defaultMapping": {
        "oneOf": [ref("Cat"), ref("Dog")],
        "discriminator": {**_SORT, "mapping": _MAPPING, "defaultMapping": "Cat"},
    },
}


def parameter(**found):
    return {"parameters": [{"name": "x", "in": "query", **found}]}


def body(media_type, **media):
    return {"requestBody": {"content": {media_type: media}}}


def form(encoding, media_type="application/x-www-form-urlencoded", **members):
    return body(media_type, schema=thing(**members), encoding=encoding)


def reply(media_type, **media):
    content = {media_type: media}
    return {"responses": {"200": {"description": "ok", "content": content}}}


OPERATIONS = {
    ("components", ""): {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "parameters": {"P": {"name": "p", "in": "query", "schema": STRING}},
    },
    ("operation", "operationId"): {"operationId": "named_by_id"},
    ("operation", "summary"): {"summary": "What it does"},
    ("operation", "description"): {"description": "What it does at length"},
    ("operation", "deprecated"): {"deprecated": True},
    ("operation", "parameters"): parameter(schema=STRING),
    ("operation", "requestBody"): body("application/json", schema=STRING),
    ("operation", "responses"): reply("application/json", schema=STRING),
    ("operation", "security"): {"security": [{"key": []}]},
    ("operation", "servers"): {"servers": [{"url": "https://other.test"}]},
    ("parameter", "name"): parameter(schema=STRING),
    ("parameter", "in"): parameter(schema=STRING),
    ("parameter", "description"): parameter(schema=STRING, description="An X."),
    ("parameter", "required"): parameter(schema=STRING, required=True),
    ("parameter", "deprecated"): parameter(schema=STRING, deprecated=True),
    ("parameter", "style"): parameter(schema=LIST, style="pipeDelimited", explode=False),
    ("parameter", "explode"): parameter(schema=LIST, explode=False),
    ("parameter", "allowReserved"): parameter(schema=STRING, allowReserved=True),
    ("parameter", "schema"): parameter(schema={"type": "integer"}),
    ("parameter", "content"): parameter(content={"application/json": {"schema": A}}),
    ("parameter", "example"): parameter(schema=STRING, example="x1"),
    ("request body", "required"): {
        "requestBody": {"required": True, "content": {"application/json": {"schema": STRING}}}
    },
    ("request body", "description"): {
        "requestBody": {"description": "It.", "content": {"application/json": {"schema": STRING}}}
    },
    ("request body", "content"): body("application/json", schema=STRING),
    ("media type", "schema"): body("application/json", schema=A),
    ("media type", "itemSchema"): reply("application/jsonl", itemSchema=A),
    ("media type", "encoding"): form({"x": {"style": "deepObject"}}, x=A),
    ("media type", "itemEncoding"): body(
        "multipart/mixed", itemSchema=A, itemEncoding={"contentType": "application/xml"}
    ),
    ("media type", "prefixEncoding"): body(
        "multipart/mixed", itemSchema=A, prefixEncoding=[{"contentType": "application/xml"}]
    ),
    ("encoding", "contentType"): form(
        {"x": {"contentType": "text/csv"}}, "multipart/form-data", x=BINARY
    ),
    ("encoding", "style"): form({"x": {"style": "deepObject"}}, x=A),
    ("encoding", "explode"): form({"x": {"explode": False}}, x=LIST),
    ("encoding", "allowReserved"): form({"x": {"allowReserved": True}}, x=STRING),
    ("response", "description"): {"responses": {"404": {"description": "No such thing."}}},
    ("response", "content"): reply("application/json", schema=STRING),
    ("reference", "$ref"): {"parameters": [{"$ref": "#/components/parameters/P"}]},
    ("reference", "description"): {
        "parameters": [{"$ref": "#/components/parameters/P", "description": "Another text."}]
    },
}
_GET = {"responses": {}}
PATH_ITEMS = {
    ("path item", "$ref"): {"$ref": "#/paths/~1pathxitemxget"},
    ("path item", "parameters"): {"get": _GET, **parameter(schema=STRING)},
    ("path item", "servers"): {"get": _GET, "servers": [{"url": "https://other.test"}]},
    ("path item", "summary"): {"get": _GET, "summary": "What it does"},
    ("path item", "description"): {"get": _GET, "description": "What it does at length"},
    ("path item", "additionalOperations"): {"get": _GET, "additionalOperations": {"COPY": _GET}},
    **{("path item", method): {method: _GET, "summary": "x"} for method in METHODS},
}
_SCHEME = {"type": "apiKey", "in": "header", "name": "X-Key", "description": "A key."}
_BASIC = {"type": "http", "scheme": "basic"}
_OAUTH = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/t", "scopes": {}}}}


def scheme(one):
    return {"security": [{"key": []}], "components": {"securitySchemes": {"key": one}}}


_HOOK = {"requestBody": {"content": {"application/json": {"schema": A}}}}
_SERVER = {"url": "https://{at}.test", "variables": {"at": {"default": "here"}}}
_CHOICE = {
    "url": "https://{at}.test",
    "variables": {"at": {"default": "here", "enum": ["here", "there"], "description": "Where."}},
}
_INFO = {"title": "An API", "version": "7", "license": {"name": "MIT", "url": "https://mit.test"}}
_DECLARED = {"200": {"description": "ok", "headers": {"X-Acme-Request-Id": {}}}}
_A = "/components/schemas/A"
ROOTS = {
    ("document", "$self"): {
        "$self": "https://a.test/doc.json",
        "paths": {"/a": {"get": reply("application/json", schema={"$ref": f"doc.json#{_A}"})}},
        "components": {"schemas": {"A": A}},
    },
    ("document", "servers"): {"servers": [{"url": "https://here.test"}]},
    ("document", "webhooks"): {"webhooks": {"made": {"post": _HOOK}}},
    ("document", "security"): scheme(_SCHEME),
    ("document", "tags"): {
        "paths": {"/a": {"get": {"tags": ["A"], "responses": {}}}},
        "tags": [{"name": "A", "description": "What it is."}],
    },
    ("response", "headers"): {"paths": {"/a": {"get": {"responses": _DECLARED}}}},
    ("info", "title"): {"info": _INFO},
    ("info", "version"): {"info": _INFO},
    ("info", "license"): {"info": _INFO},
    ("license", "name"): {"info": _INFO},
    ("license", "url"): {"info": _INFO},
    ("server", "url"): {"servers": [_SERVER]},
    ("server", "variables"): {"servers": [_SERVER]},
    ("server", "name"): {"servers": [{**_SERVER, "name": "main"}, {"url": "https://b.test"}]},
    ("server", "description"): {
        "servers": [{**_SERVER, "description": "Main"}, {"url": "https://b.test"}]
    },
    ("server variable", "default"): {"servers": [_SERVER]},
    ("server variable", "enum"): {"servers": [_CHOICE]},
    ("server variable", "description"): {"servers": [_CHOICE]},
    ("security scheme", "type"): scheme(_SCHEME),
    ("security scheme", "name"): scheme(_SCHEME),
    ("security scheme", "in"): scheme(_SCHEME),
    ("security scheme", "description"): scheme({**_SCHEME, "description": "The key."}),
    ("security scheme", "scheme"): scheme(_BASIC),
    ("security scheme", "flows"): scheme(_OAUTH),
}

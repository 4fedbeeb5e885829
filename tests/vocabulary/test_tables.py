"""The tables have every keyword of the official schemas of OpenAPI and JSON Schema."""

import json
from importlib.resources import files

import pytest

from generator.vocabulary.openapi_fields import TABLES

# The definitions of the official schemas, in the words of the tables.
_OBJECTS = {
    "": "document",
    "info": "info",
    "license": "license",
    "server": "server",
    "servervariable": "server variable",
    "components": "components",
    "pathitem": "path item",
    "operation": "operation",
    "parameter": "parameter",
    "header": "header",
    "requestbody": "request body",
    "mediatype": "media type",
    "encoding": "encoding",
    "response": "response",
    "securityscheme": "security scheme",
    "apikeysecurityscheme": "security scheme",
    "httpsecurityscheme": "security scheme",
    "oauth2securityscheme": "security scheme",
    "openidconnectsecurityscheme": "security scheme",
    "reference": "reference",
    "schema": "schema",
    "discriminator": "discriminator",
}
# Objects in which opgen reads nothing, or whose keys are names.
_NOT_READ = {
    "callback", "callbacks", "contact", "example", "link", "tag", "xml", "paths", "responses",
    "content", "examples", "examplexorexamples", "schemaxorcontent", "parameterlocation",
    "parameters", "securityrequirement", "specificationextensions", "mapofstrings",
    "explodeforform", "externaldocumentation", "oauthflows", "implicitoauthflow",
    "passwordoauthflow", "clientcredentialsflow", "authorizationcodeoauthflow",
}  # fmt: skip


def official(version):
    text = files("openapi_spec_validator") / f"resources/schemas/v{version}/schema.json"
    return json.loads(text.read_text(encoding="utf-8"))


def keywords(schema):
    """The names of members anywhere in a definition, but not of the objects in it."""
    if isinstance(schema, list):
        return {name for one in schema for name in keywords(one)}
    if not isinstance(schema, dict):
        return set()
    own = set(schema.get("properties", {})) if isinstance(schema.get("properties"), dict) else set()
    inner = (one for key, one in schema.items() if key not in ("properties", "$defs"))
    return own | {name for one in inner for name in keywords(one)}


@pytest.mark.parametrize("version", ["3.0", "3.1", "3.2"])
def test_every_official_keyword_is_in_a_table(version):
    schema = official(version)
    definitions = schema.get("$defs") or schema["definitions"]
    root = {key: one for key, one in schema.items() if key not in ("$defs", "definitions")}
    missing = {}
    for name, definition in {"": root, **definitions}.items():
        plain = name.replace("-", "").lower()
        if plain not in _NOT_READ and not name.endswith("-or-reference"):
            known = set(TABLES[_OBJECTS[plain]])
            missing[name] = keywords(definition) - known
    assert not any(missing.values()), missing


def test_every_keyword_of_json_schema_is_in_the_table():
    schemas = files("jsonschema_specifications") / "schemas"
    metaschemas = [schemas / draft / "metaschema.json" for draft in ("draft4", "draft6", "draft7")]
    vocabularies = [*(schemas / "draft201909" / "vocabularies").iterdir()]
    vocabularies += (schemas / "draft202012" / "vocabularies").iterdir()
    oas = files("openapi_schema_validator") / "schemas/oas3.2/meta/2025-09-17.json"
    known = {
        name
        for path in (*metaschemas, *vocabularies, oas)
        for name in json.loads(path.read_text(encoding="utf-8"))["properties"]
    }
    assert known - set(TABLES["schema"]) == set()


def test_what_has_no_effect_or_is_degraded_has_its_reason():
    for table in TABLES.values():
        for name, keyword in table.items():
            assert keyword.effect == "read" or keyword.note, name
            is_followed = keyword.holds and keyword.effect == "read" and keyword.is_checked
            assert not is_followed or keyword.holds in TABLES

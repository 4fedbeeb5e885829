"""Two documents in, the changes between them out, as the command line prints them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from generator.diff.formats import SCHEMA
from support.command import opgen
from support.documents import STRING, document_of, operation, ref, tagged, thing

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

THING = ref("Thing")
INTEGER = {"type": "integer"}
A, B, C = (thing(**{name: STRING}) for name in "abc")
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def run(folder: Path, old: str, new: str, *options: str) -> Result:
    """Run `opgen diff` on the texts of two documents."""
    before, after = folder / "old.yaml", folder / "new.yaml"
    before.write_text(old)
    after.write_text(new)
    return opgen("diff", before, after, "--all", *options)


def difference(folder: Path, old: str, new: str, *options: str) -> dict:
    """Return what `opgen diff --format json` prints, as its schema describes it."""
    done = run(folder, old, new, "--format", "json", *options)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    VALIDATOR.validate(found)
    return found


def changes(folder: Path, old: object, new: object, *options: str) -> list[dict]:
    """Return the changes between two documents, given as values."""
    texts = [json.dumps(one) for one in (old, new)]
    return difference(folder, *texts, *options)["changes"]


def described(found: list[dict]) -> list[str]:
    """Say each change in one line: how bad, its code, and its text."""
    return [
        f"{one['kind'] if one['certain'] else 'may break'} {one['code']} "
        f"{one['subject']}: {one['message']}"
        for one in found
    ]


def both_ways(schema: object) -> dict:
    """A document with a schema `Thing`, sent in a list and answered."""
    listed = {"type": "object", "properties": {"things": {"type": "array", "items": THING}}}
    return document_of(operation(body=listed, reply=THING), {"Thing": schema})


def sent(schema: object, **schemas: object) -> dict:
    """A document where the argument `x` has this schema."""
    body = {"type": "object", "properties": {"x": schema}}
    return document_of(operation(body=body), schemas)


def answered(schema: object, **schemas: object) -> dict:
    """A document where a response has this schema."""
    return document_of(operation(reply=schema), schemas)


def constants(*values):
    return {"type": "string", "enum": list(values)}


def lists(items):
    return {"type": "array", "items": items}


def parameter(name, schema=STRING, place="query", **more):
    return {"name": name, "in": place, "schema": schema, **more}


def needs(name, schema=STRING, place="query"):
    return parameter(name, schema, place, required=True)


def takes(*parameters, body=None):
    return document_of(operation(*parameters, body=body), {})


def requires(schema, *names):
    return {**schema, "required": list(names)}


def at(path, made=None, **more):
    document = document_of(None, {})
    return {**document, "paths": {path: {"post": made or operation()}}, **more}


def calls(url):
    return {**takes(), "servers": [{"url": url}]}


def keys(*names):
    schemes = {name: {"type": "apiKey", "in": "header", "name": name} for name in names}
    return {
        **takes(),
        "components": {"securitySchemes": schemes},
        "security": [{name: [] for name in schemes}],
    }


def streaming(*events):
    made = operation()
    made["responses"]["200"]["content"] = {
        "text/event-stream": {"schema": {"oneOf": [ref(name) for name in events]}}
    }
    return document_of(made, {name: tagged(name) for name in events})


def paged(has_more=True):
    page = {"data": lists(ref("Thing")), "has_more": {"type": "boolean"}, "last_id": STRING}
    page = page if has_more else {"data": lists(ref("Thing"))}
    items = {"Thing": requires(thing(id=STRING), "id")}
    made = operation(parameter("after"), reply=requires(thing(**page), *page))
    document = document_of(None, items)
    return {**document, "paths": {"/x": {"get": made}}}


def hooks(*names):
    schemas = {name.title(): tagged(name) for name in names}
    content = {name: {"application/json": {"schema": ref(name.title())}} for name in names}
    brought = {
        name: {"post": {"requestBody": {"content": content[name]}, "responses": {}}}
        for name in names
    }
    return {**document_of(operation(), schemas), "webhooks": brought}


def named(text, **more):
    return document_of({**operation(parameter("x", description=text)), **more}, {})


def any_of(*branches: object) -> dict:
    return {"anyOf": list(branches)}

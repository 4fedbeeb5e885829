"""Small schemas with so many paths through them that no generator can follow each."""

from support import documents
from support.documents import json, ref, tagged


def text(name):
    return {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}


def levels(schema, end, count=26):
    """Schemas of which each holds the next, by however many ways."""
    return {**{f"N{n}": schema(n, ref(f"N{n + 1}")) for n in range(count)}, f"N{count}": end}


def pair(number):
    """An object that any two others share constants with."""
    members = {f"t{n}": {"enum": ["a", "bc"[number >> n & 1]]} for n in range(12)}
    return {"type": "object", "required": list(members), "properties": members}


BOMBS = {
    "unions that meet again": levels(lambda n, more: {"oneOf": [more, more, text(f"k{n}")]}, {}),
    "unions of conjunctions": levels(
        lambda n, more: {"anyOf": [more, {"allOf": [more, text(f"k{n}")]}]}, text("z"), 20
    ),
    "conjunctions of unions": levels(
        lambda n, more: {"allOf": [{"oneOf": [more, text(f"{k}{n}")]} for k in "kl"]}, text("z")
    ),
    "conjunctions that meet again": levels(lambda _, more: {"allOf": [more, more]}, text("z")),
    "many unions at once": {
        "N0": {"allOf": [{"oneOf": [text(f"a{n}"), text(f"b{n}")]} for n in range(30)]}
    },
    "tags within tags": levels(lambda n, more: {"oneOf": [more, tagged(f"m{n}")]}, tagged("z")),
    "tags that meet again": {
        **levels(lambda n, more: {"oneOf": [more, ref(f"N{n + 2}"), tagged(f"m{n}")]}, tagged("z")),
        "N27": tagged("y"),
    },
    "very many constants": {"N0": {"enum": [f"value {n}" for n in range(30_000)]}},
    "tags that tell little": {"N0": {"oneOf": [pair(n) for n in range(60)]}},
}


def document(schemas, groups=("things",)):
    paths = {
        f"/{group}/one": {
            "post": {
                "operationId": f"send{number}",
                "requestBody": {"content": json(ref("N0"))},
                "responses": {"200": {"content": json(ref("N0"))}},
            }
        }
        for number, group in enumerate(groups)
    }
    return documents.document(paths, schemas)

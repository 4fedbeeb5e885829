"""References by `$id`, `$anchor` and pointer, compared with the library `referencing`."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from generator.diagnostics import DiagnosticLog
from generator.document.document import load
from generator.document.resolve import Resolver

IDS = [
    "a", "b/", "b/c", "../d", "./e?f", "/g/h", "//i.example/j", "https://k.example", "urn:l:m",
    "https://k.example/n/o", "https://k.example/n/p#", "%71", "tag:r.example,2026:s",
]  # fmt: skip
NAMES = "xyz"


@st.composite
def schemas(draw):
    """A tree of schemas with `$id`s and anchors, each of them once, and references."""
    ids = iter(draw(st.permutations(IDS)))
    pointers: list[str] = []

    def schema(depth, pointer):
        number = len(pointers)
        pointers.append(pointer)
        made = {"title": str(number), "$anchor": f"a{number}"}
        if pointer and draw(st.booleans()) and (own := next(ids, None)):
            made["$id"] = own
        names = draw(st.sets(st.sampled_from(NAMES), max_size=3 if depth else 0))
        made["$defs"] = {
            name: schema(depth - 1, f"{pointer}/$defs/{name}") for name in sorted(names)
        }
        return made

    root = schema(3, "")
    anchors = [f"#a{number}" for number in range(len(pointers))]
    inner = [f"#/$defs/{name}" for name in NAMES]
    fragment = st.sampled_from(["", "#", *anchors, *inner, *(f"#{one}" for one in pointers)])
    base = st.sampled_from(["", *(one.removesuffix("#") for one in IDS)])

    def add_references(one):
        one["properties"] = {"p": {"$ref": draw(base) + draw(fragment)}}
        for child in one["$defs"].values():
            add_references(child)

    add_references(root)
    return root


def expected(root, uri):
    """Each reference by its pointer, with the title of its target or None, by the library."""
    registry = Registry().with_resource(uri, Resource(root, DRAFT202012)).crawl()
    waiting = [((), root, registry.resolver(uri))]
    while waiting:
        pointer, one, resolver = waiting.pop()
        for name, child in one["$defs"].items():
            within = resolver.in_subresource(Resource(child, DRAFT202012))
            waiting.append(((*pointer, "$defs", name), child, within))
        try:
            title = resolver.lookup(one["properties"]["p"]["$ref"]).contents.get("title")
        except Unresolvable:
            title = None
        yield (*pointer, "properties", "p"), title


@settings(deadline=None, max_examples=300)
@given(root=schemas())
def test_what_the_library_finds_is_found(tmp_path_factory, root):
    path = tmp_path_factory.mktemp("judged") / "schema.json"
    path.write_text(json.dumps(root))
    log = DiagnosticLog()
    document = load(path, log)
    resolver = Resolver(log)
    for pointer, title in expected(root, path.as_uri()):
        target = resolver.resolve(document.root.get(*pointer), "schema")
        if title is not None:
            assert target is not None, pointer
            assert target.text("title") == title
    assert log.errors == 0

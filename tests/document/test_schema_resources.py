"""References by `$self`, `$id` and anchors (JSON Schema 2020-12, 8.2; OpenAPI 3.2, 4.6)."""

import pytest

from generator.diagnostics import DiagnosticLog
from generator.document.document import load
from generator.document.resolve import Resolver


@pytest.fixture
def resolve(tmp_path):
    """Resolve the member `start` of each schema of a document; the `title`s of the targets."""

    def resolve(text, **files):
        for name, content in files.items():
            path = tmp_path / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        spec = tmp_path / "spec.yaml"
        spec.write_text(text)
        log = DiagnosticLog()
        root = load(spec, log).root
        resolver = Resolver(log)
        schemas = root.members("components", "schemas")
        targets = {
            name: resolver.resolve(one["start"]) for name, one in schemas if one.get("start")
        }
        codes = [one.code for one in log.diagnostics]
        return {name: one and one.text("title") for name, one in targets.items()}, codes

    return resolve


def schemas(*lines, head="openapi: 3.2.0"):
    return "\n".join([head, "components:", "  schemas:", *(f"    {line}" for line in lines)])


@pytest.mark.parametrize(
    ("own", "reference"),
    [
        ("https://s.example/a", "https://s.example/b"),
        ("https://s.example/a", "b"),
        ("https://s.example/a", "./b#"),
        ("https://s.example/a", "/b"),
        ("https://s.example/x/a", "../b"),
        ("https://s.example/a?x", "//s.example/b"),
        ("urn:example:a", "https://s.example/b"),
    ],
)
def test_an_id_is_a_target_and_a_base(resolve, own, reference):
    found, codes = resolve(
        schemas(
            f"A: {{$id: '{own}', start: {{$ref: '{reference}'}}}}",
            "B: {$id: 'https://s.example/b', title: b}",
        )
    )
    assert (found, codes) == ({"A": "b"}, [])


@pytest.mark.parametrize(
    "reference",
    ["/schemas/b", "b", "#/$defs/B", "/schemas/b#", "b#named", "/schemas/a#/$defs/B", "#named"],
)
def test_ids_relative_to_the_document_and_schemas_within_schemas(resolve, reference):
    found, codes = resolve(
        schemas(
            f"A: {{$id: /schemas/a, start: {{$ref: '{reference}'}}, $defs: {{B: {{$ref: b}}}}}}",
            "B: {$id: /schemas/b, title: b, $anchor: named}",
        )
    )
    assert (found, codes) == ({"A": "b"}, [])


def test_a_pointer_is_relative_to_the_nearest_resource(resolve):
    found, codes = resolve(
        "$defs: {B: {title: outer}}\n"
        + schemas(
            "A: {$id: a, start: {$ref: '#/$defs/B'}, $defs: {B: {title: inner}}}",
            "C: {start: {$ref: '#/$defs/B'}}",
            "D: {$id: d, start: {$ref: '#/components/schemas/E'}}",
            "E: {title: e}",
        )
    )
    assert (found, codes) == ({"A": "inner", "C": "outer", "D": "e"}, [])


def test_an_anchor_is_that_of_the_nearest_resource(resolve):
    found, codes = resolve(
        schemas(
            "A: {$id: a, start: {$ref: '#x'}, $defs: {X: {$anchor: x, title: in a}}}",
            "B: {$id: b, start: {$ref: 'a#x'}, $defs: {X: {$dynamicAnchor: x, title: in b}}}",
            "C: {start: {$ref: 'b#x'}}",
            "D: {$id: d, title: in d, $dynamicAnchor: x, start: {$dynamicRef: '#x'}}",
            "E: {start: {$ref: '#old'}, $defs: {Old: {$id: '#old', title: old}}}",
            "F: {start: {$ref: 'a#%78'}}",
        )
    )
    assert codes == []
    assert found == {"A": "in a", "B": "in a", "C": "in b", "D": "in d", "E": "old", "F": "in a"}


def test_data_and_names_are_no_ids(resolve):
    found, codes = resolve(
        schemas(
            "A: {start: {$ref: x}, example: {$id: x}, default: {$id: x}, const: {$id: x}}",
            "B: {start: {$ref: 'y'}, properties: {default: {$id: y, title: y}, $id: {}}}",
        )
    )
    assert (found, codes) == ({"A": None, "B": "y"}, ["unresolved-ref"])


@pytest.mark.parametrize(
    "reference",
    [
        "https://s.example/api/spec#/components/schemas/B",
        "spec#/components/schemas/B",
        "/api/spec#/components/schemas/B",
        "#/components/schemas/B",
        "spec.yaml#/components/schemas/B",
    ],
)
def test_the_document_names_itself(resolve, reference):
    head = "openapi: 3.2.0\n$self: https://s.example/api/spec"
    found, codes = resolve(
        schemas(f"A: {{start: {{$ref: '{reference}'}}}}", "B: {title: b}", head=head)
    )
    assert (found, codes) == ({"A": "b"}, [])


@pytest.mark.parametrize(
    "reference",
    ["schemas/b.yaml", "https://s.example/api/schemas/b.yaml", "/api/schemas/b.yaml#/$defs/B"],
)
def test_files_next_to_a_document_that_names_itself(resolve, reference):
    head = "openapi: 3.2.0\n$self: https://s.example/api/spec.yaml"
    found, codes = resolve(
        schemas(f"A: {{start: {{$ref: '{reference}'}}}}", head=head),
        schemas__b="title: b\n$defs: {B: {title: b}}",
    )
    assert (found, codes) == ({"A": "b"}, [])


def test_files_that_name_themselves_are_found_by_that_name_and_by_their_own(resolve):
    found, codes = resolve(
        schemas(
            "A: {start: {$ref: schemas/a.yaml}}",
            "B: {start: {$ref: 'https://s.example/b'}}",
            "C: {start: {$ref: 'schemas/c.yaml'}}",
        ),
        schemas__a="$id: https://s.example/a.yaml\n$ref: c.yaml\n$defs: {B: {$id: b, title: b}}",
        schemas__c="$id: https://s.example/c.yaml\ntitle: c",
    )
    assert (found, codes) == ({"A": "c", "B": "b", "C": "c"}, [])


@pytest.mark.parametrize("own", ["http://[", "::", "#", "", "https://s.example/a b", "%zz", "\\0"])
def test_odd_ids_do_no_harm(resolve, own):
    found, codes = resolve(
        schemas(
            f"A: {{$id: '{own}', start: {{$ref: '#/$defs/B'}}, $defs: {{B: {{title: b}}}}}}",
            f"C: {{start: {{$ref: '{own}'}}}}",
        )
    )
    assert found["A"] == ("b" if own not in ("", "#") else None)
    assert set(codes) <= {"unresolved-ref", "remote-ref"}

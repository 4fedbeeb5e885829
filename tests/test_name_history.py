"""What was named once keeps its name, and what had a position keeps it: the lock remembers."""

from __future__ import annotations

import inspect
import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support import documents
from support.command import done
from support.documents import STRING, ref, thing
from support.packages import load

from generator.ir import Argument
from generator.name_history import PositionalArguments
from generator.naming import Identifier
from generator.schemas.shapes import Scalar
from generator.text import Untrusted
from generator.translate.positions import positional

TEXT = STRING
NUMBER = {"type": "integer"}


def document(schemas, body=None, path="/things"):
    """A document whose one operation answers with `Thing`."""
    operation = {
        "operationId": "getThing",
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": TEXT}
            for name in path.split("/{")[1:]
            for name in [name.split("}")[0]]
        ],
        "responses": {"200": {"description": "", "content": documents.json(ref("Thing"))}},
    }
    if body:
        operation["requestBody"] = {"content": documents.json(body)}
    return documents.document({path: {"post": operation}}, schemas)


@pytest.fixture
def generate(tmp_path, monkeypatch):
    """Generate a package again and again in one folder; give its modules."""
    monkeypatch.chdir(tmp_path)

    def run(content, *more):
        (tmp_path / "api.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
        done("generate", "api.yaml", "--all", "--output", "client", *more)
        return load(tmp_path / "client")

    return run


def members(package, name):
    return list(getattr(package.components, name).model_fields)


def test_a_new_schema_does_not_take_the_name_of_an_inline_one(generate):
    inline = thing(part=thing(size=NUMBER))
    assert members(generate(document({"Thing": inline})), "ThingPart") == ["size"]

    more = {
        "Thing": thing(part=thing(size=NUMBER), whole={"$ref": "#/components/schemas/ThingPart"})
    }
    package = generate(document({"ThingPart": thing(other=TEXT), **more}))
    assert members(package, "ThingPart") == ["size"]
    assert members(package, "ThingPartObject") == ["other"]
    assert package.components.Thing.model_fields["whole"].annotation == (
        package.components.ThingPartObject | None
    )


def test_a_variant_keeps_the_name_that_it_had_alone(generate):
    alone = thing(part={"anyOf": [TEXT, thing(size=NUMBER)]})
    assert members(generate(document({"Thing": alone})), "ThingPart") == ["size"]
    two = thing(part={"anyOf": [thing(other=TEXT), TEXT, thing(size=NUMBER)]})
    assert members(generate(document({"Thing": two})), "ThingPart") == ["size"]


def test_a_variant_that_comes_first_takes_no_name_of_another(generate):
    def variants(*kinds):
        each = [thing(kind={"const": "a"}, **{name: TEXT}) for name in kinds]
        return document({"Thing": thing(part={"oneOf": each})})

    before = generate(variants("one", "two"))
    names = {tuple(members(before, name)): name for name in dir(before.components) if "Part" in name
             and inspect.isclass(getattr(before.components, name))}  # fmt: skip
    after = generate(variants("zero", "two", "one"))
    for fields, name in names.items():
        assert tuple(members(after, name)) == fields


def test_a_name_stays_when_the_schema_that_was_before_it_goes(generate):
    first, second = thing(size=NUMBER), thing(other=TEXT)
    schemas = {"Thing": thing(**{"the-part": first, "the_part": second})}
    before = generate(document(schemas))
    names = {tuple(members(before, one)): one for one in ("ThingThePart", "ThingThePartObject")}
    assert set(names) == {("size",), ("other",)}
    after = generate(document({"Thing": thing(the_part=second)}))
    assert members(after, names["other",]) == ["other"]


def test_a_schema_of_another_spelling_keeps_its_name(generate):
    refers = {"$ref": "#/components/schemas/the-part"}
    before = generate(document({"Thing": thing(part=refers), "the-part": thing(size=NUMBER)}))
    assert members(before, "ThePart") == ["size"]
    also = {"$ref": "#/components/schemas/ThePart"}
    schemas = {
        "ThePart": thing(other=TEXT),
        "Thing": thing(part=refers, also=also),
        "the-part": thing(size=NUMBER),
    }
    assert members(generate(document(schemas)), "ThePart") == ["size"]


def test_a_schema_keeps_its_name_though_another_becomes_like_it(generate):
    def schemas(first):
        refers = {n: {"$ref": f"#/components/schemas/{n}"} for n in ("Part", "Part-2")}
        return document({"Thing": thing(**refers), "Part": first, "Part-2": thing(other=TEXT)})

    assert members(generate(schemas(thing(size=NUMBER))), "PartObject") == ["other"]
    assert members(generate(schemas(thing(other=TEXT))), "PartObject") == ["other"]


def test_a_schema_that_says_more_now_keeps_its_name(generate):
    generate(document({"Thing": thing(part=thing(size=NUMBER))}))
    package = generate(document({"Thing": thing(part=thing(size=NUMBER, other=TEXT))}))
    assert members(package, "ThingPart") == ["size", "other"]


def test_without_its_lock_a_package_gets_new_names(generate, tmp_path):
    generate(document({"Thing": thing(part=thing(size=NUMBER))}))
    (tmp_path / "client/opgen.lock").unlink()
    for path in sorted((tmp_path / "client").rglob("*.*")):
        path.unlink()
    refers = {"$ref": "#/components/schemas/ThingPart"}
    content = {"ThingPart": thing(other=TEXT), "Thing": thing(part=thing(size=NUMBER), all=refers)}
    assert members(generate(document(content)), "ThingPart") == ["other"]


@pytest.mark.parametrize(
    "name", ["import os", "x\nimport os", "List[int]", "str", "Model", "", "ä-"]
)
def test_a_lock_cannot_name_what_is_no_name(generate, tmp_path, name):
    content = document({"Thing": thing(part=thing(size=NUMBER))})
    generate(content)
    good = (tmp_path / "client/components.py").read_text()
    place = tmp_path / "client/opgen.lock"
    lock = json.loads(place.read_text())
    lock["names"] = [line.replace("ThingPart ", f"{name} ", 1) for line in lock["names"]]
    place.write_text(json.dumps(lock))
    generate(content)
    assert (tmp_path / "client/components.py").read_text() == good


def test_a_profile_goes_before_the_lock(generate, tmp_path):
    refers = {"$ref": "#/components/schemas/the-part"}
    content = document({"Thing": thing(part=refers), "the-part": thing(size=NUMBER)})
    assert members(generate(content), "ThePart") == ["size"]
    (tmp_path / "mine.toml").write_text('[names]\n"the-part" = "Piece"\n')
    assert members(generate(content, "--profile", "mine.toml"), "Piece") == ["size"]


def body(*required, **optional):
    members = {**dict.fromkeys(required, TEXT), **optional}
    return {"type": "object", "required": list(required), "properties": members}


def parameters(package):
    given = inspect.signature(package.get_thing).parameters.values()
    shown = [one for one in given if one.name not in ("base_url", "options", "stream_to")]
    return [one.name if one.kind is one.POSITIONAL_OR_KEYWORD else f"{one.name}=" for one in shown]


STEPS = {
    "another order of the document": (body("a", "b"), body("b", "a"), ["a", "b"]),
    "a new one": (body("a", "b"), body("c", "a", "b"), ["a", "b", "c"]),
    "one is gone": (body("a", "b"), body("b"), ["b"]),
    "one is gone and one is new": (body("a", "b"), body("c", "b"), ["b", "c="]),
    "the last is optional now": (body("a", "b"), body("a", b=TEXT), ["a", "b"]),
    "the first is optional now": (body("a", "b"), body("b", a=TEXT), ["b", "a="]),
    "one is required now": (body("a", b=TEXT), body("b", "a"), ["a", "b"]),
    "optional, and one is new": (body("a", "b"), body("a", "c", b=TEXT), ["a", "b", "c="]),
}


@pytest.mark.parametrize("name", STEPS)
def test_positions_stay(generate, name):
    before, after, expected = STEPS[name]
    schemas = {"Thing": thing(size=NUMBER)}
    generate(document(schemas, before))
    assert parameters(generate(document(schemas, after))) == expected


def test_a_parameter_of_a_path_that_is_called_otherwise_keeps_its_place(generate):
    schemas = {"Thing": thing(size=NUMBER)}
    generate(document(schemas, path="/things/{id}/parts/{part}"))
    after = generate(document(schemas, path="/things/{thing_id}/parts/{part_id}"))
    assert parameters(after) == ["thing_id", "part_id"]
    request = after.get_thing.request("x", "y")
    assert request.path == {"thing_id": "x", "part_id": "y"}


def test_a_newcomer_takes_no_position_with_a_name(generate):
    schemas = {"Thing": thing(size=NUMBER)}
    old, new = body("userId"), body("user-id", userId=TEXT)
    generate(document(schemas, old))
    package = generate(document(schemas, new))
    assert parameters(package) == ["user_id=", "user_id_="]
    with pytest.raises(TypeError):
        package.get_thing.request("u1")


def test_what_is_sent_by_one_name_in_two_places_keeps_both_positions(generate):
    schemas = {"Thing": thing(size=NUMBER)}
    content = document(schemas, body("id", "other"), path="/things/{id}")
    assert parameters(generate(content)) == ["id", "body_id", "other"]
    swapped = document(schemas, body("other", "id"), path="/things/{id}")
    assert parameters(generate(swapped)) == ["id", "body_id", "other"]


def test_an_argument_that_is_only_sent_by_another_name_keeps_its_position(generate):
    schemas = {"Thing": thing(size=NUMBER)}
    generate(document(schemas, body("userId")))
    assert parameters(generate(document(schemas, body("user_id")))) == ["user_id"]


def argument(name, *, required):
    return Argument(
        name=Identifier(name), wire=Untrusted(name), place="body", shape=Scalar("str"), node=None,
        type=None, required=required, description=Untrusted(""),
    )  # fmt: skip


def signature(order, required):
    """The signature of a function with these arguments, as it is printed."""
    named = [name for name in required if name not in order]
    kinds = [(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in order]
    kinds += [(name, inspect.Parameter.KEYWORD_ONLY) for name in named]
    empty = inspect.Parameter.empty
    return inspect.Signature([
        inspect.Parameter(name, kind, default=empty if required[name] else None)
        for name, kind in kinds
    ])  # fmt: skip


functions = st.dictionaries(st.sampled_from("abcdef"), st.booleans(), max_size=6)


@given(functions, functions, st.data())
def test_a_call_never_gives_an_argument_the_value_of_another(before, after, data):
    first = positional([argument(n, required=r) for n, r in before.items()], "/", None)
    old = signature(first, before)
    second = positional(
        [argument(n, required=r) for n, r in after.items()],
        "/",
        PositionalArguments("/", tuple(first), tuple(first)),
    )
    new = signature(second, after)

    count = data.draw(st.integers(0, len(first)))
    named = [name for name in before if name not in first[:count]]
    given_by_name = [n for n in named if before[n] or data.draw(st.booleans())]
    values, keywords = first[:count], {name: name for name in given_by_name}
    old.bind(*values, **keywords)
    try:
        bound = new.bind(*values, **keywords)
    except TypeError:
        return
    assert {name: value for name, value in bound.arguments.items() if name != value} == {}


def test_a_changed_schema_of_another_file_keeps_its_name(generate, tmp_path):
    content = document({})
    responses = content["paths"]["/things"]["post"]["responses"]
    responses["200"]["content"] = documents.json({"$ref": "parts.yaml#/Part"})
    for size in (TEXT, NUMBER):
        (tmp_path / "parts.yaml").write_text(yaml.safe_dump({"Part": thing(size=size)}))
        assert members(generate(content), "Part") == ["size"]

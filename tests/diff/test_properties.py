"""Random documents and random edits of them: what `opgen diff` reports is right."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.diff_documents import answered, any_of, changes, lists, parameter
from support.documents import NULL, document_of, operation, thing
from support.surface import Surface, check, packages

NAMES = ("one", "two", "three", "four")
PLAIN = st.sampled_from(
    [
        *({"type": kind} for kind in ("string", "integer", "number", "boolean")),
        *({"enum": [*values]} for values in ("a", "ab", "abc", (1, 2))),
    ]
)


def objects(inner):
    """Objects that say all of their members, some of which they need."""
    members = st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    return members.flatmap(
        lambda held: st.builds(
            lambda needed: {**thing(**held), "required": needed, "additionalProperties": False},
            st.lists(st.sampled_from(sorted(held) or [""]), unique=True).map(
                lambda names: [name for name in names if name in held]
            ),
        )
    )


SCHEMAS = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        inner.map(lists),
        inner.map(lambda one: {"type": "object", "additionalProperties": one}),
        inner.map(lambda one: any_of(one, NULL)),
        st.builds(any_of, inner, inner),
        objects(inner),
    ),
    max_leaves=4,
)
BODIES = objects(SCHEMAS)


def edited(schema):
    """Schemas made of one by a small edit, or by none."""
    edits = [st.just(schema), SCHEMAS, SCHEMAS.map(lambda more: any_of(schema, more))]
    if "anyOf" in schema:
        edits += [st.sampled_from(schema["anyOf"])]
    if len(schema.get("enum", ())) > 1:
        edits += [st.just({"enum": schema["enum"][1:]})]
    if "items" in schema:
        edits += [edited(schema["items"]).map(lists)]
    if schema.get("properties"):
        edits += [edited_body(schema)]
    return st.one_of(edits)


@st.composite
def edited_body(draw, body):
    """Bodies made of one: members come, go and change, and are needed or not."""
    members = dict(body["properties"])
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)):
        if name not in members:
            members[name] = draw(SCHEMAS)
        elif draw(st.booleans()):
            del members[name]
        else:
            members[name] = draw(edited(members[name]))
    needed = [name for name in body["required"] if name in members]
    for name in draw(st.lists(st.sampled_from(sorted(members) or [""]), max_size=1)):
        needed = [one for one in needed if one != name] if name in needed else [*needed, name]
    needed = [name for name in needed if name in members]
    return {**thing(**members), "required": needed, "additionalProperties": False}


PAIRS = BODIES.flatmap(lambda body: st.tuples(st.just(body), edited_body(body)))


def values(schema):
    """Values that a schema describes."""
    match schema:
        case {"enum": constants}:
            return st.sampled_from(constants)
        case {"anyOf": branches}:
            return st.one_of(map(values, branches))
        case {"items": inner}:
            return st.lists(values(inner), max_size=2)
        case {"properties": members, "required": needed}:
            return st.fixed_dictionaries(
                {name: values(members[name]) for name in needed},
                optional={name: values(one) for name, one in members.items() if name not in needed},
            )
        case {"additionalProperties": inner}:
            return st.dictionaries(st.sampled_from(NAMES), values(inner), max_size=2)
    kinds = {"string": st.sampled_from(["a", "z"]), "integer": st.integers(0, 3)}
    kinds |= {"number": st.sampled_from([1.5, 2]), "boolean": st.booleans(), "null": st.none()}
    return kinds[schema["type"]]


def sending(body):
    return document_of(operation(body=body), {})


def compared(old, new):
    with tempfile.TemporaryDirectory() as folder:
        return changes(Path(folder), old, new)


SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
quick = settings(max_examples=30, deadline=None, suppress_health_check=SLOW, derandomize=True)


@quick
@given(body=BODIES)
def test_a_document_does_not_differ_from_itself(body):
    assert compared(sending(body), sending(body)) == []
    assert compared(answered(body), answered(body)) == []


@settings(quick, max_examples=100)
@given(pair=PAIRS, data=st.data())
def test_a_call_that_nothing_breaks_is_right_for_the_later_document_too(pair, data):
    old, new = pair
    found = compared(sending(old), sending(new))
    if any(one["kind"] == "breaking" for one in found):
        return
    value = data.draw(values(old))
    Draft202012Validator(old).validate(value)
    Draft202012Validator(new).validate(value)


@settings(quick, max_examples=100)
@given(pair=PAIRS, data=st.data())
def test_a_response_that_nothing_breaks_is_one_that_the_earlier_document_had(pair, data):
    """But for members that are new, which no earlier code looks at."""
    old, new = pair
    found = compared(answered(old), answered(new))
    if any(one["kind"] == "breaking" for one in found):
        return
    value = data.draw(values(new))
    Draft202012Validator(opened(old)).validate(value)


def opened(schema):
    """A schema as a model reads it: members more are no harm, and one that is missing is None."""
    if isinstance(schema, list):
        return [opened(one) for one in schema]
    if not isinstance(schema, dict) or "enum" in schema:
        return schema
    open_one = {key: opened(value) for key, value in schema.items() if key != "required"}
    if "properties" not in schema:
        return open_one
    members = schema["properties"]
    needed = [
        name
        for name in schema["required"]
        if not Draft202012Validator(members[name]).is_valid(None)
    ]
    return {**open_one, "required": needed, "additionalProperties": True}


@settings(quick, max_examples=15)
@given(pair=PAIRS, asked=st.lists(st.sampled_from(NAMES), unique=True), needed=st.booleans())
def test_it_names_what_the_packages_have_and_nothing_else(pair, asked, needed):
    documents = [
        document_of(
            operation(
                *(parameter(f"q_{name}", required=needed and way) for name in asked[way:]),
                body=body,
                reply=body,
            ),
            {},
        )
        for way, body in enumerate(pair)
    ]
    with tempfile.TemporaryDirectory() as folder:
        made = [Surface(one) for one in packages(Path(folder), *documents)]
        check(changes(Path(folder), *documents), *made)

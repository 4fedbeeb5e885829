"""The JSON Schemas of profiles and of `[tool.opgen]` take what opgen takes, for an editor."""

from __future__ import annotations

import json
import tomllib

import jsonschema
import pytest
from support.command import done, opgen
from support.doc_pages import PAGES, ROOT, blocks

from generator import resources

KINDS = ("profile", "pyproject")


def validator(kind):
    return jsonschema.Draft7Validator(json.loads(done("schema", kind)))


def errors(kind, text):
    """Return where each mistake is, and which rule finds it."""
    return errors_of(kind, tomllib.loads(text))


def errors_of(kind, content):
    found = validator(kind).iter_errors(content)
    return sorted((list(one.absolute_path), one.validator) for one in found)


@pytest.mark.parametrize("kind", [*KINDS, "changes"])
def test_a_schema_is_valid_itself(kind):
    schema = json.loads(done("schema", kind))
    jsonschema.validators.validator_for(schema).check_schema(schema)


def test_there_is_no_other_schema():
    assert opgen("schema", "nothing").exit_code == 2


@pytest.mark.parametrize("name", [*resources.profile_names(), "docs/examples/tasks.toml"])
def test_a_profile_is_valid(name):
    path = ROOT / name if "/" in name else resources.profile_file(name)
    assert errors("profile", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "path", [ROOT / "pyproject.toml", ROOT / "docs/examples/pyproject.toml"], ids=["own", "example"]
)
def test_a_project_is_valid(path):
    assert errors("pyproject", path.read_text(encoding="utf-8")) == []


# CONTRIBUTING.md shows a rule that opgen does not have.
EXAMPLES = [
    one
    for page in PAGES
    if page.name != "CONTRIBUTING.md"
    for one in blocks(page)
    if one.language == "toml"
]


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda one: one.place())
def test_an_example_of_the_documentation_is_valid(block):
    content = tomllib.loads(block.text)
    if "opgen.toml" in block.text.partition("\n")[0]:
        content = {"tool": {"opgen": content}}
    assert errors_of("pyproject" if "tool" in content else "profile", content) == []


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("profile", "lnks = ''", [([], "additionalProperties")]),
        ("profile", "hosts = 'a'", [(["hosts"], "type")]),
        ("profile", "form_style = 'other'", [(["form_style"], "enum")]),
        ("profile", "[[streams]]\nends = ['a']", [(["streams", 0], "required")]),
        ("profile", "[[headers]]\ngroups = ['a']\nsend = {a = 1}", [
            (["headers", 0, "send", "a"], "type")
        ]),
        ("pyproject", "[tool.opgen]\nspec = 'a'\noutput = 'b'\nal = true", [
            (["tool", "opgen", "al"], "type")  # another key is a client
        ]),
        ("pyproject", "[[tool.opgen.clients]]\nal = true", [
            (["tool", "opgen", "clients", 0], "additionalProperties")
        ]),
        ("pyproject", "[tool.opgen.shop]\nspec = 1", [(["tool", "opgen", "shop", "spec"], "type")]),
        ("pyproject", "[project]\nname = 'a'", []),
    ],
)  # fmt: skip
def test_a_mistake_is_found(kind, text, expected):
    assert errors(kind, text) == expected


def test_every_key_is_described():
    for kind in KINDS:
        pending = [json.loads(done("schema", kind))]
        while pending:
            schema = pending.pop()
            for name, one in schema.get("properties", {}).items():
                assert one.get("description") or name == "tool" or name == "opgen", name
                pending += [one, one.get("items", {})]

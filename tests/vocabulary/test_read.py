"""A keyword that the tables say is read changes the package.

One package has every keyword, each in a group of its own; another has none of them.
"""

from __future__ import annotations

import pytest
from support.documents import document
from support.keyword_samples import OPERATIONS, PATH_ITEMS, ROOTS, SCHEMAS
from support.packages import make

from generator.vocabulary.openapi_fields import TABLES

READ = {
    (kind, name)
    for kind, table in TABLES.items()
    for name, keyword in table.items()
    if keyword.effect == "read"
}
# The document cannot be without these, or they only hold what the samples have.
ALWAYS = {
    ("document", "openapi"),
    ("document", "info"),
    ("document", "paths"),
    ("document", "components"),
    ("operation", "tags"),  # choose operations: `--tag`
    *(("components", name) for name in TABLES["components"]),
}


def without(value, key):
    """A part of a document without this keyword."""
    if isinstance(value, list):
        return [without(one, key) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: without(one, key) for name, one in value.items() if name != key}


def group_of(kind, keyword):
    letters = "".join(one if one.isalnum() else "x" for one in f"{kind} {keyword}")
    return letters.lower()


def reply(schema):
    content = {"application/json": {"schema": schema}}
    return {"200": {"description": "ok", "content": content}}


def described(kind, keyword, *, is_left_out):
    """The path item of the sample of a keyword."""
    key = (kind, keyword)
    if key in PATH_ITEMS:
        item = PATH_ITEMS[key]
    elif key in OPERATIONS:
        item = {"post": {"responses": {}, **OPERATIONS[key]}}
    else:
        content = {"application/json": {"schema": SCHEMAS[keyword]}}
        item = {"post": {"requestBody": {"content": content}, "responses": reply(SCHEMAS[keyword])}}
    return without(item, keyword) if is_left_out else item


def texts(folder):
    """The source of each module, without the runtime and the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.py*")
        if "_runtime" not in path.parts
    }


def package(folder, *, is_left_out):
    paths = {
        f"/{group_of(*key)}": described(*key, is_left_out=is_left_out)
        for key in sorted(READ - ALWAYS - ROOTS.keys())
    }
    whole = document(paths, SCHEMAS["$ref components"], openapi="3.2.0", security=[])
    whole["components"].update(OPERATIONS["components", ""])
    make(folder / "client", whole, group_by="segment")
    return texts(folder / "client")


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    folder = tmp_path_factory.mktemp
    return package(folder("with"), is_left_out=False), package(folder("without"), is_left_out=True)


@pytest.mark.parametrize(("kind", "keyword"), sorted(READ - ALWAYS - ROOTS.keys()))
def test_a_keyword_changes_what_its_operation_uses(packages, kind, keyword):
    group = group_of(kind, keyword)
    names = (f"{group}.py", f"components/{group}.py", f"params/{group}.py")
    one, other = ([texts.get(name) for name in names] for texts in packages)
    assert one != other


@pytest.mark.parametrize(("kind", "keyword"), sorted(ROOTS))
def test_a_keyword_of_the_root_changes_the_package(tmp_path, kind, keyword):
    paths = {"/a": {"get": {"operationId": "a", "responses": {}}}}
    whole, found = ROOTS[kind, keyword], []
    for name, sample in (("x", whole), ("y", without(whole, keyword))):
        (tmp_path / name).mkdir()
        made = make(tmp_path / name / "client", {**document(paths), **sample})
        found.append((texts(tmp_path / name / "client"), made.package.about))  # of its wheel
    assert found[0] != found[1]

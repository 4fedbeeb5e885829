"""Documents without operations: their schemas and webhooks alone make a package."""

from __future__ import annotations

import json

import pytest
from support.command import done
from support.documents import STRING, document, operation, ref, thing
from support.packages import load, make

from generator.diagnostics import DiagnosticLog

SCHEMAS = {
    "Owner": {**thing(name=STRING, pets={"type": "array", "items": ref("Pet")}), "required": []},
    "Pet": thing(name=STRING, owner=ref("Owner"), size={"enum": ["big", "small"]}),
    "Size": {"type": "integer"},
    "Nothing": {"type": "null"},
    "PetAlias": ref("Pet"),
}


@pytest.mark.parametrize("paths", [{}, None, "absent", {"x-note": {}}, {"/a": {}}], ids=str)
def test_every_schema_is_in_the_package(tmp_path, paths):
    described = document(paths, SCHEMAS)
    if paths == "absent":
        del described["paths"]
    make(tmp_path / "client", described)
    components = load(tmp_path / "client").components
    pet = components.Pet.model_validate({"name": "Rex", "owner": {"name": "Ada"}})
    assert pet.owner.name == "Ada"
    assert {"Owner", "Pet", "Size", "PetAlias"} <= set(dir(components))


def test_webhooks_and_schemas(tmp_path):
    hook = operation(body=ref("Pet"), name="petBorn")
    described = document({}, SCHEMAS, webhooks={"petBorn": {"post": hook}})
    make(tmp_path / "client", described, log := DiagnosticLog())
    assert log.diagnostics == ()
    package = load(tmp_path / "client")
    assert package.components.Owner(name="Ada").name == "Ada"
    assert "webhooks" in dir(package)


def test_a_schema_that_no_operation_uses_is_not_in_the_package(tmp_path):
    described = document({"/a": {"get": operation(reply=ref("Size"))}}, SCHEMAS)
    make(tmp_path / "client", described)
    assert "class Pet" not in (tmp_path / "client/components.py").read_text()


def test_the_list_is_empty(tmp_path):
    (tmp_path / "spec.json").write_text(json.dumps(document({}, SCHEMAS)))
    assert done("list", tmp_path / "spec.json") == "0 operations in 0 groups\n"

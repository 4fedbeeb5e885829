from pathlib import Path

import pytest

from generator.diagnostics import DiagnosticLog, OpgenError, Severity
from generator.document.document import load
from generator.document.resolve import Resolver
from generator.document.select import list_groups, select
from generator.options import Options

SPEC = """
openapi: 3.1.0
paths:
  /pets:
    get: {operationId: listPets, tags: [animals]}
    post: {operationId: addPet, tags: [animals, writing]}
    parameters: []
    x-note: {}
  /pets/{id}:
    $ref: '#/components/pathItems/Pet'
  /fine-tuning/jobs?beta=true:
    post: {}
  x-not-a-path: {get: {}}
components:
  pathItems:
    Pet:
      delete: {operationId: removePet}
"""


@pytest.fixture
def document(tmp_path):
    def document(text=SPEC):
        path = tmp_path / "spec.yaml"
        path.write_text(text)
        return load(path, DiagnosticLog())

    return document


def chosen(document, **options):
    log = DiagnosticLog()
    found = select(
        document, Options(spec=Path("s"), output=Path("o"), **options), Resolver(log), log
    )
    operations = [(one.method, one.path, one.group) for one in found.operations]
    return operations, len(found.all_operations)


def test_groups(document):
    log = DiagnosticLog()
    found = list_groups(document(), Resolver(log))
    assert [(name, len(operations)) for name, operations in found.items()] == [
        ("fine_tuning", 1),
        ("pets", 3),
    ]
    assert [one.operation_id for one in found["pets"]] == ["listPets", "addPet", "removePet"]


@pytest.mark.parametrize(
    ("options", "methods"),
    [
        ({"groups": ("pets",)}, ["GET", "POST", "DELETE"]),
        ({"groups": ("fine-tuning",)}, ["POST"]),
        ({"groups": ("fine_tuning", "pets")}, ["GET", "POST", "DELETE", "POST"]),
        ({"tags": ("writing",)}, ["POST"]),
        ({"tags": ("writing",), "paths": ("/pets/*",)}, ["POST", "DELETE"]),
        ({"paths": ("/pets*",)}, ["GET", "POST", "DELETE"]),
        ({"paths": ("/pets/{id}",)}, ["DELETE"]),
        ({"all": True}, ["GET", "POST", "DELETE", "POST"]),
    ],
)
def test_selections_add_up_in_the_documents_order(document, options, methods):
    found, total = chosen(document(), **options)
    assert [method for method, *_ in found] == methods
    assert total == 4


@pytest.mark.parametrize(
    ("options", "code", "advice"),
    [
        ({"groups": ("pet",)}, "unknown-group", "did you mean 'pets'? --group-by path"),
        ({"groups": ("Pets!",)}, None, None),
        ({"groups": ("zzz",)}, "unknown-group", "the groups are fine_tuning, pets; --group-by"),
        ({"tags": ("animal",)}, "unknown-tag", "did you mean 'animals'?"),
        ({"paths": ("/pet",)}, "unknown-path", "did you mean '/pets'?"),
        ({}, "nothing-selected", None),
    ],
)
def test_what_is_not_there(document, options, code, advice):
    if code is None:
        assert chosen(document(), **options)[0]
        return
    with pytest.raises(OpgenError) as caught:
        chosen(document(), **options)
    (one,) = caught.value.diagnostics
    assert one.code == code
    assert one.location.line == 3
    assert advice is None or one.help.startswith(advice)
    assert ("--group-by" in one.help) == (code == "unknown-group")


def test_every_unknown_name_is_reported(document):
    with pytest.raises(OpgenError) as caught:
        chosen(document(), groups=("a", "b"), tags=("c",), paths=("/d",))
    assert len(caught.value.diagnostics) == 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("swagger: '2.0'\npaths: {}", "swagger-2"),
        ("[]", "not-openapi"),
        ("just text", "not-openapi"),
        ("a: 1", "not-openapi"),
        ("overlay: 1.0.0\nactions: []", "not-openapi"),
        ("openapi: 4.0.0\npaths: {}", "openapi-version"),
        ("openapi: 3.9.0\npaths: {}", "openapi-version"),
        ("openapi: 3.10.0\npaths: {}", "openapi-version"),
        ("openapi: [3]\npaths: {}", "openapi-version"),
        ("openapi: 3.0.0", "nothing-selected"),
        ("openapi: 3.0.0\npaths: [a]", "nothing-selected"),
        ("openapi: 3.0.0\npaths: {}", "nothing-selected"),
        ("openapi: 3.0.0\npaths: {/x: {$ref: '#/y'}}", "nothing-selected"),
        ("openapi: 3.0.0\npaths: {/x: 3}", "nothing-selected"),
    ],
)
def test_documents_that_are_refused(document, text, code):
    with pytest.raises(OpgenError) as caught:
        chosen(document(text), all=True)
    errors = [one for one in caught.value.diagnostics if one.severity is Severity.ERROR]
    assert [one.code for one in errors] == [code]
    assert errors[0].location is not None


@pytest.mark.parametrize("version", ["3.0.0", "3.0", "3.1.2", "3.2.0", "'3.1'", "3.1"])
def test_versions_that_are_read(document, version):
    found, _ = chosen(document(f"openapi: {version}\npaths: {{/a: {{get: {{}}}}}}"), all=True)
    assert found == [("GET", "/a", "a")]


def test_methods_of_openapi_3_2(document):
    text = (
        "openapi: 3.2.0\npaths:\n  /a:\n    query: {}\n"
        "    additionalOperations: {COPY: {}, LINK: {}}\n"
    )
    assert [method for method, *_ in chosen(document(text), all=True)[0]] == [
        "QUERY",
        "COPY",
        "LINK",
    ]

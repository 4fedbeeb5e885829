"""What `opgen diff` says of the bodies of errors, and `--uses` of the lines that read them."""

import json

import pytest
from support.diff_documents import changes, constants, described
from support.documents import STRING, document, operation, ref, thing
from support.documents import json as content

from generator.diagnostics import DiagnosticLog
from generator.diff.compare import compare
from generator.impact.find import find_uses
from generator.options import Options
from generator.planning import plan

CODE = {"type": "integer"}


def failing(schemas, **errors):
    get = operation(reply=STRING)
    for status, name in errors.items():
        body = content(ref(name))
        get["responses"][status.strip("_")] = {"description": "", "content": body}
    return document({"/x": {"get": get}}, schemas)


FAULT = failing({"Fault": thing(why=STRING)}, default="Fault")
CASES = {
    "a member": (
        FAULT,
        failing({"Fault": thing(why=CODE, more=STRING)}, default="Fault"),
        [
            "breaking attribute-widened `Fault.why`: is now `int` instead of `str`",
            "additive attribute-added `Fault`: new attribute `more`",
        ],
    ),
    "no body any more": (
        FAULT,
        failing({}),
        [
            "breaking attribute-removed `APIStatusError`: attribute `data` removed",
            "breaking type-removed `Fault`: removed",
        ],
    ),
    "a body": (
        failing({}),
        FAULT,
        [
            "additive attribute-added `APIStatusError`: new attribute `data`",
            "additive type-added `Fault`: new",
        ],
    ),
    "another body of one status": (
        failing({"A": thing(a=STRING), "B": thing(b=STRING)}, _404="A", default="B"),
        failing({"A": thing(a=STRING), "B": thing(b=STRING)}, _404="B", _409="A", default="B"),
        [
            "breaking attribute-widened `NotFoundError.data`: is now `B` instead of `A`",
            "breaking attribute-widened `ConflictError.data`: is now `A` instead of `B`",
        ],
    ),
    "constants": (
        failing({"Fault": thing(why=constants("a"))}, _4XX="Fault"),
        failing({"Fault": thing(why=constants("a", "b"))}, _4XX="Fault"),
        ["may break attribute-widened `Fault.why`: new value `'b'`"],
    ),
}
APP = """
import client

def why() -> object:
    match client.do.attempt():
        case client.Err(client.NotFoundError() as error):
            return error.data  # touched
        case client.Err(client.APIStatusError() as error):
            return error.data and error.data.why  # touched
        case client.Err(error):
            return error.body
    return None
"""


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_what_changes(tmp_path, old, new, expected):
    found = [one for one in changes(tmp_path, old, new) if one["kind"] != "documentation"]
    assert described(found) == expected
    assert changes(tmp_path, new, new) == []


def test_a_change_of_a_body_has_its_places(tmp_path):
    schemas = {"A": thing(a=STRING), "B": thing(b=STRING)}
    old = failing(schemas, _404="A", default="B")
    new = failing({**schemas, "C": thing(c=STRING)}, _404="C", default="B")
    found = changes(tmp_path, old, new)
    found = [one for one in found if one["target"].get("attribute") == "data"]
    assert found
    for one in found:
        for side, name in (("before", "A"), ("after", "C")):
            path = tmp_path / one[side]["file"]
            line = path.read_text().splitlines()[one[side]["line"] - 1]
            assert line[one[side]["column"] - 1 :].startswith(
                f'{{"$ref": "#/components/schemas/{name}'
            )


@pytest.mark.external
def test_the_lines_that_read_a_body(tmp_path):
    plans = []
    for name, schema, not_found in [("old", STRING, "Fault"), ("new", CODE, "Missing")]:
        schemas = {"Fault": thing(why=schema), "Missing": thing(id=STRING)}
        spec = tmp_path / f"{name}.json"
        spec.write_text(json.dumps(failing(schemas, _404=not_found, default="Fault")))
        options = Options(spec=spec, output=tmp_path / "client", all=True)
        plans.append(plan(options, DiagnosticLog()))
    (tmp_path / "app").mkdir()
    (tmp_path / "app/main.py").write_text(APP)
    log = DiagnosticLog()
    found = find_uses(compare(*plans), *plans, "client", tmp_path / "app", log)
    lines = [n for n, line in enumerate(APP.splitlines(), 1) if "# touched" in line]
    assert sorted({one.line for one in found}) == lines
    assert list(log.diagnostics) == []

"""A type checker accepts the shadow package without a message, for any names of a document."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support import documents
from support.bakery import changes, planned
from support.documents import STRING, operation, ref, thing
from support.openai_documents import step

from generator import resources
from generator.diagnostics import DiagnosticLog
from generator.diff.compare import compare
from generator.impact.checker import check_with_ty
from generator.impact.marks import Marks, marks_of
from generator.impact.shadow_package import shadow_modules
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.planning import plan

pytestmark = pytest.mark.external

# Names that the shadow's own modules use, that Python has, or that mean something in a class.
NAMES = (
    "Any", "Ok", "Err", "Self", "RawResponse", "Property", "Coroutine", "Iterator", "Changed_0",
    "Client", "property", "deprecated", "self", "cls", "classmethod", "opgen_value", "opgen_",
    "str", "dict", "components", "params", "_sent", "_marks", "None", "True", "class", "import",
    "a b", "é", "x\ny",
)  # fmt: skip


def said(folder, before, after, step_changes):
    """What ty says of the modules that are printed."""
    shutil.copytree(resources.templates() / "shadow/environment", folder, dirs_exist_ok=True)
    package = folder / "app/client"
    shutil.copytree(resources.templates() / "runtime", package / "_runtime")
    marks = marks_of(step_changes, before, after) if step_changes else Marks()
    for name, text in shadow_modules(before, after, marks).items():
        (package / name).write_text(text)
    later = (package / "_sent.pyi").read_text()
    files = [path.relative_to(folder).as_posix() for path in package.glob("*.pyi")]
    found = check_with_ty(folder, ["app"], files, DiagnosticLog())
    return {
        (one.path, one.rule, one.message)
        for one in found
        # What constructors take may have a type that only the later package has: anything goes.
        if one.rule != "deprecated"
        and not (one.rule == "unresolved-reference" and one.message.split("`")[1] in later)
    }


def document(*, new: bool):
    """Schemas, attributes, parameters and constants of all these names; the new one lacks half."""
    names = NAMES[:: 2 if new else 1]
    text = {"type": "string", "enum": [*names, "x"]}
    schemas = {
        f"{name}": {
            "type": "object",
            "description": '"""',
            "properties": {each: {"$ref": "#/components/schemas/Text"} for each in names},
        }
        for name in names
        if name.isidentifier()
    }
    answer = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in schemas]}
    content = {"application/json": {"schema": answer}}
    operation = {
        "parameters": [{"name": name, "in": "query", "schema": text} for name in names],
        "requestBody": {"content": content},
        "responses": {"200": {"description": "ok", "content": content}},
    }
    paths = {f"/things/{number}": {"post": operation} for number, _ in enumerate(names)}
    info = {"title": '"""', "version": "1"}
    return documents.document(paths, {**schemas, "Text": text}, info=info)


def test_the_small_api(tmp_path):
    assert said(tmp_path / "new", planned(), planned(new=True), changes()) == set()
    assert said(tmp_path / "old", planned(), planned(), ()) == set()


def test_a_schema_that_is_called_as_the_client_has_no_settings(tmp_path):
    get = operation(reply=ref("Client"), name="get")
    plans, spec = [], tmp_path / "spec.json"
    for properties in ({"gone": STRING}, {}):
        schema = {**thing(id=STRING, **properties), "required": ["id"]}
        described = documents.document({"/clients": {"get": get}}, {"Client": schema})
        spec.write_text(json.dumps(described))
        options = Options(spec=spec, output=Path("client"), all=True)
        plans.append(plan(options, DiagnosticLog()))
    marks = marks_of(compare(*plans), *plans)
    assert marks["read", "Client", "gone"]
    assert "gone" not in shadow_modules(plans[0], plans[1], marks)["_api.pyi"]


def test_names_that_mean_something_in_it(tmp_path):
    plans, history = [], NO_HISTORY
    for new in (False, True):
        spec = tmp_path / f"{new}.json"
        spec.write_text(json.dumps(document(new=new)))
        options = Options(spec=spec, output=Path("client"), all=True)
        plans.append(plan(options, DiagnosticLog(), history=history))
        history = plans[0].history
    found = compare(*plans)
    assert {"type-removed", "attribute-removed", "argument-removed"} <= {one.code for one in found}
    assert said(tmp_path / "shadow", *plans, found) == set()


def test_errors_of_events_alone(tmp_path):
    watch = operation(name="watch")
    fault = thing(event={"const": "error"}, data=ref("Fault"))
    watch["responses"]["200"]["content"] = {"text/event-stream": {"schema": fault}}
    spec = tmp_path / "spec.json"
    spec.write_text(
        json.dumps(documents.document({"/": {"get": watch}}, {"Fault": thing(a=STRING)}))
    )
    one = plan(Options(spec=spec, output=Path("client"), all=True), DiagnosticLog())
    assert said(tmp_path / "shadow", one, one, ()) == set()


@pytest.mark.corpus
@pytest.mark.slow
def test_the_whole_openai_document(shared, tmp_path):
    dates = ("2025-03-22", "2026-05-13")
    before, after, found = step(*(shared / f"specs/openai/{date}.yaml" for date in dates))
    messages = said(tmp_path, before, after, found)  # the plans have a `repr` of gigabytes
    assert messages == set()

"""Unknown keywords are warnings, and keywords that are not read are counted."""

import json
import time

import pytest
from support.documents import document_of, operation, ref, thing
from support.packages import make

from generator.diagnostics import DiagnosticLog, OpgenError

STRING = {"type": "string"}


def found(folder, described, schemas=None, *, strict=False, **more):
    """The diagnostics about keywords of a document of one operation, and its degradations."""
    log = DiagnosticLog(strict=strict)
    document = {**document_of(described, schemas or {}), **more}
    made = make(folder / "client", document, log)
    codes = ("unknown-keyword", "unread-keyword")
    diagnostics = [one for one in log.diagnostics if one.code in codes]
    return diagnostics, [one.code for one in made.report.degraded]


def test_an_unknown_keyword_is_a_warning_with_the_known_one(tmp_path):
    schema = {"type": "object", "propertes": {"name": STRING}}
    [one], degraded = found(tmp_path, operation(reply=schema))
    assert one.message == "a schema has no keyword 'propertes'; it is ignored"
    assert one.help == "did you mean 'properties'?"
    assert one.location.line == 1
    assert one.is_fault
    assert degraded == []


def test_its_overlay_actions_rename_it(tmp_path):
    [one], _ = found(tmp_path, operation(reply={"type": "object", "propertes": {"name": STRING}}))
    overlay = tmp_path / "overlay.json"
    overlay.write_text(actions(one))
    log = DiagnosticLog()
    make(tmp_path / "client", tmp_path / "document.json", log, overlays=(overlay,))
    assert log.diagnostics == ()
    assert "name: str | None = None" in (tmp_path / "client/components.py").read_text()


def actions(one):
    listed = [action.to_json() for action in one.mend]
    info = {"title": "T", "version": "1"}
    return json.dumps({"overlay": "1.0.0", "info": info, "actions": listed})


def test_it_is_an_error_if_the_run_is_strict(tmp_path):
    with pytest.raises(OpgenError) as raised:
        found(tmp_path, operation(reply={"typo": 1}), strict=True)
    assert [one.code for one in raised.value.diagnostics] == ["unknown-keyword"]


def test_a_misplaced_keyword_has_the_place_where_it_belongs(tmp_path):
    parameter = {"name": "size", "in": "query", "schema": STRING, "maxLength": 3}
    [one], _ = found(tmp_path, operation(parameter))
    assert one.message == "a parameter has no keyword 'maxLength'; it is ignored"
    assert one.help == "it belongs in `schema`"


def test_the_same_keyword_is_reported_once_with_a_count(tmp_path):
    schemas = {name: {"type": "object", "titel": name} for name in ("A", "B", "C")}
    [one], _ = found(tmp_path, operation(reply=thing(a=ref("A"), b=ref("B"), c=ref("C"))), schemas)
    assert one.message == "a schema has no keyword 'titel'; it is ignored (in 3 places)"


def test_what_no_operation_uses_is_not_reported(tmp_path):
    assert found(tmp_path, operation(), {"Unused": {"titel": "x"}}) == ([], [])


def test_extensions_names_and_values_are_no_keywords(tmp_path):
    value = {"propertes": 1, "then": {"type": "string"}}
    schema = {
        **thing(propertes=STRING, then=STRING),
        "x-anything": value,
        "example": value,
        "examples": [value],
        "default": value,
        "patternProperties": {"^titel$": STRING},
    }
    constants = {"enum": [value], "const": value}
    described = operation(body=constants, reply=schema)
    described["responses"]["x-more"] = {"nothing": 1}
    described["responses"]["200"]["content"]["application/json"]["example"] = value
    diagnostics, _ = found(tmp_path, described)
    assert diagnostics == []


@pytest.mark.parametrize(
    "keywords",
    [
        {"then": thing(a=STRING)},
        {"else": {"$ref": "#/components/schemas/A"}},
        {"dependentSchemas": {"a": thing(b=STRING)}},
        {"dependencies": {"a": thing(b=STRING)}},
        {"contentSchema": STRING},
    ],
    ids=lambda one: next(iter(one)),
)
def test_types_that_are_not_read_are_counted(tmp_path, keywords):
    [one], degraded = found(tmp_path, operation(reply={**thing(a=STRING), **keywords}))
    [keyword] = keywords
    assert one.message.startswith(f"'{keyword}' of a schema is not read: ")
    assert one.code == "unread-keyword"
    assert degraded == ["unread-keyword"]


def test_the_content_of_a_field_of_an_event_is_read(tmp_path):
    data = {**STRING, "contentMediaType": "application/json", "contentSchema": thing(a=STRING)}
    schemas = {"Event": {"oneOf": [thing(data=data)]}}
    described = operation()
    content = {"text/event-stream": {"itemSchema": ref("Event")}}
    described["responses"]["200"]["content"] = content
    assert found(tmp_path, described, schemas) == ([], [])


@pytest.mark.parametrize(
    "keywords",
    [
        {"if": thing(a=STRING), "then": {"required": ["b"]}, "else": {"minProperties": 1}},
        {"dependencies": {"a": ["b"]}},
        {"dependentSchemas": {"a": {"maxProperties": 3}}},
        {"not": thing(a=STRING)},
        {"exclusiveMinimum": True, "minimum": 3},
        {"id": "x", "$schema": "http://json-schema.org/draft-04/schema#", "definitions": {}},
    ],
    ids=lambda one: next(iter(one)),
)
def test_constraints_and_words_of_other_drafts_are_known(tmp_path, keywords):
    assert found(tmp_path, operation(reply={**thing(a=STRING), **keywords})) == ([], [])


def test_keywords_next_to_a_reference_that_is_no_schema_are_unknown(tmp_path):
    parameters = {"Size": {"name": "size", "in": "query", "schema": STRING}}
    described = operation({"$ref": "#/components/parameters/Size", "required": True})
    [one], _ = found(tmp_path, described, components={"parameters": parameters})
    assert one.message == "a reference has no keyword 'required'; it is ignored"


def test_a_schema_that_contains_itself_is_visited_once(tmp_path):
    schemas = {"A": {**thing(a=ref("A")), "titel": "x"}}
    [one], _ = found(tmp_path, operation(body=ref("A"), reply=ref("A")), schemas)
    assert one.message == "a schema has no keyword 'titel'; it is ignored"


def test_root_objects_are_checked(tmp_path):
    server = {"url": "https://example.test", "varables": {}}
    diagnostics, _ = found(tmp_path, operation(), servers=[server], tag=[])
    assert sorted(one.message for one in diagnostics) == [
        "a document has no keyword 'tag'; it is ignored",
        "a server has no keyword 'varables'; it is ignored",
    ]


def test_a_referenced_file_is_no_document_of_its_own(tmp_path):
    (tmp_path / "item.json").write_text('{"post": {"responses": {}, "sumary": "x"}}')
    log = DiagnosticLog()
    document = {**document_of(operation(), {}), "paths": {"/x": {"$ref": "item.json"}}}
    make(tmp_path / "client", document, log)
    [one] = [one for one in log.diagnostics if one.code == "unknown-keyword"]
    assert one.message == "an operation has no keyword 'sumary'; it is ignored"
    assert str(one.location).endswith("item.json:1:38")


def test_many_unknown_keywords_cost_little(tmp_path):
    many = {f"unknown{number}": number for number in range(5000)}
    started = time.process_time()
    diagnostics, _ = found(tmp_path, operation(reply=many))
    assert len(diagnostics) == 1000  # of one kind; the others are only counted
    assert time.process_time() - started < 10

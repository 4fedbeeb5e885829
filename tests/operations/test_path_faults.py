"""Paths and parameters that do not agree: every operation is called as it can only be meant."""

from __future__ import annotations

import json

import pytest
from support.documents import document, operation
from support.packages import load, make

from generator.diagnostics import DiagnosticLog

GOOD = {"get": operation(name="good")}


def parameter(name: str, place: str = "path", kind: str = "string") -> dict:
    return {"name": name, "in": place, "required": True, "schema": {"type": kind}}


def mends(folder, described: object, log: DiagnosticLog) -> bool:
    """Whether the corrections of the faults, and of those that are left then, mend a document."""
    corrections: list[dict] = []
    while log.diagnostics and len(corrections) < 9:
        corrections += [action.to_json() for one in log.diagnostics for action in one.mend]
        overlay = {"overlay": "1.0.0", "actions": corrections}
        (folder / "overlay.json").write_text(json.dumps(overlay))
        log = DiagnosticLog()
        make(folder / "client", described, log, overlays=(folder / "overlay.json",))
    return not log.diagnostics


@pytest.fixture
def made(tmp_path):
    """Make the package of a path with one operation; return its request and the faults."""

    def made(path: str, *parameters: object, call=(), **keywords):
        described = document({path: {"get": operation(*parameters)}, "/good": GOOD})
        log = DiagnosticLog()
        make(tmp_path / "client", described, log)
        package = load(tmp_path / "client")
        assert package.good.request().url_path == "/good"
        assert all(one.is_fault and one.location for one in log.diagnostics)
        request = package.do.request(*call, **keywords)
        assert mends(tmp_path, described, log)
        return request, [one.code for one in log.diagnostics]

    return made


@pytest.mark.parametrize(
    ("path", "declared", "sent"),
    [
        ("a/{id}", ["id"], "/a/1"),
        ("a/{id}", [], "/a/1"),
        (" /a/{id}", ["id"], "/a/1"),
        ("/a/{id*}", ["id"], "/a/1"),
        ("/a/{;id}", ["id"], "/a/1"),
        ("/a/{+id}", [], "/a/1"),
        ("/a/{id:[0-9]{3}}/b", ["id"], "/a/1/b"),
        ("/a/{userId}", ["user_id"], "/a/1"),
        ("/a/{ID}", ["id"], "/a/1"),
        ("/a/{id", ["id"], "/a/1"),
        ("/a/{id/b", ["id"], "/a/1/b"),
        ("/a/id}/b", ["id"], "/a/1/b"),
        ("/a/:id/b", ["id"], "/a/1/b"),
        ("/a/:id", [], "/a/1"),
        ("/a/{{id}}", ["id"], "/a/1"),
    ],
)
def test_a_path_that_can_only_mean_one(made, path, declared, sent):
    request, codes = made(path, *map(parameter, declared), call=["1"])
    assert fill(request) == sent
    assert "malformed-path" in codes
    assert ("undeclared-path-parameter" in codes) == (not declared)


def test_a_segment_that_begins_with_a_colon_may_be_text(made):
    request, codes = made("/a/:read-all/b:c")
    assert (fill(request), codes) == ("/a/:read-all/b:c", [])


def test_all_corrections_of_a_renamed_path_can_be_applied_at_once(tmp_path):
    get = operation({**parameter("id"), "type": "string"}, parameter("no"))
    post = {**operation(name="other"), "sumary": "Text."}
    described = document({"/a/:id/{x*}": {"get": get, "post": post}, "/good": GOOD})
    make(tmp_path / "client", described, log := DiagnosticLog())
    assert len({one.code for one in log.diagnostics}) > 3
    actions = [action.to_json() for one in log.diagnostics for action in one.mend]
    overlay = tmp_path / "overlay.json"
    overlay.write_text(json.dumps({"overlay": "1.0.0", "actions": actions}))
    make(tmp_path / "client", described, log := DiagnosticLog(), overlays=(overlay,))
    assert log.diagnostics == ()


def fill(request) -> str:
    path = request.url_path
    for name, value in request.path.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def test_one_argument_is_sent_in_two_places(tmp_path):
    described = document({"/a/{id}/b/{id}": {"get": operation(parameter("id"))}})
    make(tmp_path / "client", described, log := DiagnosticLog())
    assert [one.code for one in log.diagnostics] == ["malformed-path"]
    assert fill(load(tmp_path / "client").do.request("1")) == "/a/1/b/1"


@pytest.mark.parametrize("name", ["id", "a b", "api-version", "", "x/y", "ü"])
def test_an_undeclared_parameter_is_a_required_string(made, name):
    request, codes = made(f"/v{{{name}}}/b", call=["1"])
    assert fill(request) == "/v1/b"
    assert codes == ["undeclared-path-parameter"]


@pytest.mark.parametrize("place", ["query", "header", "cookie"])
def test_a_parameter_in_another_place_may_be_meant(made, place):
    request, codes = made("/a/{id}", parameter("id", place), call=["1"])
    assert fill(request) == "/a/1"
    assert codes == ["undeclared-path-parameter"]


def test_the_message_says_where_the_parameter_is_declared(tmp_path):
    described = document({"/a/{id}": {"get": operation(parameter("id", "query"))}})
    make(tmp_path / "client", described, log := DiagnosticLog())
    (fault,) = log.diagnostics
    assert "only one in: query" in fault.message


def test_a_parameter_that_the_path_does_not_contain_is_left_out(made):
    request, codes = made("/a/{id}", parameter("id"), parameter("other"), call=["1"])
    assert fill(request) == "/a/1"
    assert codes == ["unused-path-parameter"]


def test_a_query_in_a_path_key(made):
    fixed, codes = made("/a?beta=true&x={x}", parameter("x", "query"), call=["1"])
    assert (fixed.url_path, dict(fixed.query)) == ("/a?beta=true", {"x": "1"})
    assert codes == ["malformed-path"]
    expanded, codes = made("/a{?x,y}", parameter("x", "query"), call=["1"])
    assert (expanded.url_path, dict(expanded.query)) == ("/a", {"x": "1"})
    assert codes == ["malformed-path"]


@pytest.mark.parametrize(
    "faulty",
    [
        {"name": "p"},
        {"in": "query"},
        {"name": "p", "in": "somewhere", "schema": {}},
        {"name": "p", "in": None},
        {},
    ],
)
def test_a_parameter_without_name_or_place_is_left_out(made, faulty):
    request, codes = made("/a", faulty, parameter("x", "query"), call=["1"])
    assert dict(request.query) == {"x": "1"}
    assert set(codes) == {"malformed-parameter"}

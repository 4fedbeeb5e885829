"""Operations that want the same function name: each has a function, and keeps its name."""

from __future__ import annotations

import json
import time

import pytest
from support.documents import document
from support.packages import load, make

from generator.diagnostics import DiagnosticLog
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.planning import plan


def operation(path: str, identity: str | None = None) -> dict:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    described: dict = {"responses": {"204": {"description": "done"}}}
    if names:
        described["parameters"] = [
            {"name": one, "in": "path", "required": True, "schema": {"type": "string"}}
            for one in names
        ]
    return {**described, "operationId": identity} if identity else described


def document_of(*operations: tuple[str, ...]) -> dict:
    """A document of operations, each with method, path and perhaps an operation ID."""
    paths: dict[str, dict] = {}
    for method, path, *identity in operations:
        paths.setdefault(path, {})[method.lower()] = operation(path, *identity)
    return document(paths)


def generated(folder, *operations: tuple[str, ...], history=NO_HISTORY):
    """Return the calls of the functions by name, and the history of the package."""
    folder.mkdir()
    made = make(folder / "client", document_of(*operations), history=history)
    package = load(folder / "client")
    calls = {}
    for one in made.package.operations:
        request = getattr(package, one.name).request(*["v"] * len(one.positional))
        calls[str(one.name)] = f"{request.method} {request.url_path}"
    assert set(calls) <= set(dir(package))
    return calls, made.package.history


ME = ("GET", "/members/me")
BY_ME = ("GET", "/members/{me}")
ROOMS, ROOMS_SLASH = ("GET", "/rooms"), ("GET", "/rooms/")


@pytest.mark.parametrize(
    ("operations", "names"),
    [
        ([ME, BY_ME], ["get_members_me", "get_member"]),
        ([BY_ME, ME], ["get_member", "get_members_me"]),
        ([ROOMS, ROOMS_SLASH], ["get_rooms", "get_rooms_slash"]),
        ([ROOMS_SLASH, ROOMS], ["get_rooms_slash", "get_rooms"]),
        (
            [("GET", "/a-b"), ("GET", "/a_b"), ("GET", "/a/b")],
            ["get_a_b", "get_a_b_2", "get_a_b_3"],
        ),
        ([("GET", "/x", "list"), ("POST", "/x", "list")], ["list_", "list_post"]),
        ([("GET", "/a/x", "listX"), ("GET", "/b/x", "list_x")], ["list_x_a", "list_x"]),
        ([("GET", "/a/x", "listX"), ("GET", "/b/x", "listX")], ["list_x", "list_x_b"]),
        ([("GET", "/x", "getX"), ("GET", "/x/{id}", "getX")], ["get_x", "get_x_by_id"]),
        ([("GET", "/b/x", "getX"), ("GET", "/x", "getX")], ["get_x", "get_x_2"]),
        # A name that another operation has by itself is not taken.
        ([("GET", "/a", "x"), ("GET", "/b", "x"), ("GET", "/c", "x_b")], ["x", "x_2", "x_b"]),
    ],
)
def test_every_operation_has_a_function(tmp_path, operations, names):
    calls, _ = generated(tmp_path / "one", *operations)
    sent = [f"{method} {path}" for method, path, *_ in operations]
    assert calls == dict(zip(names, sent, strict=True))


def test_names_stay_when_operations_come_and_go(tmp_path):
    later_first = ("GET", "/rooms/by-id")
    first, history = generated(tmp_path / "first", ("GET", "/rooms_by_id"), later_first)
    assert first == {"get_rooms_by_id": "GET /rooms_by_id", "get_rooms_by_id_2": "GET /rooms/by-id"}
    third = ("GET", "/rooms/by/id")
    more, later = generated(
        tmp_path / "more", third, later_first, ("GET", "/rooms_by_id"), history=history
    )
    assert more == {"get_rooms_by_id_3": "GET /rooms/by/id", **first}
    fewer, _ = generated(tmp_path / "fewer", third, later_first, history=later)
    assert fewer == {name: path for name, path in more.items() if name != "get_rooms_by_id"}


def test_a_new_operation_takes_no_name(tmp_path):
    before, history = generated(tmp_path / "before", ROOMS_SLASH)
    after, _ = generated(tmp_path / "after", ROOMS, ROOMS_SLASH, history=history)
    assert after["get_rooms"] == before["get_rooms"] == "GET /rooms/"
    assert after["get_rooms_2"] == "GET /rooms"


def test_another_operation_id_is_another_name(tmp_path):
    twice = ("GET", "/a", "x"), ("GET", "/b", "x")
    _, history = generated(tmp_path / "before", *twice)
    calls, _ = generated(tmp_path / "after", twice[0], ("GET", "/b", "list_b"), history=history)
    assert calls == {"x": "GET /a", "list_b": "GET /b"}


def test_an_operation_id_that_occurs_twice_is_a_fault_with_a_correction(tmp_path):
    described = document_of(("GET", "/a", "x"), ("GET", "/b", "x"), ("GET", "/c"), ("GET", "/c/"))
    log = DiagnosticLog()
    made = make(tmp_path / "client", described, log)
    (fault,) = log.diagnostics
    assert (fault.code, fault.is_fault, fault.location.line) == ("duplicate-operation", True, 1)
    names = [one.name for one in made.package.operations]
    overlay = {"overlay": "1.0.0", "actions": [one.to_json() for one in fault.mend]}
    (tmp_path / "overlay.json").write_text(json.dumps(overlay))
    log = DiagnosticLog()
    again = make(tmp_path / "client", described, log, overlays=(tmp_path / "overlay.json",))
    assert log.diagnostics == ()
    assert [one.name for one in again.package.operations] == names


def test_the_cost_of_equal_names_is_linear(tmp_path):
    def cost(number: int) -> float:
        paths = {f"/a{'-' * one}": {"get": operation("/a")} for one in range(number)}
        spec = tmp_path / "spec.json"
        spec.write_text(json.dumps(document(paths)))
        start = time.process_time()
        plan(Options(spec=spec, output=tmp_path / "client", all=True), DiagnosticLog())
        return time.process_time() - start

    once = min(cost(100) for _ in range(3))
    assert min(cost(400) for _ in range(3)) < 10 * once

"""Every key of a profile has an example in its page, and each example has an effect."""

from __future__ import annotations

import json
import runpy
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml
from support.doc_pages import ROOT, blocks

from generator import resources
from generator.diagnostics import DiagnosticLog
from generator.options import Options
from generator.planning import plan
from generator.profiles.profile import Profile
from generator.render.templates import render

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs/reference/profile.md"
EXAMPLES = [
    one.text
    for one in blocks(PAGE)
    if one.language == "toml" and not one.text.startswith("#:schema")
]
OVERLAY = "overlay: 1.0.0\nactions: [{target: $.info, update: {title: Chores API}}]\n"


def listing(name, queries, **more):
    """An operation that returns a list."""
    text = {"type": "string"}
    data = {"type": "array", "items": {"type": "object", "properties": {"key": text}}}
    schema = {"type": "object", "properties": {"data": data, **more}}
    return {
        "get": {
            "operationId": name,
            "parameters": [{"name": one, "in": "query", "schema": kind} for one, kind in queries],
            "responses": {
                "200": {"description": "ok", "content": {"application/json": {"schema": schema}}}
            },
        }
    }


def lists():
    """A list for each style of paging, in words that no rule knows."""
    text, number = {"type": "string"}, {"type": "integer"}
    paging = {"type": "object", "properties": {"position": text, "forward": text}}
    yield "/notes", listing("listNotes", [("beyond", text), ("region", text)], paging=paging)
    yield "/people", listing("listPeople", [("beyond", text)], further={"type": "boolean"})
    yield "/places", listing("listPlaces", [("beyond", text)])
    yield "/tags", listing("listTags", [], paging=paging)
    yield "/events", listing("listEvents", [])
    yield "/logs", listing("listLogs", [("sheet", number), ("rows", number)], sum=number)
    yield "/files", listing("listFiles", [("skip", number), ("rows", number)])


def jobs():
    """Operations that start jobs, and one that reads a state."""
    text = {"type": "string"}
    phase = {"type": "object", "properties": {"phase": text}}
    report = {"type": "object", "properties": {"key": text, "progress": phase}}
    links = {"type": "object", "properties": {"state": text}}
    schemas = {
        "startReport": {"$ref": "#/components/schemas/Report"},
        "startExport": {"type": "object", "properties": {"done": {"type": "boolean"}}},
        "startImport": {"type": "object", "properties": {"status": text, "links": links}},
    }
    started = {name: job(name, schema) for name, schema in schemas.items()}
    for path, name in zip(("/reports", "/exports", "/imports"), started, strict=True):
        yield path, {"post": started[name]}
    where = {"name": "report_id", "in": "path", "required": True, "schema": text}
    yield (
        "/reports/{report_id}",
        {"get": {**job("getReport", schemas["startReport"]), "parameters": [where]}},
    )
    yield "schemas", {"Report": report}


def job(name, schema):
    content = {"application/json": {"schema": schema}}
    return {"operationId": name, "responses": {"200": {"description": "ok", "content": content}}}


def described():
    """The Tasks API, with a part for each key that it would not need."""
    made = yaml.safe_load((ROOT / "docs/examples/tasks.yaml").read_text(encoding="utf-8"))
    made["servers"] = [{"url": "https://{account}.tasks.example.com/v1"}]
    paths = made["paths"]
    labels = {"type": "array", "items": {"type": "string"}}
    paths["/tasks"]["get"]["parameters"].append({"name": "labels", "in": "query", "schema": labels})
    for item in paths.values():
        item.setdefault("parameters", []).append({"name": "X-Trial", "in": "header"})
    paths["/tasks"]["get"]["summary"] = "List tasks; see [pages](/pages)."
    body = paths["/summaries"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body["properties"]["mode"] = {"type": "string"}
    schemas = made["components"]["schemas"]
    numbers = {"type": "array", "items": {"type": "number"}}
    schemas["Summary"]["properties"]["vector"] = numbers
    schemas["Draft"] = {"oneOf": [{"$ref": "#/components/schemas/NewTask"}, {"type": "string"}]}
    content = paths["/tasks"]["post"]["requestBody"]["content"]["application/json"]
    content["schema"] = {"$ref": "#/components/schemas/Draft"}
    paths.update(lists())
    paths.update(jobs())
    schemas.update(paths.pop("schemas"))
    version = {"name": "api-version", "in": "query", "schema": {"type": "string", "default": "1"}}
    for item in paths.values():
        item.setdefault("parameters", []).append(version)
    return made


def package(folder: Path, profile: str):
    """Return the modules of a package before they are formatted, and the codes of the log."""
    folder.mkdir()
    (folder / "own.toml").write_text(profile)
    (folder / "corrections.overlay.yaml").write_text(OVERLAY)
    for name in ("bulk_tasks.py", "bulk_results.py", "watched_exports.py"):
        (folder / name).write_text("")
    (folder / "spec.json").write_text(json.dumps(described()))
    options = Options(
        spec=folder / "spec.json",
        output=folder / "client",
        all=True,
        profile=str(folder / "own.toml"),
    )
    log = DiagnosticLog()
    modules = render(plan(options, log), [resources.templates()])
    return modules, [one.code for one in log.diagnostics]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split(" =")[0].split("\n")[0])
def test_each_key_of_an_example_has_an_effect(tmp_path, example):
    files, codes = package(tmp_path / "with", example)
    assert "rule-without-effect" not in codes
    rest = tomllib.loads(example)
    for key in [one for one in rest if one != "hosts" and not isinstance(rest[one], list | dict)]:
        lines = [line for line in example.splitlines() if not line.startswith(f"{key} =")]
        without, _ = package(tmp_path / key, "\n".join(lines))
        assert without != files, key
    assert files != package(tmp_path / "none", "")[0]


def keys(kind, at=()):
    """Yield the path of each key of a table, and of the tables in it."""
    found = runpy.run_path(str(ROOT / "docs/build.py"))["introspection"]
    for one in found.profile_keys(kind):
        yield (*at, one.name)
        for inner in found.inside(one.type):
            if isinstance(inner, type) and hasattr(inner, "__dataclass_fields__"):
                yield from keys(inner, (*at, one.name))


def shown(value, at=()):
    """Yield the path of each key of an example, without indexes."""
    for key, inner in value.items():
        yield (*at, key)
        for one in inner if isinstance(inner, list) else [inner]:
            if isinstance(one, dict):
                yield from shown(one, (*at, key))


def test_every_key_has_an_example():
    found = {path for text in EXAMPLES for path in shown(tomllib.loads(text))}
    assert set(keys(Profile)) - found == set()


def test_every_setting_has_an_example():
    page = ROOT / "docs/reference/configuration.md"
    tables = [tomllib.loads(one.text) for one in blocks(page) if one.language == "toml"]
    found = {key for one in tables for key in one["tool"]["opgen"]}
    assert set(Options.__dataclass_fields__) - found == set()

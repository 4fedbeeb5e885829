"""References without a target, in every place: what they do not touch is generated and works."""

import pytest
from support.caller import HTTP
from support.command import opgen
from support.documents import STRING, document, json, operation, ref, thing
from support.packages import make
from support.schema_packages import generated
from support.scripted_server import Server

from generator.diagnostics import DiagnosticLog, OpgenError, Severity

HEAD = "overlay: 1.0.0\ninfo: {title: Corrections, version: '1'}\nactions:\n"
TARGETS = {
    "none": "#/components/schemas/Nothing",
    "another file": "nothing.yaml#/x",
    "outside": "../../../../../etc/passwd",
    "remote": "https://example.com/x.yaml",
    "an anchor": "#nothing",
    "a circle": "#/components/schemas/Circle",
    "not an object": "#/info/title",
}


def dangling(reference, url):
    """A document with the reference in each place, and sound parts next to it."""
    to = {"$ref": reference}
    described = {"description": "ok"}
    sound = {"name": "sound", "in": "query", "schema": STRING}
    pet = thing(
        id={"type": "integer"},
        owner=to,
        owners={"type": "array", "items": to},
        named={"type": "object", "additionalProperties": to},
        both={"allOf": [to, thing(a=STRING)]},
        either={"oneOf": [to, {"type": "integer"}]},
    )
    typed = {"name": "typed", "in": "query", "schema": to}
    paths = {
        "/get": {
            "parameters": [to],
            "get": {
                **operation(to, sound, typed, reply=ref("Pet"), name="getPet"),
                "responses": {
                    "200": {**described, "headers": {"X": to}, "content": json(ref("Pet"))},
                    "404": to,
                    "default": to,
                },
            },
        },
        "/set": {
            "post": {
                **operation(name="setPet", reply=to),
                "requestBody": to,
                "callbacks": {"done": to},
            }
        },
        "/drop": {"delete": {"operationId": "dropPet", "responses": {"200": to}}},
        "/send": {
            "post": {
                "operationId": "sendPet",
                "requestBody": {"required": True, "content": json(ref("Pet"))},
                "responses": {"200": {**described, "content": {"application/json": to}}},
            }
        },
        "/away": to,
        "/method": {"get": to},
    }
    made = document(paths, {"Pet": pet, "Circle": ref("Circle"), "Alias": to}, url=url)
    made["components"]["securitySchemes"] = {"key": to}
    made["webhooks"] = {"away": to, "sound": {"post": operation(body=ref("Pet"), name="hook")}}
    return made


@pytest.fixture
def server():
    with Server() as one:
        yield one


@pytest.mark.parametrize("reference", TARGETS.values(), ids=TARGETS)
def test_everything_else_works(tmp_path, server, reference):
    log = DiagnosticLog()
    client = generated(tmp_path, dangling(reference, server.url), log)
    client.configure(http_client=HTTP)
    assert log.errors == 0
    faults = [one for one in log.diagnostics if one.is_fault]
    assert {one.severity for one in faults} == {Severity.WARNING}
    assert all(one.location for one in faults)
    assert len(faults) >= (1 if reference == TARGETS["a circle"] else 15)
    value = {"id": 1, "owner": [2], "owners": [3, "x"], "named": {"a": None}, "either": 5}
    server.say(value)
    pet = client.get_pet(sound="s", typed=3)
    assert server.asked[-1].target == "/v1/get?sound=s&typed=3"
    assert pet.model_dump(exclude_unset=True) == value
    server.say({"any": ["thing"]})
    assert client.set_pet() == {"any": ["thing"]}
    server.say([1])
    assert client.send_pet(id=1, owner={"a": 1}, either="x") == [1]
    assert server.asked[-1].json == {"id": 1, "owner": {"a": 1}, "either": "x"}
    client.drop_pet()
    assert server.asked[-1].method == "DELETE"
    assert not hasattr(client, "away")


@pytest.mark.parametrize("reference", TARGETS.values(), ids=TARGETS)
def test_the_overlay_actions_correct_all_of_it(tmp_path, reference):
    """Copied into an overlay as they are printed, they leave no fault."""
    described, actions = dangling(reference, "https://example.com"), ""
    overlay = tmp_path / "corrections.yaml"
    for _ in range(3):  # a removed part may leave another reference without a target
        overlay.write_text(HEAD + actions)
        log = DiagnosticLog()
        make(tmp_path / "client", described, log, overlays=(overlay,) if actions else ())
        lines = "\n".join(one.render() for one in log.diagnostics if one.is_fault).split("\n")
        actions += "".join(f"{line}\n" for line in lines if line.startswith("    "))
        if not log.faults:
            break
    assert [one.code for one in log.diagnostics if one.is_fault] == []


def test_strict_runs_fail_and_name_all_of_it(tmp_path):
    log = DiagnosticLog(strict=True)
    described = dangling(TARGETS["none"], "https://example.com")
    with pytest.raises(OpgenError) as caught:
        make(tmp_path / "client", described, log)
    assert caught.value.diagnostics == log.diagnostics
    assert sum(one.severity is Severity.ERROR for one in log.diagnostics) >= 15


def test_the_command_counts_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "client", dangling(TARGETS["none"], "https://example.com"))
    run = opgen("generate", "document.json", "--all", "--output", "other", "--report", "r.json")
    assert run.exit_code == 0
    assert run.stderr.splitlines()[-1].endswith(" faults of the document")

"""Responses of success that report a failure: what the document shows, and what it does not."""

from __future__ import annotations

import pytest
from support.documents import STRING, document, json, operation, ref, thing
from support.packages import imported, make
from support.scripted_server import Server

BOOLEAN = {"type": "boolean"}
TRUE, FALSE = {**BOOLEAN, "enum": [True]}, {**BOOLEAN, "const": False}
INTEGER = {"type": "integer"}
SCHEMAS = {
    "Done": {**thing(ok=TRUE, channel=STRING), "required": ["ok"]},
    "Failed": {**thing(ok=FALSE, error=STRING, error_code=INTEGER), "required": ["ok", "error"]},
    "Either": {"oneOf": [ref("Done"), ref("Failed")]},
    "Flagged": thing(ok=BOOLEAN, result=STRING),
    "Why": thing(ok=BOOLEAN, error=STRING),
    "Problem": thing(ok=BOOLEAN, description=STRING, error_code=INTEGER),
    "Wrapped": thing(success=BOOLEAN, errors={"type": "array", "items": STRING}),
    "Check": thing(success=BOOLEAN, error={"type": ["string", "null"]}),
    "Thing": thing(id=STRING),
}


def paths(*replies, **errors):
    for number, reply in enumerate(replies):
        made = operation(name=f"do_{number}", reply=reply)
        for status, schema in errors.items():
            made["responses"][status] = {"description": "", "content": json(schema)}
        yield f"/things/{number}", {"get": made}


def described(*replies, **errors):
    return document(dict(paths(*replies, **errors)), SCHEMAS)


def source(folder, *replies, **errors):
    make(folder / "client", described(*replies, **errors))
    return (folder / "client/things.py").read_text()


@pytest.mark.parametrize(
    ("reply", "errors", "rule", "returns"),
    [
        (ref("Either"), {}, 'when={"ok": False}, code="error_code"', "components.Done"),
        ({"oneOf": SCHEMAS["Either"]["oneOf"]}, {}, "when=", "components.Done"),
        ({"anyOf": [ref("Either"), {"type": "null"}]}, {}, "when=", "components.Done | None"),
        ({"oneOf": [ref("Either"), ref("Thing")]}, {}, "when=",
         "components.Done | components.Thing"),
        (ref("Done"), {}, 'when={"ok": False})', "components.Done"),
        (ref("Why"), {}, 'when={"ok": False})', "components.Why"),
        (ref("Wrapped"), {}, 'when={"success": False})', "components.Wrapped"),
        (ref("Flagged"), {"default": ref("Problem")}, 'code="error_code"', "components.Flagged"),
        (ref("Flagged"), {"400": ref("Thing")}, None, "components.Flagged"),
        (ref("Flagged"), {}, None, "components.Flagged"),
        (ref("Failed"), {}, None, "components.Failed"),
        (ref("Thing"), {"default": ref("Problem")}, None, "components.Thing"),
        ({"type": "array", "items": ref("Why")}, {}, None, "components.Do0Response"),
    ],
)  # fmt: skip
def test_what_shows_a_failure(tmp_path, reply, errors, rule, returns):
    text = source(tmp_path, reply, **errors)
    assert f"-> Request[{returns}]:" in text
    assert ("failure=Failure(" in text) == (rule is not None)
    assert (rule or "") in text


def test_the_result_of_a_check_is_no_envelope(tmp_path):
    assert "failure=" not in source(tmp_path, ref("Check"), ref("Thing"), ref("Thing"))


def test_over_a_socket(tmp_path):
    package = imported(tmp_path / "client", described(ref("Either")))
    with Server() as server, package.Client(base_url=server.url) as client:
        do = package.do_0.using(client)
        failed = {"ok": False, "error": "chat not found", "error_code": 404}
        server.say({"ok": True, "channel": "C1"}, failed, {**failed, "error_code": 503}, {"ok": 1})
        assert do().channel == "C1"
        with pytest.raises(package.NotFoundError) as caught:
            do()
        assert caught.value.reason == "chat not found"
        assert type(caught.value.data).__name__ == "Failed"
        with pytest.warns(package.DriftWarning):
            do()
        assert len(server.asked) == 4  # the one with 503 was repeated
    assert "In the body of a success, `ok` is `false`." in package.do_0.__doc__


def test_a_rule_of_the_profile_is_for_all_operations(tmp_path):
    profile = tmp_path / "own.toml"
    profile.write_text('[errors]\nunless = { code = 0 }\nhas = ["fault"]\n')
    whole = described(ref("Either"), ref("Thing"))
    report = make(tmp_path / "client", whole, profile=str(profile)).report
    assert report.to_json()["errors"] == {"schemas": 1, "operations": 0, "in_success": 2}
    assert "failure=" not in (tmp_path / "client/things.py").read_text()
    text = (tmp_path / "client/_api.py").read_text()
    assert 'failure=Failure(unless={"code": 0}, has=("fault",)),' in text

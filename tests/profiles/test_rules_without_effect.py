"""Rules of a profile that fit nothing are warnings with their place and a suggestion."""

from __future__ import annotations

import shutil

import pytest
from support.documents import STRING, document, json, operation, ref, thing
from support.packages import make

from generator import resources
from generator.diagnostics import DiagnosticLog

EVENTS = {
    "operationId": "watch",
    "requestBody": {"required": True, "content": json(thing(streaming=STRING))},
    "responses": {
        "200": {
            "description": "ok",
            "content": {"text/event-stream": {"schema": ref("WatchEvent")}},
        }
    },
}
SCHEMAS = {
    "Watch_Event": thing(kind=STRING),
    "WatchEvent": {
        "oneOf": [thing(kind={"const": "watch.delta"}), thing(kind={"const": "watch.done"})]
    },
    "Pet": thing(name=STRING),
    "InputPet": {"oneOf": [ref("Pet"), STRING]},
    "OutputPet": thing(name=STRING),
}
PATHS = {
    "/fine-tuning/jobs": {"post": EVENTS},
    "/pets": {"post": operation(name="addPet", body=ref("InputPet"), reply=ref("OutputPet"))},
}
KEY = {"type": "http", "scheme": "bearer"}


def described():
    made = document(PATHS, SCHEMAS, security=[{"mainKey": []}])
    made["components"]["securitySchemes"] = {"mainKey": KEY, "otherKey": KEY}
    return made


def warnings(folder, profile, **options):
    """Return `line:column: message; help` of each rule without effect."""
    path = folder / "own.toml"
    path.write_text(profile)
    log = DiagnosticLog()
    make(folder / "client", described(), log, profile=str(path), **options)
    found = [one for one in log.diagnostics if one.code != "unread-keyword"]
    assert {one.code for one in found} <= {"rule-without-effect", "overlay-no-match"}
    return [
        f"{one.location.line}:{one.location.column}: {one.message}; {one.help}" for one in found
    ]


CREDENTIAL = '[[credentials]]\nsetting = "key"\nargument = "key"\nheader = "X-Key"\n'
GOOD = (
    f'{CREDENTIAL}scheme = "mainKey"\n'
    '[[headers]]\ngroups = ["fine-tuning", "pets"]\npath = "/pets"\nsend = {A = "b"}\n'
    '[[streams]]\nevents = "WatchEvent"\nends = ["end"]\nflag = "streaming"\nvalue = "yes"\n'
    '[names]\nWatch_Event = "Observation"\n[accepts]\nInputPet = "OutputPet"\n'
)
NO_STREAM = '[[streams]]\nends = ["a"]\n'


def test_rules_with_an_effect_say_nothing(tmp_path):
    assert warnings(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (
            '[[headers]]\ngroups = ["pets", "fine_tunin"]\nsend = {A = "b"}\n',
            ("2:19: there is no group 'fine_tunin', so this has no effect; "
            "did you mean 'fine_tuning'?"),
        ),
        (
            '[[headers]]\ngroups = ["zoo"]\nsend = {A = "b"}\n',
            ("2:11: there is no group 'zoo', so this has no effect; "
            "known are 'fine_tuning', 'pets'"),
        ),
        (
            ('# path\n[[headers]]\ngroups = ["pets"]\nsend = {A = "b"}\n'
            '[[headers]]\ngroups = ["pets"]\nsend = {A = "b"}\npath = "/pet"\n'),
            "8:1: there is no path '/pet', so this has no effect; did you mean '/pets'?",
        ),
        (
            f'{NO_STREAM}events = "WatchEvnt"\n',
            ("3:1: there is no schema 'WatchEvnt', so this has no effect; "
            "did you mean 'WatchEvent'"),
        ),
        (
            f'{NO_STREAM}  events = "Pet"\n',
            "3:3: no operation streams 'Pet'; the schemas of streams are 'WatchEvent'",
        ),
        (
            f'{NO_STREAM}events = "WatchEvent"\nflag = "stream"\n',
            ("4:1: there is no member of the body 'stream', so this has no effect; "
            "did you mean 'streaming'?"),
        ),
        (
            '[[streams]]\nevents = "WatchEvent"\nends = ["[DONE]", "watch.dome"]\n',
            "3:19: no event has the type 'watch.dome'; did you mean 'watch.done'",
        ),
        (
            f'{NO_STREAM}events = "WatchEvent"\ntext = {{"watch.delt" = "name"}}\n',
            "4:9: no event has the type 'watch.delt'; did you mean 'watch.delta' or 'watch.done'?",
        ),
        (
            f'{NO_STREAM}events = "WatchEvent"\ntext = {{"*" = "names[0]"}}\n',
            ("4:9: neither the events nor the result have the member 'names'; "
            "did you mean 'name'?"),
        ),
        (
            f'{NO_STREAM}events = "WatchEvent"\n[[streams.result]]\nevent = "watch.done"\n',
            "4:1: the operation has no result but its events, so 'result' has no effect; None",
        ),
        (
            '[[streams]]\nevents = "WatchEvent"\nends = ["a"]\nvalue = "yes"\n',
            "4:1: 'value' has no effect without 'flag'; None",
        ),
        (
            '[[streams]]\nevents = "WatchEvent"\nends = ["a"]\n' * 2,
            "5:1: an earlier rule is for 'WatchEvent', so this has no effect; None",
        ),
        (
            '[errors]\nwhen = {nam = "x"}\n',
            "2:9: no response has the member 'nam'; did you mean 'name'?",
        ),
        (
            '[errors]\nhas = ["failure", "a.nam"]\n',
            "2:19: no response has the member 'nam'; did you mean 'name'?",
        ),
        ('webhooks = "standard"', "1:1: the document has no webhooks, so this has no effect; None"),
        (
            f'{CREDENTIAL}scheme = "mainkey"\n',
            ("5:1: there is no security scheme 'mainkey', so this has no effect; "
            "did you mean 'mainKey'?"),
        ),
        (f'{CREDENTIAL}scheme = "otherKey"\n', "1:1: no operation asks for the credential 'key'; "),
        (
            f'{CREDENTIAL}scheme = "adminKey"\ngroups = ["pet"]\n',
            "6:11: there is no group 'pet', so this has no effect; did you mean 'pets'?",
        ),
        (
            'secrets = ["at"]\n',
            "1:12: there is no variable of a server 'at', so this has no effect",
        ),
        (
            'client_parameters = ["X-Team"]\n',
            "1:22: there is no header or query parameter 'X-Team', so this has no effect",
        ),
        (
            'call_parameters = ["X-Team"]\n',
            "1:20: there is no header or query parameter 'X-Team', so this has no effect",
        ),
        (
            '[names]\nPett = "Animal"\n',
            "2:1: there is no schema 'Pett', so this has no effect; did you mean 'Pet'",
        ),
        (
            '[accepts]\nInputPet = "OutputPets"\n',
            "2:1: there is no class 'OutputPets', so this has no effect; did you mean 'OutputPet'",
        ),
        (
            '[accepts]\nOutputPet = "InputPet"\n',
            "2:1: 'OutputPet' is not a union, so it accepts nothing else; None",
        ),
    ],
)  # fmt: skip
def test_a_rule_without_effect(tmp_path, profile, expected):
    first, *_ = warnings(tmp_path, profile)
    assert first.startswith(expected)


def test_rules_are_judged_by_the_whole_document(tmp_path):
    assert warnings(tmp_path, GOOD, groups=("pets",)) == []


def test_an_overlay_of_ones_own_profile_is_judged_too(tmp_path):
    (tmp_path / "o.yaml").write_text(
        "overlay: 1.0.0\nactions: [{target: $.nothing, remove: true}]\n"
    )
    (one,) = warnings(tmp_path, 'overlays = ["o.yaml"]\n')
    assert "$.nothing" in one


def test_a_built_in_profile_may_have_rules_for_other_versions(tmp_path):
    log = DiagnosticLog()
    make(tmp_path / "client", document(PATHS, SCHEMAS), log, profile="openai")
    assert log.diagnostics == ()
    shutil.copy(resources.profile_file("openai"), tmp_path / "own.toml")
    shutil.copy(resources.profiles() / "../../specs/openai.overlay.yaml", tmp_path)
    assert len(warnings(tmp_path, (tmp_path / "own.toml").read_text())) > 20

"""Documents whose texts would act in a terminal or in Markdown, and schemas that never end."""

from __future__ import annotations

import json
import re
import time
from itertools import pairwise

import pytest
from support.command import done, opgen
from support.diff_documents import (
    VALIDATOR,
    any_of,
    changes,
    constants,
    described,
    lists,
    parameter,
)
from support.documents import STRING, document_of, operation, ref, thing
from support.schema_bombs import BOMBS
from support.schema_bombs import document as bomb

SECONDS = 10  # what doubles with each level would take minutes
PAYLOADS = (
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "\x9b2J\u202eright\u2066",
    "one\n- two\n\n# three",
    "a\r\nb\x0bc\x0cd\x85e\u2028f",
    "`code` ``two`` ```\nfence",
    "` <img src=x onerror=alert(1)> `",
    "[link](javascript:alert(1)) ![i](http://x) @everyone #1 <!-- -->",
    "| a | b |\n|---|---|",
    "\\`\\",
    "x" * 5000,
)
SPAN = re.compile(r"`[^`]*`")


def texts(payload, suffix, path="x"):
    """Every place for text that a change can be about holds the payload."""
    schema = {
        "type": "object",
        "title": payload + suffix,
        "description": payload + suffix,
        "properties": {
            "same": {"enum": [payload + suffix, "plain"], "description": payload + suffix},
            payload + suffix: constants(payload + suffix),
        },
    }
    one = operation(
        parameter(payload + suffix),
        parameter("same", constants(payload + suffix, "plain"), description=payload + suffix),
        reply=any_of(ref("Thing"), constants(payload + suffix)),
    )
    two = {**operation(), "operationId": f"two {payload}{suffix}"}
    clean = re.sub(r"[{}?#/]", "", payload + suffix)
    return {
        **document_of(one, {"Thing": schema, f"T{re.sub(r'[^a-z0-9]', '', suffix)}": STRING}),
        "servers": [{"url": f"https://x.test/{clean}"}],
        "paths": {
            "/x": {"post": one},
            f"/{path}/{clean}": {"get": {**operation(), "operationId": "same"}},
            "/y": {"post": two},
        },
    }


def printed(folder, payload, *options):
    """What is printed of documents of which all texts differ in their last characters."""
    before, after = folder / "old.json", folder / "new.json"
    before.write_text(json.dumps(texts(payload, " one")))
    after.write_text(json.dumps(texts(payload, " two")))
    return done("diff", before, after, "--all", *options)


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_acts_in_a_terminal(tmp_path, payload, form):
    found = printed(tmp_path, payload, "--format", form)
    assert all(one == "\n" or one.isprintable() for one in found)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_leaves_its_list_item_or_span_of_code(tmp_path, payload):
    found = printed(tmp_path, payload, "--format", "markdown")
    first, *rest = found.splitlines()
    assert first.endswith("(version step: major).")
    for line in rest:
        assert not line or line.startswith(("- ", "### ")), line
        assert line.count("`") % 2 == 0, line
        assert "``" not in line, line
        outside = SPAN.sub("", line)
        assert not re.search(r"[<>\[\]|@#*!\\&]", outside.removeprefix("### ")), line
    calls = [line for line in found.splitlines() if "sends" in line or "calls" in line]
    assert len(calls) == 2


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_holds_the_texts_as_they_are(tmp_path, payload):
    text = printed(tmp_path, payload, "--format", "json")
    assert text.isascii()
    found = json.loads(text)
    VALIDATOR.validate(found)
    values = [one for change in found["changes"] for one in change["target"].get("values", ())]
    assert {f"{payload} one", f"{payload} two"} <= set(values)


def test_no_line_is_long(tmp_path):
    names = {
        f"{'very_' * 10}{n}": constants(*["v" * 9000 + str(m) for m in range(9)]) for n in range(99)
    }
    old = document_of(operation(reply=thing(**names)), {})
    new = document_of(operation(reply=thing(**dict.fromkeys(names, constants("w" * 9000)))), {})
    found = [one for one in changes(tmp_path, old, new) if one["target"].get("attribute")]
    assert len(found) == 99
    assert max(len(one["message"]) for one in found) < 1500


def test_thousands_of_values_take_little_time(tmp_path):
    started = time.process_time()
    many = [[f"{word} {number}" for number in range(20_000)] for word in ("old", "new")]
    old, new = (document_of(operation(parameter("x", constants(*one))), {}) for one in many)
    (one,) = changes(tmp_path, old, new)
    assert "or 19994 more" in one["message"]
    assert len(one["message"]) < 500
    assert len(one["target"]["values"]) == 20_000
    old, new = (document_of(operation(parameter("x", constants(*one, "same"))), {}) for one in many)
    assert [len(one["target"]["values"]) for one in changes(tmp_path, old, new)] == [20_000] * 2
    assert time.process_time() - started < SECONDS


def test_many_changes_take_time_in_proportion(tmp_path):
    """Four times the document takes about four times as long, not sixteen times."""
    taken = []
    for count in (250, 1000):
        documents = [
            document_of(operation(reply=ref("T0")), many_types(count, field)) for field in "ab"
        ]
        started = time.process_time()
        found = changes(tmp_path, *documents)
        taken.append(time.process_time() - started)
        assert len(found) == 2 * count
    assert taken[1] < taken[0] * 10


def many_types(count, field):
    """Classes of which each holds the next."""
    return {
        f"T{n}": thing(**{field: STRING, "next": ref(f"T{n + 1}") if n < count - 1 else STRING})
        for n in range(count)
    }


@pytest.mark.parametrize("schemas", BOMBS.values(), ids=BOMBS)
def test_few_schemas_take_little_time(tmp_path, schemas):
    started = time.process_time()
    renamed = json.loads(json.dumps(schemas).replace('"N', '"M').replace("schemas/N", "schemas/M"))
    renamed["N0"] = ref("M0")
    assert changes(tmp_path, bomb(schemas), bomb(schemas)) == []
    changes(tmp_path, bomb(schemas), bomb(renamed))
    assert time.process_time() - started < SECONDS


def nested(levels, end, wrap):
    for _ in range(levels):
        end = wrap(end)
    return end


WRAPS = {
    "lists": lists,
    "dictionaries": lambda inner: {"type": "object", "additionalProperties": inner},
    "unions": lambda inner: any_of(inner, lists(inner)),
    "objects": lambda inner: thing(a=inner),
}


@pytest.mark.parametrize("name", WRAPS)
def test_deep_schemas_are_compared(tmp_path, name):
    deep = 6 if name == "unions" else 30  # the document doubles
    ends = (STRING, {"type": "integer"})
    old, new = (document_of(operation(reply=nested(deep, one, WRAPS[name])), {}) for one in ends)
    assert changes(tmp_path, old, old) == []
    found = changes(tmp_path, old, new)
    assert found
    assert all(len(one["message"]) < 300 for one in found)


def test_inline_schemas_that_hold_themselves_are_compared(tmp_path):
    place = "#/paths/~1x/post/responses/200/content/application~1json/schema"

    def made(*more):
        return document_of(operation(reply=any_of(STRING, lists({"$ref": place}), *more)), {})

    assert changes(tmp_path, made(), made()) == []
    found = changes(tmp_path, made(), made({"type": "boolean"}))
    assert described(found) == [
        "breaking result-widened `do`: may also return `bool`",
        "breaking type-widened `Schema`: may also be `bool`",
    ]


def test_aliases_that_double_at_each_level_are_opened_once(tmp_path):
    def levels(letter, end):
        names = [f"{letter}{n}" for n in range(40)]
        held = {
            a: any_of(ref(b), lists(ref(b)), {"type": "object", "additionalProperties": ref(b)})
            for a, b in pairwise(names)
        }
        return {**held, names[-1]: end, "Top": ref(names[0])}

    started = time.process_time()
    old, new = (
        document_of(operation(parameter("x", ref(f"{letter}0"))), levels(letter, end))
        for letter, end in (("K", STRING), ("L", {"type": "integer"}))
    )
    assert "breaking" in {one["kind"] for one in changes(tmp_path, old, new)}
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("value", [".inf", "-.inf", ".nan", "1e400"])
def test_numbers_that_json_has_not_make_no_false_json(tmp_path, value):
    spec = json.dumps(document_of(operation(parameter("x", {"enum": ["VALUE", 1]})), {}))
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(spec.replace('"VALUE"', "2"))
    new.write_text(spec.replace('"VALUE"', value))
    for first, second in ((old, new), (new, old), (new, new)):
        compared = opgen("diff", first, second, "--all", "--format", "json")
        if compared.exit_code:
            assert "error[" in compared.stderr
            continue
        json.loads(compared.stdout, parse_constant=pytest.fail)
        if first is second:
            assert json.loads(compared.stdout)["changes"] == []

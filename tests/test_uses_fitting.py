"""What an app writes out is held against the later package: what is right there is not touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from differences import INTEGER, constants, lists, needs, requires, sent, takes
from schemas import NULL, STRING, ref, tagged, thing

from generator.changes.compare import compare
from generator.config import Options
from generator.diagnostics import DiagnosticLog
from generator.history import NO_HISTORY
from generator.planning import plan
from generator.uses.find import find_uses

HEAD = "from client import components, do, omit, params\n"


def planned(folder, document, history=NO_HISTORY):
    spec = folder / "spec.json"
    spec.write_text(json.dumps(document))
    return plan(
        Options(spec=spec, output=Path("client"), all=True), DiagnosticLog(), history=history
    )


def found(folder, documents, code):
    """The lines that the step from one document to the other touches, and by which changes."""
    before = planned(folder, documents[0])
    after = planned(folder, documents[1], before.sources.history)
    app = folder / "code.py"
    app.write_text(HEAD + code)
    changes = compare(before, after)
    return find_uses(changes, before, after, "client", app, DiagnosticLog())


def check(folder, documents, code, *codes):
    """Hold what is touched against the marks; a line holds one of them."""
    uses = found(folder, documents, code)
    lines = (HEAD + code).splitlines()
    assert [(one.line, one.certain) for one in uses] == [
        (number, text.endswith("touched"))
        for number, text in enumerate(lines, 1)
        if text.endswith(("# touched", "# may"))
    ]
    assert {one.change.code for one in uses} == set(codes)


def changed(old, new, **schemas):
    """Documents where the argument `x` is one schema, then another."""
    return sent(old, **schemas), sent(new, **schemas)


TEXT, JSON = tagged("text"), tagged("json", strict={"type": "boolean"})
FORMATS = {"anyOf": [ref("Text"), ref("Json")]}


def test_a_class_that_another_type_replaced_takes_the_same_dictionary(tmp_path):
    documents = changed(ref("Format"), FORMATS, Format=tagged("json"), Text=TEXT, Json=JSON)
    code = """
JSON = {"type": "json"}
do(x={"type": "json"})
do(x=dict(type="json"))
do(x=JSON)
do(x={"type": "json"} if unknown else {"type": "text"})
do(x={"type": "json", "strict": True})
do(x={"type": "json", "strict": "yes"})  # touched
do(x={"type": "json", "strict": unknown})  # touched
do(x={"type": "html"})  # touched
do(x={"type": "json", "more": 1})  # touched
do(x={})  # touched
do(x={"type": "json", **unknown})  # touched
do(x=unknown)  # touched
do(x="json")  # touched
do(**{"x": {"type": "json"}})
"""
    check(tmp_path, documents, code, "argument-narrowed")


def test_a_constant_that_is_accepted_still_is_not_touched(tmp_path):
    code = """
MAYBE = "json"
if unknown:
    MAYBE = "html"
EITHER = "json" if unknown else "text"
do(x="json")
do(x=EITHER)
do(x="html")  # touched
do(x=MAYBE)  # touched
do(x="json" + "text")  # touched
do(x=unknown)  # touched
for one in ("json", "text"):
    do(x=one)
LONGER = "json"
LONGER += "l"
do(x=LONGER)  # touched
"""
    check(tmp_path, changed(STRING, constants("json", "text")), code, "argument-narrowed")


def test_a_schema_that_was_renamed_takes_the_same_dictionary(tmp_path):
    """Of a TypedDict's key, and of an argument."""
    documents = tuple(
        sent(ref("Options"), Options=thing(format=ref(name)), **{name: JSON})
        for name in ("Old", "New")
    )
    code = """
do(x={"format": {"type": "json"}})
do(x={"format": {"type": "json", "strict": 1}})  # touched
do(x={"format": {"type": unknown}})  # touched
where: params.Options = {"format": {"type": "json"}}
some: params.Options = {"format": {"type": "text"}}  # touched
"""
    check(tmp_path, documents, code, "attribute-narrowed")


def test_another_variant_with_that_tag_takes_it(tmp_path):
    tools = {"Search": tagged("search", size=STRING), "Other": tagged("other")}
    later = tagged("search", place=STRING)
    old = {"anyOf": [ref("Search"), ref("Other")]}
    new = {"anyOf": [ref("Search2"), ref("Other")]}
    documents = changed(lists(old), lists(new), **tools, Search2=later)
    code = """
TOOLS = [{"type": "search"}]
kept = []
kept.append({"type": "search"})
mixed = []
mixed.append({"type": "search", "size": "x"})  # touched
longer = [{"type": "search"}]
longer.extend(unknown)
hidden = []
def hide():
    hidden.append({"type": "search", "size": "x"})
do(x=[{"type": "search"}])
do(x=({"type": "search"}, {"type": "other"}))
do(x=TOOLS)
do(x=kept)
do(x=[*TOOLS])
do(x=[*TOOLS, *unknown])  # touched
do(x=[{"type": "search", "size": "x"}])  # touched
do(x=mixed)  # touched
do(x=longer)  # touched
do(x=hidden)  # touched
"""
    code = code.replace('"size": "x"})  # touched', '"size": "x"})')
    check(tmp_path, documents, code, "argument-narrowed")


def test_a_name_that_is_altered_cannot_be_known(tmp_path):
    documents = changed(ref("Format"), FORMATS, Format=tagged("json"), Text=TEXT, Json=JSON)
    code = """
set_ = {"type": "json"}
set_["more"] = 1
gone = {"type": "json"}
del gone["type"]
more = {"type": "json"}
more.update(unknown)
class Held:
    kept = {"type": "json"}
    def __init__(self):
        self.lost = {"type": "json"}
        self.lost.pop("type")
    def send(self):
        do(x=self.kept)
        do(x=self.lost)  # touched
do(x=Held.kept)
do(x=set_)  # touched
do(x=gone)  # touched
do(x=more)  # touched
do(x={**more})  # touched
do(x=dict(**more))  # touched
def given():
    made = {"type": "json"}
    return made
do(x=given())  # touched
"""
    check(tmp_path, documents, code, "argument-narrowed")


def test_a_dictionary_of_another_file_is_altered_there(tmp_path):
    documents = changed(ref("Format"), FORMATS, Format=tagged("json"), Text=TEXT, Json=JSON)
    (tmp_path / "other.py").write_text(
        "FINE = {'type': 'json'}\nBAD = {'type': 'json'}\nBAD['type'] = 1\n"
    )
    before = planned(tmp_path, documents[0])
    after = planned(tmp_path, documents[1], before.sources.history)
    text = f"{HEAD}from other import BAD, FINE\ndo(x=FINE)\ndo(x=BAD)\n"
    (tmp_path / "code.py").write_text(text)
    changes = compare(before, after)
    uses = find_uses(changes, before, after, "client", tmp_path, DiagnosticLog())
    assert [(one.path.name, one.line) for one in uses] == [("code.py", 4)]


def test_an_alias_is_held_against_what_it_stands_for_now(tmp_path):
    old, new = constants("a", "b"), constants("b", "c")
    documents = sent(ref("Way"), Way=old), sent(ref("Way"), Way=new)
    code = """
do(x="b")
do(x="a")  # touched
do(x=unknown)  # may
way: components.Way = "a"  # touched
way2: components.Way = "b"
"""
    check(tmp_path, documents, code, "type-narrowed")
    number = {"anyOf": [INTEGER, {"type": "boolean"}]}
    documents = sent(ref("Way"), Way=number), sent(ref("Way"), Way=lists(INTEGER))
    code = """
do(x=[1])
do(x=1)  # may
do(x=["a"])  # may
"""
    check(tmp_path, documents, code, "type-narrowed")


STAMP = {"type": "string", "format": "date-time"}
NUMBER, FLAG = {"type": "number"}, {"type": "boolean"}
OBJECT = thing(a=STRING, seen={**STRING, "readOnly": True})


@pytest.mark.parametrize(
    ("schema", "fitting", "others"),
    [
        (STAMP, ["'2020-01-01T00:00:00Z'"], ["1", "None"]),
        (INTEGER, ["1", "-1"], ["True", "1.5", "'1'"]),
        (NUMBER, ["1", "1.5"], ["True", "'1'"]),
        (FLAG, ["True"], ["1", "'true'"]),
        ({"type": "integer", "enum": [1]}, ["1"], ["True", "2", "1.0"]),
        ({"anyOf": [STAMP, NULL]}, ["None", "'x'"], ["0", "False"]),
        (lists(STAMP), ["['x']", "('x', 'y')", "[]"], ["'x'", "[1]", "{'x': 'y'}"]),
        (
            {"type": "object", "additionalProperties": INTEGER},
            ["{'a': 1}", "{}"],
            ["{'a': 'x'}", "{1: 1}", "[1]", "{unknown: 1}"],
        ),
        (
            requires(OBJECT, "a", "seen"),
            ["{'a': 'x'}"],
            ["{}", "{'a': 1}", "{'a': 'x', 'seen': 'x'}", "{'a': 'x', 'b': 'x'}"],
        ),
        (thing(a={}), ["{'a': unknown}", "{}"], ["{'b': unknown}"]),
        (lists(lists({})), ["[[unknown]]"], ["[unknown]"]),
    ],
)
def test_what_fits_is_what_the_package_takes(tmp_path, schema, fitting, others):
    documents = changed({"type": "string", "format": "binary"}, schema)
    code = "".join(f"do(x={one})\n" for one in fitting)
    code += "".join(f"do(x={one})  # touched\n" for one in others)
    check(tmp_path, documents, code, "argument-narrowed")


def test_what_holds_itself_ends_somewhere(tmp_path):
    tree = thing(inner=lists(ref("Tree")))
    documents = changed(lists(ref("Tree")), ref("Tree"), Tree=tree)
    deep = "[]"
    for _ in range(40):
        deep = f"[{{'inner': {deep}}}]"
    code = f"""
loop = {{"inner": [loop, loop, loop]}}
left = right
right = left
do(x=loop)  # touched
do(x=left)  # touched
do(x={{"inner": [{{"inner": []}}]}})
do(x={{"inner": {deep}}})  # touched
"""
    check(tmp_path, documents, code, "argument-narrowed")


def test_an_argument_of_another_name_is_left_alone(tmp_path):
    old, new = takes(needs("a", place="path")), takes(needs("b", INTEGER, place="path"))
    for document, name in ((old, "a"), (new, "b")):
        document["paths"] = {f"/x/{{{name}}}": next(iter(document["paths"].values()))}
    uses = found(tmp_path, (old, new), "do(a=1)\n")
    assert {one.change.code for one in uses} == {"argument-renamed", "argument-narrowed"}


def test_what_comes_back_is_judged_as_before(tmp_path):
    schema = thing(way=constants("a"))
    later = thing(way=constants("a", "b"))
    old, new = (sent(STRING) for _ in "12")
    for document, reply in ((old, schema), (new, later)):
        content = {"application/json": {"schema": reply}}
        (path,) = document["paths"].values()
        path["post"]["responses"]["200"]["content"] = content
    uses = found(tmp_path, (old, new), "do(x='a').way == 'a'\n")
    assert [one.change.code for one in uses] == ["attribute-widened"]

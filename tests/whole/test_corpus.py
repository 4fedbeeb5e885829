"""Real documents by others: each is read, listed, and every reference in it is followed."""

import json
import re

import pytest
from support.command import opgen
from support.corpus import DOCUMENTS
from support.paths import SHARED
from support.sweeps import some

from generator.diagnostics import DiagnosticLog
from generator.document.document import load
from generator.document.resolve import Resolver

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("shared")]

_DATES = sorted(path.name for path in (SHARED / "specs" / "openai").glob("20*")) or ["none"]


# What the list reports of a document. An entry that is not needed fails its test.
_REPORTED = {"hey-external-31": {"malformed-object"}}  # its version is a number


@pytest.mark.parametrize("slug", some(list(DOCUMENTS), 4))
def test_every_document_is_listed(slug):
    path, operations = DOCUMENTS[slug]
    result = opgen("list", path, "--json")
    assert result.exit_code == 0
    assert set(re.findall(r"warning\[(.+?)\]", result.stderr)) == _REPORTED.get(slug, set())
    assert json.loads(result.stdout)["operations"] == operations


@pytest.mark.parametrize("slug", some(list(DOCUMENTS), 4, first=2))
def test_every_reference_leads_somewhere(slug):
    path, _ = DOCUMENTS[slug]
    log = DiagnosticLog()
    document = load(path, log)
    resolver = Resolver(log)
    todo, seen = [document.root], set()
    while todo:
        node = todo.pop()
        target = resolver.resolve(node)
        if target is not None and target != node and target not in seen:
            seen.add(target)
            if target.document is not document:
                todo.append(target)
        # References in examples and extensions may be anything.
        todo += [
            inner
            for key, inner in node.members()
            if key not in ("example", "examples") and not key.startswith("x-")
        ]
        todo += node.items()
    assert log.diagnostics == ()


@pytest.mark.parametrize("date", some(_DATES, 2))
def test_openai_at_every_date(shared, date):
    log = DiagnosticLog()
    load(shared / "specs" / "openai" / date, log)
    codes = [one.code for one in log.diagnostics]
    # That date was published with an entry that is not indented like its neighbours.
    assert codes == (["indentation"] if date == "2024-06-17.yaml" else [])


def test_yaml_and_json_say_the_same(shared):
    folder = shared / "specs" / "openai"
    data = [load(folder / f"2026-08-21.{kind}", DiagnosticLog()).data for kind in ("yaml", "json")]
    assert data[0] == data[1]


@pytest.mark.parametrize("name", ["2026-08-21.json", "2026-08-21.yaml", "2024-06-17.yaml"])
def test_every_schema_is_located(shared, name):
    path = shared / "specs" / "openai" / name
    document = load(path, DiagnosticLog())
    lines = path.read_text(encoding="utf-8").split("\n")
    for key, schema in document.root["components"]["schemas"].members():
        assert key in lines[schema.location().line - 1]
        for inner, member in schema.members():
            place = member.location()
            line = lines[place.line - 1]
            if isinstance(member.value, str) and member.value.split():
                assert inner in line
                assert line[place.column - 1] in "\"'|>&" + member.value[0], (key, inner, line)

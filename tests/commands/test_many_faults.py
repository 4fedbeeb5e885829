"""A document with more faults than anybody reads: some are printed, all are counted."""

import json

from support.command import opgen
from support.documents import document, operation, ref


def test_a_thousand_faults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bodies = {
        f"/x/{n}": {"get": operation(reply=ref(f"Missing{n}"), name=f"x{n}")} for n in range(1500)
    }
    known = {f"Known{n}": {"type": "string"} for n in range(1000)}
    (tmp_path / "doc.json").write_text(json.dumps(document(bodies, known)))
    run = opgen("generate", "doc.json", "--all", "--output", "client", "--report", "r.json")
    assert run.exit_code == 0
    assert run.stderr.count("warning[unresolved-ref]: ") == 20
    assert run.stderr.splitlines()[-2:] == [
        "… and 1480 more warning[unresolved-ref]; --report FILE has 1000 of each code",
        "0 errors, 1500 warnings; 1500 faults of the document",
    ]
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["faults"], report["codes"]) == (1500, {"unresolved-ref": 1500})
    lines = [one["location"]["line"] for one in report["diagnostics"]]
    assert (len(lines), set(lines)) == (1000, {1})


def test_a_fault_within_a_thousand_lists_is_reported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    schema = '{"type": "array", "items": ' * 1200 + '{"type": "int"}' + "}" * 1200
    text = json.dumps(document({"/x": {"get": operation(reply="SCHEMA")}}))
    (tmp_path / "doc.json").write_text(text.replace('"SCHEMA"', schema))
    run = opgen("generate", "doc.json", "--all", "--output", "client", "--report", "r.json")
    assert run.exit_code == 0
    assert "warning[unknown-type]" in run.stderr

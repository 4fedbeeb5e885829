"""What a run says of paging, on the terminal and in its report."""

import json

from support.command import opgen
from support.documents import STRING, thing
from support.paged import ITEMS, Paged, paged_document, query
from support.paged_lists import PAGED


def test_what_is_paged_and_what_is_undecided(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    undecided = Paged("deliveries", "", ITEMS, (), (), parameters=query(cursor=STRING))
    other = Paged("one", "", thing(data=ITEMS), (), ())
    document = paged_document((*PAGED[:1], undecided, other))
    (tmp_path / "lists.json").write_text(json.dumps(document))
    made = opgen("generate", "lists.json", "--all", "--output", "lists", "--report", "report.json")
    assert made.exit_code == 0, made.output
    assert ", 1 operation paged, " in made.stdout.splitlines()[-1]
    assert "1 operation may be paged in a way that is not clear; see --report" in made.stdout
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["paging"] == [
        {"operation": "by_link", "rule": "link-header", "items": "", "from": "document"}
    ]
    table = '[[paging]]\noperations = ["deliveries"]\ncursor = "cursor"\nnext = "…"'
    assert report["undecided_paging"] == [{"operation": "deliveries", "candidates": [table]}]

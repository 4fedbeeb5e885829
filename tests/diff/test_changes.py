"""What `opgen diff` says of two documents, one small change each."""

from __future__ import annotations

from typing import get_args

import pytest
from support.diff_cases import CASES
from support.diff_documents import (
    INTEGER,
    VALIDATOR,
    answered,
    changes,
    described,
    lists,
    paged,
)
from support.documents import STRING, document, operation, thing

from generator.diff.change import Code

BOTH_WAYS = [
    pytest.param(*case, id=f"{name}, {way}")
    for name, (old, new, forwards, backwards) in CASES.items()
    for way, case in (
        ("forwards", (old, new, forwards)),
        ("backwards", (new, old, backwards)),
    )
]


@pytest.mark.parametrize(("old", "new", "expected"), BOTH_WAYS)
def test_it_says_this_and_no_more(tmp_path, old, new, expected):
    assert described(changes(tmp_path, old, new)) == expected


@pytest.mark.parametrize(("old", "new"), [case[:2] for case in CASES.values()], ids=CASES)
def test_nothing_changes_between_a_document_and_itself(tmp_path, old, new):
    assert changes(tmp_path, old, old) == []
    assert changes(tmp_path, new, new) == []


def test_a_view_comes_and_goes_with_what_a_page_has(tmp_path):
    rule = '[[paging]]\ncursor = "after"\nitems = "data"\nnext = "last_id"\nmore = "has_more"'
    (tmp_path / "own.toml").write_text(rule)
    options = ("--profile", str(tmp_path / "own.toml"))
    some, more = paged(has_more=False), paged()
    assert described(changes(tmp_path, some, more, *options)) == [
        "additive view-added `do`: new view `.iter`",
        "additive attribute-added `DoResponse`: new attribute `has_more`",
        "additive attribute-added `DoResponse`: new attribute `last_id`",
    ]
    assert described(changes(tmp_path, more, some, *options)) == [
        "breaking view-removed `do`: `.iter` removed",
        "breaking attribute-removed `DoResponse`: attribute `has_more` removed",
        "breaking attribute-removed `DoResponse`: attribute `last_id` removed",
    ]


def test_a_view_comes_and_goes_with_the_state_of_a_job(tmp_path):
    job = {"name": "job_id", "in": "path", "required": True, "schema": STRING}
    plain, state = (
        document({"/jobs/{job_id}": {"get": operation(job, reply=thing(**{name: STRING}))}})
        for name in ("other", "status")
    )
    (tmp_path / "own.toml").write_text('[[polling]]\nread = "do"\nfinal = ["done"]\n')
    options = ("--profile", str(tmp_path / "own.toml"))
    assert "additive view-added `do`: new view `.until_done`" in described(
        changes(tmp_path, plain, state, *options)
    )
    assert "breaking view-removed `do`: `.until_done` removed" in described(
        changes(tmp_path, state, plain, *options)
    )


def test_a_model_becomes_a_list_and_stops_being_one(tmp_path):
    listed = {"data": lists(STRING), "total": INTEGER}
    page, other = (answered(thing(**listed, **more)) for more in ({}, {"owner": STRING}))
    forwards, backwards = changes(tmp_path, page, other), changes(tmp_path, other, page)
    assert described(forwards) == [
        "breaking list-removed `DoResponse`: no longer a list: it does not yield its items",
        "additive attribute-added `DoResponse`: new attribute `owner`",
    ]
    assert described(backwards) == [
        "breaking attribute-removed `DoResponse`: attribute `owner` removed",
        "may break list-added `DoResponse`: now a list: it yields the items of `data`",
    ]


def test_a_list_loses_a_method_to_a_member(tmp_path):
    page = {"data": lists(STRING), "total": INTEGER}
    some, more = (answered(thing(**one)) for one in (page, {**page, "next_page": STRING}))
    assert described(changes(tmp_path, some, more)) == [
        "breaking list-removed `DoResponse`: no longer has the method `next_page`",
        "additive attribute-added `DoResponse`: new attribute `next_page`",
    ]
    assert described(changes(tmp_path, more, some)) == [
        "breaking attribute-removed `DoResponse`: attribute `next_page` removed",
    ]


def test_exports_of_a_module_of_the_profile_come_and_go(tmp_path):
    paths = {"/x": {"get": operation()}, "/y": {"get": operation(name="assist")}}
    some, more = document({"/x": paths["/x"]}), document(paths)
    (tmp_path / "helpers.py").write_text("A = B = 1\n")
    rule = '[[extras]]\nmodule = "helpers"\noperations = ["assist"]\nexports = ["A", "B"]\n'
    (tmp_path / "own.toml").write_text(rule)
    options = ("--profile", str(tmp_path / "own.toml"))
    assert described(changes(tmp_path, some, more, *options)) == [
        "additive module-added `y`: new module",
        "additive function-added `assist`: new",
        "additive export-added `helpers`: `A` is now exported",
        "additive export-added `helpers`: `B` is now exported",
    ]
    removed = changes(tmp_path, more, some, *options)
    assert described(removed) == [
        "breaking module-removed `y`: module removed",
        "breaking function-removed `assist`: removed",
        "breaking export-removed `helpers`: `A` is no longer exported",
        "breaking export-removed `helpers`: `B` is no longer exported",
    ]


def test_every_code_is_tested_here():
    lines = [line for case in CASES.values() for way in case[2:] for line in way]
    codes = {line.removeprefix("may break ").split()[0] for line in lines if "may break " in line}
    codes |= {line.split()[1] for line in lines if not line.startswith("may break ")}
    codes |= {
        f"{what}-{how}" for what in ("view", "list", "export") for how in ("added", "removed")
    }
    assert codes == set(get_args(Code))


def test_the_schema_has_the_same_codes():
    assert VALIDATOR.schema["$defs"]["change"]["properties"]["code"]["enum"] == [*get_args(Code)]
    VALIDATOR.check_schema(VALIDATOR.schema)

"""The `[[paging]]` tables of a profile, and the warnings about those without effect."""

import pytest
from support.documents import STRING, thing
from support.paged import BOOLEAN, INTEGER, ITEMS, Paged, paged_document, query
from support.plans import plan_of

from generator.diagnostics import DiagnosticLog, OpgenError

NEXT_PAGE = thing(offset=STRING, path=STRING, uri=STRING)
TASKS = Paged(
    "tasks",
    "",
    thing(
        data=ITEMS,
        other=ITEMS,
        next_page=NEXT_PAGE,
        again=BOOLEAN,
        meta=thing(all=INTEGER, link=STRING),
    ),
    (),
    (),
    parameters=query(where=STRING, drop=INTEGER, sheet=INTEGER, n=INTEGER),
)
HIDDEN = Paged(
    "hidden", "", thing(others=ITEMS, data=ITEMS), (), (), parameters=query(page=INTEGER)
)
SEARCH = Paged(
    "search",
    "",
    thing(found=ITEMS, at=STRING),
    (),
    (),
    body=thing(options=thing(at=STRING), q=STRING),
)


def planned(folder, text, *cases):
    profile, log = folder / "own.toml", DiagnosticLog()
    profile.write_text(text)
    made = plan_of(folder, paged_document(cases or (TASKS, HIDDEN)), profile=profile, log=log)
    return {one.name: one.pages for one in made.operations}, log


@pytest.mark.parametrize(
    ("text", "name", "keywords"),
    [
        (
            'cursor = "where"\nnext = "next_page.offset"\nmore = "again"',
            "Cursor",
            {"items": "data", "next": "next_page.offset", "more": "again"},
        ),
        (
            'cursor = "where"\nlast_item = "name"\nitems = "other"',
            "LastItem",
            {"items": "other", "id": "name"},
        ),
        (
            'cursor = "where"\nnext_header = "X-Where"',
            "Cursor",
            {"items": "data", "header": "x-where"},
        ),
        ('next_url = "meta.link"', "NextLink", {"items": "data", "next": "meta.link"}),
        ("link = true", "LinkHeader", {"items": "data"}),
        (
            'page = "sheet"\nfirst = 0\nsize = "n"\ntotal = "meta.all"',
            "PageNumber",
            {"items": "data", "first": 0, "total": "meta.all", "size": "n"},
        ),
        ('offset = "drop"', "Offset", {"items": "data", "first": 0}),
    ],
)
def test_each_style(tmp_path, text, name, keywords):
    found, log = planned(tmp_path, f"[[paging]]\n{text}\n", TASKS)
    assert (found["tasks"].pager.name, dict(found["tasks"].pager.keywords)) == (name, keywords)
    assert found["tasks"].origin == "profile"
    assert log.diagnostics == ()


def test_a_member_of_an_object_of_the_body(tmp_path):
    found, _ = planned(tmp_path, '[[paging]]\ncursor = "options.at"\nnext = "at"\n', SEARCH)
    assert dict(found["search"].pager.keywords) == {
        "items": "found",
        "place": "json",
        "inside": ("options",),
        "next": "at",
    }


def test_a_rule_for_some_operations(tmp_path):
    text = '[[paging]]\noffset = "drop"\noperations = ["GET /tasks"]\n'
    text += '[[paging]]\noff = true\npaths = ["/hid*"]\n'
    found, log = planned(tmp_path, text)
    assert (found["tasks"].rule, found["hidden"]) == ("offset", None)
    assert log.diagnostics == ()
    found, _ = planned(tmp_path, '[[paging]]\noffset = "drop"\noperations = ["hidden"]\n')
    assert (found["tasks"].rule, found["tasks"].origin) == ("next-url", "document")
    assert found["hidden"].origin == "document"


@pytest.mark.parametrize(
    ("text", "line", "message", "advice"),
    [
        (
            'cursor = "where"\nnext = "next_page"',
            3,
            "'next_page' is not a scalar",
            "it has 'next_page.offset', 'next_page.path', 'next_page.uri'",
        ),
        (
            'cursor = "where"\nnext = "next_pages.offset"',
            3,
            "its response has no 'next_pages.offset'",
            "did you mean 'next_page.offset'",
        ),
        ('cursor = "wher"\nnext = "at"', 2, "it has no parameter 'wher'", "did you mean 'where'?"),
        ('offset = "drop"\nitems = "dat"', 3, "its response has no 'dat'", "did you mean 'data'?"),
        ('offset = "drop"\nmore = "data"', 3, "'data' is not a boolean", None),
        ('cursor = "where"\nlast_item = "uid"', 3, "its items have no 'uid'", None),
    ],
)
def test_a_rule_without_effect(tmp_path, text, line, message, advice):
    _, log = planned(tmp_path, f"[[paging]]\n{text}\n", TASKS)
    (one,) = log.diagnostics
    assert one.code == "rule-without-effect"
    assert one.message.endswith(f"the nearest is 'tasks', but {message}")
    assert (one.location.line, one.help and one.help.startswith(advice)) == (line, advice and True)


def test_a_rule_for_an_operation_that_does_not_exist(tmp_path):
    _, log = planned(tmp_path, '[[paging]]\noffset = "drop"\noperations = ["task"]\n')
    (one,) = log.diagnostics
    assert (one.code, one.location.line, one.help) == (
        "rule-without-effect",
        3,
        "did you mean 'tasks'?",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('cursor = "a"', "'cursor' needs one of 'next', 'next_header' and 'last_item'"),
        ('cursor = "a"\nnext = "b"\nnext_header = "c"', "'next_header' excludes 'next'"),
        ('page = "a"\noffset = "b"', "'offset' excludes 'page'"),
        ('items = "a"', "'paging' has no style"),
        ("off = true", "'off' needs 'operations' or 'paths'"),
        ('page = "a"\nfirst = "1"', "'first' is not an integer"),
        ('page = "a"\nfirst = true', "'first' is not an integer"),
    ],
)
def test_a_rule_that_is_not_valid(tmp_path, text, message):
    with pytest.raises(OpgenError) as caught:
        planned(tmp_path, f"[[paging]]\n{text}\n")
    assert caught.value.diagnostics[0].code == "invalid-profile"
    assert message in caught.value.diagnostics[0].message


def test_the_rule_of_a_profile_comes_before_what_the_document_shows(tmp_path):
    page = thing(data=ITEMS, next=STRING, next_cursor=STRING)
    one = Paged("things", "", page, (), (), parameters=query(cursor=STRING, page=INTEGER))
    found, _ = planned(tmp_path, '[[paging]]\npage = "page"\n', one)
    assert (found["things"].rule, found["things"].origin) == ("page-number", "profile")

"""How services say that a page is the last one."""

import asyncio

import pytest
from support.documents import STRING, thing
from support.packages import imported
from support.paged import BOOLEAN, INTEGER, ITEMS, Paged, items, paged_document, query
from support.paged_as_services import LINK, LINKS, NULLABLE_LINK
from support.scripted_server import Say

TOKENS = query(cursor=STRING)
NEXT_PAGE = {"anyOf": [thing(offset=STRING), {"type": "null"}]}
LISTS = {
    "text": (thing(data=ITEMS, next_cursor=STRING), TOKENS, {"next_cursor": "x"}),
    "text_and_flag": (
        thing(data=ITEMS, next_cursor=STRING, has_more=BOOLEAN),
        TOKENS,
        {"next_cursor": "x", "has_more": True},
    ),
    "inner": (
        thing(data=ITEMS, next_page=NEXT_PAGE),
        query(offset=STRING),
        {"next_page": {"offset": "x"}},
    ),
    "number": (
        thing(data=ITEMS, next_page={"type": ["integer", "null"]}),
        query(page=INTEGER),
        {"next_page": 2},
    ),
    "url": (
        thing(data=ITEMS, links=thing(next=NULLABLE_LINK, self=LINK)),
        TOKENS,
        {"links": {"next": {"href": "?cursor=x"}}},
    ),
    "relation": (
        thing(data=ITEMS, links=LINKS),
        query(page_size=INTEGER),
        {"links": [{"rel": "self", "href": "?y"}, {"rel": "last next", "href": "?cursor=x"}]},
    ),
    "item": (thing(data=ITEMS, has_more=BOOLEAN), query(after=STRING), {"has_more": True}),
}
AFTER = query(after=STRING)
WITH_FLAGS = {
    "last_id_without_items": (
        thing(data=ITEMS, has_more=BOOLEAN, last_id=STRING),
        AFTER,
        {"has_more": True, "last_id": "a"},
    ),
    "url_and_flag": (
        thing(data=ITEMS, links=thing(next=NULLABLE_LINK), more=BOOLEAN),
        TOKENS,
        {"links": {"next": {"href": "?cursor=x"}}, "more": True},
    ),
    "header_and_flag": (thing(data=ITEMS, has_more=BOOLEAN), query(page=INTEGER), {}),
    "offset": (
        thing(data=ITEMS, has_more=BOOLEAN),
        query(offset=INTEGER, limit=INTEGER),
        {"has_more": True},
    ),
    "not_done": (thing(data=ITEMS, cursor=STRING, done=BOOLEAN), TOKENS, {"cursor": "x"}),
    "page_number": (
        thing(data=ITEMS, has_more=BOOLEAN),
        query(page=INTEGER),
        {"has_more": True},
    ),
}
"""Lists whose pages have a flag; most end in the wrong way in these tests."""
LAST = {
    "text": [{"next_cursor": None}, {"next_cursor": ""}, {}],
    "text_and_flag": [
        {"next_cursor": "y", "has_more": False},
        {"next_cursor": "", "has_more": None},
    ],
    "inner": [{"next_page": None}, {"next_page": {}}, {"next_page": {"offset": ""}}, {}],
    "number": [{"next_page": None}, {"next_page": 0}, {}],
    "url": [
        {"links": {"next": None}},
        {"links": {"next": ""}},
        {"links": {"next": {}}},
        {"links": {"next": {"href": None}}},
        {"links": {}},
        {"links": None},
        {},
    ],
    "relation": [
        {"links": [{"rel": "prev", "href": "?z"}]},
        {"links": [{"rel": "next"}]},
        {"links": [{}]},
        {"links": []},
        {"links": None},
        {},
    ],
    "item": [{"has_more": False}],
}
ENDS = [
    pytest.param(name, one, id=f"{name}-{number}")
    for name, ends in LAST.items()
    for number, one in enumerate(ends)
]


LEADS_NOWHERE = {
    "text_and_flag": {"next_cursor": None, "has_more": True},
    "item": {"data": [], "has_more": True},
    "last_id_without_items": {"data": [], "has_more": True, "last_id": None},
    "url_and_flag": {"links": {"next": None}, "more": True},
    "header_and_flag": {"has_more": True},
    "offset": {"data": [], "has_more": True},
    "not_done": {"done": False},
}
"""Last pages that say that more follow."""


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    cases = [
        Paged(
            name,
            "",
            response,
            (),
            (),
            parameters=parameters,
            headers=["Link"] if "header" in name else [],
        )
        for name, (response, parameters, _) in {**LISTS, **WITH_FLAGS}.items()
    ]
    return imported(tmp_path_factory.mktemp("last") / "lists", paged_document(cases))


@pytest.fixture
def lists(package, server):
    with package.configure(base_url=server.url, max_retries=0):
        yield package


def found(lists, name, *, awaited):
    if not awaited:
        return [one.id for one in getattr(lists, name).iter()]

    async def collect():
        return [one.id async for one in getattr(lists, name).aio.iter()]

    return asyncio.run(collect())


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize(("name", "last"), ENDS)
def test_the_last_page(lists, server, name, last, *, awaited):
    first = {"data": items("a"), **LISTS[name][2]}
    server.say(first, {"data": items("c"), **last})
    assert found(lists, name, awaited=awaited) == ["a", "c"]
    assert len(server.asked) == 2


@pytest.mark.parametrize(("name", "last"), ENDS)
def test_a_single_page(lists, server, name, last):
    server.say({"data": items("a"), **last})
    assert found(lists, name, awaited=False) == ["a"]
    assert len(server.asked) == 1


@pytest.mark.parametrize(("name", "last"), ENDS)
@pytest.mark.parametrize("none", [{"data": []}, {"data": None}, {}])
def test_an_empty_last_page(lists, server, name, last, none):
    server.say({"data": items("a"), **LISTS[name][2]}, {**none, **last})
    assert found(lists, name, awaited=False) == ["a"]
    assert len(server.asked) == 2


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("name", LEADS_NOWHERE)
def test_more_pages_that_nothing_leads_to(lists, server, name, *, awaited):
    link = {"Link": f'</v1/{name}?page=2>; rel="next"'} if "header" in name else {}
    first = {"data": items("a"), **{**LISTS, **WITH_FLAGS}[name][2]}
    server.say(Say(data=first, headers=link), {"data": items("c"), **LEADS_NOWHERE[name]})
    with pytest.raises(lists.APIResponseError, match=r"more follow \((more|has_more|done)"):
        found(lists, name, awaited=awaited)
    assert len(server.asked) == 2


def test_the_id_of_the_last_item_where_the_page_has_no_last_id(lists, server):
    more = {"has_more": True}
    server.say(
        {"data": items("a", "b"), **more},
        {"data": items("c", "d"), **more, "last_id": None},
        {"data": items("e"), "has_more": False, "last_id": None},
    )
    assert found(lists, "last_id_without_items", awaited=False) == ["a", "b", "c", "d", "e"]
    assert [one.target.partition("?")[2] for one in server.asked] == ["", "after=b", "after=d"]


def test_an_empty_page_with_more_numbers(lists, server):
    server.say({"data": [], "has_more": True}, {"data": items("a"), "has_more": True}, {"data": []})
    assert found(lists, "page_number", awaited=False) == ["a"]

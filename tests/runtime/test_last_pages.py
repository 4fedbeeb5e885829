"""How services say that a page is the last one."""

import asyncio

import pytest
from support.documents import STRING, thing
from support.packages import imported
from support.paged import BOOLEAN, INTEGER, ITEMS, Paged, items, paged_document, query
from support.paged_as_services import LINK, LINKS, NULLABLE_LINK

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
LAST = {
    "text": [{"next_cursor": None}, {"next_cursor": ""}, {}],
    "text_and_flag": [
        {"next_cursor": "y", "has_more": False},
        {"next_cursor": None, "has_more": True},
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


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    cases = [
        Paged(name, "", response, (), (), parameters=parameters)
        for name, (response, parameters, _) in LISTS.items()
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

"""Responses that are lists: they yield their items, and lead to the next page."""

import asyncio
import copy
import pickle
import warnings

import pytest
from support.documents import STRING, document, json, thing
from support.packages import imported
from support.paged import BOOLEAN, INTEGER, ITEMS, items, query
from support.scripted_server import Say

AFTER = query(after=STRING, limit=INTEGER)
PAGE = {"$ref": "#/components/schemas/Page"}


def operation(name, reply, parameters=(), headers=()):
    sent = {one: {"schema": STRING} for one in headers}
    response = {"description": "ok", "headers": sent, "content": json(reply)}
    return {"operationId": name, "parameters": list(parameters), "responses": {"200": response}}


LISTS = {
    "things": (PAGE, AFTER),
    "found": (PAGE, ()),  # the same model, without pages
    "usage": (
        thing(data=ITEMS, has_more=BOOLEAN, next_page=STRING, object=STRING),
        query(page=STRING),
    ),
    "odd": (thing(data=ITEMS, has_next_page=BOOLEAN, cursor=STRING), query(cursor=STRING)),
    "numbered": (thing(items=ITEMS, has_more=BOOLEAN), query(page=INTEGER)),
    "linked": (thing(data=ITEMS, total=INTEGER), query(page=INTEGER)),
    "models": (thing(object=STRING, data=ITEMS), ()),
    "embeddings": (thing(object=STRING, data=ITEMS, model=STRING), ()),
    "names": (thing(data={"type": "array", "items": STRING}), ()),
    "order": (thing(id=STRING, items=ITEMS), ()),
    "gist": (thing(id=STRING, forks=ITEMS, truncated=BOOLEAN, object=STRING), ()),
    "search": (thing(data=ITEMS, query=STRING, has_more=BOOLEAN), ()),
    "aliased": (thing(data={"$ref": "#/components/schemas/Things"}, total=INTEGER), ()),
    "bare": (ITEMS, AFTER),
}
DOCUMENT = document(
    {
        f"/{name}": {"get": operation(name, *one, ("Link",) if name == "linked" else ())}
        for name, one in LISTS.items()
    },
    components={
        "schemas": {
            "Page": thing(data=ITEMS, has_more=BOOLEAN, last_id=STRING),
            "Things": ITEMS,
        }
    },
)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return imported(tmp_path_factory.mktemp("lists") / "listed", DOCUMENT)


@pytest.fixture
def lists(package, server):
    with package.configure(base_url=server.url, max_retries=0):
        yield package


def pages(*groups):
    """Pages, each of which but the last says that more follow."""
    last = groups[-1]
    return [
        {"data": items(*one), "has_more": one is not last, "last_id": one[-1]} for one in groups
    ]


def ids(found):
    return [one.id for one in found]


def test_a_page_yields_its_items_and_those_that_follow(lists, server):
    server.say(*pages("ab", "cd", "e"))
    page = lists.things(limit=2)
    assert ids(page.data) == ["a", "b"]
    assert len(server.asked) == 1
    assert ids(page) == list("abcde")
    assert [one.target for one in server.asked] == [
        "/v1/things?limit=2",
        "/v1/things?after=b&limit=2",
        "/v1/things?after=d&limit=2",
    ]


def test_the_next_page(lists, server):
    server.say(*pages("ab", "c"))
    page = lists.things()
    assert page.has_next_page()
    following = page.get_next_page()
    assert type(following) is type(page)
    assert ids(following.data) == ["c"]
    assert not following.has_next_page()
    assert following.next_page() is None
    with pytest.raises(RuntimeError, match="last page"):
        following.get_next_page()
    assert len(server.asked) == 2


def test_a_page_is_asked_for_again(lists, server):
    first, second, third = pages("a", "b", "c")
    server.say(first, second, second, third, third)
    page = lists.things()
    one, other = page.next_page(), page.next_page()
    assert one == other
    assert one.has_next_page()
    assert ids(one.next_page().data) == ids(other.next_page().data) == ["c"]


def test_pages_that_go_in_a_circle(lists, server):
    server.always = Say(data={"data": items("a"), "has_more": True, "last_id": "a"})
    with pytest.raises(lists.APIResponseError, match="two pages have the same last_id"):
        list(lists.things())
    with pytest.raises(lists.APIResponseError, match="two pages have the same last_id"):
        lists.things().next_page().has_next_page()


def test_awaited_pages(lists, server):
    server.say(*pages("ab", "c"), *pages("ab", "c"))

    async def collect():
        page = await lists.things.aio()
        found = [one.id async for one in page]
        first = await lists.things.aio()
        second = await first.aio.next_page()
        assert ids(second.data) == ["c"]
        assert await second.aio.next_page() is None
        with pytest.raises(RuntimeError, match="last page"):
            await second.aio.get_next_page()
        return found

    assert asyncio.run(collect()) == ["a", "b", "c"]


def test_a_blocking_loop_over_an_awaited_page(lists, server):
    server.say(*pages("ab", "c"), *pages("z"))

    async def misuse():
        page = await lists.things.aio()
        assert page.has_next_page()
        with pytest.raises(TypeError, match="async for"):
            list(page)
        with pytest.raises(TypeError, match="await page"):
            page.next_page()

    asyncio.run(misuse())
    assert len(server.asked) == 1


def test_the_pages_of_other_views(lists, server):
    server.say(*pages("a", "b"), *pages("a", "b"), *pages("a", "b", "c"))
    assert ids(lists.things.raw().parse()) == ["a", "b"]
    assert ids(lists.things.attempt().value) == ["a", "b"]
    first, *_ = lists.things.pages()
    assert len(server.asked) == 7
    server.say(pages("b", "c")[0])
    assert ids(first.next_page().data) == ["b"]
    assert server.asked[-1].target == "/v1/things?after=a"


def test_the_sink_of_a_call_receives_one_page(lists, server):
    server.say(*pages("a", "b"))
    page = lists.things()
    assert [type(one).__name__ for one in (page, page.next_page())] == ["Page", "Page"]


def test_a_list_with_a_member_next_page(lists, server):
    server.say(
        {"data": items("a"), "has_more": True, "next_page": "x"},
        {"data": items("b"), "has_more": False, "next_page": None},
    )
    page = lists.usage()
    assert page.next_page == "x"
    assert page.has_next_page()
    assert ids(page.get_next_page()) == ["b"]
    assert server.asked[-1].target == "/v1/usage?page=x"


def test_a_list_whose_member_is_called_as_a_method(lists, server):
    first = {"data": items("a"), "has_next_page": True, "cursor": "x"}
    server.say(first, {"data": items("b"), "has_next_page": False})
    page = lists.odd()
    assert page.has_next_page is True
    assert not hasattr(page, "get_next_page")
    assert ids(page) == ["a", "b"]


def test_pages_by_number_and_by_link(lists, server):
    server.say({"items": items("a"), "has_more": True}, {"items": items("b"), "has_more": False})
    assert ids(lists.numbered()) == ["a", "b"]
    link = {"Link": '</v1/linked?page=2>; rel="next"'}
    server.say(Say(data={"data": items("a"), "total": 2}, headers=link), {"data": items("b")})
    page = lists.linked()
    assert ids(page) == ["a", "b"]
    assert page.has_next_page()


def test_a_list_without_pages(lists, server):
    server.say({"object": "list", "data": items("a", "b")})
    models = lists.models()
    assert ids(models) == ["a", "b"]
    assert not models.has_next_page()
    assert models.next_page() is None
    server.say({"data": items("a", "b")})
    assert ids(lists.aliased()) == ["a", "b"]
    server.say({"data": ["x", "y"]})
    assert list(lists.names()) == ["x", "y"]

    async def collect():
        server.say({"object": "list", "data": items("a", "b")})
        models = await lists.models.aio()
        assert ids(models) == ["a", "b"]
        return [one.id async for one in models]

    assert asyncio.run(collect()) == ["a", "b"]


def test_more_pages_of_an_operation_without_pages(lists, server):
    server.say(*pages("ab", "c"))
    found, read = lists.found(), []
    with pytest.raises(lists.APIResponseError, match=r"\(has_more\), but this operation has no"):
        read.extend(one.id for one in found)
    assert read == ["a", "b"]
    assert ids(found.data) == ["a", "b"]
    with pytest.raises(lists.APIResponseError, match="GET /found"):
        found.has_next_page()


def test_empty_pages_without_an_end(lists, server):
    server.say(*({"data": [], "has_more": True, "last_id": str(one)} for one in range(200)))
    with pytest.raises(lists.APIResponseError, match="101 pages in a row have no items"):
        list(lists.things())


def test_a_page_that_leads_nowhere(lists, server):
    server.say({"data": items(), "has_more": True, "last_id": None})
    page = lists.things()
    with pytest.raises(lists.APIResponseError, match="more follow"):
        page.has_next_page()
    with pytest.raises(lists.APIResponseError, match="more follow"):
        list(page)


def test_a_flag_for_pages_makes_a_list(lists, server):
    server.say({"data": items("a"), "query": "q", "has_more": False})
    assert ids(lists.search()) == ["a"]


@pytest.mark.parametrize("name", ["embeddings", "order", "gist"])
def test_a_model_that_happens_to_have_a_list(lists, server, name):
    server.say({"object": "x", "id": "y", "data": items("a"), "items": items("a")})
    found = getattr(lists, name)()
    assert "id" in dict(found)  # as pydantic's models
    assert not hasattr(found, "has_next_page")


def test_what_a_page_shows_and_keeps(lists, server):
    server.say(pages("a", "b")[0], pages("a", "b")[0])
    page, same = lists.things(), lists.things(limit=5)
    assert page.model_dump() == {"data": items("a"), "has_more": True, "last_id": "a"}
    assert repr(page).startswith("Page(data=[")
    assert "origin" not in repr(page) + str(vars(page)) + str(page.model_json_schema())
    page.has_next_page()
    fresh = type(page).model_validate(page.model_dump())
    assert page == fresh == copy.copy(page)
    assert page == same


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda one: one.model_copy()])
def test_a_copy_leads_to_the_next_page(lists, server, copied):
    server.say(*pages("a", "b"))
    assert ids(copied(lists.things())) == ["a", "b"]


def test_a_pickled_page_has_no_call(lists, server):
    server.say(*pages("a", "b"), *pages("z"))
    with lists.Client(base_url=server.url, max_retries=0) as client:
        page = lists.things.using(client)(
            options=lists.CallOptions(headers={"x-key": "secret-of-the-call"})
        )
    data = pickle.dumps(page)
    assert b"secret-of-the-call" not in data
    restored = pickle.loads(data)
    assert restored == page
    with pytest.raises(lists.ConfigurationError, match="not the result of a call"):
        list(restored)
    with pytest.raises(lists.ConfigurationError, match=r"\(has_more\)"):
        restored.has_next_page()
    server.say(*pages("a"))
    assert not pickle.loads(pickle.dumps(lists.things())).has_next_page()


def test_a_page_made_by_an_app(lists):
    page = type("Mine", (lists.components.Page,), {})(data=[], has_more=False, last_id="")
    assert list(page) == []
    assert not page.has_next_page()


def test_members_that_the_service_adds_change_nothing(lists, server):
    more = {"_origin": "x", "_received": "y", "_places": "z", "next_page": "w"}
    first, last = pages("a", "b")
    server.say(first | more, last | more)
    page = lists.things()
    assert ids(page) == ["a", "b"]
    assert page.model_extra == more


def test_a_bare_array_stays_a_list(lists, server):
    server.say(items("a"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert type(lists.bare()) is list

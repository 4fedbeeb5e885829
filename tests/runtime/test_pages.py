"""Lists that come a page at a time."""

import asyncio
from typing import Any

import pytest
from runtime.errors import (
    APIResponseError,
    NotFoundError,
)
from support.runtime_api import (
    THING,
    list_things,
)
from support.scripted_server import Say, Server


def page(*ids: str, more: Any = True, last: Any = ...) -> dict[str, Any]:
    things = [THING | {"id": i} for i in ids]
    return {"data": things, "has_more": more, "last_id": ids[-1] if last is ... and ids else last}


@pytest.mark.parametrize("awaited", [False, True])
def test_every_page(server: Server, *, awaited: bool) -> None:
    server.say(page("a", "b"), page("c"), page("d&e", more=False))

    async def collect() -> list[str]:
        return [t.id async for t in list_things.aio.iter(order="asc", include=["x y", "z"])]

    if awaited:
        found = asyncio.run(collect())
    else:
        found = [t.id for t in list_things.iter(order="asc", include=["x y", "z"])]
    assert found == ["a", "b", "c", "d&e"]
    first = "/v1/things?order=asc&include%5B%5D=x%20y&include%5B%5D=z"
    assert [a.target for a in server.asked] == [first, f"{first}&after=b", f"{first}&after=c"]


@pytest.mark.filterwarnings("ignore::runtime.errors.DriftWarning")
@pytest.mark.parametrize(
    "last_page",
    [
        page(more=False, last="x"),
        page("b", more=False),
        page("b", more=None, last=None),
        page("b", more=None, last=""),
    ],
)
def test_where_pages_end(server: Server, last_page: dict[str, Any]) -> None:
    server.say(page("a"), last_page)
    assert len(list(list_things.iter())) == 1 + len(last_page["data"])
    assert len(server.asked) == 2


def test_an_empty_page_with_a_new_cursor_is_not_the_last_one(server: Server) -> None:
    server.say(page("a"), page(last="x"), page("b", more=False))
    assert [one.id for one in list_things.iter()] == ["a", "b"]
    assert server.asked[2].target == "/v1/things?after=x"


@pytest.mark.filterwarnings("ignore::runtime.errors.DriftWarning")
def test_an_empty_page_that_repeats_the_cursor_is_the_last_one(server: Server) -> None:
    server.say(page("a"), page(last="a", more=None))
    assert [one.id for one in list_things.iter()] == ["a"]
    assert len(server.asked) == 2


def test_empty_pages_without_an_end_raise(server: Server) -> None:
    server.say(*(page(last=str(number)) for number in range(200)))
    with pytest.raises(APIResponseError, match="pages in a row have no items"):
        list(list_things.iter())
    assert len(server.asked) == 101


def test_pages_that_go_in_a_circle_raise(server: Server) -> None:
    server.say(page("a"), page("b"), page("c", last="a"))
    with pytest.raises(APIResponseError, match="two pages have the same last_id, 'a'"):
        list(list_things.iter())
    assert len(server.asked) == 3


def test_whole_pages(server: Server) -> None:
    server.say(page("a", "b"), page(more=True, last="x"), page("c", more=False))
    assert [[one.id for one in each.data] for each in list_things.pages()] == [
        ["a", "b"],
        [],
        ["c"],
    ]
    server.say(page("a"), page("b", more=False))

    async def collect() -> list[bool]:
        return [each.has_more async for each in list_things.aio.pages(order="asc")]

    assert asyncio.run(collect()) == [True, False]
    assert server.asked[-1].target == "/v1/things?order=asc&after=a"


def test_pages_that_do_not_go_on_raise(server: Server) -> None:
    server.always = Say(data=page("a"))
    with pytest.raises(APIResponseError, match="last_id"):
        list(list_things.iter())
    assert len(server.asked) == 2


def test_pages_are_asked_for_as_needed(server: Server) -> None:
    server.say(page("a", "b"), Say(404, {"message": "gone"}))
    things = list_things.iter(after="z")
    assert server.asked == []
    assert [next(things).id, next(things).id] == ["a", "b"]
    assert len(server.asked) == 1
    with pytest.raises(NotFoundError):
        next(things)

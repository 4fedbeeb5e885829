"""Lists that are recognised as paged by their document, over a socket."""

import asyncio

import pytest
from support.checkers import mypy, pyright
from support.packages import imported, make
from support.paged import paged_document
from support.paged_lists import ALL_PAGED
from support.paths import ROOT
from support.scripted_server import Say

every = pytest.mark.parametrize("one", ALL_PAGED, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return imported(tmp_path_factory.mktemp("paged") / "lists", paged_document(ALL_PAGED))


@pytest.fixture
def lists(package, server):
    with package.configure(base_url=server.url, max_retries=0):
        yield package


def say(server, one):
    server.say(*(each if isinstance(each, Say) else Say(data=each) for each in one.says))


def asked(server):
    """The queries, or the bodies, that arrived."""
    return [
        body_of(one) if one.method == "POST" else one.target.partition("?")[2]
        for one in server.asked
    ]


def body_of(one):
    if "urlencoded" in one.headers.get("content-type", ""):
        return one.body.decode()
    return one.json if one.body else None


@every
def test_the_items_of_every_page(lists, server, one):
    say(server, one)
    found = list(getattr(lists, one.name).iter(**one.given))
    assert [each.id for each in found] == list(one.ids)
    assert asked(server) == list(one.asks)
    assert {each.target.partition("?")[0] for each in server.asked} == {f"/v1/{one.name}"}


@every
def test_a_response_leads_to_every_page(lists, server, one):
    say(server, one)
    page = getattr(lists, one.name)(**one.given)
    if not hasattr(page, "has_next_page"):
        return  # an array, or an object with its list deeper in it
    assert [each.id for each in page] == list(one.ids)
    assert asked(server) == list(one.asks)
    server.asked.clear()
    say(server, one)
    count, following = 1, getattr(lists, one.name)(**one.given)
    while following.has_next_page():
        count, following = count + 1, following.get_next_page()
    assert count == len(one.says)
    assert asked(server) == list(one.asks)


@every
def test_awaited_pages(lists, server, one):
    say(server, one)

    async def count():
        async with lists.Client(base_url=server.url) as client:
            pages = getattr(lists, one.name).using(client).aio.pages(**one.given)
            return len([page async for page in pages])

    assert asyncio.run(count()) == len(one.says)
    assert asked(server) == list(one.asks)


@pytest.mark.external
def test_items_and_pages_have_types(tmp_path):
    make(tmp_path / "lists", paged_document(ALL_PAGED))
    app = tmp_path / "paged_app.py"
    app.write_text((ROOT / "tests/checked/paged_app.py").read_text(encoding="utf-8"))
    assert mypy([tmp_path / "lists", app], "3.11", tmp_path).startswith("Success")
    assert pyright([tmp_path / "lists", app], "3.11", tmp_path) == []

"""Each list of the official package yields the same items with us, from the same requests.

A list of several pages has three. Those of a method that goes on by the ID of the last item have no
`last_id`.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import openai
import pytest

from official.pairs import Counterparts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from support.scripted_server import Server

    from official.pairs import Pair

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.usefixtures("shared"),
    pytest.mark.filterwarnings("ignore"),  # items have an ID only
]
KEYS = {"api_key": "sk-test", "admin_api_key": "sk-admin"}
GIVEN = {"certificate_ids": ["c"], "project_ids": ["p"], "query": "q"}
GROUPS = (("a", "b"), ("c", "d"), ("e",))
_PAGE = re.compile(r"Sync(\w*Page)\[")


@pytest.fixture(scope="module")
def listed(whole_called: ModuleType) -> list[Pair]:
    """The methods that return a page, and their functions."""
    found = Counterparts(whole_called).pairs()
    return [one for one in found if one.function and _PAGE.search(one.method.returns)]


def kind_of(pair: Pair) -> str:
    found = _PAGE.search(pair.method.returns)
    assert found is not None
    return found[1]


def responses(kind: str) -> Iterator[dict[str, object]]:
    groups = GROUPS[:1] if kind == "Page" else GROUPS
    for group in groups:
        more = group is not groups[-1]
        page = {"object": "list", "data": [{"id": one} for one in group]}
        if kind != "Page":
            page["has_more"] = more
        if kind == "ConversationCursorPage":
            page["last_id"] = group[-1]
        if kind == "NextCursorPage":
            page["next"] = f"after-{group[-1]}" if more else None
        yield page


def official_arguments(pair: Pair, client: Any) -> dict[str, object]:
    """Return what the required arguments of a method are."""
    known = inspect.signature(attrgetter(pair.method.name)(client)).parameters.values()
    names = [one.name for one in known if one.default is inspect.Parameter.empty]
    return {name: GIVEN.get(name, f"value-of-{name}") for name in names}


def our_arguments(pair: Pair, given: dict[str, object]) -> dict[str, object]:
    assert pair.method.sent is not None
    assert pair.function is not None
    in_path = dict(zip(pair.method.sent.arguments, pair.function.in_path, strict=True))
    return {pair.arguments.get(name, in_path.get(name, name)): one for name, one in given.items()}


def asked(server: Server) -> list[tuple[str, str, set[tuple[str, str]]]]:
    """Return what was requested since the last time."""
    found = [(one.method, urlsplit(one.target)) for one in server.asked]
    server.asked.clear()
    return [(method, url.path, set(parse_qsl(url.query))) for method, url in found]


def ids(items: list[Any]) -> list[str]:
    return [one["id"] if isinstance(one, dict) else one.id for one in items]


def test_every_list_yields_what_the_official_one_does(
    whole_called: ModuleType, server: Server, listed: list[Pair]
) -> None:
    different = []
    with (
        openai.OpenAI(**KEYS, base_url=server.url, max_retries=0) as client,
        whole_called.configure(api_key="sk-test", base_url=server.url, max_retries=0),
    ):
        for pair in listed:
            kind = kind_of(pair)
            given = official_arguments(pair, client)
            function = getattr(whole_called, pair.ours)
            server.say(*responses(kind))
            theirs = ids(list(attrgetter(pair.method.name)(client)(**given))), asked(server)
            ways = [lambda *, f=function, **given: f(**given)]
            if kind != "Page":
                ways.append(function.iter)
            for way in ways:
                server.say(*responses(kind))
                ours = ids(list(way(**our_arguments(pair, given)))), asked(server)
                if ours != theirs:
                    different.append((pair.method.name, theirs, ours))
    assert different == []
    assert Counter(map(kind_of, listed)) == {
        "CursorPage": 27,
        "ConversationCursorPage": 17,
        "NextCursorPage": 9,
        "Page": 8,
    }


def test_every_awaited_list_does_too(
    whole_called: ModuleType, server: Server, listed: list[Pair]
) -> None:
    different = []

    async def compare(client: Any, pair: Pair) -> None:
        kind = kind_of(pair)
        given = official_arguments(pair, client)
        server.say(*responses(kind))
        found = [one async for one in attrgetter(pair.method.name)(client)(**given)]
        theirs = ids(found), asked(server)
        server.say(*responses(kind))
        page = await getattr(whole_called, pair.ours).aio(**our_arguments(pair, given))
        ours = ids([one async for one in page]), asked(server)
        if ours != theirs:
            different.append((pair.method.name, theirs, ours))

    async def collect() -> None:
        async with openai.AsyncOpenAI(**KEYS, base_url=server.url, max_retries=0) as client:
            for pair in listed:
                await compare(client, pair)

    with whole_called.configure(api_key="sk-test", base_url=server.url, max_retries=0):
        asyncio.run(collect())
    assert different == []


def test_usage_goes_on_by_the_member_next_page(whole_called: ModuleType, server: Server) -> None:
    """The official package has no pages of it."""
    names = [one for one in dir(whole_called) if one.startswith("usage_")]
    bucket = {"object": "bucket", "start_time": 1, "end_time": 2, "results": []}
    pages = [{"data": [bucket], "has_more": one < 2, "next_page": f"p{one}"} for one in range(3)]
    with whole_called.configure(api_key="sk-test", base_url=server.url, max_retries=0):
        for name in names:
            server.say(*pages, *pages)
            function = getattr(whole_called, name)
            assert len(list(function.iter(start_time=1))) == len(list(function(start_time=1))) == 3
            queries = [query for _, _, query in asked(server)]
            assert queries[1] == queries[4] == {("page", "p0"), ("start_time", "1")}
    assert len(names) == 11

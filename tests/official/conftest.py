"""The official client and ours, blocking and awaited, which call one server.

`Clients` makes a call with each; a test prepares the responses of the server.
"""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import openai
import pytest
from support.scripted_server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

KEY = "sk-test"


@dataclass(frozen=True)
class Clients:
    """Both clients; if `awaited`, each call is made by an event loop."""

    official: Any
    package: Any
    awaited: bool
    runner: asyncio.Runner

    def theirs(self, call: Callable[[Any], Any]) -> Any:
        """Return what a call of the official client returns."""
        return self._result(call, self.official)

    def ours(self, name: str, *arguments: object, **more: object) -> Any:
        """Return what a function of the package returns, or one of its views: `create_file.raw`."""
        function, _, view = name.partition(".")
        way = ".".join(filter(None, (function, "aio" if self.awaited else "", view)))
        return self._result(attrgetter(way)(self.package), *arguments, **more)

    def read(self, start: Callable[[], Any]) -> list[Any]:
        """Return all events of a stream, which is a context manager when it has started."""

        async def read() -> list[Any]:
            stream = start()
            opened = await stream if inspect.isawaitable(stream) else stream
            async with opened as received:
                return [one async for one in received]

        if self.awaited:
            return self.runner.run(read())
        with start() as received:
            return [*received]

    def _result(self, call: Callable[..., Any], *arguments: object, **more: object) -> Any:
        if not self.awaited:
            return call(*arguments, **more)

        async def wait() -> object:
            made = call(*arguments, **more)
            return await made if inspect.isawaitable(made) else made

        return self.runner.run(wait())


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture(params=[False, True], ids=["blocking", "awaited"])
def clients(
    request: pytest.FixtureRequest, whole_called: ModuleType, server: Server
) -> Iterator[Clients]:
    """Both clients, which call the server and try each request once."""
    settings: Any = {"api_key": KEY, "base_url": server.url, "max_retries": 0}
    kind = openai.AsyncOpenAI if request.param else openai.OpenAI
    official = kind(**settings)
    with asyncio.Runner() as runner, whole_called.configure(**settings) as client:
        both = Clients(official, whole_called, request.param, runner)
        yield both
        both.theirs(lambda official: official.close())
        if request.param:
            runner.run(client.aclose())

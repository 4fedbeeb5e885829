"""Views as other programs see them: coroutine functions, test doubles, values, warnings."""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
import json
import warnings
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from runtime.errors import DriftWarning
from runtime.results import Err, Ok
from starlette._utils import is_async_callable
from support import runtime_api
from support.runtime_api import (
    THING,
    Client,
    create_thing,
    get_thing,
    list_things,
    old_thing,
    run_thing,
)
from support.scripted_server import Say, Server, events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLAIN = [create_thing, list_things, run_thing, old_thing]
DRIFTED = {**THING, "tools": 3}


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    server.always = Say(data=THING)
    with Client() as made:
        yield made


@pytest.mark.parametrize("operation", [*PLAIN, *(one.using(Client()) for one in PLAIN)], ids=repr)
def test_awaited_calls_are_coroutine_functions(operation: Any) -> None:
    awaited = operation.aio
    for one in (awaited, awaited.attempt, awaited.raw, functools.partial(awaited, "x")):
        assert inspect.iscoroutinefunction(one)
        assert asyncio.iscoroutinefunction(one)
        assert is_async_callable(one)
    others = [operation, operation.attempt, operation.raw, operation.request, awaited.request]
    others += [
        getattr(view, name)
        for view in (operation, awaited)
        for name in ("iter", "pages", "stream")
        if hasattr(view, name)
    ]
    for one in others:
        assert not inspect.iscoroutinefunction(one)
        assert not inspect.isgeneratorfunction(one)
        assert not is_async_callable(one)


def test_signatures_are_those_of_the_operation() -> None:
    assert inspect.signature(create_thing.aio) == inspect.signature(create_thing)
    bound = create_thing.using(Client())
    assert inspect.signature(bound.aio) == inspect.signature(create_thing)
    assert inspect.isroutine(create_thing.aio)
    assert create_thing.aio.attempt.__doc__ == create_thing.attempt.__doc__
    assert create_thing.aio.attempt.__name__ == "attempt"


def test_a_decorator_that_chooses_awaits(server: Server) -> None:
    """As libraries of retries do."""

    def again(call: Callable[..., Any]) -> Callable[..., Any]:
        async def awaited(*args: object) -> Any:
            while not isinstance(outcome := await call(*args), Ok):
                pass
            return outcome.value

        return awaited if inspect.iscoroutinefunction(call) else call

    server.say(Say(404, {}), Say(404, {}), THING)
    assert asyncio.run(again(get_thing.aio.attempt)("t1")).id == "t1"
    assert len(server.asked) == 3


def test_every_view_is_replaced_and_restored(client: Client) -> None:
    before = get_thing.aio
    for name in ("get_thing", "get_thing.aio"):
        with mock.patch(f"support.runtime_api.{name}", new=mock.AsyncMock(return_value=7)) as fake:
            view = runtime_api.get_thing
            assert asyncio.run((view if name == "get_thing" else view.aio)("t1")) == 7
            fake.assert_awaited_once_with("t1")
    with mock.patch.object(get_thing.aio, "attempt", autospec=True) as fake:
        fake.return_value = Err(mock.Mock())
        assert isinstance(asyncio.run(get_thing.aio.attempt("t1")), Err)
    assert get_thing.aio is before
    assert asyncio.run(get_thing.aio("t1")).id == "t1"
    assert isinstance(asyncio.run(get_thing.using(client).aio.attempt("t1")), Ok)


def test_a_bound_operation_has_its_own_awaited_view(client: Client, server: Server) -> None:
    with mock.patch.object(get_thing, "aio"):
        bound = get_thing.using(client)
        assert asyncio.run(bound.aio("t1")).id == "t1"
    assert len(server.asked) == 1


def test_doubles_are_of_the_same_kind() -> None:
    double = mock.create_autospec(create_thing.aio)
    assert isinstance(double, mock.AsyncMock)
    assert isinstance(double.attempt, mock.AsyncMock)
    double.return_value = 7
    assert asyncio.run(double("a", mode="fast")) == 7
    with mock.patch("support.runtime_api.create_thing", autospec=True) as whole:
        whole.return_value = 5
        assert runtime_api.create_thing("a") == 5
        assert isinstance(whole.aio, mock.AsyncMock)


def test_views_of_the_same_client_are_equal() -> None:
    one, other = Client(), Client()
    assert get_thing.aio is get_thing.aio
    assert get_thing.using(one) == get_thing.using(one) != get_thing.using(other)
    assert get_thing.using(one).aio == get_thing.using(one).aio
    assert get_thing.using(one) not in {get_thing, get_thing.aio, list_things.using(one)}
    assert len({get_thing.using(one), get_thing.using(one), get_thing, get_thing.aio}) == 3
    assert get_thing != 1


def test_a_view_keeps_no_client_alive() -> None:
    client = Client()
    gone = weakref.ref(client)
    gc.disable()
    try:
        assert get_thing.using(client).aio.raw
        del client
        assert gone() is None
    finally:
        gc.enable()


def lines(caught: list[warnings.WarningMessage]) -> list[str]:
    """What is written at the lines that the warnings name."""
    text = Path(__file__).read_text().splitlines()
    assert {one.filename for one in caught} == {__file__}
    return [text[one.lineno - 1].partition("# ")[2] for one in caught]


@pytest.fixture
def caught(server: Server) -> Iterator[list[warnings.WarningMessage]]:
    server.always = Say(data=DRIFTED)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        yield found


def test_drift_names_the_line_of_each_kind_of_task(caught: list[warnings.WarningMessage]) -> None:
    async def main() -> None:
        await get_thing.aio("t1")  # awaited
        forget()
        await asyncio.create_task(get_thing.aio("t1"))  # task
        forget()
        one = get_thing.aio("t1")  # made
        await asyncio.gather(one)
        forget()
        async with asyncio.TaskGroup() as group:
            group.create_task(get_thing.aio.attempt("t1"))  # group
        forget()
        await asyncio.wait_for(
            get_thing.aio("t1"),  # waited
            9,
        )
        forget()
        async with Client() as client:
            await asyncio.ensure_future(get_thing.using(client).aio("t1"))  # bound

    forget = runtime_api.API.seen.clear
    asyncio.run(main())
    forget()
    asyncio.run(get_thing.aio("t1"))  # run
    assert {one.category for one in caught} == {DriftWarning}
    assert lines(caught) == ["awaited", "task", "made", "group", "waited", "bound", "run"]


def test_deprecation_names_the_line_of_tasks(caught: list[warnings.WarningMessage]) -> None:
    async def main() -> None:
        await asyncio.create_task(old_thing.aio())  # task
        await asyncio.create_task(old_thing.aio.attempt())  # attempt
        await asyncio.create_task(old_thing.aio.raw())  # raw

    asyncio.run(main())
    found = [one for one in caught if one.category is DeprecationWarning]
    assert lines(found) == ["task", "attempt", "raw"]


def test_drift_names_the_line_of_loops_and_sinks(
    server: Server, caught: list[warnings.WarningMessage]
) -> None:
    async def main() -> None:
        async for _ in list_things.aio.iter():  # iter
            pass
        forget()
        async with run_thing.aio.stream("t1") as stream:
            async for _ in stream:  # stream
                pass
        forget()
        received: asyncio.Queue[Any] = asyncio.Queue()
        await asyncio.create_task(run_thing.aio("t1", stream_to=received))  # sink

    event = 'event: thing.created\ndata: {"id": 1}\n\n'
    done = "event: done\ndata: [DONE]\n\n"
    page = {"data": [DRIFTED], "has_more": False, "last_id": None}
    forget = runtime_api.API.seen.clear
    whole = f"event: thing.created\ndata: {json.dumps(THING)}\n\n"
    server.say(page, events(event, done), events(event, whole, done))
    asyncio.run(main())
    forget()
    server.say(page, events(event, done))
    for _ in list_things.iter():  # blocking iter
        pass
    forget()
    with run_thing.stream("t1") as stream:
        for _ in stream:  # blocking stream
            pass
    assert lines(caught) == ["iter", "stream", "sink", "blocking iter", "blocking stream"]


def test_a_module_can_turn_the_warning_off(caught: list[warnings.WarningMessage]) -> None:
    warnings.filterwarnings("ignore", category=DriftWarning, module=__name__)
    get_thing("t1")
    asyncio.run(get_thing.aio("t2"))
    assert caught == []
    warnings.simplefilter("error")
    runtime_api.API.seen.clear()
    with pytest.raises(DriftWarning):
        asyncio.run(get_thing.aio("t1"))

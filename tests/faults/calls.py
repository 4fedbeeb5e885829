"""The same calls by the generated package and by `openai`, blocking and awaited."""

from __future__ import annotations

import asyncio
import importlib
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .steps import FILE, MESSAGE, MODEL, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .server import Kind

TIMEOUT = 0.5  # seconds
TOTAL = 2.4
LONGEST = 4.5  # seconds; a call that takes longer hangs: a service ends it after `PATIENCE`
SETTLED = 0.3  # seconds after a first call, so that everything that the service sent is there
SETTINGS: dict[str, Any] = {"timeout": TIMEOUT, "max_retries": 1}
BOUNDS: dict[str, Any] = {
    "total_timeout": TOTAL, "max_response_size": 16 << 20, "max_event_size": 16 << 20,
}  # fmt: skip
WANTED: dict[Kind, object] = {
    "get": [MODEL["id"], MODEL["created"], MODEL["owned_by"]],
    "post": ["c1", MESSAGE["content"]],
    "stream": [*TEXTS],
    "file": FILE,
}


@dataclass(frozen=True)
class Ended:
    """How a call ended: `result` is `value`, `wrong value`, `None`, or the name of an error."""

    result: str
    seconds: float
    typed: bool = True  # the error is one of the package's own
    detail: str = ""


@dataclass(frozen=True)
class Call:
    """One call of a service."""

    kind: Kind
    size: int = 0  # of the text that it sends
    keyed: bool = False  # the package sends an idempotency key
    warm: bool = False  # another call comes before, on the same connection

    @property
    def messages(self) -> list[dict[str, str]]:
        """What a POST sends."""
        return [{"role": "user", "content": "x" * self.size}]


def opgen(folder: Path) -> Any:
    """Import the package."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return importlib.import_module("faulty_service")


def ours(package: Any, url: str, call: Call, *, awaited: bool) -> Ended:
    """Call the service with the package."""
    settings = SETTINGS | BOUNDS | {"base_url": url, "follow_redirects": True}
    settings["idempotency_header"] = "Idempotency-Key" if call.keyed else None
    client = package.Client(key="sk-secret", **settings)
    functions = {
        "get": package.get_model, "file": package.get_content,
        "post": package.create_completion, "stream": package.create_completion,
    }  # fmt: skip
    bound = functions[call.kind].using(client)
    bound = bound.aio if awaited else bound

    def blocking() -> object:
        if call.kind == "stream":
            with bound.stream("m1", call.messages) as events:
                return [one.choices[0].delta.content for one in events]
        return bound("m1", call.messages) if call.kind == "post" else bound("m1")

    async def coming() -> object:
        if call.kind == "stream":
            async with bound.stream("m1", call.messages) as events:
                return [one.choices[0].delta.content async for one in events]
        return await (bound("m1", call.messages) if call.kind == "post" else bound("m1"))

    async def closing() -> Ended:
        async with client:
            return await _await(coming, call, package.APIError)

    if awaited:
        return asyncio.run(closing())
    with client:
        return _run(blocking, call, package.APIError)


def theirs(openai: Any, url: str, call: Call, *, awaited: bool) -> Ended:
    """Call the service with `openai`."""
    kind = openai.AsyncOpenAI if awaited else openai.OpenAI
    client = kind(api_key="sk-secret", base_url=url, **SETTINGS)

    def begun() -> Any:
        if call.kind in {"post", "stream"}:
            create: Any = client.chat.completions.create
            return create(model="m1", messages=call.messages, stream=call.kind == "stream")
        return (client.models.retrieve if call.kind == "get" else client.files.content)("m1")

    def blocking() -> object:
        found = begun()
        if call.kind == "stream":
            with found:
                return [one.choices[0].delta.content for one in found]
        return found.content if call.kind == "file" else found

    async def coming() -> object:
        found = await begun()
        if call.kind == "stream":
            async with found:
                return [one.choices[0].delta.content async for one in found]
        return found.content if call.kind == "file" else found

    async def closing() -> Ended:
        async with client:
            return await _await(coming, call, openai.OpenAIError)

    if awaited:
        return asyncio.run(closing())
    with client:
        return _run(blocking, call, openai.OpenAIError)


def _run(function: Callable[[], object], call: Call, base: type[Exception]) -> Ended:
    if call.warm:
        function()
        time.sleep(SETTLED)
    began = time.monotonic()
    try:
        value = function()
    except BaseException as error:  # noqa: BLE001  each is a result
        return _failed(error, time.monotonic() - began, base)
    return _judged(value, time.monotonic() - began, call)


async def _await(function: Callable[[], Any], call: Call, base: type[Exception]) -> Ended:
    if call.warm:
        await function()
        await asyncio.sleep(SETTLED)
    began = time.monotonic()
    try:
        value = await function()
    except BaseException as error:  # noqa: BLE001  as above
        return _failed(error, time.monotonic() - began, base)
    return _judged(value, time.monotonic() - began, call)


def _failed(error: BaseException, seconds: float, base: type[Exception]) -> Ended:
    name = "hangs" if seconds > LONGEST else type(error).__name__
    return Ended(name, seconds, isinstance(error, base), f"{type(error).__name__}: {error}"[:300])


def _judged(value: object, seconds: float, call: Call) -> Ended:
    if value is None:
        return Ended("None", seconds)
    try:
        found = _essence(value, call.kind)
    except (AttributeError, IndexError, TypeError):
        found = repr(value)[:200]
    result = "value" if found == WANTED[call.kind] else "wrong value"
    return Ended("hangs" if seconds > LONGEST else result, seconds, detail=repr(found)[:300])


def _essence(value: Any, kind: Kind) -> object:
    if kind == "get":
        return [value.id, value.created, value.owned_by]
    return [value.id, value.choices[0].message.content] if kind == "post" else value

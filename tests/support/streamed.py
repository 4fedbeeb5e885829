"""Streams of calls, blocking and awaited."""

import asyncio
from typing import Any

import pytest


def streamed(operation: Any, *given: Any, awaited: bool, **keywords: Any) -> list[Any]:
    """The events of a call."""
    if not awaited:
        with operation.stream(*given, **keywords) as stream:
            return list(stream)

    async def collect() -> list[Any]:
        async with operation.aio.stream(*given, **keywords) as stream:
            return [event async for event in stream]

    return asyncio.run(collect())


def before_error(
    kind: type[Exception], operation: Any, *given: Any, awaited: bool, **keywords: Any
) -> tuple[list[Any], Any]:
    """The events of a call that fails, and its error."""
    heard: list[Any] = []

    async def listen() -> None:
        if awaited:
            await operation.aio.stream(*given, **keywords).to(heard.append)
        else:
            operation.stream(*given, **keywords).to(heard.append)

    with pytest.raises(kind) as caught:
        asyncio.run(listen())
    *data, failed = heard
    assert failed.error is caught.value
    return [update.value for update in data], caught.value

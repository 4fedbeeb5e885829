"""How the updates of a call are passed to its sink, the end in any case."""

from __future__ import annotations

import inspect
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Generic, NoReturn

from .results import Failed, Finished, T, begin, put_at_once

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from .results import Sink, Update

_MOMENT: Final = 1.0  # seconds that a cancelled call waits for an async sink


@asynccontextmanager
async def receiving(sink: Sink[T], *, awaited: bool) -> AsyncGenerator[Receiver[T], None]:
    """Yield what passes updates to a sink; it receives `Finished` at the end, or else `Failed`."""
    receiver = Receiver(sink, awaited=awaited)
    try:
        yield receiver
        await receiver.put(Finished())
    except BaseException as error:  # also a cancellation: a reader of a queue waits for the end
        await receiver.fail(error)
        raise


class Receiver(Generic[T]):
    """Passes the updates of one call to its sink."""

    def __init__(self, sink: Sink[T], *, awaited: bool) -> None:
        self._sink, self._awaited = sink, awaited
        self._is_broken = False  # the sink raised an error, so it is not called again

    async def put(self, update: Update[T]) -> None:
        """Pass an update; a queue of the other kind than the call must have room."""
        sink = self._sink
        if not callable(sink):
            may_wait = inspect.iscoroutinefunction(sink.put) == self._awaited
            sink = sink.put if may_wait else sink.put_nowait
        try:
            result: Any = sink(update)
            if inspect.isawaitable(result):
                await (result if self._awaited else _refuse(result))
        except Exception:
            self._is_broken = True
            raise

    async def fail(self, error: BaseException) -> None:
        """Pass `Failed`; an error of the sink itself would hide that of the call."""
        update = Failed(error)
        if isinstance(error, Exception) and not self._is_broken:
            try:
                with suppress(Exception):
                    await self.put(update)
            except BaseException:  # it is cancelled now
                await self._put_at_once(update)
                raise
        else:
            await self._put_at_once(update)

    async def _put_at_once(self, update: Failed) -> None:
        """Pass an update though the call must not wait any more; for an async sink, not long."""
        if callable(self._sink) and self._is_broken:
            return
        if not self._awaited or isinstance(update.error, GeneratorExit):
            put_at_once(self._sink, update)
        else:
            with suppress(Exception):
                if (result := begin(self._sink, update)) is not None:
                    with import_module("anyio").move_on_after(_MOMENT, shield=True):
                        await result


def _refuse(result: Any) -> NoReturn:
    getattr(result, "close", bool)()
    raise TypeError("an async sink needs the async call: await operation.aio(...)")

"""What a whole stream gives: its events to a sink, its result, its text."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from . import errors
from .parameters import omit
from .reading import Lenient
from .results import Data
from .sinks import receiving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .request import Event, T
    from .results import Sink
    from .sinks import Receiver
    from .stream_exchange import StreamExchange

_DONE: Final = "[DONE]"


async def to(stream: StreamExchange[Any, Event], sink: Sink[Event]) -> None:
    """Pass every event to a sink, then `Finished`, or `Failed` before an error is raised."""
    async with receiving(sink, awaited=stream.awaited) as receiver:
        await pass_to(stream, receiver)


async def pass_to(stream: StreamExchange[Any, Event], receiver: Receiver[Event]) -> None:
    """Pass every event to a sink."""
    await stream.enter()
    try:
        while True:
            while (event := stream.take()) is not omit:
                await receiver.put(Data(event))
            if not await stream.more():
                break
    except BaseException as error:
        await stream.leave(error)
        raise
    await stream.leave(None)


async def final(stream: StreamExchange[T, Any]) -> T:
    """Receive what is left, and return the whole result, as a plain call returns it.

    Raises:
        TypeError: The events have no whole result.
        RuntimeError: The stream was left before it ended.
        APIError: The stream broke off, or an event was an error.
    """
    if not (stream.events.carries_result or stream.events.parts):
        raise TypeError(_no_result(stream))
    if stream.whole is not omit:
        return cast("T", stream.whole)
    while stream.failure is None and not (stream.reader.ended or stream.is_over):
        if stream.is_left:
            reason = "the stream was left before it ended: call final() in the `with` block"
            raise RuntimeError(reason)
        if stream.take() is omit:
            await stream.more()
    if stream.failure is not None:
        raise stream.failure
    whole = _joined(stream) if stream.events.parts else _result(stream)
    stream.whole = whole
    stream.reader.sent.clear()
    return whole


def _joined(stream: StreamExchange[T, Any]) -> T:
    """Return the result that all events make together."""
    join: Callable[..., Any] = import_module(".stream_joining", __package__).joined
    request = stream.request
    _check_end(stream)
    data = join(stream.reader.sent, stream.events.parts, request.returns)
    if data is None:
        raise _nothing(stream)
    # What differs from the document is reported where the events are read.
    return cast("T", Lenient(stream.redact).whole(request.returns, data).value)


def _result(stream: StreamExchange[T, Any]) -> T:
    """Return the whole result of a stream that is read to its end."""
    _check_end(stream)
    if stream.reader.response is omit:
        raise _nothing(stream)
    return cast("T", stream.reader.response)


def _check_end(stream: StreamExchange[Any, Any]) -> None:
    """Raise an error if only `[DONE]` ended a stream that has another last event."""
    ends = stream.events.ends
    if ends and _DONE not in ends and not stream.reader.has_last:
        reason = "the stream ended before its last event"
        raise errors.APIConnectionError(reason, stream.error_context())


def _nothing(stream: StreamExchange[T, Any]) -> errors.APIResponseError:
    name = getattr(stream.request.returns, "__name__", stream.request.returns)
    return errors.APIResponseError(f"the stream carried no {name}", stream.error_context())


def texts(stream: StreamExchange[Any, Any]) -> Callable[[], Iterator[str]]:
    """Return what yields the text of the event that was read last.

    Raises `TypeError` if it is not known which member of an event is text.
    """
    events, reader = stream.events, stream.reader
    if not (events.texts or events.text):
        name = f"{stream.request.method} {stream.request.url_path}"
        raise TypeError(f"{name}: no rule says which member of its events is text")
    find: Callable[[object], Iterator[str]]
    find = import_module(".stream_texts", __package__).Texts(events).of
    return lambda: find(reader.last) if reader.last else iter(())


def _no_result(stream: StreamExchange[Any, Any]) -> str:
    name = f"{stream.request.method} {stream.request.url_path}"
    if stream.events.only:
        return f"{name} has no result but its events"
    return f"{name}: no rule says how its events make the result; a plain call returns it"

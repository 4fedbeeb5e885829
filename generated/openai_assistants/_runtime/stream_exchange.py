"""The exchange of a stream: its body is divided and read while it is received."""

from __future__ import annotations

import math
from collections import deque
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Final, Generic

from . import errors
from .event_reading import Reader
from .exchange import Exchange
from .framing import BOM, LARGEST, framing_of
from .messages import find_message
from .parameters import Omit, omit
from .request import NO_OPTIONS, Event, T
from .server_events import ServerEvents

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    import httpx2

    from .client import BaseClient
    from .connection import Http
    from .framing import Framing
    from .request import StreamRequest
    from .resuming import Resumer

_LARGEST_ERROR: Final = 1 << 20  # bytes of a body that is not a stream
_PATIENCE: Final = 0.1  # seconds to wait for the end of a body after the last event
_MOMENT: Final = 0.02  # seconds to wait for it earlier
_NOT_ENTERED: Final = "enter the stream first: with operation.stream(...) as events"
_MARKS: Final = ("content-length", "transfer-encoding")  # headers


class StreamExchange(Exchange, Generic[T, Event]):
    """A request, and the stream of events that is the response to it."""

    lazy = True
    failure: errors.APIError | None = None  # which ended the stream
    is_left = False  # nothing more is received
    whole: object = omit  # the result of all events
    _chunks: AsyncGenerator[bytes, None] | None = None
    _framing: Framing | None = None

    def __init__(
        self, client: BaseClient, request: StreamRequest[T, Event], http: Http, began: float
    ) -> None:
        super().__init__(client, request, http, began, request.events)
        self.events = request.events
        self.reader = Reader[Event](self, request.events)
        self._pieces = deque[bytes]()  # received, and not read yet
        self._begin = bytearray()  # of a body that may not be a stream
        self._is_stream: bool | None = None  # it is not known yet
        self.is_over = self._is_cut = False
        self.sender.can_hurry = True
        options, settings = request.call.options or NO_OPTIONS, client.settings
        size = options.setting("max_event_size", settings, LARGEST)
        self._largest = math.inf if size is None else size
        # A request that may do something is not sent again unasked.
        resumes = options.setting("max_resumes", settings if request.method == "GET" else {}, 0)
        self._resumer: Resumer | None = None
        if resumes:
            make: type[Resumer] = import_module(".resuming", __package__).Resumer
            self._resumer = make(self, resumes)

    async def enter(self) -> None:
        """Send the request."""
        if self._chunks is None:
            self._receive(await self.send())

    @property
    def entered(self) -> httpx2.Response:
        """The response; raise `RuntimeError` if the request was not sent yet."""
        if self._chunks is None:
            raise RuntimeError(_NOT_ENTERED)
        return self.response

    def _receive(self, response: httpx2.Response) -> None:
        self._chunks = self.pull(response.aiter_bytes() if self.awaited else response.iter_bytes())
        self._is_stream, self._is_cut, self.reader.at_end = None, False, False

    async def leave(self, error: BaseException | None) -> None:
        """Release the connection; it is used again if little is left to read."""
        self.is_left = True
        if self.awaited and isinstance(error, GeneratorExit):
            return  # nothing can be awaited any more
        try:
            if self._chunks is not None and (error is None or isinstance(error, Exception)):
                seconds = _PATIENCE if self.reader.ended else _MOMENT
                await self.sender.drain(self.response, self._chunks, seconds)
        finally:
            await self.close()

    async def close(self) -> None:
        """Release the connection."""
        if self._chunks is not None:
            with suppress(Exception):  # another task may be receiving
                await self._chunks.aclose()
        await super().close()

    async def _open(self) -> Framing:
        """Return what divides the body."""
        media_type = self.events.media_type
        if media_type == "text/event-stream":
            return ServerEvents()
        try:
            return framing_of(media_type, self.response.headers.get("content-type", ""))
        except ValueError as error:
            raise await self._refused(str(error)) from None

    def take(self) -> Event | Omit:
        """Return the next event that is received; `omit` if there is none."""
        try:
            while self._pieces and not self.reader.stopped:
                event = self._read(self._pieces.popleft())
                if event is not omit:
                    return event
        except errors.APIError as error:
            self._fail(error)
            raise
        return omit

    def _read(self, piece: bytes) -> Event | Omit:
        if len(piece) > self._largest:
            raise self._too_large()
        if not isinstance(self._framing, ServerEvents):
            return self.reader.item(piece)
        sent = self._framing.event(piece)
        return omit if sent is None else self.reader.event(sent)

    async def more(self) -> bool:
        """Receive more; return whether there may be more events."""
        if self._chunks is None:
            raise RuntimeError(_NOT_ENTERED)
        if self.is_over or self.reader.stopped:
            return False
        try:
            framing = self._framing = self._framing or await self._open()
            chunk = await self._next_chunk(self._chunks)
            self.is_over = not await self._received(framing, chunk)
        except errors.APIConnectionError as error:
            self._is_cut = True  # until it is resumed
            self.is_over = self.reader.ended or not await self._resumed()
            if self.is_over and not self.reader.ended:
                self._fail(error)
                raise
        except errors.APIError as error:
            self._fail(error)
            raise
        return not self.is_over

    def _fail(self, error: errors.APIError) -> None:
        self.is_over, self.failure = True, error

    async def _next_chunk(self, chunks: AsyncGenerator[bytes, None]) -> bytes | None:
        if self._is_cut:
            reason = "the rest of the stream is lost, since a read of it was cancelled"
            raise errors.APIConnectionError(reason, self.error_context())
        try:
            return await anext(chunks, None)
        except BaseException as error:
            self._is_cut = not isinstance(error, Exception)
            raise

    async def _resumed(self) -> bool:
        """Return whether there is another response, with what follows the last event."""
        if self._resumer is None or self._encoded.is_used_up:
            return False
        self._retries = 0
        response = await self._resumer.resume(self._encoded.http_request, self._framing)
        if response is not None:
            self.reader.resume()
            self._receive(response)
        return response is not None

    async def _received(self, framing: Framing, chunk: bytes | None) -> bool:
        """Divide a chunk, or the end; return whether more can follow."""
        reader = self.reader
        if chunk is not None:
            self._pieces += framing.feed(chunk)
            if len(framing.rest) > self._largest:
                raise self._too_large()
            if not self._is_stream:
                await self._check(framing, chunk, self._pieces)
            return True
        if not reader.at_end:
            reader.at_end = True
            if not self._is_stream:
                await self._check(framing, b"", filter(bytes.strip, [bytes(framing.rest)]))
            try:
                self._pieces += framing.end(whole=self._is_marked())
            except ValueError as error:
                raise errors.APIConnectionError(str(error), self.error_context()) from None
            return True
        if self.events.ends and not reader.ended:
            reason = "the stream ended before its last event"
            raise errors.APIConnectionError(reason, self.error_context())
        return False

    def _is_marked(self) -> bool:
        """Return whether HTTP marks the end of the body: else the connection may be lost there."""
        is_old = self.response.http_version in {"HTTP/1.0", "HTTP/1.1"}
        return not (is_old and self.response.headers.keys().isdisjoint(_MARKS))

    async def _check(self, framing: Framing, chunk: bytes, pieces: Iterable[bytes]) -> None:
        """Raise an error with the body if it is not a stream."""
        if len(self._begin) < _LARGEST_ERROR:
            self._begin += chunk
        found = (fits for piece in pieces if (fits := framing.fits(piece)) is not None)
        self._is_stream = next(found, None)
        has_other_text = self.reader.at_end and self._begin.removeprefix(BOM).strip()
        if self._is_stream:
            self._begin.clear()
        elif self._is_stream is False or has_other_text:
            raise await self._refused(f"it is not {self.events.media_type}")

    async def _refused(self, why: str) -> errors.APIError:
        """Return the error for a body that is not a stream, such as an error page."""
        with suppress(errors.APIConnectionError):
            while len(self._begin) < _LARGEST_ERROR and self._chunks is not None:
                chunk = await anext(self._chunks, None)
                if chunk is None:
                    break
                self._begin += chunk
        body = self.redact(self._begin.decode(errors="replace")).encode(errors="replace")
        message = find_message(errors.json_or_text(body), self.response.status_code)
        context = self.error_context()._replace(raw_body=body)
        return errors.APIResponseError(f"the stream cannot be read: {why}: {message}", context)

    def _too_large(self) -> errors.APIError:
        reason = f"an event has more than {self._largest} bytes; set max_event_size to receive it"
        return errors.APIResponseError(reason, self.error_context())

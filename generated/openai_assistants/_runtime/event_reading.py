"""How the events and the items of a stream become typed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from . import errors
from .messages import find_message
from .model import fields, is_model, load_json, validate, validate_json
from .parameters import is_object, omit
from .reading import Lenient
from .request import Event
from .server_events import ServerEvent
from .variants import members_of

if TYPE_CHECKING:
    from .exchange import Exchange
    from .parameters import Omit
    from .request import Events


class Reader(Generic[Event]):
    """Reads the events or the items of a stream as the type that the document declares."""

    ended = False  # the last event is read
    has_last = False  # that event has a type or a name which is declared to be the last
    stopped = False  # nothing is read after it
    at_end = False  # the body has no more: what is not whole is cut off
    response: object = omit  # the last whole response that an event held

    def __init__(self, exchange: Exchange, events: Events) -> None:
        self._exchange, self._events = exchange, events
        self._type: Any = events.type
        self._models = tuple(filter(is_model, members_of(events.type)))
        returned = members_of(exchange.request.returns) if events.carries_result else ()
        self._results = tuple(filter(is_model, returned))
        # Few events have any of these: only their data is looked into before it is read.
        self._notable = (b"error", b"\\u", b"\\/", *(end.encode() for end in events.ends))
        self.last: ServerEvent | None = None  # as it was sent
        self.sent: list[ServerEvent] = []  # all of them, if they are joined to a result

    def item(self, content: bytes) -> Event:
        """Return an item of JSON lines, or a part of a multipart."""
        kind = self._type
        if self._events.media_type.startswith("multipart/") and kind in {bytes, str}:
            plain: Any = content if kind is bytes else self._plain_text(content)
            part: Event = plain
            return part
        if b"error" in content and self._is_error(content):
            raise self._error(content)
        if self._events.parts or self._events.texts:
            self._note(ServerEvent("message", content, "", None))
        return self._typed(content)

    def event(self, sent: ServerEvent) -> Event | Omit:
        """Return the typed event; `omit` for one that is not given, such as `[DONE]`."""
        data = sent.data.strip()
        self.stopped = data == b"[DONE]"
        self.has_last = self.has_last or sent.name in self._events.ends
        self.ended = self.ended or self.stopped or self.has_last
        if sent.name == "error":
            raise self._error(data)
        nothing = not (sent.data if self._events.text else data)
        if nothing or (self.stopped and sent.name == "message"):
            return omit
        self._note(sent)
        event = self._enveloped(sent) if self._events.envelope else self._plain(sent.data)
        if self._results:
            for value in (event, *getattr(event, "__dict__", {}).values()):
                self.response = value if isinstance(value, self._results) else self.response
        return event

    def _note(self, sent: ServerEvent) -> None:
        self.last = sent
        if self._events.parts:
            self.sent.append(sent)

    def resume(self) -> None:
        """Expect what follows the last ID: events without one of their own come again."""
        while len(self.sent) > 1 and self.sent[-1].id == self.sent[-2].id:
            self.sent.pop()

    def _plain(self, data: bytes) -> Event:
        """Return an event that is its data."""
        if self._events.text:
            return self._data(self._plain_text(data))
        if any(one in data for one in self._notable):
            self._look_into(self._loaded(data), data)
        return self._typed(data)

    def _enveloped(self, sent: ServerEvent) -> Event:
        """Return an event that is an object with the name, the data and more."""
        is_text = self._events.text or self.stopped
        data = self._plain_text(sent.data) if is_text else self._loaded(sent.data)
        self._look_into(data, sent.data, named=sent.name != "message")
        whole = {"event": sent.name, "data": data}
        whole |= {"id": sent.id} if sent.id else {}
        whole |= {} if sent.retry is None else {"retry": sent.retry}
        try:
            event: Event = validate(self._type, whole)
        except ValueError:
            return self._data(whole)
        return event

    def _typed(self, content: bytes) -> Event:
        try:
            event: Event = validate_json(self._type, content)
        except ValueError:
            return self._data(self._loaded(content))
        return event

    def _data(self, data: object) -> Event:
        name, api = self._exchange.request.response_name, self._exchange.request.call.api
        reader = Lenient(self._exchange.redact).whole(self._type, data)
        event: Event = reader.reported(name, api)
        return event

    def _loaded(self, content: bytes) -> object:
        """Return JSON as plain data, and an event that is not JSON as text."""
        try:
            return load_json(content)
        except ValueError as error:
            text = self._plain_text(content)
            is_item = self._events.media_type != "text/event-stream"
            if not (is_item or self.at_end or text.lstrip().startswith(("{", "[", '"'))):
                return text
            raise self._unreadable(content, error) from None

    def _plain_text(self, content: bytes) -> str:
        """Return text: the standard replaces what is not UTF-8, but that would be wrong data."""
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            raise self._unreadable(content, error) from None

    def _unreadable(self, content: bytes, error: ValueError) -> errors.APIError:
        context = self._context(content)
        if self.at_end:
            return errors.APIConnectionError("the stream ended within an event", context)
        return errors.APIResponseError(f"the stream cannot be read: {error}", context)

    def _look_into(self, data: object, content: bytes, *, named: bool = False) -> None:
        """Note whether an event is the last one; raise an `APIEventError` for an error."""
        if not is_object(data):
            return
        kind = data.get("type")
        if not named and (kind == "error" or data.get("error")):
            raise self._error(content)
        if kind in self._events.ends:
            self.ended = self.has_last = True

    def _is_error(self, content: bytes) -> bool:
        """Return whether an item has an error, which the document does not declare."""
        data = self._loaded(content)
        declared = (field.key for model in self._models for field in fields(model))
        found = is_object(data) and bool(data.get("error"))
        return found and bool(self._models) and "error" not in declared

    def _error(self, content: bytes) -> errors.APIError:
        context = self._context(content)
        reason = find_message(errors.json_or_text(context.raw_body))
        return self._exchange.request.call.api.event_error(reason, context)

    def _context(self, content: bytes) -> errors.ErrorContext:
        """Return what an error shows, without the credentials that the content repeats."""
        body = self._exchange.redact(content.decode(errors="replace")).encode(errors="replace")
        return self._exchange.error_context()._replace(raw_body=body)

"""Operations whose output is read as a type of the app: `create_response.parse(Model, ...)`."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, wraps
from importlib import import_module
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Generic,
    ParamSpec,
    TypeAlias,
    TypeVar,
    get_origin,
)

from ._runtime.blocking import run
from ._runtime.callers import find_caller
from ._runtime.coroutine_functions import returns_coroutine
from ._runtime.errors import ConfigurationError, ErrorContext
from ._runtime.parameters import is_array, is_object, omit
from ._runtime.streamed_operation import AwaitedStreamedOperation, StreamedOperation

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping

    from ._runtime.request import StreamRequest
    from .parsed_events import AsyncParsedEvents, ParsedEvents
    from .parsed_outputs import Parsed

M = TypeVar("M")
P = ParamSpec("P")
Q = ParamSpec("Q")
R = TypeVar("R")
T = TypeVar("T")
Event = TypeVar("Event")
Parsing = TypeVar("Parsing", bound="ParsedOperation[..., Any, Any]")
FormatMembers: TypeAlias = "Callable[[Mapping[str, Any], type], dict[str, object]]"

_TYPES: Final = frozenset(("response_format", "text_format"))


def _with_type(method: Callable[Q, R]) -> Callable[Q, R]:
    """Return a method whose error for a missing type of the output says how to give it."""

    @wraps(method)
    def called(*args: Q.args, **kwargs: Q.kwargs) -> R:
        if len(args) == 1:  # the operation itself
            given = (kwargs.get(name) for name in _TYPES)
            kind = next((one.__name__ for one in given if isinstance(one, type)), "Model")
            advice = "give the type of the output first, without a name"
            raise TypeError(f"{method.__name__}({kind}, ...): {advice}")
        return method(*args, **kwargs)

    return called


class ParsedOperation(StreamedOperation[P, T, Event], Generic[P, T, Event]):
    """An operation whose output can be read as a type of the app.

    Attributes:
        format_members: Returns the members of the body that ask for output of a type.
    """

    format_members: FormatMembers

    def request(self, *args: P.args, **kwargs: P.kwargs) -> StreamRequest[T, Event]:
        """Return the request without sending it."""
        _check_types(self._describe.__name__, kwargs)
        return super().request(*args, **kwargs)

    @_with_type
    def parse(self, output_type: type[M], /, *args: P.args, **kwargs: P.kwargs) -> Parsed[M, T]:
        """Ask for output that fits a type, and return the response with the output as that type.

        Args:
            output_type: A pydantic model or a dataclass; `str` for text of any form.
            *args: The arguments of the operation.
            **kwargs: The arguments of the operation.

        Raises:
            ConfigurationError: Strict mode cannot express the type.
            InvalidOutputError: The output does not fit the type.
            APIError: The call failed.
        """
        request = _asking(self.format_members, self.request(*args, **kwargs), output_type)
        del kwargs  # a traceback that shows variables would show the credentials in it
        response: T = run(self.calls(self.client_of(request), awaited=False).call(request))
        return _reader(output_type, request)(response)

    @_with_type
    def parse_stream(
        self, output_type: type[M], /, *args: P.args, **kwargs: P.kwargs
    ) -> ParsedEvents[Event, M, T]:
        """Return the events, and at their end the output as a type.

        `with operation.parse_stream(Model, ...) as events: result = events.final()`
        """
        request = _asking(self.format_members, self.request(*args, **kwargs), output_type)
        events = self.calls(self.client_of(request), awaited=False).blocking_stream(request)
        read = _reader(output_type, request)
        made: ParsedEvents[Event, M, T] = _events("ParsedEvents")(events, read)
        return made

    def read_output(
        self, output_type: type[M], response: T, *, tools: Iterable[object] = ()
    ) -> Parsed[M, T]:
        """Return the output of a response that the app has, such as one of a batch.

        Args:
            output_type: A pydantic model or a dataclass; `str` for text of any form.
            response: What this operation returned.
            tools: Those that were sent; `function_tool` makes tools whose arguments are typed.

        Raises:
            InvalidOutputError: The output does not fit the type.
        """
        return _parsed(output_type, response, tools, ErrorContext(self.method, self.path))

    @cached_property
    def aio(self) -> AwaitedParsedOperation[P, T, Event]:
        """The same operation, awaited."""
        return AwaitedParsedOperation(self)


class AwaitedParsedOperation(AwaitedStreamedOperation[P, T, Event], Generic[P, T, Event]):
    """A parsed operation whose calls are awaited."""

    format_members: FormatMembers

    def request(self, *args: P.args, **kwargs: P.kwargs) -> StreamRequest[T, Event]:
        """Return the request without sending it."""
        _check_types(self._describe.__name__, kwargs)
        return super().request(*args, **kwargs)

    @returns_coroutine
    @_with_type
    def parse(
        self, output_type: type[M], /, *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, Parsed[M, T]]:
        """Ask for output that fits a type, and return the response with the output as that type."""
        request = _asking(self.format_members, self.request(*args, **kwargs), output_type)
        call = self.calls(self.client_of(request), awaited=True).call(request)
        return _read_later(call, _reader(output_type, request))

    @_with_type
    def parse_stream(
        self, output_type: type[M], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncParsedEvents[Event, M, T]:
        """Return the events, and at their end the output as a type.

        `async with operation.aio.parse_stream(Model, ...) as events: await events.final()`
        """
        request = _asking(self.format_members, self.request(*args, **kwargs), output_type)
        events = self.calls(self.client_of(request), awaited=True).stream(request)
        read = _reader(output_type, request)
        made: AsyncParsedEvents[Event, M, T] = _events("AsyncParsedEvents")(events, read)
        return made


def parsing(operation: Parsing, format_members: FormatMembers) -> Parsing:
    """Return an operation that asks for output of a type in this way."""
    operation.format_members = format_members
    return operation


def parsed_response(
    method: str, path: str
) -> Callable[[Callable[P, StreamRequest[T, Event]]], ParsedOperation[P, T, Event]]:
    """Return a decorator for the function that creates a response."""
    return lambda describe: parsing(ParsedOperation(describe, method, path), text_members)


def parsed_chat_completion(
    method: str, path: str
) -> Callable[[Callable[P, StreamRequest[T, Event]]], ParsedOperation[P, T, Event]]:
    """Return a decorator for the function that creates a chat completion."""
    return lambda describe: parsing(ParsedOperation(describe, method, path), _response_format)


def _check_types(function: str, given: Mapping[str, object]) -> None:
    """Refuse a type of the output where the official client takes it."""
    for name in _TYPES & given.keys():
        if isinstance(kind := given[name], type):
            advice = f"{function}.parse({kind.__name__}, ...) takes the type of the output"
            raise TypeError(f"{function} takes no type as {name!r}: {advice}")


def _asking(
    format_members: FormatMembers, request: StreamRequest[T, Event], model: Any
) -> StreamRequest[T, Event]:
    """Return a request that asks for output of a type; its tools can be read twice."""
    members = request.json
    if not is_object(members):
        raise ConfigurationError(f"{request.url_path}: its body has no members")
    if not (isinstance(model, type) or get_origin(model)):
        raise TypeError(
            f"the first argument is a type, such as a pydantic model, not {model!r:.50}"
        )
    more = {} if model is str else format_members(members, model)
    if is_array(tools := members.get("tools", omit)):
        more["tools"] = [*tools]
    return replace(request, json={**members, **more}, caller=find_caller())


def _reader(model: type[M], request: StreamRequest[T, Event]) -> Callable[[T], Parsed[M, T]]:
    """Return what reads the response of a request, with the tools that were sent."""
    members = request.json
    tools = members.get("tools", omit) if is_object(members) else omit
    sent: Iterable[object] = tools if is_array(tools) else ()
    context = ErrorContext(request.method, request.url_path)
    return lambda response: _parsed(model, response, sent, context)


def text_members(members: Mapping[str, Any], model: type) -> dict[str, object]:
    """Return the member `text` of a body, whose other members are kept."""
    given: Any = members.get("text", omit)
    text: dict[str, object] = {}
    if is_object(given):
        text = {**given}
    elif given is not omit and given is not None:
        text = given.model_dump(exclude_unset=True)
    if text.get("format", omit) is not omit:
        raise ConfigurationError("`text` has a format; give it or a type of the output, not both")
    return {"text": {**text, "format": {"type": "json_schema", **_schema(model)}}}


def _response_format(members: Mapping[str, Any], model: type) -> dict[str, object]:
    if members.get("response_format", omit) is not omit:
        text = "give `response_format` or a type of the output, not both"
        raise ConfigurationError(text)
    return {"response_format": {"type": "json_schema", "json_schema": _schema(model)}}


def _schema(model: type) -> dict[str, object]:
    """Return the format; pydantic is imported for it, which the functions alone do not need."""
    schemas = import_module(".strict_schemas", __package__)
    schema = schemas.strict_schema(model)
    return {"name": schemas.format_name(model), "schema": schema, "strict": True}


def _parsed(
    model: type[M], response: T, tools: Iterable[object], context: ErrorContext
) -> Parsed[M, T]:
    outputs = import_module(".parsed_outputs", __package__)
    result: Parsed[M, T] = outputs.OutputReader(model, response, tools, context).read()
    return result


def _events(name: str) -> Any:
    return getattr(import_module(".parsed_events", __package__), name)


async def _read_later(
    call: Coroutine[Any, Any, T], read: Callable[[T], Parsed[M, T]]
) -> Parsed[M, T]:
    return read(await call)

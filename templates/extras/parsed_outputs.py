"""What a model wrote, read as a type of the app; refusals and tool calls."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from ._runtime.errors import APIResponseError, ErrorContext
from ._runtime.parsing import is_list
from .function_tools import FunctionTool, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

M = TypeVar("M")
T = TypeVar("T")
V = TypeVar("V")


class OutputError(APIResponseError):
    """The output is not a value of the type that was asked for; `body` is the response."""


class RefusedOutputError(OutputError):
    """The model refuses; the reason is its text."""


class IncompleteOutputError(OutputError):
    """The output ends early: at a limit of tokens, or because of a content filter."""


class InvalidOutputError(OutputError):
    """The output does not fit the type; the cause says where."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a function that the model asks for.

    Attributes:
        name: The name of the function.
        id: What the output of the function is sent with: `call_id` of a response, or
            `tool_call_id` of a chat completion.
        arguments: The arguments as the type of the tool, if `function_tool` made it, else as JSON.
            None if the output ends within them, or if those of another tool are not JSON.
        text: The arguments as they were received.
        tool: The tool, if `function_tool` made it.
    """

    name: str
    id: str
    arguments: object
    text: str
    tool: FunctionTool | None = field(default=None, repr=False)

    def run(self) -> object:
        """Call the function of the tool with the arguments; of an async one, return the coroutine.

        Raises:
            TypeError: the tool was not made from a function.
        """
        if self.tool is None or self.tool.function is None:
            raise TypeError(f"{self.name!r} has no function; make its tool from one")
        return self.tool.function(**vars(self.arguments))


@dataclass(frozen=True, slots=True)
class Parsed(Generic[M, T]):
    """A response, and its output as a value of the type M.

    Attributes:
        response: The whole response.
        parsed: The value; None if there is a refusal, the output is incomplete, or the model asks
            for tools first.
        refusal: Why the model refuses; None if it does not.
        incomplete: Why the output ends early, such as `max_output_tokens`, `length` or
            `content_filter`; None if it is complete.
        text: The output as text.
        tool_calls: The functions to call.
        alternatives: The other choices of a chat completion, if there are several.
    """

    response: T
    parsed: M | None
    refusal: str | None
    incomplete: str | None
    text: str
    tool_calls: tuple[ToolCall, ...]
    alternatives: tuple[Parsed[M, T], ...] = ()
    context: ErrorContext = field(default=ErrorContext("", ""), repr=False, compare=False)

    @property
    def value(self) -> M:
        """The value, which is not None.

        Raises:
            RefusedOutputError: the model refuses.
            IncompleteOutputError: the output ends early.
            OutputError: there is no output, such as when the model asks for tools.
        """
        if self.parsed is not None:
            return self.parsed
        if self.refusal is not None:
            raise RefusedOutputError(f"refused: {self.refusal}", self.context, self.response)
        if self.incomplete is not None:
            why = _text(_get(self.response, "error"), "message")
            reason = f"incomplete output: {self.incomplete}{f', {why}' if why else ''}"
            raise IncompleteOutputError(reason, self.context, self.response)
        reason = "the output has no text" + (", but tool calls" if self.tool_calls else "")
        raise OutputError(reason, self.context, self.response)


@dataclass(frozen=True, slots=True)
class OutputReader(Generic[M, T]):
    """Reads the output of a response or a chat completion, whose classes differ by document.

    Attributes:
        model: The type of the output.
        response: The whole response.
        tools: The tools that were sent.
        context: The request, for errors.
    """

    model: type[M]
    response: T
    tools: Iterable[object]
    context: ErrorContext

    def read(self) -> Parsed[M, T]:
        """Return the output; of several choices, the first one has the others.

        Raises:
            InvalidOutputError: the output, or the arguments of a call, do not fit their type.
        """
        if not hasattr(self.response, "choices"):
            return self._of_response()
        found = [*map(self._of_choice, _items(self.response, "choices"))]
        if not found:
            return self._parsed([], "", None, [])
        return replace(found[0], alternatives=tuple(found[1:]))

    def _of_response(self) -> Parsed[M, T]:
        texts: list[str] = []
        refusal, calls = "", list[ToolCall]()
        status, reason = _text(self.response, "status"), None
        if status not in {"", "completed"}:
            reason = _text(_get(self.response, "incomplete_details"), "reason") or status
        for item in _items(self.response, "output"):
            kind = _text(item, "type")
            if kind == "function_call":
                calls.append(self._call(item, _text(item, "call_id"), reason))
            elif kind == "message" and _text(item, "phase") in {"", "final_answer"}:
                for part in _items(item, "content"):
                    refusal += _text(part, "refusal")
                    texts += filter(None, [_text(part, "text")])
        if self.model is str:
            texts = ["".join(texts)] if texts else []
        return self._parsed(texts, refusal, reason, calls)

    def _of_choice(self, choice: object) -> Parsed[M, T]:
        message, reason = _get(choice, "message"), _text(choice, "finish_reason")
        text, refusal = (_text(message, one) for one in ("content", "refusal"))
        incomplete = reason if reason in {"length", "content_filter"} else None
        calls = [
            self._call(_get(one, "function"), _text(one, "id"), incomplete)
            for one in _items(message, "tool_calls")
            if _text(one, "type") == "function"
        ]
        return self._parsed([text] if text else [], refusal, incomplete, calls)

    def _parsed(
        self, texts: list[str], refusal: str, incomplete: str | None, calls: list[ToolCall]
    ) -> Parsed[M, T]:
        has_value = bool(texts) and not refusal and incomplete is None
        return Parsed(
            response=self.response,
            parsed=self._output(texts[0]) if has_value else None,
            refusal=refusal or None,
            incomplete=incomplete,
            text="".join(texts),
            tool_calls=tuple(calls),
            context=self.context,
        )

    def _output(self, text: str) -> M:
        plain: Any = text  # M is `str`
        value: M = plain if self.model is str else self._value(self.model, text, "the output")
        return value

    def _call(self, function: object, identity: str, incomplete: str | None) -> ToolCall:
        name, text = _text(function, "name"), _text(function, "arguments")
        tool = next((one for one in self.tools if name_of(one) == name), None)
        made = tool if isinstance(tool, FunctionTool) else None
        kind: Any = made.model if made else Any
        arguments: object = None
        try:
            arguments = self._value(kind, text or "{}", f"the arguments of {name}")
        except InvalidOutputError:
            if made and incomplete is None:
                raise
        return ToolCall(name, identity, arguments, text, made)

    def _value(self, kind: type[V], text: str, name: str) -> V:
        hashable: Any = kind
        try:
            value: V = _reader(hashable).validate_json(text)
        except ValidationError as error:
            reason = f"{name} does not fit {getattr(kind, '__name__', kind)}"
            raise InvalidOutputError(reason, self.context, self.response) from error
        return value


@lru_cache(maxsize=256)
def _reader(kind: Any) -> TypeAdapter[Any]:
    """Return what reads JSON as a type, which is made once."""
    return TypeAdapter(kind)


def _get(owner: object, name: str) -> object:
    return getattr(owner, name, None)


def _text(owner: object, name: str) -> str:
    value = getattr(owner, name, None)
    return value if isinstance(value, str) else ""


def _items(owner: object, name: str) -> list[object]:
    value = getattr(owner, name, None)
    return value if is_list(value) else []

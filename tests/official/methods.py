"""The methods of the official package, and what each one sends first.

A method is called with made-up arguments by a client whose transport records the request. Each
argument has a value of its own, so that the path shows which arguments are in it.
"""

from __future__ import annotations

import inspect
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
import openai
from openai._resource import AsyncAPIResource, SyncAPIResource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHARED = ("extra_headers", "extra_query", "extra_body", "timeout")
"""What every method takes for one call."""
_VALUE = "value-of-"
_KINDS = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True)
class Sent:
    """The first request of a method; `path` has the values of the arguments that are in it."""

    verb: str
    path: str
    is_beta: bool

    @property
    def arguments(self) -> list[str]:
        """The arguments that are in the path, in its order."""
        parts = self.path.split("/")
        return [part.removeprefix(_VALUE) for part in parts if part.startswith(_VALUE)]

    @property
    def place(self) -> tuple[str, str, bool]:
        """The verb and the path with `*` for each argument."""
        parts = ("*" if part.startswith(_VALUE) else part for part in self.path.split("/"))
        return self.verb, "/".join(parts), self.is_beta


@dataclass(frozen=True)
class Method:
    """A method: `beta.threads.create`, the arguments of its own, and the type that it returns."""

    name: str
    arguments: tuple[str, ...]
    returns: str
    sent: Sent | None


class _RecordedError(BaseException):
    """The request is recorded; nothing of the package catches this."""


def methods() -> list[Method]:
    """Return all methods of the blocking client."""
    requests: list[httpx2.Request] = []

    def record(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        raise _RecordedError

    transport = httpx2.MockTransport(record)
    client = _client(openai.OpenAI, http_client=httpx2.Client(transport=transport))
    with client, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # many methods are deprecated
        return [_method(name, call, requests) for name, call in calls(client, SyncAPIResource)]


def awaited() -> dict[str, tuple[str, ...]]:
    """Return the arguments of each method of the awaited client."""
    client = _client(openai.AsyncOpenAI)
    return {name: _arguments(call) for name, call in calls(client, AsyncAPIResource)}


def _client(kind: Any, **more: Any) -> Any:
    return kind(api_key="k", admin_api_key="a", base_url="http://here/v1", max_retries=0, **more)


def calls(owner: object, kind: type, before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield each method of the resources below a client or a resource, with its full name."""
    for name in sorted(dir(type(owner))):
        if name.startswith(("_", "with_")):
            continue
        member = inspect.getattr_static(type(owner), name)
        if inspect.isfunction(member):
            if isinstance(owner, kind):
                yield before + name, getattr(owner, name)
        elif isinstance(inner := getattr(owner, name, None), kind):
            yield from calls(inner, kind, f"{before}{name}.")


def _method(name: str, call: Callable[..., Any], requests: list[httpx2.Request]) -> Method:
    returns = str(inspect.signature(call).return_annotation)
    return Method(name, _arguments(call), returns, _sent(call, requests))


def _arguments(call: Callable[..., Any]) -> tuple[str, ...]:
    found = inspect.signature(call).parameters.values()
    return tuple(one.name for one in found if one.kind in _KINDS and one.name not in SHARED)


def _sent(call: Callable[..., Any], requests: list[httpx2.Request]) -> Sent | None:
    """Return the first request of a method; what it refuses, it gets in another form."""
    for arguments in _attempts(call):
        requests.clear()
        # The package checks what it gets with several kinds of errors.
        with suppress(Exception, _RecordedError):
            call(**arguments)
        if requests:
            url = requests[0].url
            is_beta = url.params.get("beta") == "true"
            return Sent(requests[0].method, url.path.removeprefix("/v1"), is_beta)
    return None


def _attempts(call: Callable[..., Any]) -> Iterator[dict[str, object]]:
    """Yield text for the required arguments, then for all, then files where no ID is asked for."""
    known = inspect.signature(call).parameters
    names = _arguments(call)
    required = [name for name in names if known[name].default is inspect.Parameter.empty]
    for chosen in (required, names):
        yield {name: f"{_VALUE}{name}" for name in chosen}
    for chosen in (required, names):
        yield {name: f"{_VALUE}{name}" if name.endswith("_id") else b"x" for name in chosen}

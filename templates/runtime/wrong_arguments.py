"""What is wrong with the arguments of a call, and what to write instead: for its `TypeError`."""

from __future__ import annotations

import inspect
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

_EXTRA: Final = {
    "extra_headers": "headers",
    "extra_query": "query",
    "extra_body": "body",
    "default_headers": "headers",
    "default_query": "query",
    "poll_interval_ms": "poll_interval",
    "max_wait_seconds": "poll_timeout",
}
"""Names that other clients have, and what it is called here."""

_KEY: Final = "idempotency_key"
_KEY_HEADER: Final = "headers={'Idempotency-Key': ...}"
_MOST_LISTED: Final = 12


def of_call(
    function: Callable[..., object],
    error: Exception,
    given: tuple[Sequence[object], Mapping[str, object]],
    *,
    options: Collection[str],
    streams: bool,
) -> Exception:
    """Return the error for wrong arguments, which says what to write; else the error itself.

    Args:
        function: it has the arguments.
        error: what its call raised.
        given: the positional arguments of the call, and the others.
        options: the names that `CallOptions` takes.
        streams: whether the operation has `.stream`.
    """
    if not isinstance(error, TypeError):
        return error
    args, kwargs = given
    signature = inspect.signature(function)
    try:
        signature.bind(*args, **kwargs)
    except TypeError:
        known = signature.parameters
    else:
        return error
    unknown = [name for name in kwargs if name not in known]
    if unknown:
        ways = [*_of_options(unknown, options)]
        if "stream" in unknown:
            ways.append(_of_stream(function.__name__, streams=streams))
        rest = [one for one in unknown if one not in {"stream", _KEY, *_EXTRA, *options}]
        ways += [_nearest(name, known) for name in rest]
        return TypeError(f"{_start(function.__name__, 'argument', unknown)}: {'; '.join(ways)}")
    positional = [name for name, one in known.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
    if len(args) > len(positional):
        return TypeError(_too_many(function.__name__, len(args), positional))
    return error


def of_options(error: TypeError, given: Collection[str], known: Collection[str]) -> TypeError:
    """Return the error for wrong options of a call, which names the right ones."""
    unknown = [name for name in given if name not in known]
    if not unknown:
        return error
    found = [_KEY_HEADER if one == _KEY else _nearest(one, known) for one in unknown]
    return TypeError(f"{_start('CallOptions', 'option', unknown)}: {'; '.join(found)}")


def of_settings(owner: str, unknown: Collection[str], known: Collection[str]) -> TypeError:
    """Return the error for wrong settings of a client, which names the right ones."""
    names = sorted(unknown)
    near = ", ".join(repr(one) for name in names for one in _match(name, known))
    advice = f"; did you mean {near}?" if near else ""
    return TypeError(f"{_start(owner, 'setting', names)}; it has {', '.join(known)}{advice}")


def _start(owner: str, kind: str, names: Sequence[str]) -> str:
    plural = "s" if len(names) > 1 else ""
    return f"{owner} has no {kind}{plural} {', '.join(map(repr, names))}"


def _of_options(unknown: Sequence[str], options: Collection[str]) -> Iterator[str]:
    """Yield the options to pass instead of arguments."""
    found: list[str] = []
    for name in unknown:
        option = _EXTRA.get(name, name)
        if name == _KEY:
            found.append(_KEY_HEADER)
        elif option in options:
            found.append(f"{option}=...")
    if found:
        yield f"pass options=CallOptions({', '.join(found)})"


def _of_stream(function: str, *, streams: bool) -> str:
    if not streams:
        return "leave it out, because this operation returns no stream"
    return (
        f"{function}.stream(...) returns the events, and {function}(...) the whole response; "
        f"awaited, they are {function}.aio.stream(...) and {function}.aio(...)"
    )


def _nearest(name: str, known: Collection[str]) -> str:
    """Return the name that is meant, or all names if they are few."""
    if found := _match(name, known):
        return f"did you mean {found[0]!r}?"
    if len(known) > _MOST_LISTED:
        return f"no name is like {name!r}"
    return f"it has {', '.join(known)}"


def _match(name: str, known: Collection[str]) -> list[str]:
    other = _EXTRA.get(name, "")
    return [other] if other in known else get_close_matches(name, known, n=1)


def _too_many(function: str, given: int, positional: Sequence[str]) -> str:
    """Return the message for a call with too many positional arguments."""
    allowed = f"only {', '.join(positional)}" if positional else "no argument"
    count = f"{given} were" if given > 1 else "1 was"
    return f"{function} takes {allowed} by position, but {count} given: pass the others by name"

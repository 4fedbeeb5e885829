"""What an error says in addition to its message: the response, and members of its body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .parameters import is_array, is_object
from .parsing import decode, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_INSIDE: Final = ("error", "errors")  # an object, or a list whose first item is one


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ErrorResponse:
    """The response of a call that failed, without the credentials that it repeats."""

    method: str  # of the request
    url: str  # of the request, without its query
    status_code: int  # of the response, or that its body gives
    headers: Mapping[str, str]  # names in any case
    content: bytes  # the body

    @property
    def text(self) -> str:
        """The body as text, in the encoding that the response says; UTF-8 by default."""
        return decode(self.content, self._content_type)

    def json(self) -> object:
        """Return the body as JSON; raise `ValueError` if it is not JSON."""
        return parse(self.content, self._content_type)

    @property
    def _content_type(self) -> str:
        return self.headers.get("content-type", "")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status_code}>"


def find_text(body: object, name: str) -> str | None:
    """Return a member of the body of an error as text: a text or a number, else None.

    It is looked for in `error`, then in the first of `errors`, then in the body itself, then in its
    only member; also with a name such as `errorCode` or `error_code`. The first place that has it
    counts.
    """
    for place in _places(body):
        for key, value in place.items():
            if key.lower().replace("_", "").removeprefix("error") == name:
                return _text(value)
    return None


def _places(body: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects that may be about the error, the best first."""
    outer = _first(body)
    if is_object(outer):
        yield from filter(is_object, (_first(outer.get(name)) for name in _INSIDE))
        yield outer
        if len(outer) == 1:  # a service may call it `fault` or by its own name
            yield from filter(is_object, map(_first, outer.values()))


def _first(value: object) -> object:
    """Return the first item of a list, else the value itself."""
    return next(iter(value), None) if is_array(value) else value


def _text(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value)

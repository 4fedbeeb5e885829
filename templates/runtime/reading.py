"""How a reply becomes a typed value: strictly and fast, or else leniently with a warning."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from .errors import APIResponseError, Exchanged
from .lenient import Lenient
from .warning import DriftWarning, warn_caller

if TYPE_CHECKING:
    from .request import Request

T = TypeVar("T")

_MOST_NAMED: Final = 10


def read(request: Request[T], exchanged: Exchanged, body: bytes) -> T:
    """Read a whole reply."""
    annotation = None if exchanged.status in {204, 205} else request.returns
    value: T = _read(request, exchanged, annotation, body)
    return value


def read_event(
    request: Request[Any], exchanged: Exchanged, annotation: object, data: object
) -> Any:
    """Read one event of a stream."""
    return _read(request, exchanged, annotation, to_json(data))


def _read(request: Request[Any], exchanged: Exchanged, annotation: object, body: bytes) -> Any:
    if annotation is None:
        return None
    try:
        return _adapter(annotation).validate_json(body)
    except ValidationError as error:
        refusal = error
    try:
        data: object = from_json(body)
    except ValueError as error:
        raise APIResponseError(f"the reply is no JSON: {error}", exchanged) from None
    lenient = Lenient()
    value = lenient.read(annotation, data, "$")
    found = lenient.differences or [f"$: {refusal.errors()[0]['type']}"]
    _warn(request, found)
    return value


@lru_cache(maxsize=1024)
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _warn(request: Request[Any], differences: list[str]) -> None:
    name = f"{request.method} {request.url_path}"
    if not request.call.api.first(name):
        return
    more = len(differences) - _MOST_NAMED
    lines = [*differences[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])]
    warn_caller(
        f"{name}: the reply is not as the API's document says, all data is kept: "
        f"{'; '.join(lines)}. Regenerate {request.call.api.name} from a newer document.",
        DriftWarning,
    )

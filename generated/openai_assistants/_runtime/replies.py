"""What a reply is read as: its content type says which of the declared types it has."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache, reduce
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from pydantic import ValidationError
from pydantic_core import from_json

from .bodies import is_json
from .errors import APIResponseError
from .parameters import is_array, is_object
from .reading import arms, leniently, strictly

if TYPE_CHECKING:
    from .exchange import Exchange


class _Declared(NamedTuple):
    json: Any  # what JSON is read as; None: every reply is bytes
    text: bool
    binary: bool
    empty: bool


def read_reply(body: bytes, exchange: Exchange) -> Any:
    """Return the body of a reply as its declared type."""
    returns = exchange.request.returns
    if returns is None or exchange.response.status_code in {204, 205}:
        return None
    declared = _declared(returns)
    if declared.json is None:
        return body
    if (declared.text or declared.binary) and not is_json(_content_type(exchange)):
        return _text(body, exchange) if declared.text else body
    try:
        return strictly(declared.json, body)
    except ValidationError:
        data, request = _data(body, exchange, declared), exchange.request
    return leniently(declared.json, data, request.reply_name, request.call.api)


def takes_bytes(returns: object) -> bool:
    """Tell whether a reply may be given as it came."""
    return _declared(returns).binary


@lru_cache(maxsize=1024)
def _declared(returns: Any) -> _Declared:
    kinds, json = set(arms(returns)), returns
    if bytes in kinds:
        others: list[Any] = [arm for arm in get_args(returns) if arm is not bytes]
        json = reduce(lambda one, other: one | other, others) if kinds - {bytes, NoneType} else None
    return _Declared(json, text=str in kinds, binary=bytes in kinds, empty=NoneType in kinds)


def _data(body: bytes, exchange: Exchange, declared: _Declared) -> object:
    """Return the data of a reply that is not as declared: text is better than no data."""
    kind = _content_type(exchange)
    textual = kind.startswith("text/") and "html" not in kind
    if declared.empty and not body:
        return None
    try:
        data: object = from_json(body)
    except ValueError as error:
        if not (textual or declared.text):
            reason = f"the reply is not JSON: {error}"
            raise APIResponseError(reason, exchange.exchanged()) from None
        return _text(body, exchange)
    as_it_came = declared.json is str or (textual and not (is_object(data) or is_array(data)))
    return _text(body, exchange) if as_it_came else data


def _text(body: bytes, exchange: Exchange) -> str:
    with suppress(LookupError, UnicodeError):  # not every codec is one of text, and can replace
        return body.decode(exchange.response.encoding or "utf-8", errors="replace")
    return body.decode(errors="replace")


def _content_type(exchange: Exchange) -> str:
    content_type: str = exchange.response.headers.get("content-type", "")
    return content_type.lower()

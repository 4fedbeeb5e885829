"""How the body of a response is decoded: the content type selects one of the declared types."""

from __future__ import annotations

from functools import lru_cache, reduce
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from .errors import APIResponseError
from .media_types import as_array, is_json, is_sequence
from .model import load_json, misfits, validate_json
from .parameters import is_array, is_object, omit
from .parsing import decode
from .reading import Lenient
from .redirects import redirect_url
from .variants import members_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client import Api
    from .exchange import Exchange


class _Declared(NamedTuple):
    json: Any  # the type of a JSON body; None: every body is bytes
    text: bool
    binary: bool
    empty: bool


def decode_body(body: bytes, exchange: Exchange) -> Any:
    """Return the body of a response as its declared type; raise `APIResponseError` if it cannot."""
    if exchange.request.redirects:
        return _redirected(exchange)
    returns = exchange.request.returns
    if returns is None or exchange.response.status_code in {204, 205}:
        return None
    declared = _declared(returns)
    if declared.json is None:
        return body
    if (declared.text or declared.binary) and not is_json(_content_type(exchange)):
        return _text(body, exchange) if declared.text else body
    is_expected = is_sequence(exchange.request.accept)
    content = as_array(body) if is_expected and _is_sequence(exchange) else body
    try:
        return _received(validate_json(declared.json, content), exchange)
    except ValueError as error:
        places = misfits(error)
    # Few services send a sequence unasked: only a body that does not fit is looked at again.
    if not is_expected and _is_sequence(exchange):
        content, places = as_array(body), []
    data, request = _data(content, exchange, declared), exchange.request
    reader = Lenient(exchange.redact).whole(declared.json, data, places)
    return _received(reader.reported(request.response_name, request.call.api), exchange)


class _LateID:
    """The ID of a request, which few apps ask for; finding it takes time."""

    def __init__(self, api: Api, headers: Mapping[str, str]) -> None:
        self._api, self._headers = api, headers

    def __call__(self) -> str | None:
        return self._api.request_id(self._headers)

    def __reduce__(self) -> tuple[type, tuple[str, ...]]:
        found = self()  # copies and pickles have no other header
        return (type(None), ()) if found is None else (str, (found,))


def _received(value: Any, exchange: Exchange) -> Any:
    """Return a result; a model knows the ID of its request, and a list the call that it is of."""
    receive = getattr(value.__class__, "_received", omit)
    if receive is not omit:  # a model; `isinstance` takes longer
        # This is not a field: it is not dumped.
        vars(value)["_request_id"] = _LateID(exchange.request.call.api, exchange.response.headers)
        if receive is not None:
            receive(value, exchange)
    return value


def _redirected(exchange: Exchange) -> str:
    """Return the URL that a declared redirect leads to, or that a followed one led to."""
    response = exchange.response
    url = redirect_url(response) if response.is_redirect else response.url
    if url is None:
        raise APIResponseError("the redirect has no valid location", exchange.error_context())
    return str(url)


def may_be_bytes(returns: object) -> bool:
    """Return whether a response of the declared type may be bytes."""
    return _declared(returns).binary


@lru_cache(maxsize=1024)
def _declared(returns: Any) -> _Declared:
    kinds, json = set(members_of(returns)), returns
    if bytes in kinds:
        others: list[Any] = [one for one in get_args(returns) if one is not bytes]
        json = reduce(lambda one, other: one | other, others) if kinds - {bytes, NoneType} else None
    return _Declared(json, text=str in kinds, binary=bytes in kinds, empty=NoneType in kinds)


def _data(body: bytes, exchange: Exchange, declared: _Declared) -> object:
    """Return the data of a body that differs from its type: text is better than no data."""
    content_type = _content_type(exchange)
    expected = content_type or exchange.request.accept
    textual = expected.startswith("text/") and "html" not in expected
    if declared.empty and not body:
        return None
    if not body.strip() and not declared.text:
        raise APIResponseError("the response is empty, not JSON", exchange.error_context())
    try:
        data = load_json(body, content_type)
    except ValueError as error:
        reason = f"the response is not JSON: {error}"
    else:
        only_text = declared.json is str and not is_json(exchange.request.accept)
        is_text = only_text or (textual and not (is_object(data) or is_array(data)))
        return _text(body, exchange) if is_text else data
    if textual or declared.text:
        return _text(body, exchange)
    raise APIResponseError(reason, exchange.error_context())


def _text(body: bytes, exchange: Exchange) -> str:
    return decode(body, exchange.response.headers.get("content-type", ""))


def _is_sequence(exchange: Exchange) -> bool:
    """Return whether a body is JSON lines; a media type that is not JSON may be a general one."""
    received = _content_type(exchange)
    return is_sequence(received) or (not is_json(received) and is_sequence(exchange.request.accept))


def _content_type(exchange: Exchange) -> str:
    """Return the media type of a response; one that does not say it is as it was asked for."""
    content_type: str | None = exchange.response.headers.get("content-type")
    return (content_type or exchange.request.accept).lower()

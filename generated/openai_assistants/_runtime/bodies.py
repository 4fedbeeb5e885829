"""The request body: JSON here; `media_bodies` has the other media types."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from .encoded_body import EncodedBody
from .model import encode_json
from .parameters import omit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .request import Request

_JSON: Final = "application/json"


def encode_body(request: Request[Any], more: Mapping[str, object]) -> EncodedBody:
    """Return the body of a request, with `more` members.

    Raises ValueError if no media type can hold all arguments, `ConfigurationError` if the body has
    no members and `more` is not empty.
    """
    if request.media_types or request.json_files or not (request.form is request.content is omit):
        return _other_encoder()(request, more)
    members = request.body_with(request.json, more)
    if members is omit:
        return EncodedBody()
    media_type = _JSON if request.media_type is omit else request.media_type
    return EncodedBody(media_type, encode_json(members))


@lru_cache(maxsize=1)
def _other_encoder() -> Callable[[Request[Any], Mapping[str, object]], EncodedBody]:
    """Return what encodes forms, text and files; many packages have none of them."""
    encode: Callable[..., EncodedBody] = import_module(".media_bodies", __package__).encode_body
    return encode

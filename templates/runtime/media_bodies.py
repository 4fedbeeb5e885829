"""Request bodies that are not always JSON: forms, text, files, items, one of several types."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import AsyncIterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from .files import is_file, not_a_file
from .forms import multipart, urlencoded
from .http_requests import EncodedBody
from .media_types import essence, is_json
from .model import encode_json
from .parameters import encode_scalar, is_array, is_object, omit
from .uploads import Upload, bare_part, with_base64

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .http_requests import SentItems
    from .request import Request

_JSON: Final = "application/json"
_MULTIPART: Final = "multipart/form-data"
URLENCODED: Final = "application/x-www-form-urlencoded"
_CHARSET: Final = re.compile(r'(?i)charset="?([^";\s]+)')
_OCTETS: Final = "application/octet-stream"
_DEFAULTS: Final = {"json": _JSON, "form": _MULTIPART, "content": _OCTETS}


def encode_body(request: Request[Any], more: Mapping[str, object]) -> EncodedBody:
    """Return the body of a request, with `more` members.

    Raises ValueError if no media type can hold all arguments, `ConfigurationError` if the body has
    no members and `more` is not empty.
    """
    kind, media_type = _choose(request) if request.media_types else _only(request)
    given: object = getattr(request, kind)
    if kind == "content" and given is not omit and not more:
        return _content(given, media_type, request.items)
    members = request.body_with(given, more)
    if members is omit:
        return EncodedBody()
    if is_object(members) and kind == "form":
        return _form(members, media_type, request)
    return EncodedBody(
        media_type, encode_json(with_base64(members) if request.json_files else members)
    )


def _content(
    given: object, media_type: str, items: Callable[[Any], SentItems] | None
) -> EncodedBody:
    """Return a body that is items, text or a file. The type of a file wins over `image/*`."""
    if items and (is_array(given) or isinstance(given, AsyncIterable)):
        upload = items(given)
        return EncodedBody(upload.media_type(media_type), upload=upload)
    if not is_file(given):
        if getattr(items, "only_bytes", False):
            raise not_a_file("body", given)
        kind = "text/plain" if "*" in media_type else media_type
        charset = _CHARSET.search(kind)
        text = encode_scalar("body", given)
        return EncodedBody(kind, text.encode(charset[1] if charset else "utf-8"))
    name, data, own, _ = bare_part(given, "the body")
    if own is None and "*" in media_type:
        own = mimetypes.guess_type(name or "")[0] or _OCTETS
    if isinstance(data, Upload):
        return EncodedBody(own or media_type, upload=data)
    return EncodedBody(own or media_type, data)


def _only(request: Request[Any]) -> tuple[str, str]:
    """Return the field of the request that holds its body, and the media type."""
    kind = "content" if request.form is omit else "form"
    kind = "json" if kind == "content" and request.content is omit else kind
    return kind, _DEFAULTS[kind] if request.media_type is omit else request.media_type


def _choose(request: Request[Any]) -> tuple[str, str]:
    """Return the field and the media type, of several, that can hold all arguments."""
    members = {
        kind: value if is_object(value := getattr(request, kind)) else {"body": value}
        for kind in _DEFAULTS
    }
    given = {n for each in members.values() for n, value in each.items() if value is not omit}
    types = request.media_types if request.media_type is omit else (request.media_type,)
    kinds = {media: _kind(media, request) for media in (*types, *request.media_types)}
    fitting = [(kinds[media], media) for media in types if given <= members[kinds[media]].keys()]
    if not fitting:
        homes = {
            name: [media for media in request.media_types if name in members[kinds[media]]]
            for name in sorted(given)
        }
        raise _unfit(types, request.media_types, homes)
    has_file = _has_file(request.form)
    return min(
        fitting, key=lambda it: essence(it[1]) != _MULTIPART if has_file else it[0] != "json"
    )


def _unfit(
    types: Sequence[str], all_types: Sequence[str], homes: Mapping[str, Sequence[str]]
) -> ValueError:
    """Return the error for arguments that no media type can hold together."""
    bound = {name: " or ".join(home) for name, home in homes.items() if len(home) < len(all_types)}
    advice = ", ".join(f"{name!r} with {home}" for name, home in bound.items())
    advice = advice or f"it as {' or '.join(all_types)}"
    return ValueError(f"no body of {' or '.join(types)} can hold all arguments; give {advice}")


def _kind(media_type: str, request: Request[Any]) -> str:
    if essence(media_type) in {_MULTIPART, URLENCODED}:
        return "form"
    is_file = request.json is omit is not request.content  # it has JSON in it
    return "json" if is_json(media_type) and not is_file else "content"


def _has_file(value: object) -> bool:
    if is_file(value):
        return True
    if isinstance(value, Iterator):
        return False  # a look into it would empty it
    inner = value.values() if is_object(value) else value if is_array(value) else ()
    return any(map(_has_file, inner))


def _form(members: Mapping[str, object], media_type: str, request: Request[Any]) -> EncodedBody:
    if essence(media_type) == URLENCODED:
        return EncodedBody(media_type, urlencoded(members, request))
    parts = multipart(members, request)
    if not parts:  # the HTTP library would send no form
        return EncodedBody(f"{_MULTIPART}; boundary=none", b"--none--\r\n")
    return EncodedBody(parts=parts)

"""The request body: which media type is sent, and how the arguments are encoded in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from .errors import ConfigurationError
from .model import dump_json, plain_data
from .parameters import encode_scalar, is_array, is_object, omit
from .uploads import Part, Upload, file_part, is_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .request import Request

_JSON: Final = "application/json"
_MULTIPART: Final = "multipart/form-data"
_URLENCODED: Final = "application/x-www-form-urlencoded"
_DEFAULTS: Final = {"json": _JSON, "form": _MULTIPART, "content": "application/octet-stream"}


class Body(NamedTuple):
    """A request body for the HTTP library."""

    media_type: str | None = None  # None: no body, or a form whose parts define the media type
    content: bytes | None = None
    parts: list[tuple[str, Part]] | None = None

    @property
    def uploads(self) -> list[Upload]:
        """The files that are read while they are sent."""
        parts = self.parts
        return [p[1] for _, p in parts if isinstance(p[1], Upload)] if parts else []


def encode_body(request: Request[Any], more: Mapping[str, object]) -> Body:
    """Return the body of a request, with `more` members.

    Raises ValueError if no media type can hold all arguments, `ConfigurationError` if the body has
    no members and `more` is not empty.
    """
    kind, media_type = _choose(request) if request.media_types else _only(request)
    given: object = getattr(request, kind)
    if kind == "content" and given is not omit and not more:
        return Body(media_type, given.encode() if isinstance(given, str) else _bytes(given))
    members: object = {} if given is omit else given
    if is_object(members):
        members = {**{n: value for n, value in members.items() if value is not omit}, **more}
        if not members and (request.json_optional or given is omit):
            return Body()
    elif more:
        raise ConfigurationError(f"{request.url_path}: its body has no members to add to")
    if is_object(members) and kind == "form":
        return _form(members, media_type, request)
    return Body(media_type, dump_json(members))


def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON: `application/json`, or one that ends in `+json`."""
    return _essence(media_type).endswith(("/json", "+json"))


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _bytes(content: Any) -> bytes:
    return bytes(memoryview(content))  # `bytes` of a number would be zeros


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
    fitting = [(_kind(media), media) for media in types if given <= members[_kind(media)].keys()]
    if not fitting:
        homes = {
            name: [media for media in request.media_types if name in members[_kind(media)]]
            for name in sorted(given)
        }
        raise _unfit(types, request.media_types, homes)
    has_file = _has_file(request.form)
    return min(
        fitting, key=lambda it: _essence(it[1]) != _MULTIPART if has_file else it[0] != "json"
    )


def _unfit(
    types: Sequence[str], all_types: Sequence[str], homes: Mapping[str, Sequence[str]]
) -> ValueError:
    """Return the error for arguments that no media type can hold together."""
    bound = {name: " or ".join(home) for name, home in homes.items() if len(home) < len(all_types)}
    advice = ", ".join(f"{name!r} with {home}" for name, home in bound.items())
    advice = advice or f"it as {' or '.join(all_types)}"
    return ValueError(f"no body of {' or '.join(types)} can hold all arguments; give {advice}")


def _kind(media_type: str) -> str:
    form = _essence(media_type) in {_MULTIPART, _URLENCODED}
    return "form" if form else "json" if is_json(media_type) else "content"


def _has_file(value: object) -> bool:
    if is_file(value):
        return True
    if isinstance(value, Iterator):
        return False  # a look into it would empty it
    inner = value.values() if is_object(value) else value if is_array(value) else ()
    return any(map(_has_file, inner))


def _form(members: Mapping[str, object], media_type: str, request: Request[Any]) -> Body:
    deep, types = request.call.api.form_style == "brackets", request.part_types
    parts = [
        part
        for name, value in members.items()
        for part in _parts(_stem(name, value) if deep else name, value, types.get(name), deep=deep)
    ]
    if _essence(media_type) == _URLENCODED:
        pairs = [(name, _field(name, part)) for name, part in parts]
        return Body(media_type, urlencode(pairs).encode())
    if not parts:  # the HTTP library would send no form
        return Body(f"{_MULTIPART}; boundary=none", b"--none--\r\n")
    return Body(parts=sorted(parts, key=lambda part: part[1][0] is not None))  # files at the end


def _stem(name: str, value: object) -> str:
    """Return the name of a list without brackets: its items get brackets later."""
    return name.removesuffix("[]") if is_array(value) and not is_file(value) else name


def _parts(
    name: str, value: object, media_type: str | None, *, deep: bool
) -> Iterator[tuple[str, Part]]:
    """Yield the parts of a form for one member: none, one, or many."""
    inner = plain_data(value)
    if inner is None or inner is omit:
        return  # a form has no null
    if is_file(inner):
        yield name, file_part(inner, media_type)
    elif media_type and is_json(media_type):
        yield name, (None, dump_json(inner), media_type)
    elif is_object(inner) and deep:
        for member, item in inner.items():
            yield from _parts(f"{name}[{member}]", item, media_type, deep=deep)
    elif is_object(inner):
        yield from _parts(name, inner, _JSON, deep=deep)
    elif is_array(inner):
        for item in inner:
            if not deep and is_array(item) and not is_file(item):
                yield from _parts(name, item, _JSON, deep=deep)
            else:
                yield from _parts(f"{name}[]" if deep else name, item, media_type, deep=deep)
    else:
        yield name, (None, encode_scalar(name, inner).encode(), media_type)


def _field(name: str, part: Part) -> bytes:
    if part[0] is not None or not isinstance(part[1], bytes):
        raise ValueError(f"{name!r} is a file, which an urlencoded form cannot hold")
    return part[1]

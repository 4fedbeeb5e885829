"""The fields of a form: which names and values its members are sent as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote_plus

from .files import is_file, is_torn, not_a_file
from .media_types import is_json
from .parameters import DeepObject, JsonText
from .styles import expand, expand_by_content, join_values, quoting
from .uploads import file_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .http_requests import Part
    from .request import Request
    from .styles import Quote

_JSON: Final = "application/json"


class _Field(NamedTuple):
    name: str
    value: object  # not a list and not an object
    media_type: str | None  # as the document declares it
    encode: Quote  # what percent-encodes the value in an urlencoded form


def urlencoded(members: Mapping[str, object], request: Request[Any]) -> bytes:
    """Return the members as `application/x-www-form-urlencoded`."""
    pairs: list[str] = []
    for name, value, _, encode in _fields(members, request):
        if is_file(value):
            raise ValueError(f"{name!r} is a file, which an urlencoded form cannot hold")
        pairs.append(f"{quote_plus(name)}={join_values(name, value, encode)}")
    return "&".join(pairs).encode()


def multipart(members: Mapping[str, object], request: Request[Any]) -> list[tuple[str, Part]]:
    """Return the members as the parts of a `multipart/form-data`; the files are at the end."""
    fields = sorted(_fields(members, request), key=lambda field: is_file(field.value))
    return [(field.name, _part(field)) for field in fields]


def _fields(members: Mapping[str, object], request: Request[Any]) -> Iterator[_Field]:
    """Yield the fields of a form; it has no null."""
    brackets = DeepObject if request.call.api.form_style == "brackets" else None
    given = ((name, value) for name, value in members.items() if value is not None)
    for name, value in given:
        if name in request.files and is_torn(value):
            raise not_a_file(name, value)
        media_type = request.part_types.get(name)
        style = request.part_styles.get(name, brackets)
        if media_type and is_json(media_type) and not is_file(value):
            style = JsonText
        encode = quoting(style(value), quote_plus) if style else quote_plus
        for field, one in expand(name, style(value)) if style else expand_by_content(name, value):
            if one is not None and name in request.files and not is_file(one):
                raise not_a_file(name, one.value if isinstance(one, JsonText) else one)
            if one is not None:
                yield _Field(field, one, media_type, encode)


def _part(field: _Field) -> Part:
    name, value, media_type, _ = field
    if is_file(value):
        return file_part(value, media_type)
    if isinstance(value, JsonText) and not (media_type and is_json(media_type)):
        media_type = _JSON
    return None, join_values(name, value, str).encode(), media_type, {}

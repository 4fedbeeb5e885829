"""The message in the body of an error: services have it in a few places."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING, Final

from .parameters import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Names of members in lower case, without punctuation; a better place is before a worse one.
_ERRORS: Final = ("error", "fault", "exception", "problem")  # objects or lists
_MESSAGES: Final = (
    *("message", "messages", "msg", "errormessage", "errormessages", "errormsg", "faultstring"),
    *("errordescription", "errorsummary", "detail", "details", "title", "description", "reason"),
    *("summary", "text", "info", "errors", "error", "err", "fault", "exception"),
)
_WRAPPERS: Final = ("data", "meta", "response", "result", "status", "body")  # objects or lists
_CODES: Final = ("code", "errorcode", "errortype", "type", "status", "name", "tag")
_OF_FIELDS: Final = ("errors", "detail", "details")  # may have a member for each wrong field
_OF_NO_FIELD: Final = ("nonfielderrors", "base", "all")
_SAYS_NOTHING: Final = frozenset(("", "aboutblank", "error", "fail", "failed", "failure"))

_MAX_DEPTH: Final = 6
_MAX_ITEMS: Final = 5  # of a list of errors, in one message
_MAX_SEARCHED: Final = 50  # of the items of a list
_MAX_TEXT: Final = 5_000  # characters of a text that is searched

_UNSEEN: Final = re.compile(r"(?is)<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[?!][^>]*>")
_ELEMENT: Final = re.compile(r"<(?:[\w.-]++:)?+([\w.-]++)[^<>]*+>([^<>]++)")
_TAG: Final = re.compile(r"<[^<>]*>?")


def find_message(body: object, status: int | None = None) -> str:
    """Return the message in the body of an error, else the reason phrase of its status."""
    phrase = _phrase(status)
    if isinstance(body, str):
        line = _text(body).strip().partition("\n")[0]
        return line.strip().removeprefix(f"{status} ") or phrase
    blank = _SAYS_NOTHING | {_plain(phrase), str(status)}
    found = (_find(body, names, blank, _MAX_DEPTH) for names in (_MESSAGES, _CODES))
    return next(filter(None, found), phrase)


def _phrase(status: int | None) -> str:
    with suppress(ValueError):
        if not 200 <= (status or 0) < 300:  # "OK" gives no reason
            return HTTPStatus(status or 0).phrase
    return "no reason given"


def _find(value: object, names: tuple[str, ...], blank: frozenset[str], depth: int) -> str:
    """Return the text at the first of some names that says something; empty if there is none."""
    if isinstance(value, str):
        text = _text(value).strip()
        return "" if _plain(text) in blank else text
    if not depth:
        return ""
    if is_array(value):
        items = islice(value, _MAX_SEARCHED)
        return _joined(_located(one, _find(one, names, blank, depth - 1)) for one in items)
    return _in_object(value, names, blank, depth - 1) if is_object(value) else ""


def _in_object(
    data: Mapping[str, object], names: tuple[str, ...], blank: frozenset[str], depth: int
) -> str:
    members = {_plain(key): one for key, one in data.items()}
    structured = {name for name, one in members.items() if not isinstance(one, str)}
    inner = [name for name in _ERRORS if name in structured]
    wrappers = [name for name in _WRAPPERS if name in structured]
    only = members if len(members) == 1 else ()
    sentence = ("error",) if " " in str(members.get("error")) and "error" not in inner else ()
    details = structured.intersection(("detail", "details")) if sentence else ()
    for name in dict.fromkeys((*inner, *names, *wrappers, *only)):
        if name in details:  # an object with more about the message
            continue
        value = members.get(name)
        text = _by_field(value) if name in _OF_FIELDS else ""
        if text := text or _find(value, names, blank, depth):
            before = _find(members.get("title"), names, blank, 0) if name == "detail" else ""
            errors = members.get("errors")
            after = _by_field(errors) if name == "title" else ""
            after = after or (_of_items(errors, text) if name in ("title", "message") else "")
            parts = (
                "" if before in text else before.rstrip("."),
                text.rstrip(".") if after else text,
                after,
            )
            return ": ".join(one for one in parts if one)
    return _fields(data) if "message" in names else ""


def _by_field(errors: object) -> str:
    """Return the messages of `errors`, if its members are named after fields of the request."""
    names = map(_plain, errors) if is_object(errors) else ()
    return _fields(errors, texts={*_MESSAGES, *_CODES}.isdisjoint(names))


def _of_items(errors: object, text: str) -> str:
    """Return what a list of errors says in addition to a text.

    Of an error that names a wrong field, the code is enough.
    """
    none: frozenset[str] = frozenset()
    found: list[str] = []
    for one in islice(errors, _MAX_ITEMS) if is_array(errors) else ():
        names = map(_plain, one) if is_object(one) else ()
        has_message = isinstance(one, str) or not {*_MESSAGES}.isdisjoint(names)
        message = _find(one, _MESSAGES, none, 1) if has_message else ""
        if _place(one):
            message = _located(one, message or _find(one, _CODES, none, 1))
        found.append("" if message in text else message)
    return _joined(found)


def _fields(data: object, *, texts: bool = False) -> str:
    """Return the messages of an object that has a list of them, or one, for each wrong field."""
    kinds = (str, list) if texts else (list,)
    if not is_object(data) or not all(_is_messages(one, kinds) for one in data.values()):
        return ""
    found = ((key, _joined([one] if isinstance(one, str) else one)) for key, one in data.items())
    return _joined(
        text if _plain(key) in _OF_NO_FIELD else f"{key}: {text}" for key, text in found if text
    )


def _is_messages(value: object, kinds: tuple[type, ...]) -> bool:
    inside = value if is_array(value) else ()
    return isinstance(value, kinds) and all(isinstance(one, str) for one in inside)


def _located(item: object, text: str) -> str:
    """Return the message of one of several errors, after the place in the request that it names."""
    place = _place(item) if text else ""
    return f"{place}: {text}" if place else text


def _place(item: object) -> str:
    """Return the place in the request that an error names: a field, a list, or a JSON pointer."""
    place = _first(item, ("loc", "field", "pointer"))
    if isinstance(place, str):
        place = (
            place.removeprefix("#").strip("/").split("/") if place[:1] in {"#", "/"} else [place]
        )
    steps = islice(place, _MAX_DEPTH) if is_array(place) else ()
    return " → ".join(str(one) for one in steps)


def _first(item: object, names: tuple[str, ...]) -> object:
    return next(filter(None, map(item.get, names)), None) if is_object(item) else None


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(islice(filter(None, texts), _MAX_ITEMS)))


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name[:_MAX_TEXT])).lower()


def _text(text: str) -> str:
    """Return a text, or what is to be read in a page of HTML or XML."""
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return text
    seen = _UNSEEN.sub("", text[:_MAX_TEXT])
    elements: dict[str, str] = {_plain(one[1]): one[2] for one in _ELEMENT.finditer(seen)}
    named = [text for name in _MESSAGES if (text := elements.get(name, "").strip())]
    return html.unescape(named[0] if named else _TAG.sub("\n", seen)).strip()

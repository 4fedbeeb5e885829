"""What is wrong in the members of an object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from generator.diagnostics import clip, shown
from generator.repair.change import Absent, Change
from generator.repair.values import read_field, read_object

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from generator.diagnostic_codes import Code
    from generator.document.source import Json
    from generator.vocabulary.keyword import Keyword

_SHOWN: Final = 80
_CODES: Final[dict[str, Code]] = {
    "schema": "malformed-schema",
    "discriminator": "malformed-discriminator",
    "parameter": "malformed-parameter",
}
_EXPECTED: Final = {
    "text": "a text",
    "texts": "a list of texts",
    "flag": "true or false",
    "number": "a number",
    "constants": "a list",
    "names": "an object with texts",
    "list": "a list",
    "map": "an object",
    "one": "an object",
}


def code_of(kind: str) -> Code:
    """Return the code of a fault in an object, or of one that is not an object."""
    return _CODES.get(kind, "malformed-object")


def field_changes(
    name: str, value: Json, field: Keyword, kind: str, schemas: Collection[str]
) -> Iterator[Change]:
    """Yield the change of a member, and those of the objects that it holds."""
    code = code_of(field.holds if field.holds in _CODES else kind)
    item_code = "not-an-operation" if field.holds in ("operation", "path item") else code
    meant = read_field(value, field, schemas)
    if meant is not value:
        expected = with_article(field.holds) if field.form == "one" else _EXPECTED[field.form]
        message = f"{shown(name)} of {with_article(kind)} must be {expected}, not {_kind(value)}"
        is_one = field.form == "one"
        yield Change(
            (name,), meant, f"{message}; {_reading(meant)}", code=item_code if is_one else code
        )
        if isinstance(meant, Absent):
            return
    if not field.holds or field.form == "one":
        return
    for key, one in _items(meant):
        if isinstance(one, dict) or (field.holds == "schema" and isinstance(one, bool)):
            continue
        if field.holds == "schema" or not key.startswith("x-"):
            inner = read_object(one, field.holds, schemas)
            expected = with_article(field.holds)
            what = f"item {key}" if isinstance(meant, list) else shown(key)
            message = f"{what} in {shown(name)} must be {expected}, not {_kind(one)}"
            yield Change((name, key), inner, f"{message}; {_reading(inner)}", code=item_code)


def _items(value: Json) -> Iterable[tuple[str, Json]]:
    """Return the members of an object, or the items of a list with their indexes."""
    if isinstance(value, dict):
        return () if isinstance(value.get("$ref"), str) else value.items()
    if isinstance(value, list):
        # The last one first: then removing one does not change the index of the next one.
        return reversed([(str(index), one) for index, one in enumerate(value)])
    return ()


def _reading(meant: Json | Absent) -> str:
    if isinstance(meant, Absent):
        return "it is ignored"
    if meant == {}:
        return "it is read as one without members"
    return f"it is read as {clip(json.dumps(meant, ensure_ascii=False), _SHOWN)}"


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return f"the text {shown(value)}"
        case list():
            return "a list"
        case dict():
            return "an object"
    return f"the number {value}"


def with_article(kind: str) -> str:
    """Return the kind of an object, as a message names it."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"

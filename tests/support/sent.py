"""Checks that a request holds exactly the arguments of its call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from server import Binary, forms

from support.operations import FORM, JSON, Arguments, Called

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Recorded, Values
    from server.reading import Json

CONTENT = b"\x89PNG\r\n\x1a\n\x00 some bytes"


def with_files(arguments: Arguments, make: Callable[[], object]) -> Arguments:
    """The same call with a real file in each place for one."""
    given = _replaced([arguments.positional, arguments.keywords], make)
    return Arguments(*given, arguments.sent, arguments.media_type)


def prepared(arguments: Arguments) -> Arguments:
    """The same call with bytes in each place for a file."""
    return with_files(arguments, lambda: CONTENT)


def _replaced(value, make):
    if isinstance(value, Binary):
        return make()
    if isinstance(value, dict):
        return {key: _replaced(item, make) for key, item in value.items()}
    return [_replaced(item, make) for item in value] if isinstance(value, list) else value


def check(operation: Called, arguments: Arguments, request: Recorded, values: Values) -> None:
    """Each argument is in its place."""
    path = operation.path.partition("?")[0]
    for name, value in arguments.sent.get("path", {}).items():
        path = path.replace(f"{{{name}}}", str(value))
    assert (request.method, unquote(request.path_key_path)) == (operation.method, path)
    check_query(operation, arguments, request)
    if request.media_type.startswith(FORM):
        assert arguments.media_type == FORM
        check_form(operation, arguments, request, values)
    elif not request.body:
        assert arguments.body in ({}, None)
    elif arguments.media_type == JSON:
        assert request.media_type == JSON
        assert request.json == arguments.body
    else:
        assert request.media_type == arguments.media_type
        assert request.body.decode() == arguments.body


def check_query(operation: Called, arguments: Arguments, request: Recorded) -> None:
    given = arguments.sent.get("query", {})
    wanted = {_bare(name) for name, value in given.items() if value not in ([], {})}
    fixed = {pair.partition("=")[0] for pair in operation.path.partition("?")[2].split("&")}
    assert {_bare(name) for name, _ in request.query} == wanted | (fixed - {""})


def _bare(name: str) -> str:
    return re.sub(r"(?<!^)\[\w*\]$", "", name)


def check_form(operation: Called, arguments: Arguments, request: Recorded, values: Values) -> None:
    """The parts have the names that the official client sends, and together the values."""
    found = forms.parts(request.body, request.headers["content-type"])
    kinds = operation.part_types
    wanted = [
        name
        for member, value in arguments.body.items()
        for name in ([member] if member in kinds else (n for n, _ in forms.flat(member, value)))
    ]
    assert sorted(part.name for part in found) == sorted(wanted)
    read = forms.members(found, operation.bodies[FORM], values)
    assert read == {
        member: value if member in kinds else _sayable(value)
        for member, value in arguments.body.items()
        if _sayable(value) not in (None, [], {})
    }
    for part in found:
        if part.filename is not None:
            assert part.content == CONTENT
        if part.name in kinds:
            assert part.media_type.partition(";")[0] == kinds[part.name]


def _sayable(value: Json) -> Json:
    """What a form can say of a value: neither nulls nor empty lists and objects."""
    if isinstance(value, dict):
        rest = {key: _sayable(item) for key, item in value.items()}
        return {key: item for key, item in rest.items() if item not in (None, [], {})}
    return [_sayable(item) for item in value] if isinstance(value, list) else value

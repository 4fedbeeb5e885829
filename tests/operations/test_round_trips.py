"""Every style of parameters and forms, held against other implementations of the same rules.

`uritemplate` expands RFC 6570, which OpenAPI names for the styles of paths, queries and forms.
`qs-codec` reads brackets as `qs` does, as PHP and Rails do. Werkzeug reads forms and cookies, and
openapi-core reads what RFC 6570 does not have.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import qs_codec
import uritemplate
from hypothesis import given
from hypothesis import strategies as st
from openapi_core.deserializing.styles import util
from support.documents import document
from support.mock_calls import calling
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_cookie

if TYPE_CHECKING:
    from collections.abc import Callable


TEXT = {"type": "string"}
SCHEMAS = {
    "text": TEXT,
    "list": {"type": "array", "items": TEXT},
    "object": {"type": "object", "additionalProperties": TEXT},
    "nested": {"type": "object", "additionalProperties": {}},
}
URLENCODED = "application/x-www-form-urlencoded"

# Keys and header values have fewer characters, and a path segment cannot be empty.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])
WORDS = st.text(CHARACTERS, min_size=1, max_size=8)
KEYS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,5}", fullmatch=True)
ASCII = st.from_regex(r"[!-+\--<>-~]{1,8}", fullmatch=True)


def values(words: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy]:
    """A strategy for each kind; `uritemplate` sorts the members of an object."""
    objects = st.dictionaries(KEYS, words, min_size=1, max_size=4)
    return {
        "text": words,
        "list": st.lists(words, min_size=1, max_size=4),
        "object": objects.map(lambda one: dict(sorted(one.items()))),
    }


VALUES = values(WORDS)
EMPTY = {
    "text": st.sampled_from(["", None]),
    "list": st.lists(st.just(""), max_size=2) | st.none(),
    "object": st.sampled_from([{}, {"a": ""}, {"a": "", "b": "c"}, None]),
}
LISTS = st.lists(WORDS, min_size=1, max_size=3)


def larger(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Objects, and lists of texts, objects and lists of texts.

    `qs-codec` does not read longer lists that are directly in lists: it makes two of
    `p[0][0]=a&p[0][1]=b`, which PHP reads as one.
    """
    objects = st.dictionaries(KEYS, inner, min_size=1, max_size=3)
    return objects | st.lists(objects | WORDS | LISTS, min_size=1, max_size=3)


NESTED = st.dictionaries(
    KEYS, st.recursive(WORDS | LISTS, larger, max_leaves=6), min_size=1, max_size=3
)

PLACES = {
    "path": ["simple", "label", "matrix"],
    "query": ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    "header": ["simple"],
    "cookie": ["form", "cookie"],
    "reserved": ["form"],
    "body": ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
}
CASES = [
    (place, style, explode, kind)
    for place, styles in PLACES.items()
    for style in styles
    for explode in (False, True)
    for kind in SCHEMAS
    if (style == "deepObject") == (kind == "nested")
]


def name_of(place: str, style: str, explode: bool, kind: str) -> str:
    return f"{place}_{style.lower()}_{kind}{'_exploded' if explode else ''}"


def operation(place: str, style: str, explode: bool, kind: str) -> dict[str, object]:
    """An operation with one value, `p`, in this style."""
    described: dict[str, object] = {
        "operationId": name_of(place, style, explode, kind),
        "responses": {"204": {"description": "done"}},
    }
    styled = {"style": style, "explode": explode}
    if place == "body":
        schema = {"type": "object", "properties": {"p": SCHEMAS[kind]}}
        media = {"schema": schema, "encoding": {"p": styled}}
        content = {URLENCODED: media}
        return {**described, "requestBody": {"required": True, "content": content}}
    where = "query" if place == "reserved" else place
    parameter = {"name": "p", "in": where, "required": True, "schema": SCHEMAS[kind], **styled}
    if place == "reserved":
        parameter["allowReserved"] = True
    return {**described, "parameters": [parameter]}


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    """A package with an operation for each case."""
    paths = {}
    for case in CASES:
        method = "post" if case[0] == "body" else "get"
        end = "/{p}" if case[0] == "path" else ""
        paths[f"/{name_of(*case)}{end}"] = {method: operation(*case)}
    described = document(paths, openapi="3.2.0")
    with calling(tmp_path_factory.mktemp("styles"), described) as calls:
        assert calls.codes == []
        yield calls


def checks(*cases: tuple[str, ...]) -> Callable:
    """Run a test for the cases of these places and styles."""
    wanted = [one for one in CASES if one[:2] in cases]
    return pytest.mark.parametrize("case", wanted, ids=lambda case: name_of(*case))


def send(calls, case, value):
    function = getattr(calls.package, name_of(*case))
    function(p=value) if case[0] == "body" else function(value)
    return calls.last


TEMPLATES = {
    "simple": "{p}",
    "label": "{.p}",
    "matrix": "{;p}",
    "form": "{?p}",
}


def expanded(style: str, explode: bool, value: object) -> str:
    template = TEMPLATES[style].replace("p}", "p*}" if explode else "p}")
    return uritemplate.expand(template, {"p": value})


@checks(("path", "simple"), ("path", "label"), ("path", "matrix"))
@given(data=st.data())
def test_paths_are_expanded_as_rfc_6570_has_it(calls, case, data):
    _, style, explode, kind = case
    value = data.draw(VALUES[kind].filter(lambda one: one not in (".", "..", ["."], ["", "."])))
    try:
        sent = send(calls, case, value).url.raw_path.decode()
    except ValueError:  # a path that goes up, for a server that decodes it first
        segments = unquote(str(expanded(style, explode, value))).replace("\\", "/").split("/")
        assert not {".", ".."}.isdisjoint(segments)
        return
    assert sent.removeprefix(f"/{name_of(*case)}/") == expanded(style, explode, value)


@checks(("query", "form"), ("body", "form"))
@given(data=st.data())
def test_queries_and_forms_are_expanded_as_rfc_6570_has_it(calls, case, data):
    place, style, explode, kind = case
    value = data.draw(VALUES[kind] | EMPTY[kind])
    request = send(calls, case, value)
    sent = request.content.decode().replace("+", "%20") if place == "body" else calls.query
    assert (f"?{sent}" if sent else "") == expanded(style, explode, value)


@checks(("reserved", "form"))
@given(data=st.data())
def test_reserved_characters_are_expanded_as_rfc_6570_has_it(calls, case, data):
    _, _, explode, kind = case
    value = data.draw(VALUES[kind])
    send(calls, case, value)
    sent = calls.query
    if kind == "text":
        assert sent.count("&") == 0
        _, _, text = sent.partition("=")
        apart = {one: f"%{ord(one):02X}" for one in "#&+="}
        reserved = uritemplate.expand("{+p}", {"p": value})
        # RFC 6570 keeps what would end the query, or change it.
        assert text == "".join(apart.get(one, one) for one in reserved)
    pairs = [pair.partition("=")[::2] for pair in sent.split("&")]
    read = [(unquote(name), unquote(text)) for name, text in pairs]
    if kind == "object" and explode:
        assert read == [(key, unquote(text)) for key, text in value.items()]
    if kind == "list" and explode:
        assert read == [("p", unquote(text)) for text in value]


@checks(
    ("query", "spaceDelimited"),
    ("query", "pipeDelimited"),
    ("body", "spaceDelimited"),
    ("body", "pipeDelimited"),
)
@given(data=st.data())
def test_delimited_values_are_read_by_openapi_core(calls, case, data):
    place, style, explode, kind = case
    if kind == "text" or explode:
        return  # OpenAPI does not define it
    separator = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}[style]
    value = data.draw(VALUES[kind])
    request = send(calls, case, value)
    sent = request.content.decode().replace("+", "%20") if place == "body" else calls.query
    _, _, text = sent.partition("=")
    words = [value] if kind == "list" else [value.keys(), value.values()]
    if any(unquote(separator) in word for some in words for word in some):
        return  # a service cannot tell such an item from two
    form = "array" if kind == "list" else "object"
    read = util.delimited_loads(explode, "p", form, {"p": text}, separator)
    plain = [*map(unquote, read)] if kind == "list" else {k: unquote(v) for k, v in read.items()}
    assert plain == value


@checks(("query", "deepObject"), ("body", "deepObject"))
@given(value=NESTED)
def test_brackets_are_read_by_qs(calls, case, value):
    request = send(calls, case, value)
    sent = request.content.decode() if case[0] == "body" else calls.query
    options = qs_codec.DecodeOptions(depth=20, parameter_limit=10_000)
    assert qs_codec.decode(sent, options) == {"p": value}


@checks(("header", "simple"))
@given(data=st.data())
def test_headers_are_read_by_openapi_core(calls, case, data):
    _, _, explode, kind = case
    value = data.draw(values(ASCII)[kind])
    text = send(calls, case, value).headers["p"]
    kind = {"text": "string", "list": "array"}.get(kind, kind)
    assert util.simple_loads(explode, "p", kind, {"p": text}) == value


@checks(("cookie", "form"))
@given(data=st.data())
def test_cookies_are_read_by_werkzeug(calls, case, data):
    value = data.draw(VALUES[case[3]])
    cookie = parse_cookie(send(calls, case, value).headers["cookie"])["p"]
    words = [unquote(word) for word in cookie.split(",")]
    flat = [word for pair in value.items() for word in pair] if case[3] == "object" else value
    assert words == ([flat] if case[3] == "text" else flat)


@checks(("cookie", "cookie"))
@given(data=st.data())
def test_cookies_without_encoding_are_read_by_werkzeug(calls, case, data):
    words = ASCII.filter(lambda word: not set('";\\,') & set(word))
    value = data.draw(values(words)[case[3]])
    cookies = parse_cookie(send(calls, case, value).headers["cookie"])
    if case[2] and case[3] == "object":
        assert dict(cookies) == value
    elif case[2] and case[3] == "list":
        assert cookies.getlist("p") == value
    else:
        flat = [word for pair in value.items() for word in pair] if case[3] == "object" else value
        assert cookies["p"] == (flat if case[3] == "text" else ",".join(flat))


@given(st.dictionaries(WORDS, WORDS | st.lists(WORDS, min_size=1), min_size=1))
def test_forms_are_read_by_werkzeug(calls, members):
    request = calls.package.body_form_text.request(p="")
    assert request.media_type == URLENCODED
    options = calls.package.CallOptions(body=members)
    calls.package.body_form_text(options=options)
    stream = BytesIO(calls.last.content)
    _, form, _ = FormDataParser().parse(stream, URLENCODED, len(calls.last.content))
    assert dict(form.lists()) == {
        name: value if isinstance(value, list) else [value] for name, value in members.items()
    }

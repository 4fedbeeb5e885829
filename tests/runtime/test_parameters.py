"""What is written into paths, queries and headers, as properties."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from urllib.parse import parse_qsl, unquote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.parameters import DeepObject, Delimited, JsonText, omit
from runtime.styles import encode_headers, encode_query, fill_path

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = TEXTS | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)


def shown(value: object) -> str:
    """Return the name of a value in the name of a test, which has no addresses."""
    text = str(value)
    return type(value).__name__ if " at 0x" in text else text


def written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@given(st.dictionaries(TEXTS.filter(bool), SCALARS | st.lists(SCALARS)))
def test_a_query_reads_back(query: dict[str, object]) -> None:
    expected = [
        (name, written(item))
        for name, value in query.items()
        for item in (value if isinstance(value, list) else [value])
    ]
    assert parse_qsl(encode_query(query), keep_blank_values=True) == expected


@given(TEXTS, st.lists(TEXTS, min_size=1), st.sampled_from([",", " ", "|"]))
def test_delimited_values_read_back(name: str, values: list[str], separator: str) -> None:
    text = encode_query({name: Delimited(values, separator)})
    wire = "," if separator == "," else {" ": "%20", "|": "%7C"}[separator]
    assert [unquote(v) for v in text.partition("=")[2].split(wire)] == values or any(
        separator in v for v in values
    )


@given(st.recursive(SCALARS, lambda inner: st.dictionaries(TEXTS, inner, min_size=1), max_leaves=5))
def test_deep_objects_name_every_leaf(value: object) -> None:
    def leaves(prefix: str, node: object) -> list[tuple[str, str]]:
        if isinstance(node, dict):
            return [x for k, v in node.items() for x in leaves(f"{prefix}[{k}]", v)]
        return [(prefix, written(node))]

    text = encode_query({"f": DeepObject(value)})
    assert parse_qsl(text, keep_blank_values=True) == leaves("f", value)


@given(TEXTS)
def test_a_path_value_stays_one_segment(value: str) -> None:
    if value in {"", ".", ".."}:
        with pytest.raises(ValueError, match="id"):
            fill_path("/things/{id}/runs", {"id": value})
        return
    path = fill_path("/things/{id}/runs", {"id": value})
    assert path.count("/") == 3
    assert not set("?#{} \r\n\\") & set(path)
    assert unquote(path.split("/")[2]) == value


@given(TEXTS, TEXTS)
def test_two_values_cannot_make_dots_together(one: str, two: str) -> None:
    try:
        path = fill_path("/x/{a}{b}", {"a": one, "b": two})
    except ValueError:
        return
    assert path.split("/")[2] not in {"", ".", ".."}


@pytest.mark.parametrize("value", [None, omit, "", [], {}])
def test_a_path_value_must_be_there(value: object) -> None:
    with pytest.raises(ValueError, match="id"):
        fill_path("/things/{id}", {"id": value})


@given(st.text(max_size=20))
def test_a_header_cannot_be_ended(value: str) -> None:
    if not all(" " <= c <= "~" or c == "\t" for c in value):
        with pytest.raises(ValueError, match="'X-Name': only ASCII text") as caught:
            list(encode_headers({"X-Name": value}))
        assert str(caught.value) == str(caught.value).replace(value, "") or len(value) < 3
        return
    assert list(encode_headers({"X-Name": value})) == [("x-name", value.strip(" \t"))]


@pytest.mark.parametrize("name", ["", "A B", "A\r\nB", "A:", "é"])
def test_a_header_name_is_a_token(name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a header"):
        list(encode_headers({name: "x"}))


class Level(Enum):
    HIGH = "high"
    ONE = 1


class Mixed(StrEnum):
    HIGH = "high"


NOTHING: list[object] = [
    *(None, omit, [], (), {}, [None], [None, omit], {"x": None}, iter([])),
    *(style(value) for style in (Delimited, DeepObject) for value in (None, [], {}, [None])),
    Delimited({"x": None}, pairs=True),
    DeepObject({"x": None}),
]


@pytest.mark.parametrize("value", NOTHING, ids=shown)
def test_null_and_what_holds_nothing_else_is_left_out(value: object) -> None:
    assert encode_query({"a": value, "b": 1}) == "b=1"
    assert encode_query({"b": 1, "a": value}, "; ") == "b=1"
    assert list(encode_headers({"a": value, "b": 1})) == [("b", "1")]
    with pytest.raises(ValueError, match="must not be empty or None"):
        fill_path("/{a}", {"a": value})


def test_nested_null_is_left_out() -> None:
    assert encode_query({"a": DeepObject({"x": None, "y": [], "z": {"w": None, "v": 1}})}) == (
        "a%5Bz%5D%5Bv%5D=1"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", ""),
        ([""], ""),
        ([1, None, 2], "1,2"),
        ((one for one in [None, "x", omit]), "x"),
        (False, "false"),
        ([True, False], "true,false"),
        (1.0, "1.0"),
        (1e20, "1e+20"),
        (0, "0"),
        (2**70, str(2**70)),
        (Level.HIGH, "high"),
        ([Level.ONE, Mixed.HIGH], "1,high"),
        (Mixed.HIGH, "high"),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3, tzinfo=UTC), "2020-01-02T03:00:00+00:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({"a": 1, "b": None, "c": True}, "a,1,c,true"),
        (JsonText(None), "null"),
        (JsonText([None, 1.50, Level.HIGH]), '[null,1.5,"high"]'),
    ],
    ids=shown,
)
def test_values_as_one_text(value: object, text: str) -> None:
    one = value if isinstance(value, JsonText) else Delimited(value)
    if isinstance(value, Iterator):
        assert list(encode_headers({"a": value})) == [("a", text)]
        return
    assert unquote(encode_query({"a": one})) == f"a={text}"
    assert unquote(encode_query({"a": one}, "; ")) == f"a={text}"
    assert list(encode_headers({"a": value})) == [("a", text)]
    if text:
        assert unquote(fill_path("/{a}", {"a": value})) == f"/{text}"


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), b"x", object(), [1, b"x"]], ids=shown
)
def test_what_has_no_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=r"parameter 'a': a .* cannot be sent as text"):
        encode_query({"a": value})


def test_what_is_omitted_is_not_written() -> None:
    assert encode_query({"a": omit, "b": Delimited(omit), "c": DeepObject(omit), "d": []}) == ""
    assert encode_query({"a": {"x": 1, "y": omit}}) == "x=1"
    assert list(encode_headers({"a": omit, "b": Delimited(omit)})) == []
    assert encode_query({"a": Delimited({"r": 1, "g": None, "b": omit})}) == "a=r,1"
    assert list(encode_headers({"A": [1, True], "B": 2})) == [("a", "1,true"), ("b", "2")]
    assert encode_query({"a": "1;2", "b": "x y"}, "; ") == "a=1%3B2; b=x%20y"


@pytest.mark.parametrize("value", [object(), float("nan"), float("inf"), [[1]], [{"a": 1}], b"x"])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="'a'"):
        encode_query({"a": Delimited(value)})

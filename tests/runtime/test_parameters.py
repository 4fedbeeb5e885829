"""What is written into paths, queries and headers, as properties."""

from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.parameters import DeepObject, Delimited, omit
from runtime.styles import encode_headers, encode_query, fill_path

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = TEXTS | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)


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


def test_what_is_omitted_is_not_written() -> None:
    assert encode_query({"a": omit, "b": Delimited(omit), "c": DeepObject(omit), "d": []}) == ""
    assert encode_query({"a": {"x": 1, "y": omit}}) == "x=1"
    assert list(encode_headers({"a": omit, "b": Delimited(omit)})) == []
    assert encode_query({"a": Delimited({"r": 1, "g": None, "b": omit})}) == "a=r,1,g,"
    assert list(encode_headers({"A": [1, True], "B": 2})) == [("a", "1,true"), ("b", "2")]
    assert encode_query({"a": "1;2", "b": "x y"}, "; ") == "a=1%3B2; b=x%20y"
    assert encode_query({"a": None}) == "a="


@pytest.mark.parametrize("value", [object(), float("nan"), float("inf"), [[1]], [{"a": 1}], b"x"])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="'a'"):
        encode_query({"a": Delimited(value)})

"""What is written into paths, queries and headers, as properties."""

from collections import UserString
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, IntFlag, StrEnum
from fractions import Fraction
from http import HTTPStatus
from numbers import Real
from urllib.parse import parse_qsl, unquote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from runtime.model import Model
from runtime.parameters import DeepObject, Delimited, Exploded, JsonText, omit
from runtime.styles import encode_headers, encode_query, expand_by_content, fill_path
from support.files_api import FORM, send_plainly
from support.runtime_api import THING
from support.scripted_server import Say, Server

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


class Many(IntEnum):
    FIFTY = 50


class Sides(IntFlag):
    LEFT = 1
    RIGHT = 2


class Half(float, Enum):
    HALF = 0.5


class Color(str, Enum):  # noqa: UP042  as older programs have it
    RED = "red"


class Odd:
    """Prints itself in another way than its value, as the numbers of numpy do."""

    def __repr__(self) -> str:
        return "odd"

    __str__ = __repr__

    def __format__(self, _: str) -> str:
        return "odd"


class OddFloat(Odd, float): ...


class OddInt(Odd, int): ...


class OddText(Odd, str):
    __slots__ = ()


class OddDecimal(Odd, Decimal): ...


class Float32(Odd):
    """A number of another library, which is not a `float`."""

    def __float__(self) -> float:
        return 0.5


Real.register(Float32)


class Index(Odd):
    """An integer of another library, which is not an `int`."""

    def __index__(self) -> int:
        return 7


BY_VALUE: list[tuple[object, str]] = [
    (Many.FIFTY, "50"),
    (HTTPStatus.OK, "200"),
    (Sides.LEFT, "1"),
    (Sides.LEFT | Sides.RIGHT, "3"),
    (Sides(0), "0"),
    (Half.HALF, "0.5"),
    (Color.RED, "red"),
    (Mixed.HIGH, "high"),
    (Level.ONE, "1"),
    (OddFloat(0.5), "0.5"),
    (OddInt(3), "3"),
    (OddText("x.y"), "x.y"),
    (OddDecimal("1.50"), "1.50"),
    (Index(), "7"),
    (Float32(), "0.5"),
    (Decimal("1.50"), "1.50"),
    (Decimal("1E+3"), "1000"),
    (Decimal("-0.1E-6"), "-0.0000001"),
    (time(1, 2), "01:02:00"),
]


@pytest.mark.parametrize(("value", "text"), BY_VALUE, ids=shown)
def test_values_of_subclasses_are_sent_by_value(value: object, text: str) -> None:
    """Everywhere, and as keys: by a service they are read as the same."""
    for sent in (value, [value], (value,), Delimited(value), Exploded(value)):
        assert unquote(encode_query({"a": sent})) == f"a={text}"
        assert unquote(encode_query({"a": sent}, "; ")) == f"a={text}"
        assert unquote(fill_path("/{a}", {"a": sent})) == f"/{text}"
        assert list(encode_headers({"a": sent})) == [("a", text)]
    assert unquote(encode_query({"a": DeepObject({"k": [value]})})) == f"a[k][]={text}"
    assert unquote(encode_query({"a": DeepObject({value: 1})})) == f"a[{text}]=1"
    assert unquote(encode_query({"a": {value: [value]}})) == f"{text}={text}"
    assert unquote(encode_query({"a": Delimited({value: value})})) == f"a={text},{text}"
    assert unquote(encode_query({"a": Delimited({value: 1}, pairs=True)})) == f"a={text}=1"
    for part in (fill_path("/{a}", {"a": value}), *next(encode_headers({"a": value}))):
        assert type(part) is str


def test_flags_are_not_lists() -> None:
    both = Sides.LEFT | Sides.RIGHT
    assert unquote(encode_query({"a": [both, Sides.LEFT]})) == "a=3&a=1"
    assert unquote(encode_query({"a": JsonText([both])})) == "a=[3]"


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
    "value",
    [
        *(float("nan"), float("inf"), OddFloat("-inf"), Decimal("NaN"), Decimal("-Infinity")),
        *(b"x", object(), [1, b"x"], Fraction(1, 2), 1j, int, UserString("x"), timedelta(1)),
        SecretStr("sk-hidden"),
    ],
    ids=shown,
)
def test_what_has_no_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=r"parameter 'a': a .* cannot be sent as text"):
        encode_query({"a": value})


@pytest.mark.parametrize("value", [float("nan"), [OddFloat("inf")], {"x": object()}], ids=shown)
def test_json_of_a_parameter_names_it_when_it_cannot_be_sent(value: object) -> None:
    with pytest.raises(ValueError, match="parameter 'a': "):
        encode_query({"a": JsonText(value)})


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


@pytest.mark.parametrize("media_type", [FORM, "application/x-www-form-urlencoded"])
@pytest.mark.parametrize(("value", "text"), BY_VALUE, ids=shown)
def test_forms_have_the_same_texts(
    server: Server, media_type: str, value: object, text: str
) -> None:
    server.always = Say(data=THING)
    send_plainly({"a": value, "b": [value, value]}, media_type=media_type)
    (asked,) = server.asked
    pairs = (
        [(part.name, part.content.decode()) for part in asked.parts]
        if media_type == FORM
        else parse_qsl(asked.body.decode())
    )
    assert pairs == [("a", text), ("b", text), ("b", text)]
    with pytest.raises(TypeError, match="parameter 'a': a float that is not finite"):
        send_plainly({"a": float("nan")}, media_type=media_type)


@pytest.mark.parametrize("several", [False, True])
def test_a_model_in_a_form_has_its_decimals(several: bool) -> None:
    model = Model.model_construct(price=Decimal("2.50"))
    value = [model] if several else model
    assert unquote(encode_query(dict(expand_by_content("a", value)))) == 'a={"price":2.50}'

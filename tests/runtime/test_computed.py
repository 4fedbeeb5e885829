"""Computed members of data that differs from the document: they never raise."""

from __future__ import annotations

import base64
import pickle
import struct
import sys
from typing import Annotated, Any, Literal, get_type_hints

import pytest
from pydantic import Field
from runtime.computed import all_values, first_value, joined_texts
from runtime.float_texts import Floats32, floats32
from runtime.model import Model, validate_json

PATH = "out-put[type=message].content[done=true].text"


class Text(Model):
    type: Literal["message"]
    content: list[dict[str, Any]] | None = None


class Holder(Model):
    output: Annotated[list[Text | dict[str, Any]] | None, Field(alias="out-put")] = None
    vector: Floats32 | None = None

    @property
    def text(self) -> str:
        return joined_texts(self, PATH)


class Own(Holder):
    more: int = 0


def message(*content: Any) -> dict[str, Any]:
    return {"type": "message", "content": list(content)}


@pytest.mark.parametrize(
    ("output", "text"),
    [
        (None, ""),
        ([], ""),
        ([message({"done": True, "text": "a"}, {"done": False, "text": "b"})], "a"),
        ([message({"done": True, "text": "a"}), message({"done": True, "text": "b"})], "ab"),
        ([message({"done": True, "text": None}, {"done": True, "text": 3})], ""),
        ([message({"done": "true", "text": "a"}), {"type": "other"}], "a"),
        ([{"type": "message"}, {"type": ["message"]}, {}], ""),
        ([message("text", None, 3, [{"done": True, "text": "in"}])], "in"),
        ({"type": "message", "content": {"done": True, "text": "no lists"}}, "no lists"),
        ("text", ""),
        (3, ""),
    ],
)
def test_any_data_has_texts_or_none(output: Any, text: str) -> None:
    holders = [Holder.model_construct(output=output), Own.model_construct(output=output)]
    holders.append(pickle.loads(pickle.dumps(holders[0])))
    assert [one.text for one in holders] == [text] * 3
    assert "text" not in holders[0].model_dump()


def test_values_are_the_first_or_all() -> None:
    one = Holder.model_construct(output=[message({"n": 1}), message({"n": None}, {"n": 2})])
    path = "out-put.content.n"
    assert (first_value(one, path), all_values(one, path)) == (1, [1, 2])
    assert (first_value(one, "none.n"), all_values(one, "none.n")) == (None, [])


def test_numbers_are_those_of_32_bits() -> None:
    given = [0.1, -1e30, 0.0, float(2**24 + 1)]
    text = base64.b64encode(struct.pack("<4f", *given)).decode()
    assert floats32(text) == list(struct.unpack("<4f", struct.pack("<4f", *given)))
    assert floats32("") == []
    assert floats32(f"{text}\n") == floats32(text)
    read = validate_json(Holder, b'{"vector": "%s"}' % text.encode())
    assert read.vector == floats32(text)
    assert read.model_dump() == {"vector": floats32(text)}


def test_a_computer_of_the_other_byte_order_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "byteorder", "big")
    assert floats32(base64.b64encode(struct.pack(">f", 0.5)).decode()) == [0.5]


@pytest.mark.parametrize("text", ["AAAA", "AAAAAA", "not base64", "AA==AAAA", "é"])
def test_other_text_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        floats32(text)


@pytest.mark.parametrize("value", ['"AAAA"', "[true]", '["1"]', "{}"])
def test_other_data_is_no_vector(value: str) -> None:
    with pytest.raises(ValueError, match="vector"):
        validate_json(Holder, b'{"vector": %s}' % value.encode())


def test_a_strict_type_checker_takes_the_first_value_as_the_type_of_a_property():
    assert get_type_hints(first_value)["return"] is not Any

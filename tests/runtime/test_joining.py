"""How events are joined to one result, and what text they have."""

import json
import time
import tracemalloc
from typing import Any, Literal

import pytest
from runtime.model import Model
from runtime.request import Events
from runtime.server_events import ServerEvent
from runtime.stream_joining import joined
from runtime.stream_texts import Texts

Rules = list[tuple[str, str, str, str]]
WHOLE: Rules = [("*", "", "", "last")]


def sent(*data: Any) -> list[ServerEvent]:
    """Events without names; a pair has one."""
    pairs = [one if isinstance(one, tuple) else ("message", one) for one in data]
    return [ServerEvent(name, json.dumps(one).encode(), "", None) for name, one in pairs]


def together(rules: Rules, *data: Any, returns: Any = dict) -> Any:
    return joined(sent(*data), rules, returns)


JOINED: Rules = [("*", "delta", "message", "joined")]


@pytest.mark.parametrize(
    ("deltas", "expected"),
    [
        ([{"text": "a"}, {"text": ""}, {"text": None}, {"text": "b"}], {"text": "ab"}),
        ([{"text": ""}], {"text": ""}),
        ([{"text": None}], {"text": None}),
        ([{"text": "\ud83c"}, {"text": "\udf89"}], {"text": "🎉"}),
        ([{"text": "é\ud83c"}], {"text": "é\ud83c"}),
        ([{"id": "1", "role": "r", "type": "t"}] * 2, {"id": "1", "role": "r", "type": "t"}),
        ([{"id": "1"}, {"id": ""}], {"id": "1"}),
        ([{"number": 1, "flag": True}, {"number": 2, "flag": False}], {"number": 2, "flag": False}),
        ([{"a": {"b": {"c": "x"}}}, {"a": {"b": {"c": "y"}}}], {"a": {"b": {"c": "xy"}}}),
        ([{"list": [1]}, {"list": [2, 3]}, {"list": []}], {"list": [1, 2, 3]}),
        ([{"list": [{"a": "x"}]}, {"list": [{"a": "y"}]}], {"list": [{"a": "x"}, {"a": "y"}]}),
        (
            [
                {"calls": [{"index": 1, "a": "x"}]},
                {"calls": [{"index": 0, "a": "y"}, {"index": 1, "a": "z"}]},
                {"calls": [{"index": 0, "a": "w"}, {"index": 0, "a": "v"}]},
            ],
            {"calls": [{"index": 0, "a": "ywv"}, {"index": 1, "a": "xz"}]},
        ),
        ([{"calls": [{"index": 10**12, "a": "x"}]}], {"calls": [{"index": 10**12, "a": "x"}]}),
        ([{"a": "x"}, {"a": {"b": 1}}], {"a": {"b": 1}}),
        ([{"a": {"b": 1}}, {"a": ["x"]}], {"a": ["x"]}),
    ],
)
def test_deltas(deltas: list[Any], expected: Any) -> None:
    found = together(JOINED, *({"delta": one} for one in deltas))
    assert found == {"message": expected}


def test_what_no_event_has_is_nothing() -> None:
    assert together(JOINED) is None
    assert together(JOINED, {"other": 1}, "text", [1], None) is None


def test_the_last_values() -> None:
    found = together(
        WHOLE,
        {"id": "1", "text": "a", "list": [1], "usage": None},
        {"id": "", "text": "b", "list": [2], "usage": {"a": 1}},
        {"usage": {"b": 2}},
    )
    assert found == {"id": "1", "text": "b", "list": [2], "usage": {"a": 1, "b": 2}}


def test_a_part_that_is_taken_is_not_seen_again() -> None:
    rules: Rules = [
        ("*", "choices[].delta", "choices[].message", "joined"),
        ("*", "noise", "noise", "none"),
        *WHOLE,
    ]
    first = {"noise": 1, "choices": [{"index": 1, "delta": {"a": "x"}, "why": None}]}
    second = {"choices": [{"index": 1, "delta": {"a": "y"}, "why": "stop"}, {"index": 0}]}
    assert together(rules, first, second, {"choices": []}) == {
        "choices": [{"index": 0}, {"message": {"a": "xy"}, "index": 1, "why": "stop"}]
    }


BLOCKS: Rules = [
    ("message_start", "message", "", "last"),
    ("content_block_start", "content_block", "content[index]", "last"),
    ("content_block_delta", "delta.text", "content[index].text", "joined"),
    ("content_block_delta", "delta.partial_json", "content[index].input", "json"),
    ("content_block_delta", "delta.citation", "content[index].citations[]", "last"),
    ("message_delta", "delta", "", "last"),
    ("message_delta", "usage", "usage", "last"),
]


def block(kind: str, index: int, **more: Any) -> Any:
    return kind, {"type": kind, "index": index, **more}


def test_blocks_and_json() -> None:
    tool = {"type": "tool_use", "id": "t", "input": {}}
    cite = [{"n": number} for number in (1, 2)]
    found = together(
        BLOCKS,
        ("message_start", {"message": {"id": "m", "content": [], "usage": {"in": 1}}}),
        block("content_block_start", 0, content_block={"type": "text", "text": ""}),
        block("content_block_start", 1, content_block=tool),
        block("content_block_start", 2, content_block=tool),
        block("content_block_delta", 0, delta={"type": "text_delta", "text": "a"}),
        block("content_block_delta", 1, delta={"type": "input_json_delta", "partial_json": ""}),
        block("content_block_delta", 1, delta={"type": "input_json_delta", "partial_json": '{"a'}),
        block("content_block_delta", 1, delta={"type": "input_json_delta", "partial_json": '":1}'}),
        *[block("content_block_delta", 0, delta={"citation": one}) for one in cite],
        block("content_block_delta", 0, delta={"type": "text_delta", "text": "b"}),
        ("message_delta", {"delta": {"stop_reason": "end"}, "usage": {"out": 2}}),
        ("message_stop", {}),
    )
    assert found == {
        "id": "m",
        "content": [
            {"type": "text", "text": "ab", "citations": cite},
            {**tool, "input": {"a": 1}},
            tool,
        ],
        "usage": {"in": 1, "out": 2},
        "stop_reason": "end",
    }


def test_json_that_is_cut_off_stays_text() -> None:
    found = together([("*", "json", "input", "json")], {"json": '{"a'}, {"json": '"'})
    assert found == {"input": '{"a"'}


def test_an_entry_with_a_number() -> None:
    rules: Rules = [("done", "image", "data[0].image", "last")]
    assert together(rules, ("done", {"image": "x"})) == {"data": [{"image": "x"}]}


class Chat(Model):
    object: Literal["chat"]
    kind: Literal["a", "b"]
    other: Literal["c"] | None = None


def test_a_member_that_can_have_one_value_only_has_it() -> None:
    found = together(WHOLE, {"object": "chat.chunk", "kind": "c"}, returns=Chat)
    assert found == {"object": "chat", "kind": "c"}


def test_deep_data_is_joined() -> None:
    deep = b"".join([b'{"a":' * 900, b"1", b"}" * 900])
    events = [ServerEvent("message", deep, "", None)] * 2
    found = joined(events, WHOLE, dict)
    for _ in range(900):
        found = found["a"]
    assert found == 1


def test_ten_thousand_deltas_are_joined_in_little_time_and_memory() -> None:
    calls = [{"index": 0, "arguments": "x" * 5}]
    events = sent(*[{"delta": {"text": "word ", "calls": calls, "logs": [1]}}] * 10_000)
    tracemalloc.start()
    before = time.perf_counter()
    found = joined(events, JOINED, dict)["message"]
    seconds, peak = time.perf_counter() - before, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found["text"]) == len(found["calls"][0]["arguments"]) == 50_000
    assert len(found["logs"]) == 10_000
    assert seconds < 5
    assert peak < 10_000_000


def texts(rules: dict[str, str], *data: Any, text: bool = False) -> list[str]:
    find = Texts(Events(dict, texts=tuple(rules.items()), text=text))
    return [piece for one in sent(*data) for piece in find.of(one)]


def test_texts() -> None:
    assert texts({"a": "x"}, ("a", {"x": "1"}), ("b", {"x": "2"}), {"type": "a", "x": "3"}) == [
        "1",
        "3",
    ]
    chat = {"*": "choices[0].delta.content"}
    second = {"choices": [{"index": 1, "delta": {"content": "b"}}]}
    first = {"choices": [{"index": 0, "delta": {"content": "a"}}]}
    empty = {"choices": [{"index": 0, "delta": {"content": ""}}, {"delta": {"content": None}}]}
    assert texts(chat, second, first, empty, {"choices": []}, {"choices": None}, "x") == ["a"]
    parts = {"*": "parts[].text.value"}
    assert texts(parts, {"parts": [{"text": {"value": "a"}}, {}, {"text": {"value": "b"}}]}) == [
        "a",
        "b",
    ]
    assert texts({}, "plain", text=True) == ['"plain"']

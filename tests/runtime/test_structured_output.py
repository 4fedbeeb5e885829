"""Output that is read as a type of the app, next to OpenAI's own package."""

from __future__ import annotations

import asyncio
import enum
import pickle
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import openai
import pytest
from pydantic import BaseModel, Field
from support import outputs_api
from support.outputs_api import completion, events, message, response
from support.packages import load
from support.scripted_server import Say, Server

T = TypeVar("T")
ASKED: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


class Color(enum.Enum):
    RED = "red"


class Step(BaseModel):
    """A step."""

    text: str
    color: Color | None = None
    next: list[Step] = Field(default=[], description="What follows.")


class Plan(BaseModel):
    """A plan."""

    title: str = Field(description="Its title.")
    first: Step = Field(description="The first step.")
    kind: Literal["a", "b"] = "a"


class Box(BaseModel, Generic[T]):
    item: T


@dataclass
class Point:
    x: int
    y: int = 0


PLAN = '{"title":"t","first":{"text":"s","color":"red","next":[]},"kind":"b"}'
EXPECTED = Plan(title="t", first=Step(text="s", color=Color.RED), kind="b")


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    return load(outputs_api.package(tmp_path_factory) / outputs_api.NAME, "outputs_api_client")


@pytest.fixture
def both(api, server: Server):
    """Our package and the official client, for the same server."""
    api.configure(api_key="sk-1", base_url=server.url, max_retries=0)
    with openai.OpenAI(api_key="sk-1", base_url=server.url, max_retries=0) as client:
        yield api, client


def called(operation, awaited, *args, **kwargs):
    """Call `parse` of an operation, blocking or awaited."""
    if awaited:
        return asyncio.run(operation.aio.parse(*args, **kwargs))
    return operation.parse(*args, **kwargs)


@pytest.mark.parametrize("awaited", [False, True])
def test_a_response_is_read_as_the_model(both, server, awaited):
    ours, official = both
    server.say(message(PLAN), message(PLAN))
    result = called(ours.create_response, awaited, Plan, model="m", input="hi")
    theirs = official.responses.parse(model="m", input="hi", text_format=Plan)
    assert result.parsed == result.value == EXPECTED == theirs.output_parsed
    assert (result.refusal, result.incomplete, result.text) == (None, None, PLAN)
    assert result.response == ours.components.Response.model_validate(message(PLAN))
    assert server.asked[0].json == server.asked[1].json


@pytest.mark.parametrize("awaited", [False, True])
def test_a_chat_completion_is_read_as_the_model(both, server, awaited):
    ours, official = both
    said = completion({"content": PLAN})
    server.say(said, said)
    result = called(ours.create_chat_completion, awaited, Plan, **ASKED)
    theirs = official.chat.completions.parse(**ASKED, response_format=Plan)
    assert result.value == EXPECTED == theirs.choices[0].message.parsed
    assert {**server.asked[0].json, "stream": False} == server.asked[1].json


def test_dataclasses_and_generic_models(both, server):
    ours, official = both
    server.say(message('{"x":1,"y":2}'), message('{"item":{"x":1,"y":2}}'), message('{"item":3}'))
    assert ours.create_response.parse(Point, input="hi").value == Point(1, 2)
    assert ours.create_response.parse(Box[Point], input="hi").value == Box(item=Point(1, 2))
    assert official.responses.parse(model="m", input="hi", text_format=Box[int]).output_parsed
    names = [one.json["text"]["format"]["name"] for one in server.asked]
    assert names == ["Point", "Box_Point", "Box[int]"]  # the service takes no brackets


def test_other_members_of_text_stay(both, server):
    api, _ = both
    server.say(*[message(PLAN)] * 2)
    own = api.components.ResponseTextParam(verbosity="low")
    for text in ({"verbosity": "low"}, own):
        api.create_response.parse(Plan, input="hi", text=text)
    first, second = (one.json["text"] for one in server.asked)
    assert first == second
    assert (first["verbosity"], first["format"]["name"]) == ("low", "Plan")


def test_two_formats_are_refused(both, server):
    api, _ = both
    with pytest.raises(api.ConfigurationError, match="not both"):
        api.create_response.parse(Plan, text={"format": {"type": "text"}})
    with pytest.raises(api.ConfigurationError, match="not both"):
        api.create_chat_completion.parse(Plan, **ASKED, response_format={"type": "text"})
    assert server.asked == []


@pytest.mark.parametrize("awaited", [False, True])
def test_a_type_in_the_wrong_place_is_refused(both, server, awaited):
    api, _ = both
    response, chat = (
        one.aio if awaited else one for one in (api.create_response, api.create_chat_completion)
    )
    with pytest.raises(TypeError, match=r"create_response\.parse\(Plan, \.\.\.\) takes the type"):
        response(text_format=Plan)
    with pytest.raises(TypeError, match=r"create_chat_completion\.parse\(Plan, \.\.\.\)"):
        chat(**ASKED, response_format=Plan)
    for wrong in ("Plan", EXPECTED, {"type": "object"}):
        with pytest.raises(TypeError, match="the first argument is a type"):
            response.parse(wrong, input="hi")
    for union in (Plan | None, list[Plan]):
        with pytest.raises(api.ConfigurationError, match="is not an object"):
            response.parse(union, input="hi")
    assert server.asked == []


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("method", ["parse", "parse_stream"])
def test_a_type_that_is_given_by_name_is_refused(api, method, awaited):
    operation = api.create_response.aio if awaited else api.create_response
    advice = r"\(Plan, ...\): give the type of the output first, without a name"
    with pytest.raises(TypeError, match=f"{method}{advice}"):
        getattr(operation, method)(model="m", input="hi", text_format=Plan)


@pytest.mark.parametrize("awaited", [False, True])
def test_a_refusal(both, server, awaited):
    ours, official = both
    refused = {"type": "message", "content": [{"type": "refusal", "refusal": "No."}]}
    said = completion({"content": None, "refusal": "No."})
    server.say(response(refused), said, said)
    for operation, asked in ((ours.create_response, {}), (ours.create_chat_completion, ASKED)):
        result = called(operation, awaited, Plan, **asked)
        assert (result.parsed, result.refusal) == (None, "No.")
        with pytest.raises(ours.RefusedOutputError, match=r"refused: No\.") as raised:
            _ = result.value
        assert raised.value.body is result.response
    theirs = official.chat.completions.parse(**ASKED, response_format=Plan)
    assert theirs.choices[0].message.refusal == "No."


@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_an_incomplete_chat_completion(both, server, finish):
    ours, official = both
    said = completion({"content": PLAN[:20]}, finish=finish)
    server.say(said, said)
    result = ours.create_chat_completion.parse(Plan, **ASKED)
    assert (result.parsed, result.incomplete, result.text) == (None, finish, PLAN[:20])
    with pytest.raises(ours.IncompleteOutputError, match=finish) as raised:
        _ = result.value
    assert isinstance(raised.value, ours.APIError)
    with pytest.raises(openai.OpenAIError):
        official.chat.completions.parse(**ASKED, response_format=Plan)


def test_an_incomplete_response(both, server):
    ours, _ = both
    said = {**message(PLAN[:20]), "status": "incomplete"}
    server.say({**said, "incomplete_details": {"reason": "max_output_tokens"}}, said)
    assert ours.create_response.parse(Plan).incomplete == "max_output_tokens"
    assert ours.create_response.parse(Plan).incomplete == "incomplete"


def test_a_response_that_failed_says_why(both, server):
    ours, _ = both
    server.say({**message(""), "status": "failed", "error": {"code": "x", "message": "no tokens"}})
    result = ours.create_response.parse(Plan)
    with pytest.raises(ours.IncompleteOutputError, match="failed, no tokens"):
        _ = result.value


@pytest.mark.parametrize("awaited", [False, True])
def test_output_that_does_not_fit(both, server, awaited):
    ours, _ = both
    said = message('{"title": 3}')
    server.say(said)
    with pytest.raises(ours.InvalidOutputError, match="the output does not fit Plan") as raised:
        called(ours.create_response, awaited, Plan, input="hi")
    assert raised.value.body.id == "r"
    assert "first" in str(raised.value.__cause__)
    assert str(raised.value).startswith("POST /responses: ")


def test_commentary_is_not_the_output(both, server):
    ours, _ = both
    note = message("Thinking.", phase="commentary")["output"][0]
    server.say(response(note, message(PLAN, phase="final_answer")["output"][0]), message())
    assert ours.create_response.parse(Plan).value == EXPECTED
    with pytest.raises(ours.OutputError, match="no text"):
        _ = ours.create_response.parse(Plan).value


def test_several_choices(both, server):
    ours, _ = both
    others = [{"content": PLAN.replace('"t"', f'"{one}"')} for one in "ab"]
    server.say(completion({"content": PLAN}, *others))
    result = ours.create_chat_completion.parse(Plan, **ASKED, n=3)
    assert [one.value.title for one in (result, *result.alternatives)] == ["t", "a", "b"]


def test_a_response_that_the_app_has(both):
    ours, _ = both
    said = ours.components.Response.model_validate(message(PLAN))
    assert ours.create_response.read_output(Plan, said).value == EXPECTED


STREAM = {"Content-Type": "text/event-stream"}
CREATED = {"type": "response.output_text.delta", "delta": PLAN[:9]}
COMPLETED = {"type": "response.completed", "response": message(PLAN)}


def test_a_stream_ends_with_the_model(both, server):
    ours, _ = both
    server.say(Say(pieces=[events(CREATED, COMPLETED)], headers=STREAM))
    with ours.create_response.parse_stream(Plan, input="hi") as received:
        kinds = [one.type for one in received]
        assert received.final().value == EXPECTED
    assert kinds == ["response.output_text.delta", "response.completed"]
    assert server.asked[0].json["stream"] is True
    assert server.asked[0].json["text"]["format"]["name"] == "Plan"


def test_an_awaited_stream_ends_with_the_model(both, server):
    ours, _ = both
    server.say(Say(pieces=[events(CREATED, COMPLETED)], headers=STREAM))

    async def run():
        async with ours.create_response.aio.parse_stream(Plan, input="hi") as received:
            return [one async for one in received], await received.final()

    received, result = asyncio.run(run())
    assert len(received) == 2
    assert result.value == EXPECTED


def chunk(delta, finish=None):
    """An event of a chat completion."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "choices": [choice]}


CHUNKS = (
    chunk({"role": "assistant", "content": PLAN[:9]}),
    chunk({"content": PLAN[9:]}),
    chunk({}, "stop"),
)


@pytest.mark.parametrize("awaited", [False, True])
def test_a_streamed_chat_completion_ends_with_the_model(both, server, awaited):
    ours, official = both
    server.say(*[Say(pieces=[events(*CHUNKS, "[DONE]")], headers=STREAM)] * 2)

    async def wait():
        async with ours.create_chat_completion.aio.parse_stream(Plan, **ASKED) as received:
            return [one async for one in received.text()], await received.final()

    if awaited:
        texts, result = asyncio.run(wait())
    else:
        with ours.create_chat_completion.parse_stream(Plan, **ASKED) as received:
            texts, result = [*received.text()], received.final()
    with official.chat.completions.stream(**ASKED, response_format=Plan) as theirs:
        completion = theirs.get_final_completion()
    assert result.value == EXPECTED == completion.choices[0].message.parsed
    assert texts == [PLAN[:9], PLAN[9:]]
    assert server.asked[0].json == server.asked[1].json


def test_a_stream_that_is_cut_off_at_a_limit(both, server):
    ours, _ = both
    cut = (CHUNKS[0], chunk({}, "length"))
    server.say(Say(pieces=[events(*cut, "[DONE]")], headers=STREAM))
    with ours.create_chat_completion.parse_stream(Plan, **ASKED) as received:
        result = received.final()
    assert (result.parsed, result.incomplete, result.text) == (None, "length", PLAN[:9])


def test_a_bound_operation_parses_with_its_client(api, server):
    server.say(message(PLAN))
    with api.Client(api_key="sk-2", base_url=server.url) as client:
        assert api.create_response.using(client).parse(Plan).value == EXPECTED
    assert server.asked[0].headers["authorization"] == "Bearer sk-2"


@pytest.mark.parametrize("awaited", [False, True])
def test_a_warning_is_about_the_line_of_the_app(both, server, awaited):
    ours, _ = both
    ours._api.API.seen.clear()
    server.say({**message(PLAN), "id": 3})
    with pytest.warns(ours.DriftWarning) as warned:
        called(ours.create_response, awaited, Plan)
    assert warned[0].filename == __file__


def test_results_and_errors_can_be_pickled(both, server):
    ours, _ = both
    server.say(completion({"refusal": "No."}))
    result = ours.create_chat_completion.parse(Plan, **ASKED)
    assert pickle.loads(pickle.dumps(result)) == result
    with pytest.raises(ours.RefusedOutputError) as raised:
        _ = result.value
    again = pickle.loads(pickle.dumps(raised.value))
    assert (str(again), again.body) == (str(raised.value), result.response)

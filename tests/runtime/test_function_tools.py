"""Tools made of types and functions, and their calls, next to OpenAI's own package."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass
from typing import Annotated, Any

import openai
import pytest
from openai.lib._tools import pydantic_responses_function_tool
from pydantic import BaseModel, Field
from support import outputs_api
from support.outputs_api import completion, message, response
from support.packages import load

ASKED: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


class Weather(BaseModel):
    """Asks for the weather."""

    city: str
    days: int = 1


class Answer(BaseModel):
    text: str


@dataclass
class Point:
    x: int
    y: int


def add(point: Point, factor: float = 1.0, *, note: Annotated[str | None, "unused"] = None) -> str:
    """Add the numbers of a point.

    It multiplies the sum.

    Args:
        point: The numbers.
        factor: Multiplies
            the sum.
        note (str): Text.

    Returns:
        The sum.
    """
    return f"{(point.x + point.y) * factor}{note or ''}"


async def wait(seconds: int) -> int:
    """Wait."""
    await asyncio.sleep(0)
    return seconds


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    return load(outputs_api.package(tmp_path_factory) / outputs_api.NAME, "tools_client")


@pytest.fixture
def both(api, server):
    """Our package and the official client, for the same server."""
    api.configure(api_key="sk-1", base_url=server.url, max_retries=0)
    with openai.OpenAI(api_key="sk-1", base_url=server.url, max_retries=0) as client:
        yield api, client


def called(name: str, arguments: str) -> dict[str, object]:
    return {"type": "function_call", "call_id": "k", "name": name, "arguments": arguments}


def test_a_tool_of_a_model_is_as_the_official_one(api):
    assert api.function_tool(Weather) == pydantic_responses_function_tool(Weather)
    assert api.chat_function_tool(Weather) == openai.pydantic_function_tool(Weather)
    given = {"name": "ask", "description": "Ask."}
    official = openai.pydantic_function_tool(Weather, **given)
    assert api.chat_function_tool(Weather, **given) == official


def test_a_tool_of_a_function_has_its_parameters(api):
    tool = api.function_tool(add)
    assert tool["name"] == "add"
    assert tool["description"] == "Add the numbers of a point.\n\nIt multiplies the sum."
    parameters = tool["parameters"]
    assert parameters["required"] == ["point", "factor", "note"]
    assert parameters["properties"]["factor"]["description"] == "Multiplies the sum."
    assert parameters["properties"]["note"]["description"] == "Text."
    assert parameters["properties"]["point"]["description"] == "The numbers."
    assert tool["strict"] is True


def test_parameters_may_have_names_that_models_do_not_allow(both, server):
    ours, _ = both

    def search(schema: str, copy: list[str] = [], _id: int = 1) -> str:  # noqa: B006
        return f"{schema} {copy} {_id}"

    tool = ours.function_tool(search)
    assert list(tool["parameters"]["properties"]) == ["schema", "copy", "_id"]
    assert tool["parameters"]["properties"]["copy"]["type"] == "array"
    server.say(response(called("search", '{"schema":"a","copy":["b"],"_id":2}')))
    result = ours.create_response.parse(Answer, model="m", input="hi", tools=[tool])
    assert [one.run() for one in result.tool_calls] == ["a ['b'] 2"]


def test_a_function_without_a_name_gets_one_that_the_service_takes(api):
    assert api.function_tool(lambda: "now")["name"] == "lambda"


@pytest.mark.parametrize("awaited", [False, True])
def test_arguments_of_a_response_are_typed(both, server, awaited):
    ours, official = both
    said = response(called("Weather", '{"city":"Bern","days":2}'))
    server.say(said, said)
    given = {"model": "m", "input": "hi"}
    parse = ours.create_response.parse
    if awaited:
        parse = lambda *one, **more: asyncio.run(ours.create_response.aio.parse(*one, **more))  # noqa: E731
    result = parse(Answer, **given, tools=iter([ours.function_tool(Weather)]))
    tools = [pydantic_responses_function_tool(Weather)]
    theirs = official.responses.parse(**given, text_format=Answer, tools=tools)
    (call,) = result.tool_calls
    assert call.arguments == Weather(city="Bern", days=2) == theirs.output[0].parsed_arguments
    assert (call.name, call.id, result.parsed) == ("Weather", "k", None)
    assert server.asked[0].json == server.asked[1].json
    with pytest.raises(ours.OutputError, match="tool calls"):
        _ = result.value


def test_arguments_of_a_chat_completion_are_typed(both, server):
    ours, official = both
    call = {"name": "Weather", "arguments": '{"city":"Bern","days":2}'}
    said = completion({"tool_calls": [{"id": "k", "type": "function", "function": call}]})
    server.say(said, said)
    tools = [ours.chat_function_tool(Weather)]
    result = ours.create_chat_completion.parse(Answer, **ASKED, tools=tools)
    official_tools = [openai.pydantic_function_tool(Weather)]
    theirs = official.chat.completions.parse(**ASKED, response_format=Answer, tools=official_tools)
    ((ours_called,), theirs_called) = result.tool_calls, theirs.choices[0].message.tool_calls[0]
    assert ours_called.arguments == theirs_called.function.parsed_arguments
    assert ours_called.id == "k"


def test_a_call_runs_the_function(both, server):
    ours, _ = both
    calls = [
        called("add", '{"point":{"x":1,"y":2},"factor":2.0,"note":null}'),
        called("wait", '{"seconds":3}'),
        called("Weather", '{"city":"Bern"}'),
        called("plain", '{"a":1}'),
    ]
    server.say(response(*calls))
    tools = [*map(ours.function_tool, (add, wait, Weather)), {"type": "function", "name": "plain"}]
    result = ours.create_response.parse(Answer, tools=tools)
    adding, waiting, model, plain = result.tool_calls
    assert adding.run() == "6.0"
    assert asyncio.run(waiting.run()) == 3
    assert plain.arguments == {"a": 1}
    for one in (model, plain):
        with pytest.raises(TypeError, match="has no function"):
            one.run()


def test_tools_without_a_type_of_the_output(both, server):
    ours, official = both
    said = response(called("Weather", '{"city":"Bern"}'), *message("It", " rains.")["output"])
    server.say(said, said)
    result = ours.create_response.parse(str, input="hi", tools=[ours.function_tool(Weather)])
    official.responses.parse(input="hi", tools=[pydantic_responses_function_tool(Weather)])
    assert (result.value, result.tool_calls[0].arguments) == ("It rains.", Weather(city="Bern"))
    assert server.asked[0].json == server.asked[1].json


def test_calls_of_a_response_that_the_app_has(both, server):
    ours, _ = both
    tool = ours.function_tool(Weather)
    server.say(response(called("Weather", '{"city":"Bern"}')))
    made = ours.create_response(input="hi", tools=[tool])
    (call,) = ours.create_response.read_output(Answer, made, tools=[tool]).tool_calls
    assert call.arguments == Weather(city="Bern")


def test_arguments_that_do_not_fit(both, server):
    ours, _ = both
    server.say(response(called("Weather", '{"town":"Bern"}')))
    with pytest.raises(ours.InvalidOutputError, match="the arguments of Weather"):
        ours.create_response.parse(Answer, tools=[ours.function_tool(Weather)])


def with_rest(*many: int) -> None: ...
def without_type(one) -> None: ...
def with_mapping(one: dict[str, int]) -> None: ...
def with_unknown(one: Nothing) -> None: ...  # noqa: F821


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (with_rest, r"with_rest: \*many.* cannot be given by its name"),
        (with_unknown, "a type cannot be found: name 'Nothing'"),
        (without_type, "the parameter one needs a type"),
        (with_mapping, r"with_mapping\.one: strict mode cannot express"),
    ],
)
def test_a_function_that_cannot_be_a_tool(api, function, message):
    with pytest.raises(api.ConfigurationError, match=message):
        api.function_tool(function)


def test_a_tool_that_is_not_strict(api):
    tool = api.function_tool(with_mapping, strict=False)
    assert tool["strict"] is False
    assert tool["parameters"]["properties"]["one"]["additionalProperties"] == {"type": "integer"}


def test_a_description_of_a_field_wins(api):
    def ask(city: Annotated[str, Field(description="The city.")]) -> None:
        """Ask."""

    tool = api.function_tool(ask)
    assert tool["parameters"]["properties"]["city"]["description"] == "The city."


class Adder:
    """Adds."""

    def __call__(self, point: Point, factor: float = 1.0) -> str:
        """Add what is in a point."""
        return add(point, factor)


def test_partial_functions_and_objects_that_can_be_called(both, server):
    api, _ = both
    half = functools.partial(add, factor=0.5)
    tools = [api.function_tool(half), api.function_tool(Adder())]
    assert [tool["name"] for tool in tools] == ["add", "Adder"]
    assert tools[0]["description"] == api.function_tool(add)["description"]
    arguments = '{"point":{"x":1,"y":2},"factor":2}'
    server.say(response(called("Adder", arguments)))
    result = api.create_response.parse(str, model="m", input="hi", tools=tools)
    assert [call.run() for call in result.tool_calls] == ["6.0"]


@pytest.mark.parametrize("awaited", [False, True])
def test_arguments_that_are_cut_off_are_no_error_of_their_own(both, server, awaited):
    api, official = both
    tools = [api.function_tool(add)]
    details = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
    server.say(response(called("add", '{"poi')) | details)
    parse = api.create_response.aio.parse if awaited else api.create_response.parse
    made = parse(str, model="m", input="hi", tools=tools)
    result = asyncio.run(made) if awaited else made
    assert result.incomplete == "max_output_tokens"
    assert [(call.arguments, call.text) for call in result.tool_calls] == [(None, '{"poi')]
    cut = [{"id": "k", "type": "function", "function": {"name": "add", "arguments": '{"poi'}}]
    server.say(*[completion({"tool_calls": cut}, finish="length")] * 2)
    chat_tools = [api.chat_function_tool(add)]
    assert (
        api.create_chat_completion.parse(Answer, **ASKED, tools=chat_tools).incomplete == "length"
    )
    with pytest.raises(openai.LengthFinishReasonError):
        official.chat.completions.parse(**ASKED, response_format=Answer)


def test_arguments_of_an_unknown_tool_may_be_any_text(both, server):
    api, _ = both
    server.say(response(called("other", "sunny")))
    result = api.create_response.parse(str, model="m", input="hi")
    assert [(one.name, one.arguments, one.text) for one in result.tool_calls] == [
        ("other", None, "sunny")
    ]

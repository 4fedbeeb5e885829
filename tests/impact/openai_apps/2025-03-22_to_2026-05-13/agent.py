"""An agent: it searches, calls our functions and shows its work as it goes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

import openai_client as oa
from openai_client import components as oc
from openai_client import params
from openai_client.params import (
    EasyInputMessage,
    FunctionTool,
    InputImage,  # touched: type-removed
    InputItem,
    InputText,  # touched: type-removed
    ItemReference,  # touched: type-removed
)

Handler = Callable[[dict[str, Any]], Awaitable[str]]

HOME: params.WebSearchToolUserLocation = {  # touched: type-removed
    "type": "approximate",
    "country": "CH",
}
CODE: Final = "response.code_interpreter_call.code.delta"
WEB: params.WebSearchTool = {
    "type": "web_search_preview",  # touched: attribute-narrowed
    "search_context_size": "low",
}
RANKED: params.FileSearchToolRankingOptions = {"score_threshold": 0.5}  # touched: type-removed
WEATHER: FunctionTool = {
    "type": "function",
    "name": "weather",
    "description": "Tells the weather",
    "parameters": {"type": "object", "properties": {"place": {"type": "string"}}},
    "strict": False,
}
PLAN: params.TextResponseFormatJsonSchema = {  # touched: attribute-required
    "type": "json_schema",
    "schema": {"type": "object", "properties": {"steps": {"type": "array"}}},
}


def search(store_id: str) -> params.FileSearchTool:
    """Describe the search in a store."""
    return {
        "type": "file_search",
        "vector_store_ids": [store_id],
        "ranking_options": RANKED,  # may: attribute-narrowed
        "max_num_results": 4,
    }


def seen(text: str, file_id: str | None = None) -> EasyInputMessage:
    """Make a message, with a picture if there is one."""
    words: InputText = {"type": "input_text", "text": text}  # touched: type-removed
    if file_id is None:
        return {"role": "user", "content": [words]}
    picture: InputImage = {  # touched: type-removed
        "type": "input_image",
        "file_id": file_id,
        "detail": "auto",
    }
    return {"role": "user", "content": [words, picture]}


class Agent:
    """A conversation of which the service keeps the history."""

    model: oc.ModelIdsResponses = "gpt-4o"
    extras: tuple[oc.Includable, ...] = ("file_search_call.results",)  # touched: type-removed

    def __init__(self, handlers: dict[str, Handler], store_id: str) -> None:
        self.handlers = handlers
        self.tools: list[params.Tool] = [WEATHER, search(store_id)]
        self.last: oc.Response | None = None

    async def ask(self, text: str) -> str:
        """Put a question and do what the service asks for, until there is an answer."""
        items: list[InputItem] = [seen(text)]
        while items:
            previous = self.last.id if self.last else None
            self.last = await oa.create_response.aio(
                self.model,
                items,
                previous_response_id=previous,
                tools=self.tools,
                include=self.extras,
                parallel_tool_calls=True,
                store=True,
            )
            items = await self.answer(self.last)
        return text_of(self.last) if self.last else ""

    async def answer(self, response: oc.Response) -> list[InputItem]:
        """Run the functions that a response asks for."""
        items = response.output  # may: type-widened
        calls = [one for one in items if isinstance(one, oc.FunctionToolCall)]  # may: type-widened
        results = await asyncio.gather(
            *(self.handlers[one.name](json.loads(one.arguments)) for one in calls)
        )
        outputs: list[InputItem] = []
        for call, result in zip(calls, results, strict=True):
            output: params.FunctionToolCallOutput = {  # touched: type-removed
                "type": "function_call_output",
                "call_id": call.call_id,
                "output": result,
            }
            outputs.append(output)
        return outputs

    def again(self) -> InputItem:
        """Refer to the last answer."""
        assert self.last is not None
        reference: ItemReference = {  # touched: type-removed
            "type": "item_reference",
            "id": self.last.output[0].id or "",
        }
        return reference


def text_of(response: oc.Response) -> str:
    """Return the text of a response."""
    found: list[str] = []
    for item in response.output:
        if item.type != "message":  # may: type-widened
            continue
        for part in item.content:  # touched: attribute-narrowed
            if isinstance(part, oc.OutputText):  # touched: type-removed
                found.append(part.text)  # follows
            elif isinstance(part, oc.Refusal):  # touched: type-removed
                found.append(f"[{part.refusal}]")  # follows
    return "".join(found)


def links(message: oc.OutputMessage) -> list[str]:
    """Return the pages that a message was made from."""
    return [
        note.url  # follows
        for part in message.content  # touched: attribute-narrowed
        if part.type == "output_text"
        for note in part.annotations
        if isinstance(note, oc.UrlCitation)  # touched: type-removed
    ]


def thoughts(response: oc.Response) -> Iterator[str]:
    """Yield what the model thought."""
    for item in response.output:
        match item:  # may: type-widened
            case oc.ReasoningItem(summary=parts):  # touched: attribute-narrowed
                yield from (part.text for part in parts)
            case oc.FileSearchToolCall():
                yield f"searched for {', '.join(item.queries)}"
            case oc.WebSearchToolCall():
                yield f"looked in the web: {item.status}"
            case oc.ComputerToolCall():
                done = item.action  # touched: attribute-widened
                if isinstance(done, oc.Click):  # touched: type-removed
                    yield f"clicked at {done.x}, {done.y}"  # follows
                else:
                    yield done.type  # follows
                    print(item.action.type)  # touched: attribute-widened
                for check in item.pending_safety_checks:  # touched: attribute-narrowed
                    yield check.message  # follows
            case _:
                pass


def watch(text: str) -> Iterator[str]:
    """Yield the answer as it comes."""
    with oa.create_response.stream("gpt-4o", text, tools=[WEB, WEATHER]) as events:
        for event in events:
            if isinstance(event, oc.ResponseTextDeltaEvent):  # may: type-widened
                yield event.delta
            elif event.type == CODE:  # touched: attribute-widened
                yield event.delta  # follows
            elif event.type == "response.code_interpreter_call.completed":  # may: type-widened
                yield event.code_interpreter_call.code  # touched: attribute-removed
            elif isinstance(event, oc.ResponseTextAnnotationDeltaEvent):  # touched: type-removed
                yield f"[{event.annotation.type}]"  # follows
            elif isinstance(event, oc.ResponseErrorEvent):  # may: type-widened
                raise RuntimeError(event.message)


def plan(goal: str) -> oc.Response:
    """Make a plan of several steps."""
    return oa.create_response(
        "gpt-4o",
        goal,
        text={"format": PLAN},  # may: argument-narrowed
        reasoning={"effort": "high"},
        instructions="Make a short plan.",
        max_output_tokens=900,
    )


def settings(response: oc.Response) -> params.ResponsePropertiesText:  # touched: type-removed
    """Return the settings by which a text was made."""
    if response.text is None or response.text.format is None:  # touched: attribute-widened
        return {"format": {"type": "text"}}
    return {"format": response.text.format}  # touched: attribute-widened


def opening(response: oc.Response) -> str:
    """Return the first words of the instructions."""
    return (response.instructions or "").partition(".")[0]  # touched: attribute-widened


def earlier(response_id: str, before: str) -> list[oc.ItemResource]:
    """Return what was said before an item."""
    page = oa.list_response_input_items(
        response_id,
        limit=50,
        order="desc",
        before=before,  # touched: argument-removed
    )
    return page.data


def outputs_of(response_id: str) -> dict[str, str]:
    """Return what our functions gave, by call."""
    found = {}
    for item in oa.list_response_input_items.iter(response_id):
        if isinstance(item, oc.FunctionToolCallOutputResource):  # may: type-widened
            found[item.call_id] = item.output.strip()  # touched: attribute-widened
    return found


def screen(tool: oc.ComputerTool) -> tuple[float, float]:
    """Return the size of the screen that a tool sees."""
    if tool.environment == "browser":  # touched: attribute-removed
        return 1024, 768
    return tool.display_width, tool.display_height  # touched: attribute-removed


def forget(response) -> bool:
    """Delete a response, unless it failed."""
    kept = oa.get_response(response.id)
    if kept.status == "failed" or kept.error is not None:  # may: attribute-widened
        return False
    oa.delete_response(kept.id)
    return True

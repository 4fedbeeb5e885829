"""A scribe: keeps conversations, shows the sources, and calls other servers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import TypedDict

import openai_client as oa
from hooks import hint
from openai_client import components as oc
from openai_client import params

SERVER: params.MCPTool = {
    "type": "mcp",
    "server_label": "wiki",
    "server_url": "https://wiki.example.com",
    "require_approval": "never",
}


class Source(TypedDict):
    """Where something comes from."""

    title: str
    url: str


class Scribe:
    """A conversation that the service keeps."""

    effort: oc.ReasoningEffort = "low"

    def __init__(self, topic: str) -> None:
        made = oa.create_conversation(metadata={"topic": topic})
        self.id = made.id
        self.calls: list[oc.MCPToolCall] = []

    def say(self, text: str) -> str:
        """Put a question into the conversation."""
        response = oa.create_response(
            model="gpt-5",
            input=text,
            conversation=self.id,
            tools=[SERVER, {"type": "web_search"}],
            reasoning={"effort": self.effort},
        )
        if response.conversation is None:  # touched: attribute-widened
            raise RuntimeError("the service forgot the conversation")
        if response.conversation.id != self.id:  # touched: attribute-widened
            raise RuntimeError("the service answered in another conversation")
        items = response.output  # may: type-widened
        self.calls += [one for one in items if isinstance(one, oc.MCPToolCall)]  # may: type-widened
        return text_of(response)

    def failed(self) -> Iterator[str]:
        """Yield what the other servers could not do."""
        for call in self.calls:
            if call.error:  # touched: attribute-widened
                yield f"{call.name}: " + call.error  # touched: attribute-widened
            elif call.status == "failed":
                yield call.name

    def rename(self, topic: str) -> int:
        """Give the conversation another topic."""
        return oa.update_conversation(self.id, {"topic": topic}).created_at

    def forget(self) -> bool:
        """Delete the conversation."""
        return oa.delete_conversation(self.id).deleted


def text_of(response: oc.Response) -> str:
    """Return the text of a response."""
    return "".join(
        part.text
        for item in response.output
        if isinstance(item, oc.OutputMessage)  # may: type-widened
        for part in item.content
        if part.type == "output_text"
    )


def conversation_of(response: oc.Response) -> oc.Conversation | None:  # touched: type-removed
    """Return the conversation that a response belongs to."""
    return response.conversation  # touched: attribute-widened


def searches(response: oc.Response) -> list[str]:
    """Return what was looked for in the web."""
    found: list[str] = []
    for item in response.output:
        if not isinstance(item, oc.WebSearchToolCall):  # may: type-widened
            continue
        match item.action:
            case oc.WebSearchActionSearch(query=query):  # touched: attribute-widened
                found.append(query)  # follows
            case oc.WebSearchActionOpenPage(url=url):
                found.append(url or "?")
            case oc.WebSearchActionFind():
                found.append(f"{item.action.pattern} in {item.action.url}")
    return found


def longest(action: oc.WebSearchActionSearch) -> str:
    """Return the longest thing that was looked for."""
    return max([action.query, *(action.queries or [])], key=len)  # touched: attribute-widened


def citations(text: str) -> Iterator[Source]:
    """Yield the sources while the answer is written."""
    with oa.create_response.stream(model="gpt-5", input=text) as events:
        for event in events:
            if isinstance(event, oc.ResponseOutputTextAnnotationAddedEvent):
                note = event.annotation  # touched: attribute-widened
                if note.get("type") == "url_citation":  # follows
                    yield {"title": str(note["title"]), "url": str(note["url"])}  # follows
            elif isinstance(event, oc.ResponseErrorEvent):
                raise RuntimeError(event.message)


def raw_note(event: oc.ResponseOutputTextAnnotationAddedEvent) -> str:
    """Write a source down as it came."""
    return json.dumps(event.annotation)  # touched: attribute-widened


def file_of(event: oc.ResponseOutputTextAnnotationAddedEvent) -> str:
    """Return the file that a source is in."""
    return str(event.annotation["file_id"])  # touched: attribute-widened


async def outputs(conversation_id: str) -> AsyncIterator[tuple[str, str]]:
    """Yield what our functions gave, by call."""
    async for item in oa.list_conversation_items.aio.iter(conversation_id, order="asc"):
        if isinstance(item, oc.FunctionToolCallOutputResource):  # may: type-widened
            call_id: str = item.call_id  # touched: attribute-widened
            text = item.output if isinstance(item.output, str) else "[parts]"
            yield call_id, text


def by_call(items: list[oc.FunctionToolCallOutputResource]) -> dict[str, str]:
    """Sort outputs by their call."""
    return {one.call_id: one.id for one in items}  # touched: attribute-widened


def answers(items: list[oc.FunctionCallOutputItemParam]) -> set[str]:
    """Return the calls that were answered."""
    done = set()
    for item in items:
        done.add(item.call_id.strip())  # touched: attribute-widened
    return done


def reply(call: oc.FunctionToolCall, result: object) -> params.InputItem:
    """Answer a call of one of our functions."""
    return {
        "type": "function_call_output",
        "call_id": call.call_id,
        "output": json.dumps(result),
    }


def kind(item: oc.ConversationItem) -> str:
    """Name an item for the list."""
    if isinstance(item, oc.Message):  # may: type-widened
        return item.role
    if isinstance(item, oc.ReasoningItem):  # may: type-widened
        return "thought"
    if isinstance(item, oc.MCPToolCall):  # may: type-widened
        return item.error or item.name  # touched: attribute-widened
    return item.type


def dear(response: oc.Response) -> bool:
    """Say whether a response came by a dear way."""
    return response.service_tier in ("priority", "scale")  # may: attribute-widened, type-widened


def more(effort: oc.ReasoningEffort) -> oc.ReasoningEffort:  # follows
    """Return the next effort."""
    match effort:  # may: type-widened
        case "none" | "minimal":
            return "low"
        case "low":
            return "medium"
        case "medium" | "high" | "xhigh":
            return "high"


async def all_texts(ids: list[str]) -> list[str]:
    """Return the texts of many responses."""
    found = await asyncio.gather(*(oa.get_response.aio(one) for one in ids))
    for one in found:
        if one.error is not None:
            print(hint(one.error.code))
    return [text_of(one) for one in found]


def tool_kinds(response: oc.Response) -> set[str]:
    """Return which tools a response could use."""
    return {tool.type for tool in response.tools}

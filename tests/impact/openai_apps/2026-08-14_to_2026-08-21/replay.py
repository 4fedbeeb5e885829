"""Replay what an agent did on other servers, with the errors that it met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openai_client import beta_create_response, components, create_response, params
from openai_client.components import BetaMCPToolCall, MCPToolCall, Response
from tenants import Tenant

TIMEOUT: params.MCPToolCall = {
    "type": "mcp_call",
    "id": "mcp_0",
    "server_label": "wiki",
    "name": "find",
    "arguments": "{}",
    "error": "timeout",  # touched: attribute-narrowed
}


def failed(call_id: str, name: str, reason: str) -> params.MCPToolCall:
    """Describe a call that failed."""
    call: params.MCPToolCall = {
        "type": "mcp_call",
        "id": call_id,
        "server_label": "wiki",
        "name": name,
        "arguments": "{}",
        "status": "failed",
    }
    call["error"] = reason  # touched: attribute-narrowed
    return call


def refused(call_id: str, code: int) -> params.MCPToolCall:
    """Describe a call that the server refused."""
    return {
        "type": "mcp_call",
        "id": call_id,
        "server_label": "wiki",
        "name": "find",
        "arguments": "{}",
        "error": {"type": "http_error", "code": code, "message": "refused"},
    }


def worked(call_id: str, output: str) -> params.MCPToolCall:
    """Describe a call that worked."""
    return {
        "type": "mcp_call",
        "id": call_id,
        "server_label": "wiki",
        "name": "find",
        "arguments": "{}",
        "output": output,
        "error": None,
    }


def again(tenant: Tenant, calls: list[params.MCPToolCall], question: str) -> Response:
    """Ask again, with what happened before."""
    history: list[params.InputItem] = [*calls]
    history.append({"role": "user", "content": question})
    return create_response(
        model="gpt-5",
        input=history,
        metadata={"tenant": tenant.name},
        reasoning={"effort": "low"},
        store=False,
    )


def beta_again(question: str, reason: str) -> components.BetaResponse:
    """Ask the service of tomorrow, with a call that failed."""
    call: params.BetaMCPToolCall = {
        "type": "mcp_call",
        "id": "mcp_1",
        "server_label": "wiki",
        "name": "find",
        "arguments": "{}",
        "error": reason,  # touched: attribute-narrowed
    }
    return beta_create_response(
        model="gpt-5",
        input=[call, {"role": "user", "content": question}],
        openai_beta=["responses_multi_agent=v1"],
    )


def merged(base: params.MCPToolCall, **more: Any) -> params.MCPToolCall:
    """Change a call in some places."""
    changed = base.copy()
    for key, value in more.items():
        if key == "error":
            changed["error"] = value  # may: attribute-narrowed
        elif key == "output":
            changed["output"] = value
    return changed


def reason(call: MCPToolCall | BetaMCPToolCall) -> str:
    """Say why a call failed."""
    error = call.error
    if error is None:
        return ""
    if isinstance(error, str):
        return error
    if isinstance(error, components.HTTPError | components.BetaHTTPError):
        return f"{error.code} {error.message}"
    return error.type


def reasons(response: Response) -> Iterator[str]:
    """Yield why the calls of a response failed."""
    for item in response.output:
        match item:
            case MCPToolCall(error=None):
                continue
            case MCPToolCall():
                yield f"{item.server_label}.{item.name}: {reason(item)}"
            case components.FunctionShellCall():
                yield f"shell: {item.status}"
            case _:
                pass


def copied(calls: list[MCPToolCall]) -> list[MCPToolCall]:
    """Copy calls without what they gave."""
    return [one.model_copy(update={"output": None}) for one in calls]


def label(event: components.ResponseStreamEvent) -> str:
    """Name an event for the table."""
    match event.type:  # may: type-widened
        case "response.output_text.delta" | "response.output_text.done":
            return "text"
        case "response.completed" | "response.failed" | "response.incomplete":
            return "end"
        case other:
            return other.removeprefix("response.")


def follow(question: str) -> str:
    """Print what an agent writes."""
    parts: list[str] = []
    with beta_create_response.stream(model="gpt-5", input=question) as events:
        for event in events:
            if isinstance(event, components.BetaResponseTextDeltaEvent):  # may: type-widened
                parts.append(event.delta)
            elif isinstance(event, components.BetaResponseCompletedEvent):  # may: type-widened
                print(event.response.id, event.sequence_number)
    return "".join(parts)

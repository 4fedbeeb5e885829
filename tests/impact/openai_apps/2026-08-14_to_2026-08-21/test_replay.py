"""Tests of the replay, without the service."""

from __future__ import annotations

from unittest import mock

import replay
import tenants
from openai_client import components


def call(error: components.MCPToolCallError | None = None) -> components.MCPToolCall:
    """Make a call for a test."""
    return components.MCPToolCall(
        type="mcp_call",
        id="mcp_1",
        server_label="wiki",
        name="find",
        arguments="{}",
        error=error,
    )


def old_call() -> components.MCPToolCall:
    """Make a call as the service wrote it before."""
    return components.MCPToolCall(
        type="mcp_call",
        id="mcp_2",
        server_label="wiki",
        name="find",
        arguments="{}",
        error="timeout",  # touched: attribute-narrowed
    )


def test_reason() -> None:
    problem = components.HTTPError(type="http_error", code=404, message="no page")
    assert replay.reason(call(problem)) == "404 no page"
    assert replay.reason(call()) == ""
    assert replay.reason(old_call()) == "timeout"


def test_refused() -> None:
    assert replay.refused("mcp_3", 403).get("error") is not None
    assert replay.worked("mcp_4", "a page").get("error") is None


def test_make() -> None:
    tenant = tenants.Tenant("Acme", "CH")
    with mock.patch("tenants.oa.create_project") as create:
        create.return_value = components.Project(
            id="proj_1", object="organization.project", created_at=0, name="Acme"
        )
        assert tenants.make(tenant).id == "proj_1"
    assert create.call_args.kwargs["geography"] == "EU"  # may: argument-removed
    assert tenant.project_id == "proj_1"

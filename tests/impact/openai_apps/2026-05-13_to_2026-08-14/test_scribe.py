"""Tests of the scribe, without the service."""

from __future__ import annotations

from unittest.mock import MagicMock, patch

import hooks
import openai_client as oa
import pytest
import scribe
from openai_client.components import (
    BatchErrors,
    BatchErrorsDataItem,  # touched: type-removed
    MCPToolCall,
    WebSearchActionSearch,
)


@pytest.fixture
def errors() -> BatchErrors:
    """Make the errors of a batch."""
    item = BatchErrorsDataItem(line=3, message="no model")  # touched: type-removed
    return BatchErrors(object="list", data=[item])  # may: attribute-widened


def call(error: str | None) -> MCPToolCall:
    """Make a call of another server."""
    return MCPToolCall(
        type="mcp_call",
        id="mcp_1",
        server_label="wiki",
        name="find",
        arguments="{}",
        error=error,
    )


def test_lines(errors: BatchErrors) -> None:
    assert hooks.lines(errors) == [3]
    assert errors.data is not None  # touched: attribute-widened
    assert hooks.describe(errors.data[0]).startswith("3: ")  # touched: attribute-widened


def test_longest() -> None:
    action = WebSearchActionSearch(type="search", query="cat", queries=["cats"])
    assert scribe.longest(action) == "cats"


def test_errors_of_calls() -> None:
    with patch.object(oa, "create_conversation", MagicMock()):
        keeper = scribe.Scribe("cats")
    keeper.calls.append(call("too slow"))
    keeper.calls.append(call(None))
    assert list(keeper.failed()) == ["find: too slow"]
    assert keeper.calls[0].error == "too slow"  # touched: attribute-widened
    assert keeper.calls[1].output is None

"""The official client and ours, which call one server whose responses a test prepares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openai
import pytest
from support.scripted_server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

KEY = "sk-test"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def official(server: Server) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key=KEY, base_url=server.url, max_retries=0) as client:
        yield client


@pytest.fixture
def ours(whole_called: ModuleType, server: Server) -> Iterator[Any]:
    """The package, configured to call the server."""
    with whole_called.configure(api_key=KEY, base_url=server.url, max_retries=0):
        yield whole_called

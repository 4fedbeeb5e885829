"""What the runtime's tests share: a real server that says what a test tells it to."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import runtime_api
from runtime_server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(autouse=True)
def _configured(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SAMPLE_URL", server.url)
    monkeypatch.setenv("SAMPLE_KEY", runtime_api.KEY)
    runtime_api.API.seen.clear()
    with runtime_api.Client() as client:
        runtime_api.API.use(client)
        yield

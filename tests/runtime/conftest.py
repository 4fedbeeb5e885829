"""What the runtime's tests share: a real server that says what a test tells it to."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from runtime.client import BaseClient
from support import files_api, runtime_api
from support.scripted_server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(autouse=True)
def _configured(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SAMPLE_URL", server.url)
    monkeypatch.setenv("SAMPLE_KEY", runtime_api.KEY)
    with ExitStack() as closing:
        for api in (runtime_api.API, files_api.API, files_api.PLAIN):
            api.seen.clear()
            client = runtime_api.Client() if api is runtime_api.API else BaseClient(api, {})
            api.use(closing.enter_context(client))
        yield

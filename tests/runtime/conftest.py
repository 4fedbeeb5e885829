"""What the runtime's tests share: a real server that says what a test tells it to."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from runtime.client import Api, BaseClient
from support import files_api, runtime_api
from support.scripted_server import Server

APIS = (runtime_api.API, files_api.API, files_api.PLAIN)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(autouse=True)
def _configured(
    _apis_stay: None, server: Server, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setenv("SAMPLE_URL", server.url)
    monkeypatch.setenv("SAMPLE_KEY", runtime_api.KEY)
    with ExitStack() as closing:
        for api in APIS:
            api.seen.clear()
            client = runtime_api.Client() if api is runtime_api.API else BaseClient(api, {})
            api.use(closing.enter_context(client))
        yield


@pytest.fixture
def _apis_stay() -> Iterator[None]:
    """Fail a test that changes what all tests share."""
    before = [_settings(api) for api in APIS]
    yield
    assert [_settings(api) for api in APIS] == before, "use monkeypatch"


def _settings(api: Api) -> dict[str, object]:
    """Return what a test must leave as it was."""
    changing = {"client", "seen"}
    return {name: one for name, one in vars(api).items() if name not in changing}

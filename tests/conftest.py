"""What several tests need."""

import os
from pathlib import Path

import pytest
from packages import OVERLAY, SPEC, assistants, load
from server import Server, read
from vendoring import NEW, OLD, generate, vendor
from whole import document, generated

_ROOT = Path(__file__).parents[1]


def pytest_configure():
    # Their assertions tell as much as those of a test.
    pytest.register_assert_rewrite("rounds", "sent")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents, beside the checkout or at OPGEN_SHARED."""
    folder = Path(os.environ.get("OPGEN_SHARED", _ROOT.parent / "shared"))
    if not (folder / "corpus" / "INDEX.tsv").is_file():
        pytest.skip(f"no documents at {folder}; set OPGEN_SHARED")
    return folder


@pytest.fixture(scope="session")
def running():
    """The local server for our own document, open for all tests."""
    with Server(read(SPEC, OVERLAY)) as server:
        yield server


@pytest.fixture
def server(running):
    """That server, fresh; no request that it finds wrong goes by."""
    running.reset()
    yield running
    assert running.rejected == []


@pytest.fixture(scope="session")
def package():
    """The package of our own document."""
    return assistants()


@pytest.fixture
def oa(package, server):
    """The package, configured for the server."""
    with package.configure(api_key="sk-test", base_url=server.url, max_retries=0):
        yield package


@pytest.fixture(scope="session")
def whole_running():
    """The local server for OpenAI's whole document."""
    with Server(document().data) as server:
        yield server


@pytest.fixture
def whole_server(whole_running):
    """That server, fresh; no request that it finds wrong goes by."""
    whole_running.reset()
    yield whole_running
    assert whole_running.rejected == []


@pytest.fixture(scope="session")
def whole_called(tmp_path_factory):
    """The package of the whole document, as one imports it whose environment has both keys."""
    folder = generated(tmp_path_factory) / "openai_client"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OPENAI_ADMIN_KEY", "sk-admin")
        yield load(folder, "openai_client_called")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The current folder, with a small package in `src/client`."""
    monkeypatch.chdir(tmp_path)
    generate(OLD)
    return tmp_path


@pytest.fixture
def copy(project):
    """A vendored copy of that package, which is a newer one by now."""
    assert vendor().exit_code == 0
    generate(NEW)
    return project / "app/_vendor/client"

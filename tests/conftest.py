"""Fixtures that several folders of tests use."""

import functools
import os
import ssl
from importlib.machinery import SourceFileLoader
from pathlib import Path

import httpcore2
import pytest
import trustme
from hypothesis import HealthCheck, settings
from server import Server, read
from support.openai_documents import document, generated
from support.packages import OVERLAY, SPEC, assistants, load
from support.paths import SHARED
from support.shared_code import source_to_code
from support.vendor_project import NEW, OLD, generate, vendor

# pytest explains the assertions of these helpers as it explains those of a test.
JUDGES = ("hostile_packages", "rounds", "sent", "surface")
# The apps are input to tests: pytest must not collect their own tests.
collect_ignore_glob = ["impact/app/*", "impact/openai_apps/*"]


def pytest_configure():
    pytest.register_assert_rewrite(*(f"support.{name}" for name in JUDGES))


# A busy computer is no defect: examples may take any time.
settings.register_profile("opgen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("opgen")


@pytest.fixture(scope="session", autouse=True)
def _certificates_are_read_once():
    """Share the certificates of HTTP clients: to read them costs more than most calls."""
    read = httpcore2.default_ssl_context

    @functools.cache
    def remembered(_file, _folder, trust_env):
        return read(_trust_env=trust_env)

    def context(*, _trust_env=True):
        places = (os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"))
        return remembered(*places, _trust_env)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpcore2, "default_ssl_context", context)
        yield


@pytest.fixture(scope="session", autouse=True)
def _runtime_is_compiled_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SourceFileLoader, "source_to_code", source_to_code)
        yield


@pytest.fixture(autouse=True)
def _leaves_the_process_as_it_was():
    """Fail a test that changes what the next one sees: its result would depend on the order."""
    before = _state()
    yield
    assert _state() == before, "use monkeypatch"


def _state():
    """The environment without what pytest sets, and the current folder."""
    ours = {name: one for name, one in os.environ.items() if not name.startswith("PYTEST_")}
    return ours, Path.cwd()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents, next to the checkout or at OPGEN_SHARED."""
    if not (SHARED / "corpus" / "INDEX.tsv").is_file():
        pytest.skip(f"no documents at {SHARED}; set OPGEN_SHARED")
    return SHARED


def fresh(running):
    """Reset a running server; fail the test if the server rejects a request."""
    running.reset()
    yield running
    assert running.rejected == []


@pytest.fixture(scope="session")
def running():
    """The local server for the committed document. All tests share it."""
    with Server(read(SPEC, OVERLAY)) as server:
        yield server


@pytest.fixture
def server(running):
    """The server for the committed document, without earlier requests."""
    yield from fresh(running)


@pytest.fixture(scope="session")
def package():
    """The package of the committed document."""
    return assistants()


@pytest.fixture
def oa(package, server):
    """The package, configured to call the server."""
    with package.configure(api_key="sk-test", base_url=server.url, max_retries=0):
        yield package


@pytest.fixture(scope="session")
def whole_running():
    """The local server for OpenAI's whole document."""
    with Server(document().data) as server:
        yield server


@pytest.fixture
def whole_server(whole_running):
    """The server for the whole document, without earlier requests."""
    yield from fresh(whole_running)


@pytest.fixture(scope="session")
def whole_called(tmp_path_factory):
    """The package of the whole document, imported where both keys are in the environment."""
    folder = generated(tmp_path_factory) / "openai_client"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OPENAI_ADMIN_KEY", "sk-admin")
        yield load(folder, "openai_client_called")


@pytest.fixture(scope="session")
def authority():
    """The certificate authority of the https servers that tests start."""
    return trustme.CA()


@pytest.fixture
def context(authority):
    """The TLS context of an https server at this computer's own address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusted(authority, tmp_path_factory, monkeypatch):
    """Trust the authority, and use no proxy."""
    file = tmp_path_factory.mktemp("trust") / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    for name in ("HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The current folder, with a small package in `src/client`."""
    monkeypatch.chdir(tmp_path)
    generate(OLD)
    return tmp_path


@pytest.fixture
def copy(project):
    """A vendored copy of that package. The package itself has changed since."""
    assert vendor().exit_code == 0
    generate(NEW)
    return project / "app/_vendor/client"

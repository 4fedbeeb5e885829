"""Each command and each Python block of the documentation does what its page says.

`OPGEN_WRITE_DOCS=1` writes the outputs that differ into the pages instead of failing.
"""

import os
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from support import doc_pages
from support.doc_pages import PAGES, ROOT, Session, blocks

sys.path.insert(0, str(ROOT / "docs/examples"))
from service import serving

EXAMPLES = ROOT / "docs/examples"
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
LANGUAGES = {"console", "python", "yaml", "toml", "json", "text", "gitattributes", "jinja"}
# What is not run: by page, the command or the first line of the Python block; and why.
_INSTALLS = "installs from a package registry; test_install.py builds and runs the wheel"
_TRACES = "opentelemetry.instrumentation.httpx"
_REFUSED = (
    'result = oc.create_response.parse(Solution, model="gpt-5", input="How do I pick a lock?")'
)
_STREAMED = 'with oc.create_response.parse_stream(Solution, input="Solve x = 1.") as events:'
NOT_RUN = {
    "CONTRIBUTING.md": {
        "make generate": _INSTALLS,
        "@click.command()": "is a part of a module",
        "class Thread(msgspec.Struct):": "needs a library that is not installed",
    },
    "README.md": {
        "import openai_assistants as oa": "test_demo.py runs it, as `make demo` does",
        "pip install .": _INSTALLS,
        "pip wheel --no-deps --wheel-dir dist . && pip install dist/opgen-*.whl": _INSTALLS,
        "opgen init https://api.example.com/openapi.json": "needs the network; see tutorial.md",
        "opgen update https://example.com/openapi.yaml": "needs the network; see update.md",
        "opgen diff old.yaml new.yaml --uses src --fix": "names documents of the reader",
    },
    "docs/how-to/clients.md": {
        f"from {_TRACES} import HTTPX2ClientInstrumentor": "test_traces.py does it",
    },
    "docs/how-to/streams.md": {
        "rows = api.list_rows()": "the Tasks API has no JSON lines; test_sequences.py reads them",
        "api.add_rows(row for row in found)": "as above; test_sequences.py sends them",
    },
    "docs/how-to/files.md": {
        "import openai_client as oc": "test_uploads_in_parts.py does it",
        'talks = Path("talks.jsonl")': "as above",
    },
    "docs/how-to/polling.md": {
        "import openai_assistants as oa": "test_polling.py runs this page",
        'run = oa.get_run.until_done("thread_1", "run_1")': "as above",
        "import asyncio": "as above",
        "options = oa.CallOptions(poll_interval=0.01, poll_timeout=0.05)": "as above",
    },
    "docs/how-to/structured-output.md": {
        "import openai_client as oc": "test_structured_output.py runs this page",
        _REFUSED: "as above",
        _STREAMED: "as above",
        "def weather(city: str, days: int = 1) -> str:": "as above",
        "class Prices(BaseModel):": "as above",
    },
    "docs/how-to/update.md": {
        "opgen update https://example.com/openapi.yaml": "needs the network; test_fetch.py fetches",
        "opgen update": "needs the network, as above",
        "opgen update https://gitlab.example.com/openapi.yaml --header 'PRIVATE-TOKEN: "
        "${GITLAB_TOKEN}'": "needs the network; test_request_headers.py sends headers",
        "opgen update https://api.example.com/openapi.yaml --token-env API_TOKEN": "as above",
        "opgen update 'git+https://git.example.com/org/api.git@main#specs/openapi.yaml'": (
            "needs the network; test_git_source.py fetches from repositories"
        ),
    },
    "docs/tutorial.md": {
        "python3 -m venv .venv && . .venv/bin/activate": _INSTALLS,
        "pip install '.[client]'": _INSTALLS,
        "python docs/examples/service.py": "serves until it is stopped; the tests serve the same",
    },
}


@pytest.fixture(scope="session")
def example(tmp_path_factory):
    """The project of the how-to pages, its package generated."""
    folder = tmp_path_factory.mktemp("docs") / "example"
    folder.mkdir()
    for name in ("tasks.yaml", "tasks.toml", "pyproject.toml"):
        shutil.copy(EXAMPLES / name, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert doc_pages._run("opgen generate")[0] == 0
    return folder


def checkout(folder):
    """Copy what the pages of the project itself use."""
    for name in ("specs", "generated"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert tomllib.loads(settings)["tool"]["opgen"]
    shutil.copy(ROOT / "pyproject.toml", folder)


@pytest.fixture
def folder(request, tmp_path, monkeypatch):
    """The current folder of a page."""
    name = request.getfixturevalue("name")
    if name.startswith("docs/how-to/"):
        shutil.copytree(request.getfixturevalue("example"), tmp_path, dirs_exist_ok=True)
    elif name != "docs/tutorial.md":
        checkout(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1786665600")  # 2026-08-14
    yield tmp_path
    for name, module in [*sys.modules.items()]:
        # A namespace package has folders only.
        places = [getattr(module, "__file__", None) or "/", *getattr(module, "__path__", ())]
        if any(Path(one).is_relative_to(tmp_path) for one in places):
            if name.endswith("._api"):
                module.API.client.close()
            del sys.modules[name]


@pytest.fixture
def service(monkeypatch):
    """The Tasks API at a free port, which the pages' packages call."""
    with serving() as server:
        for name in ("TASKS_URL", "TODO_BASE_URL"):
            monkeypatch.setenv(name, server.url)
        monkeypatch.setenv("TASKS_TOKEN", "secret")
        yield server


@pytest.mark.parametrize("name", [one for one in NAMES if any(b.runs for b in blocks(ROOT / one))])
@pytest.mark.external
@pytest.mark.usefixtures("service")
def test_a_page_does_what_it_says(name, folder):
    session = Session(folder, lambda _, line: line in NOT_RUN.get(name, {}))
    for block in blocks(ROOT / name):
        session.run(block)
    if session.corrections and os.environ.get("OPGEN_WRITE_DOCS"):
        doc_pages.corrected(ROOT / name, session.corrections)
        return
    for block, text in session.corrections:
        assert block.text == text, block.place()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_blocks_of_a_page_are_of_known_languages(page):
    """So that no command escapes the test above by being in a block of `sh`."""
    for block in blocks(page):
        assert block.language in LANGUAGES, block.place()
        assert block.language in ("console", "text") or "\n$ " not in f"\n{block.text}"


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_an_excerpt_is_in_the_file_that_it_is_from(page):
    for block in blocks(page):
        if block.options.startswith("from="):
            source = ROOT / block.options.removeprefix("from=")
            assert block.text in source.read_text(encoding="utf-8"), block.place()


def test_what_is_not_run_is_there():
    for name, lines in NOT_RUN.items():
        found = blocks(ROOT / name)
        commands = {command for one in found for command, _ in one.commands()}
        firsts = {one.text.split("\n")[0] for one in found if one.language == "python"}
        assert set(lines) <= commands | firsts, name

"""A vendored package at work: in an app, twice in one process, in a zipapp."""

import json
import zipapp
import zipfile

import pytest
from server import Answer, Server, read
from support.folders import tree
from support.packages import OVERLAY, SPEC, assistants_folder
from support.paths import ROOT
from support.processes import python

from generator.diagnostics import DiagnosticLog
from generator.distributing.vendor import vendor

pytestmark = [pytest.mark.slow, pytest.mark.external]

NAMES = ("app._vendor.openai_assistants", "app.inner.deep.other_name")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """An app with two copies under two names, and nothing else of the package in reach."""
    folder = tmp_path_factory.mktemp("app")
    for name in NAMES:
        place = folder.joinpath(*name.split("."))
        vendor(assistants_folder(), place, DiagnosticLog())
        for parent in place.relative_to(folder).parents:
            if parent.name:
                (folder / parent / "__init__.py").touch()
    return folder


@pytest.fixture(scope="module")
def others():
    """A second service."""
    with Server(read(SPEC, OVERLAY)) as server:
        yield server


def run(*command, cwd, **environment):
    strict = ("-W", "error", "-W", "ignore::DeprecationWarning")
    done = python(*strict, *command, cwd=cwd, **{"PYTHONPATH": "", **environment})
    assert done.stderr == ""
    return done.stdout


IN_AN_APP = """
import json, pickle, sys
from app._vendor import openai_assistants as oa
from app._vendor.openai_assistants import components, params
with oa.configure(api_key="sk-test", base_url=sys.argv[1], max_retries=0):
    thread = oa.get_thread("thread_1")
assert type(thread) is components.ThreadObject
assert pickle.loads(pickle.dumps(oa.get_thread)) is oa.get_thread
print(json.dumps([thread.id, sorted(m for m in sys.modules if "openai_assistants" in m)]))
"""

IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
found = [one.name for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
for name in found:
    importlib.import_module(name)
strangers = {"openai_assistants", "generator"}
print(len(found), *(one for one in sys.modules if one.split(".")[0] in strangers))
"""

TWICE = """
import contextlib, sys
from app._vendor import openai_assistants as one
from app.inner.deep import other_name as other

stack = contextlib.ExitStack()
stack.enter_context(one.configure(api_key="sk-one", base_url=sys.argv[1], max_retries=0))
stack.enter_context(other.configure(api_key="sk-other", base_url=sys.argv[2], max_retries=0))
assert one.NotFoundError is not other.NotFoundError
assert not issubclass(one.APIError, other.APIError)
assert one.get_thread("t").id
assert other.get_thread("t").id
for package, foreign in ((one, other), (other, one)):
    try:
        package.get_thread("t")
    except foreign.APIError:
        raise SystemExit("the error of the other package")
    except package.NotFoundError as error:
        assert type(error).__module__.startswith(package.__name__)
    else:
        raise SystemExit("no error")
try:
    one.get_thread.using(other.Client(api_key="sk-x", base_url=sys.argv[1]))("t")
except one.ConfigurationError:
    pass
else:
    raise SystemExit("the client of another package was taken")
stack.close()
"""


def test_under_a_parent_package(app, server):
    identifier, modules = json.loads(run("-c", IN_AN_APP, server.url, cwd=app))
    assert identifier == json.loads(server.answers[-1].body)["id"]
    assert all(name.startswith("app._vendor.openai_assistants") for name in modules)


@pytest.mark.parametrize("name", NAMES)
def test_every_module_imports_only_its_own_package(app, name):
    assert int(run("-c", IMPORT_ALL, name, cwd=app)) > 20


def test_twice_in_one_process_under_two_names(app, server, others):
    missing = Answer.of({"error": {"message": "none such"}}, status=404)
    for service in (server, others):
        service.answer_next(Answer.of(thread(service)), missing)
    run("-c", TWICE, server.url, others.url, cwd=app)
    keys = [
        [request.headers["authorization"] for request in service.requests]
        for service in (server, others)
    ]
    assert keys == [["Bearer sk-one"] * 2, ["Bearer sk-other"] * 2]
    assert others.rejected == []


def thread(service):
    return {
        "id": f"thread_at_{service.url}",
        "object": "thread",
        "created_at": 1,
        "tool_resources": None,
        "metadata": None,
    }


def test_in_a_zipapp(app, server, tmp_path):
    (app / "__main__.py").write_text(IN_AN_APP)
    try:
        zipapp.create_archive(app, tmp_path / "app.pyz")
    finally:
        (app / "__main__.py").unlink()
    identifier, modules = json.loads(run(tmp_path / "app.pyz", server.url, cwd=tmp_path))
    assert identifier == json.loads(server.answers[-1].body)["id"]
    assert "app._vendor.openai_assistants.threads" in modules


def test_vendored_by_an_installed_opgen(app, tmp_path):
    """The licence is in a wheel of opgen too."""
    python("-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "there")
    copy = tmp_path / "openai_assistants"
    arguments = ("-m", "generator", "vendor", copy, "--from", assistants_folder())
    run(*arguments, cwd=tmp_path, PYTHONPATH=str(tmp_path / "there"))
    assert tree(copy) == tree(app / "app/_vendor/openai_assistants")


WARNED = """
import sys
from app._vendor import openai_assistants as oa
oa.configure(api_key="sk-test", base_url=sys.argv[1], max_retries=0)
oa.get_thread("t")  # here
"""


def test_a_warning_names_the_line_of_the_app(app, server, tmp_path):
    server.answer_next(Answer.of({**thread(server), "created_at": "now"}))
    (tmp_path / "user.py").write_text(WARNED)
    done = python(tmp_path / "user.py", server.url, PYTHONPATH=str(app))
    assert "user.py:5: DriftWarning: " in done.stderr

"""`[names]` of a profile: other names for operations, arguments and schemas."""

from __future__ import annotations

import pytest
from support.documents import STRING, document, operation, ref, thing
from support.packages import load, make

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.name_history import NO_HISTORY


def query(name: str, *, required: bool = False) -> dict:
    return {"name": name, "in": "query", "required": required, "schema": STRING}


LIST = operation(query("per_page"), query("q", required=True), name="repos/list")
FIND = operation(query("per_page"), name="repos/find")
MAKE = operation(body=thing(title=STRING), reply=ref("Repo"), name="repos/create")
del MAKE["operationId"]
DOCUMENT = document(
    {"/repos": {"get": LIST, "post": MAKE}, "/found": {"get": FIND}}, {"Repo": thing(name=STRING)}
)
PROFILE = """
[names.operations]
"repos/list" = "repos"
"POST /repos" = "new_repo"

[names.arguments]
per_page = "limit"
"repos/find.per_page" = "size"
"POST /repos.title" = "name"
q = "text"

[names.schemas]
Repo = "Repository"
"""


@pytest.fixture
def made(tmp_path):
    def made(profile, history=NO_HISTORY, **options):
        path = tmp_path / "own.toml"
        path.write_text(profile)
        log = DiagnosticLog()
        result = make(
            tmp_path / "client", DOCUMENT, log, history=history, profile=str(path), **options
        )
        return result, log

    return made


def warnings(log):
    return [
        f"{one.location.line}: {one.message}; {one.help}"
        for one in log.diagnostics
        if one.code == "rule-without-effect"
    ]


def test_names_of_a_profile(made, tmp_path):
    _, log = made(PROFILE)
    assert warnings(log) == []
    client = load(tmp_path / "client")
    assert client.repos.request("x", limit="5").query == {"q": "x", "per_page": "5"}
    assert client.repos_find.request(size="5").query == {"per_page": "5"}
    assert client.new_repo.request(name="a").json == {"title": "a"}
    assert client.components.Repository(name="a").name == "a"


def test_they_are_stronger_than_the_lock(made, tmp_path):
    before, _ = made("")
    history = before.package.history
    assert {one.name for one in history.functions} == {"repos_list", "create_repo", "repos_find"}
    after, _ = made(PROFILE, history=history)
    assert {one.name for one in after.package.operations} == {"repos", "new_repo", "repos_find"}
    # A call by position stays right.
    made('[names.arguments]\nq = "text"', history=history)
    assert load(tmp_path / "client").repos_list.request("x").query["q"] == "x"
    # The other operation gives way.
    taken, _ = made('[names.operations]\n"repos/list" = "repos_find"', history=history)
    names = {one.identity: str(one.name) for one in taken.package.operations}
    assert names["repos/list"] == "repos_find"
    assert names["repos/find"] == "repos_find_found"


def test_a_schema_next_to_the_tables(made, tmp_path):
    made('[names]\nRepo = "Repository"')
    assert load(tmp_path / "client").components.Repository(name="a").name == "a"


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ('[names]\nRepos = "A"', "2: there is no schema 'Repos'…; did you mean 'Repo'?"),
        ('[names.schemas]\nRepos = "A"', "2: there is no schema 'Repos'…; did you mean 'Repo'?"),
        (
            '[names.operations]\n\n"repos/lst" = "a"',
            "3: there is no operation 'repos/lst'…; did you mean 'repos/list'",
        ),
        (
            '[names.arguments]\nperpage = "a"',
            "2: there is no argument 'perpage'…; did you mean 'per_page'",
        ),
        (
            '[names.arguments]\nper_page = "q"',
            "2: the argument 'q' has the name 'q' and gets another one…",
        ),
    ],
)
def test_a_name_that_fits_nothing(made, profile, message):
    start, _, end = message.partition("…")
    _, log = made(profile, groups=("repos",) if "gets another" in message else ())
    (found,) = warnings(log)
    assert found.startswith(start)
    assert end in found


def test_another_operation_is_not_judged_by_a_selection(made):
    _, log = made('[names.operations]\n"repos/find" = "a"', groups=("repos",))
    assert warnings(log) == []


@pytest.mark.parametrize(
    ("profile", "line", "message"),
    [
        ('[names.operations]\n"repos/list" = "get-repo"', 2, "is not a Python identifier"),
        ('[names.operations]\n"repos/list" = "class"', 2, "is not a Python identifier"),
        ('[names.operations]\n"repos/list" = "list"', 2, "is a reserved name"),
        ('[names.operations]\n"repos/list" = "Client"', 2, "is a reserved name"),
        ('[names.operations]\na = "x"\nb = "x"', 3, "is given the name of 'a'"),
        ('[names.arguments]\nq = "a b"', 2, "is not a Python identifier"),
        ('[names.arguments]\nq = "self"', 2, "is a reserved name"),
        ("[names]\noperations = 1", 2, "is not a table of strings"),
        ("[names.arguments]\nq = 1", 1, "is not a table of strings"),
        ("[names]\nq = 1", 2, "is not a string"),
    ],
)
def test_a_name_that_cannot_be_used(made, profile, line, message):
    with pytest.raises(OpgenError) as caught:
        made(profile)
    (one,) = caught.value.diagnostics
    assert (one.code, one.location.line) == ("invalid-profile", line)
    assert message in one.message

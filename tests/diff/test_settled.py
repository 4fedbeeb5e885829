"""`[tool.opgen.renames]`: what the user says of names that changed."""

from __future__ import annotations

import json

import pytest
from support.command import opgen
from support.diff_documents import INTEGER, described, parameter
from support.documents import STRING, document_of, operation, ref, thing


def document(name, argument, attribute):
    listed = operation(parameter(argument, INTEGER), reply=ref("Task"), name=name)
    return document_of(listed, {"Task": thing(**{"id": INTEGER, attribute: STRING})})


OLD, NEW = document("listTasks", "limit", "note"), document("listTasks", "page_size", "remark")
REMOVED = [
    (
        "breaking argument-removed `list_tasks`: "
        "argument `limit` removed; perhaps renamed to `page_size`"
    ),
    "breaking attribute-removed `Task`: attribute `note` removed; perhaps renamed to `remark`",
]
ADDED = [
    "additive argument-added `list_tasks`: new optional argument `page_size`",
    "additive attribute-added `Task`: new attribute `remark`",
]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with two documents, and a function that compares them with these settings."""
    monkeypatch.chdir(tmp_path)

    def compare(renames, old=OLD, new=NEW):
        (tmp_path / "old.json").write_text(json.dumps(old))
        (tmp_path / "new.json").write_text(json.dumps(new))
        (tmp_path / "pyproject.toml").write_text(
            '[tool.opgen]\nspec = "new.json"\noutput = "client"\nall = true\n'
            f"[tool.opgen.renames]\n{renames}\n"
        )
        return opgen("diff", "old.json", "new.json", "--format", "json")

    return compare


def lines(done):
    assert done.exit_code == 0, done.output
    return described(json.loads(done.stdout)["changes"])


def test_without_an_entry_a_doubtful_rename_is_only_a_hint(project):
    assert lines(project("")) == REMOVED + ADDED


def test_an_entry_makes_a_doubtful_rename_certain(project):
    done = project('"list_tasks.limit" = "page_size"\n"Task.note" = "remark"')
    assert lines(done) == [
        "breaking argument-renamed `list_tasks`, `limit`: renamed to `page_size`",
        "breaking attribute-renamed `Task.note`: renamed to `remark`",
    ]
    assert done.stderr == ""


def test_an_empty_name_says_that_it_is_removed(project):
    done = project('"list_tasks.limit" = ""\n"Task.note" = ""')
    assert lines(done) == [line.partition(";")[0] for line in REMOVED] + ADDED
    assert done.stderr == ""


def test_an_empty_name_takes_a_certain_rename_back(project):
    new = document("fetchTasks", "limit", "note")
    assert lines(project("", OLD, new)) == [
        "breaking function-renamed `list_tasks`: renamed to `fetch_tasks`"
    ]
    assert lines(project('list_tasks = ""', OLD, new)) == [
        "breaking function-removed `list_tasks`: removed",
        "additive function-added `fetch_tasks`: new",
    ]


def test_an_entry_names_functions_and_types_of_other_places(project):
    old = document_of(operation(reply=ref("A"), name="one"), {"A": thing(x=STRING)})
    new = document_of(operation(reply=ref("B"), name="two"), {"B": thing(y=INTEGER)})
    new["paths"] = {"/other": new["paths"].popitem()[1]}
    found = lines(project('one = "two"\nA = "B"', old, new))
    assert "breaking type-renamed `A`: renamed to `B`" in found
    assert any(
        line.startswith("breaking function-renamed `one`: renamed to `two`") for line in found
    )
    assert not any("function-removed" in line or "type-removed" in line for line in found)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('list_task = "x"', "the earlier package has no 'list_task'"),
        ('"list_tasks.limits" = "page_size"', "did you mean 'list_tasks.limit'"),
        ('"list_tasks.limit" = "size"', "'list_tasks.limit' cannot be renamed to 'size'"),
        ('Task = "list_tasks"', "'Task' cannot be renamed to 'list_tasks'"),
    ],
)
def test_an_entry_without_effect_is_a_warning_with_its_place(project, entry, message):
    done = project(entry)
    assert lines(done) == REMOVED + ADDED
    assert message in done.stderr
    assert "warning[unused-rename]" in done.stderr
    assert "pyproject.toml:6:" in done.stderr


def test_a_key_with_a_dot_needs_quotes(project):
    done = project('list_tasks.limit = "page_size"')
    assert done.exit_code == 1
    assert 'write a key with a dot in quotes: "list_tasks.…"' in done.stderr

"""A profile adds modules of plain Python to the package: `[[extras]]`."""

from __future__ import annotations

import pytest
from support.command import done
from support.documents import STRING, document, operation, ref, thing
from support.packages import load, make
from support.scripted_server import Server

from generator.diagnostics import DiagnosticLog, OpgenError

NOTES = document(
    {
        "/notes": {"post": operation(body=ref("Note"), reply=ref("Note"), name="addNote")},
        "/notes/last": {"get": operation(reply=ref("Note"), name="lastNote")},
        "/extra/things": {"get": operation(reply=ref("Note"), name="addNotes")},
    },
    {"Note": thing(text=STRING)},
)
MODULE = '''"""Adds several notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from ._runtime.counting import PageNumber
from ._runtime.operation import Operation
from ._runtime.request import Request

P = ParamSpec("P")
T = TypeVar("T")


class TwiceOperation(Operation[P, T, Request[T]]):
    """An operation that can be called twice."""

    def twice(self, *args: P.args, **kwargs: P.kwargs) -> tuple[T, T]:
        """Make two calls."""
        return self(*args, **kwargs), self(*args, **kwargs)


def twice_operation(
    method: str, path: str
) -> Callable[[Callable[P, Request[T]]], TwiceOperation[P, T]]:
    """Return a decorator."""
    return lambda describe: TwiceOperation(describe, method, path)


def add_notes(*texts: str) -> list[str | None]:
    """Add notes."""
    from .notes import add_note

    return [add_note(text=one).text for one in texts]
'''
RULE = """
[[extras]]
module = "many_notes"
operations = ["addNote"]
decorators = { "GET /notes/last" = "twice_operation", addNote = "twice_operation" }
exports = ["add_notes", "TwiceOperation"]
"""


def write(folder, rule=RULE, module=MODULE):
    """Write a profile and its module, and return the options of the profile."""
    (folder / "own.toml").write_text(rule)
    (folder / "many_notes.py").write_text(module)
    return {"profile": str(folder / "own.toml")}


def test_a_module_is_copied_exported_and_decorates(tmp_path):
    make(tmp_path / "client", NOTES, **write(tmp_path))
    assert (tmp_path / "client/many_notes.py").read_text() == MODULE
    package = load(tmp_path / "client")
    assert {"add_notes", "TwiceOperation", "many_notes"} <= set(dir(package))
    assert isinstance(package.last_note, package.TwiceOperation)
    assert "More views: see the module `many_notes`." in (package.last_note.__doc__ or "")
    assert "- many_notes: `add_notes`, `TwiceOperation`" in (package.__doc__ or "")
    with Server() as server:
        package.configure(base_url=server.url)
        server.say(*({"text": one} for one in "abcd"))
        assert package.add_notes("a", "b") == ["a", "b"]
        assert [one.text for one in package.last_note.twice()] == ["c", "d"]
    assert [one.method for one in server.asked] == ["POST", "POST", "GET", "GET"]


def test_it_brings_the_modules_of_the_runtime_that_it_imports(tmp_path):
    options = write(tmp_path)
    make(tmp_path / "plain", NOTES)
    make(tmp_path / "client", NOTES, **options)
    assert not (tmp_path / "plain/_runtime/counting.py").exists()
    assert (tmp_path / "client/_runtime/counting.py").is_file()


def test_a_type_checker_sees_its_methods(tmp_path):
    make(tmp_path / "client", NOTES, **write(tmp_path))
    stub = (tmp_path / "client/__init__.pyi").read_text()
    assert "from .many_notes import add_notes as add_notes" in stub
    group = (tmp_path / "client/notes.py").read_text()
    assert "from .many_notes import twice_operation" in group
    assert group.count("@twice_operation(") == 2


@pytest.mark.parametrize(
    ("groups", "is_there"), [(["notes"], True), (["extra"], False)], ids=["its group", "another"]
)
def test_only_a_package_with_its_operations_has_it(tmp_path, groups, is_there):
    make(tmp_path / "client", NOTES, groups=groups, **write(tmp_path))
    assert (tmp_path / "client/many_notes.py").exists() is is_there
    assert ("add_notes" in (tmp_path / "client/__init__.py").read_text()) is True  # or a function


@pytest.mark.parametrize(
    ("rule", "is_there"),
    [
        ('operations = ["addNote", "lastNote"]', True),
        ('operations = ["addNote", "gone"]', False),
        ('decorators = { gone = "twice_operation" }', False),
        ('decorators = { gone = "twice_operation", addNote = "twice_operation" }', True),
        ("", True),
    ],
    ids=["both", "one of two", "nothing to decorate", "one to decorate", "no condition"],
)
def test_what_it_needs(tmp_path, rule, is_there):
    options = write(tmp_path, f'[[extras]]\nmodule = "many_notes"\n{rule}')
    make(tmp_path / "client", NOTES, DiagnosticLog(), **options)
    assert (tmp_path / "client/many_notes.py").exists() is is_there


@pytest.mark.parametrize("is_there", [True, False])
def test_a_part_is_there_with_its_module(tmp_path, is_there):
    (tmp_path / "part.py").write_text('"""A part."""\n')
    rule = RULE.replace("addNote", "addNote" if is_there else "gone", 1)
    options = write(tmp_path, f'{rule}[[extras]]\nmodule = "part"\npart_of = "many_notes"\n')
    make(tmp_path / "client", NOTES, DiagnosticLog(), **options)
    assert (tmp_path / "client/part.py").exists() is is_there


def test_a_function_gives_way_to_an_export(tmp_path):
    make(tmp_path / "client", NOTES, **write(tmp_path))
    package = load(tmp_path / "client")
    assert package.add_notes.__module__.endswith("many_notes")
    assert package.add_notes_.__qualname__ == "add_notes_"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('module = "nothing"', r"'module' needs the file 'nothing\.py'"),
        ('module = "../many_notes"', "cannot be the name of a module"),
        ('module = "components"', "cannot be the name of a module"),
        ('module = "_api"', "cannot be the name of a module"),
        ('module = "many_notes"\nexports = ["a b"]', "'exports' has 'a b', which is not a name"),
        ('module = "many_notes"\nexports = ["class"]', "which is not a name"),
        ('module = "many_notes"\ndecorators = {addNote = "x()"}', "which is not a name"),
        ('module = "many_notes"\n[[extras]]\nmodule = "many_notes"', "the same in two tables"),
        ('module = "many_notes"\npart_of = "other"', "'part_of' is not the module of an earlier"),
        ('module = "many_notes"\nexport = []', "'export' is unknown"),
    ],
)
def test_a_wrong_rule_is_refused(tmp_path, rule, message):
    with pytest.raises(OpgenError, match="invalid-profile") as raised:
        make(tmp_path / "client", NOTES, **write(tmp_path, f"[[extras]]\n{rule}"))
    assert raised.match(message)


def test_a_rule_for_other_operations_has_no_effect(tmp_path):
    log = DiagnosticLog()
    rule = RULE.replace('"addNote"', '"addNoet"')
    make(tmp_path / "client", NOTES, log, **write(tmp_path, rule))
    (found,) = [one for one in log.diagnostics if one.code == "rule-without-effect"]
    assert "'addNoet'" in found.message
    assert "'addNote'" in found.help
    assert found.location.line == 4


def test_an_edit_of_the_module_changes_the_package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = write(tmp_path)
    make(tmp_path / "client", NOTES, **options)
    command = ("document.json", "--all", "--output", "client", "--profile", "own.toml")
    done("generate", *command)
    assert "up to date" in done("check", *command)
    write(tmp_path, module=MODULE.replace("several", "many"))
    assert "2 changed" in done("generate", *command)
    assert "many notes" in (tmp_path / "client/many_notes.py").read_text()
    (tmp_path / "own.toml").write_text("")
    done("generate", *command)
    assert not (tmp_path / "client/many_notes.py").exists()


def test_a_folder_of_templates_replaces_it(tmp_path):
    (tmp_path / "own/extras").mkdir(parents=True)
    (tmp_path / "own/extras/many_notes.py").write_text("add_notes = TwiceOperation = 1\n")
    rule = RULE.replace("decorators", "#")
    make(tmp_path / "client", NOTES, templates=tmp_path / "own", **write(tmp_path, rule))
    assert load(tmp_path / "client").add_notes == 1


POLLED = '''"""Waits in another way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._runtime.polled_operation import PolledOperation
from ._runtime.polling import Polling


class LoudOperation(PolledOperation[..., Any, Any]):
    """An operation with a job that can be called loudly."""

    loud = True


def loud_operation(method: str, path: str, polling: Polling) -> Callable[..., LoudOperation]:
    """Return a decorator."""
    return lambda describe: LoudOperation(describe, method, path, polling)
'''
POLLS = '[[polling]]\nread = "lastNote"\nstatus = "text"\nfinal = ["done"]\n'


@pytest.mark.parametrize("order", [1, -1], ids=["the last table", "the first table"])
def test_a_decorator_that_polls_is_for_operations_with_a_job(tmp_path, order):
    (tmp_path / "loud_notes.py").write_text(POLLED)
    loud = """
[[extras]]
module = "loud_notes"
decorators = { lastNote = "loud_operation", addNotes = "loud_operation" }
polling = true
"""
    usual = RULE.replace("addNote =", "addNotes =")
    rules = "".join([usual, loud][::order])
    polls = f'{POLLS}operations = ["lastNote"]\n'
    make(tmp_path / "client", NOTES, **write(tmp_path, rules + polls))
    package = load(tmp_path / "client")
    assert package.last_note.loud
    assert not hasattr(package.last_note, "twice")
    assert hasattr(package.add_notes_, "twice")
    assert not hasattr(package.add_notes_, "until_done")
    with Server() as server:
        server.say({"text": "x"}, {"text": "done"})
        with package.Client(base_url=server.url, poll_interval=0.001) as client:
            assert package.last_note.using(client).until_done().text == "done"


def test_a_decorator_that_does_not_poll_keeps_an_operation_from_it(tmp_path):
    log = DiagnosticLog()
    make(tmp_path / "client", NOTES, log, **write(tmp_path, RULE + POLLS))
    found = [one for one in log.diagnostics if one.code == "rule-without-effect"]
    assert "whose table does not set polling" in found[0].message
    assert not hasattr(load(tmp_path / "client").last_note, "until_done")

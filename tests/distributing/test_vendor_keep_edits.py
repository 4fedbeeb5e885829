"""`opgen vendor --keep-edits`: edits of the copy and of the package are in the new copy."""

import os
import threading
from pathlib import Path

import pytest
from support.command import done, opgen
from support.faults import KILLED, runs
from support.folders import names, package, tree
from support.vendor_project import NEW, OLD, expected, generate, refused, vendor

from generator.diagnostics import DiagnosticLog
from generator.distributing.vendor import vendor as copy_package
from generator.write.package import write_package

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
MINE = "\n\ndef mine():\n    return 1\n"


def append(copy, name, text=MINE):
    with (copy / name).open("a") as file:
        file.write(text)


def test_edits_and_the_new_package_are_in_the_copy(copy):
    for name in ("a.py", "b.py", "LICENSE"):
        append(copy, name)
    run = vendor("--keep-edits")
    assert run.exit_code == 0, run.output
    assert "edits kept in 3 files: LICENSE, a.py, b.py" in run.stdout
    wanted = expected()
    for name in ("a.py", "b.py", "LICENSE"):
        wanted[name] += MINE.encode()
    assert b"b = 2" in wanted["b.py"]
    assert tree(copy) == wanted
    # The next run changes nothing; without the option it refuses.
    again = vendor("--keep-edits")
    assert "nothing changed, nothing written" in again.stdout
    assert "edits kept in 3 files" in again.stdout
    assert tree(copy) == wanted
    refused(copy, "--keep-edits merges it with the new file")


def test_edits_stay_from_version_to_version(copy):
    append(copy, "a.py")
    for number in range(3):
        generate(package(a=f"a = {number}\n", b="b = 1\n"))
        assert vendor("--keep-edits").exit_code == 0
        text = (copy / "a.py").read_text()
        assert text.endswith(f"a = {number}\n{MINE}")


def test_a_conflict_is_shown_and_nothing_is_written(copy):
    (copy / "b.py").write_text((copy / "b.py").read_text().replace("b = 1", "b = 7"))
    append(copy, "a.py")
    said = refused(copy, arguments=["--keep-edits"])
    assert "client/b.py:11:1: error[edit-conflict]: `b` was changed by hand" in said
    assert "    -b = 7\n    +b = 2\n" in said
    assert vendor("--prefer", "mine").exit_code == 0
    assert (copy / "b.py").read_text().endswith("b = 7\n")
    assert "nothing changed" in vendor("--keep-edits").stdout


def test_force_overwrites_only_the_file_with_the_conflict(copy):
    (copy / "b.py").write_text("b = 7\n")
    append(copy, "a.py")
    run = vendor("--keep-edits", "--force")
    assert run.exit_code == 0, run.output
    assert "b.py.orig" in run.stdout
    wanted = {**expected(), "b.py.orig": b"b = 7\n"}
    wanted["a.py"] += MINE.encode()
    assert tree(copy) == wanted


def test_an_edited_file_that_the_package_no_longer_has(copy):
    append(copy, "sub/c.py")
    said = refused(copy, arguments=["--keep-edits"])
    assert "client/sub/c.py:1:1: error[edit-conflict]" in said
    assert "move your code to a file of its own" in said


def test_edits_of_the_package_are_vendored_and_built(project):
    append(Path("src/client"), "a.py")
    assert "--keep-edits keeps it" in vendor().stderr
    assert vendor("--keep-edits").exit_code == 0
    copy = project / "app/_vendor/client"
    assert (copy / "a.py").read_text().endswith(MINE)
    assert "nothing changed" in vendor("--keep-edits").stdout
    assert opgen("wheel", "--from", "src/client").exit_code == 1
    append(copy, "b.py")
    append(Path("src/client"), "b.py", "\n\ndef other():\n    return 1\n")
    assert vendor("--keep-edits").exit_code == 0
    assert "def mine" in (copy / "b.py").read_text()
    assert "def other" in (copy / "b.py").read_text()


def test_a_wheel_of_an_edited_package(project):
    append(Path("src/client"), "a.py")
    assert "built dist/client-" in done("wheel", "--from", "src/client", "--keep-edits")
    assert names(project / "dist") != []


@pytest.fixture
def template(tmp_path):
    """An edited copy of the old package with a file of its own, and the new package."""
    folder = tmp_path / "template"
    copy = folder / "app/client"
    write_package(OLD, folder / "src", DiagnosticLog())
    copy_package(folder / "src", copy, DiagnosticLog())
    append(copy, "a.py")
    (copy / "notes.txt").write_text("mine")
    write_package(NEW, folder / "src", DiagnosticLog())
    return folder


def merged(folder):
    """What the copy holds after a run that nothing happens to."""
    copy_package(folder / "src", folder / "app/client", DiagnosticLog(), edits="merge")
    found = tree(folder / "app/client")
    assert MINE.encode() in found["a.py"]
    assert b"b = 2" in found["b.py"]
    return found


COMMAND = ("vendor", "app/client", "--from", "src", "--keep-edits")


@posix
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["kill", "no-exchange-kill", "all-ENOSPC", "EACCES"])
def test_a_fault_at_each_operation(template, kind):
    old = tree(template / "app/client")
    found = []
    for folder, code, where, said in runs(template, kind, *COMMAND):
        assert code in (0, 1, KILLED), said
        copy = folder / "app/client"
        if copy.exists():
            found.append(tree(copy))
        new = merged(folder)
        assert not found or found[-1] in (old, new), where
    assert old in found


def test_two_at_once(template):
    failures = []

    def run():
        try:
            for _ in range(5):
                copy_package(
                    template / "src", template / "app/client", DiagnosticLog(), edits="merge"
                )
        except Exception as error:  # noqa: BLE001  the test fails with it
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert tree(template / "app/client") == merged(template)
    assert names(template / "app") == ["client"]

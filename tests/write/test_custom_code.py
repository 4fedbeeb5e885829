"""The place in a package for the app's own code: nothing that opgen does changes it."""

import os
from pathlib import Path

import pytest
from support.folders import names, package, tree

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.write import replace
from generator.write.package import compare, restore_package, write_package

OLD = package(a="a = 1\n", b="b = 1\n", sub__c="c = 1\n")
NEW = package(a="a = 1\n", b="b = 2\n", sub__d="d = 1\n")
OWN = {"custom.py": b"mine = 1\n"}
OWN_FOLDER = {
    "custom/__init__.py": b"mine = 1\n",
    "custom/deep/a.py": b"mine = 2\n",
    "custom/a.txt": b"",
    "custom/notes.orig": b"mine",
}

posix = pytest.mark.skipif(os.name == "nt", reason="needs links and modes")


def put(files, folder):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@pytest.fixture
def old(tmp_path):
    output = tmp_path / "there" / "client"
    write_package(OLD, output, DiagnosticLog())
    return output


@pytest.mark.parametrize("own", [OWN, OWN_FOLDER, OWN | {"custom.pyi": b"mine: int\n"}])
def test_own_code_survives(old, own):
    put(own, old)
    assert compare(OLD, old).differences == ()
    assert not write_package(OLD, old, DiagnosticLog()).has_changes
    log = DiagnosticLog()
    written = write_package(NEW, old, log)
    assert (written.created, written.changed, written.removed, written.unchanged) == (1, 2, 1, 1)
    assert tree(old) == NEW | own
    assert not log.diagnostics
    restore_package(OLD, old)
    assert tree(old) == OLD | own
    assert names(old.parent) == ["client"]


def test_own_code_may_be_there_before_the_package(tmp_path):
    output = tmp_path / "client"
    put(OWN_FOLDER, output)
    assert {one.kind for one in compare(OLD, output).differences} == {"missing"}
    write_package(OLD, output, DiagnosticLog())
    assert tree(output) == OLD | OWN_FOLDER
    restore_package({}, output)
    assert tree(output) == OWN_FOLDER


@posix
def test_links_and_files_that_cannot_be_read_survive(old):
    put({"custom/secret.txt": b"mine"}, old)
    (old / "custom/secret.txt").chmod(0)
    (old / "custom/link").symlink_to("../../elsewhere")
    (old / "custom/loop").symlink_to(".")
    (old / "custom/empty").mkdir(mode=0o700)
    (old / "custom").chmod(0o500)
    write_package(NEW, old, DiagnosticLog())
    custom = old / "custom"
    assert names(custom) == ["empty", "link", "loop", "secret.txt"]
    assert (custom / "link").readlink() == Path("../../elsewhere")
    assert (custom / "secret.txt").stat().st_mode & 0o777 == 0
    assert custom.stat().st_mode & 0o777 == 0o500
    assert (custom / "empty").stat().st_mode & 0o777 == 0o700
    custom.chmod(0o700)
    assert names(old.parent) == ["client"]


@posix
def test_the_place_may_be_a_link(old, tmp_path):
    put({"elsewhere/a.py": b"mine"}, tmp_path)
    (old / "custom").symlink_to("../../elsewhere")
    assert compare(OLD, old).differences == ()
    write_package(NEW, old, DiagnosticLog())
    assert (old / "custom").readlink() == Path("../../elsewhere")
    assert tree(tmp_path / "elsewhere") == {"a.py": b"mine"}


@posix
def test_large_files_are_not_copied(old):
    put({"custom/large.bin": b"x"}, old)
    number = (old / "custom/large.bin").stat().st_ino
    write_package(NEW, old, DiagnosticLog())
    assert (old / "custom/large.bin").stat().st_ino == number


def test_code_that_is_written_during_the_run_survives(old, monkeypatch):
    put(OWN_FOLDER, old)
    write_files = replace.write_files

    def write_meanwhile(folder, files):
        write_files(folder, files)
        put({"custom/new.py": b"new", "custom.py": b"new"}, old)

    put_in_place = replace.put

    def edit_and_put(*folders):
        (old / "custom/a.txt").unlink()  # as an editor that writes a new file does
        put({"custom/a.txt": b"edited"}, old)
        put_in_place(*folders)

    monkeypatch.setattr(replace, "write_files", write_meanwhile)
    monkeypatch.setattr(replace, "put", edit_and_put)
    write_package(NEW, old, DiagnosticLog())
    edited = {"custom/new.py": b"new", "custom.py": b"new", "custom/a.txt": b"edited"}
    assert tree(old) == NEW | OWN_FOLDER | edited


def test_a_module_that_an_older_opgen_wrote_there_is_replaced(tmp_path):
    output = tmp_path / "client"
    older = package(a="a = 1\n", custom="generated = 1\n")
    write_package(older, output, DiagnosticLog())
    assert compare(older, output).differences == ()
    put({"custom/mine.py": b"mine"}, output)
    write_package(NEW, output, DiagnosticLog())
    assert tree(output) == NEW | {"custom/mine.py": b"mine"}


def test_the_place_is_named_where_other_files_are_refused(old):
    put({"mine.py": b"mine", "sub/custom.py": b"mine"}, old)
    with pytest.raises(OpgenError) as caught:
        write_package(NEW, old, DiagnosticLog())
    (one,) = caught.value.diagnostics
    assert "'mine.py', 'sub/custom.py'" in one.message
    assert "code of your own is safe in custom.py or the folder custom" in one.help

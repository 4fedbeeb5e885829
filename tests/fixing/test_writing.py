"""`--fix --write` writes all files or none, and keeps what is not code."""

from __future__ import annotations

import json
import os
import threading

import pytest
from support.faulty_fixes import KILLED, fixed
from support.folders import names, tree
from support.paths import ROOT, TESTS
from support.processes import python

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.fixing.proposal import TextEdit, apply
from generator.fixing.write import write_fixes

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")

MODULES = ("a/__init__.py", "b/__init__.py", "c/__init__.py")


@pytest.fixture
def app(tmp_path):
    folder = tmp_path / "app"
    for name in MODULES:
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("x = old\n")
    return folder


def faulty(app, kind):
    """Write with a fault at each operation; give what each module says then."""
    folder = app.with_name(f"runs-{kind}")
    folder.mkdir()
    script, modules = TESTS / "support/faulty_fixes.py", os.pathsep.join(map(str, (ROOT, TESTS)))
    found = json.loads(python(script, app, folder, kind, cwd=app, PYTHONPATH=modules).stdout)
    assert len(found) > 5
    for number, (code, where) in enumerate(found, 1):
        at = folder / str(number)
        yield at, code, where, [(at / name).read_text() for name in MODULES]


def write(app):
    write_fixes(list(fixed(app)), DiagnosticLog())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"x = 1\r\ny = old\r\n", b"x = 1\r\ny = new\r\n"),
        (b"x = 1\ry = old\r", b"x = 1\ry = new\r"),
        (b"x = 1\r\n\ny = old", b"x = 1\r\n\ny = new"),
        (b"\xef\xbb\xbfx = 'a' + old  \n\n\n", b"\xef\xbb\xbfx = 'a' + new  \n\n\n"),
        (b"# coding: latin-1\n'\xe4'; old\n", b"# coding: latin-1\n'\xe4'; new\n"),
        ("'😀\f'; old\t\n".encode(), "'😀\f'; new\t\n".encode()),
    ],
)
def test_everything_else_stays_as_it_is(tmp_path, before, after):
    path = tmp_path / "a.py"
    path.write_bytes(before)
    path.chmod(0o750)
    write(tmp_path)
    assert path.read_bytes() == after
    assert path.stat().st_mode & 0o777 == 0o750
    assert names(tmp_path) == ["a.py"]


def test_a_new_line_is_as_the_others(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes(b"x = old\r\n")
    (file,) = fixed(tmp_path)
    edits = (TextEdit(0, 7, "y\nz"),)
    write_fixes([type(file)(file.source, edits, apply(file.source.text, edits))], DiagnosticLog())
    assert path.read_bytes() == b"y\r\nz\r\n"


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "a.py").write_text("old\n")
    (tmp_path / "b.py").symlink_to("a.py")
    write(tmp_path)
    assert (tmp_path / "b.py").is_symlink()
    assert (tmp_path / "a.py").read_text() == "new\n"


def refused(files):
    with pytest.raises(OpgenError) as error:
        write_fixes(files, DiagnosticLog())
    return str(error.value)


def test_a_file_that_somebody_changed_is_not_overwritten(app):
    files = list(fixed(app))
    (app / MODULES[2]).write_text("x = old + mine\n")
    before = tree(app)
    assert "c/__init__.py" in refused(files)
    assert tree(app) == before


def test_a_file_that_is_gone_is_not_written(app):
    files = list(fixed(app))
    (app / MODULES[1]).unlink()
    before = tree(app)
    assert "cannot-write" in refused(files)
    assert tree(app) == before


def test_a_name_that_the_encoding_of_a_file_lacks(app):
    path = app / MODULES[0]
    path.write_bytes(b"# coding: latin-1\nold\n")
    files = list(fixed(app))
    edits = (TextEdit(18, 21, "naïve_名"),)
    files[0] = type(files[0])(files[0].source, edits, apply(files[0].source.text, edits))
    before = tree(app)
    assert "latin-1" in refused(files) or "iso-8859-1" in refused(files)
    assert tree(app) == before


@posix
def test_killed_at_each_operation(app):
    seen = set()
    for folder, code, _, texts in faulty(app, "kill"):
        assert code == KILLED
        assert set(texts) <= {"x = old\n", "x = new\n"}
        seen.add(tuple(texts))
        write(folder)  # the next run writes the rest
        assert [(folder / name).read_text() for name in MODULES] == ["x = new\n"] * 3
    assert len(seen) == 4


@posix
@pytest.mark.parametrize("kind", ["all-ENOSPC", "EIO"])
def test_an_error_of_the_system_at_each_operation(app, kind):
    for folder, code, where, texts in faulty(app, kind):
        # What is removed last, after all files are in place, may stay.
        assert texts == ["x = old\n" if code else "x = new\n"] * 3, where
        if where.partition(" ")[0] != "os.remove":
            assert names(folder / "a") == ["__init__.py"], where


def test_two_at_once(app):
    files = list(fixed(app))
    results = []

    def attempt():
        try:
            write_fixes(files, DiagnosticLog())
            results.append("written")
        except OpgenError as error:
            results.append(str(error))

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert results.count("written") == 1
    assert all("code-changed" in one for one in results if one != "written")
    assert {(app / name).read_text() for name in MODULES} == {"x = new\n"}

"""`opgen vendor`: what a copy holds, what is refused, and what `--force` keeps."""

import json
import re
from pathlib import Path

import pytest
from support.command import opgen
from support.folders import names, tree
from support.paths import ROOT
from support.vendor_project import OLD, expected, generate, refused, vendor


def test_a_new_copy(project):
    done = vendor()
    assert (done.exit_code, done.stderr) == (0, "")
    copy = project / "app/_vendor/client"
    assert done.stdout.splitlines() == [
        "client: src/client vendored into app/_vendor/client",
        "  5 files written (5 new)",
    ]
    assert set(tree(copy)) == {"LICENSE", "a.py", "b.py", "opgen.lock", "sub/c.py"}
    assert names(copy.parent) == ["client"]


def test_licence_and_origin_go_with_a_copy(project):
    vendor(to="elsewhere/other_name")
    copy = project / "elsewhere/other_name"
    assert (copy / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    lock = (copy / "opgen.lock").read_text()
    assert json.loads(lock)["vendored"]["name"] == "client"
    assert json.loads(lock)["files"].keys() == {"LICENSE", "a.py", "b.py", "sub/c.py"}
    assert str(project) not in lock


def test_a_file_says_first_that_it_is_vendored(copy):
    first, *_, last = (copy / "a.py").read_text().splitlines()
    assert first == "# Vendored by opgen; do not edit: `opgen vendor` overwrites this file."
    assert last == "a = 1"


def test_the_same_source_gives_the_same_bytes(project):
    vendor()
    vendor(to="other/client")
    assert tree(project / "app/_vendor/client") == tree(project / "other/client")


def test_a_copy_is_brought_up_to_date(copy):
    copy.chmod(0o750)
    done = vendor()
    assert (done.exit_code, done.stderr) == (0, "")
    assert "3 files written (1 new, 2 changed, 1 removed, 2 unchanged)" in done.stdout
    assert tree(copy) == expected()
    assert not (copy / "sub").exists()
    assert copy.stat().st_mode & 0o777 == 0o750
    assert names(copy.parent) == ["client"]


def test_nothing_is_written_when_nothing_changed(project):
    vendor()
    copy = project / "app/_vendor/client"
    inode = copy.stat().st_ino
    assert "nothing changed, nothing written" in vendor().stdout
    assert copy.stat().st_ino == inode


def test_the_source_is_the_output_of_the_project(project):
    (project / "pyproject.toml").write_text("[tool.opgen]\noutput = 'src/client'\n")
    done = opgen("vendor", "app/client")
    assert done.exit_code == 0, done.output
    assert tree(project / "app/client") == expected()


def test_an_edited_file_stops_the_run_and_is_shown(copy):
    with (copy / "b.py").open("a") as file:
        file.write("mine = 1 \u202e\n")
    (copy / "a.py").write_text((copy / "a.py").read_text() + "a = 3\n")
    said = refused(copy)
    new = "which includes changes of the package"
    what = f"the file was edited by hand; opgen would make this change, {new}:"
    assert [line for line in said.splitlines() if "error[" in line] == [
        f"app/_vendor/client/{place}:1: error[edited-file]: {what}"
        for place in ("a.py:12", "b.py:11")
    ]
    assert "    -a = 3\n" in said
    assert "    -b = 1\n    -mine = 1 \\u202e\n    +b = 2\n" in said
    assert "--force overwrites the file and keeps it as b.py.orig" in said


def test_an_edit_of_a_copy_that_is_up_to_date_is_all_that_is_shown(project):
    vendor()
    copy = project / "app/_vendor/client"
    with (copy / "a.py").open("a") as file:
        file.write("mine = 1\n")
    said = refused(copy, "opgen would make this change:\n")
    assert [line.strip() for line in said.splitlines() if line[4:5] in ("-", "+")] == ["-mine = 1"]


def test_an_edited_file_that_is_no_longer_generated_stops_the_run(copy):
    (copy / "sub/c.py").write_text("mine\n")
    said = refused(copy, "the package no longer has it", "    -mine\n")
    assert "client/sub/c.py:1:1: error[edited-file]" in said


def test_a_long_edit_is_cut(copy):
    (copy / "a.py").write_text("mine\n" * 1000)
    assert len(refused(copy).splitlines()) < 25


def test_an_edit_that_is_in_the_new_package_is_no_problem(copy):
    (copy / "b.py").write_bytes(expected()["b.py"])
    assert vendor().exit_code == 0
    assert tree(copy) == expected()


def test_force_overwrites_and_keeps_what_was_edited(copy):
    (copy / "a.py").write_text("mine")
    (copy / "sub/c.py").write_text("mine too")
    done = vendor("--force")
    assert done.exit_code == 0, done.output
    assert "the old file is kept as app/_vendor/client/a.py.orig" in done.stdout
    assert tree(copy) == {**expected(), "a.py.orig": b"mine", "sub/c.py.orig": b"mine too"}


def test_force_never_overwrites_what_was_kept_before(copy):
    for number in range(3):
        (copy / "a.py").write_text(f"mine {number}")
        assert vendor("--force").exit_code == 0
    kept = {"a.py.orig": b"mine 0", "a.py.orig.1": b"mine 1", "a.py.orig.2": b"mine 2"}
    assert tree(copy) == {**expected(), **kept}


def test_force_without_edits_keeps_nothing(copy):
    assert vendor("--force").exit_code == 0
    assert tree(copy) == expected()


def test_a_file_that_the_user_removed_is_restored(copy):
    (copy / "a.py").unlink()
    vendor()
    assert tree(copy) == expected()


def test_the_history_goes_along(copy):
    Path("src/client/CHANGELOG.md").write_text("## 1.0.0\n")
    vendor()
    assert tree(copy) == expected()
    assert (copy / "CHANGELOG.md").read_text() == "## 1.0.0\n"
    assert "nothing written" in vendor().stdout
    # It is written in the source: an edit of the copy is one of a vendored file.
    (copy / "CHANGELOG.md").write_text("mine\n")
    refused(copy, "client/CHANGELOG.md:1:1: error[edited-file]")
    Path("src/client/CHANGELOG.md").unlink()
    refused(copy, "the package no longer has it")
    assert vendor("--force").exit_code == 0
    assert tree(copy) == {**expected(), "CHANGELOG.md.orig": b"mine\n"}


def source_edited(source):
    (source / "a.py").write_text("mine")
    return "src/client/a.py:1:1: error[edited-file]"


def source_incomplete(source):
    (source / "sub/c.py").unlink()
    return "src/client/sub/c.py:1:1: error[missing-file]"


def source_without_lock(source):
    (source / "opgen.lock").unlink()
    return "src/client:1:1: error[no-package]"


def source_with_a_bad_lock(source):
    (source / "opgen.lock").write_text("{")
    return "src/client/opgen.lock:1:1: error[bad-lock]"


def source_with_a_lock_that_leads_out(source):
    (source.parent / "x.py").write_text("")
    (source / "opgen.lock").write_text('{"files": {"../x.py": "sha256:0"}}')
    return "src/client/opgen.lock:1:1: error[bad-lock]"


def source_vendored(source):
    source.rename(source.with_name("real"))
    opgen("vendor", source, "--from", source.with_name("real"))
    return "src/client/opgen.lock:1:1: error[vendored-package]"


@pytest.mark.parametrize("spoil", [
    source_edited, source_incomplete, source_without_lock, source_with_a_bad_lock,
    source_with_a_lock_that_leads_out, source_vendored,
])  # fmt: skip
def test_a_source_that_is_no_whole_package(project, spoil):
    said = spoil(project / "src/client")
    done = vendor()
    assert done.exit_code == 1
    assert said in done.stderr
    assert "help: " in done.stderr
    assert "opgen generate" in done.stderr
    assert not (project / "app").exists()


@pytest.mark.parametrize("to", ["src/client", "src/client/copy", "src", "app/../src/client"])
def test_a_copy_and_its_source_must_lie_apart(project, to):
    before = tree(project)
    done = vendor(to=to)
    assert done.exit_code == 1
    assert "error[overlapping-folders]" in done.stderr
    assert tree(project) == before


def test_a_link_to_the_source_is_the_source(project):
    (project / "app").symlink_to(project / "src")
    assert "overlapping-folders" in vendor(to="app/client").stderr


def test_a_copy_is_written_where_its_link_leads(copy):
    real = copy.rename(copy.with_name("real"))
    copy.symlink_to(real)
    done = vendor()
    assert (done.exit_code, done.stderr) == (0, "")
    assert tree(real) == expected()
    assert copy.readlink() == real
    assert names(copy.parent) == ["client", "real"]


def test_a_copy_with_other_line_ends_is_not_edited(copy):
    vendor()
    for path, content in tree(copy).items():
        (copy / path).write_bytes(content.replace(b"\n", b"\r\n"))
    assert "nothing changed, nothing written" in vendor().stdout
    generate(OLD)
    done = vendor()
    assert (done.exit_code, done.stderr) == (0, "")
    assert tree(copy) == expected()


def test_a_source_with_other_line_ends_gives_the_same_copy(project):
    vendor()
    before = tree(project / "app/_vendor/client")
    source = project / "src/client"
    for path, content in tree(source).items():
        (source / path).write_bytes(content.replace(b"\n", b"\r\n"))
    assert "nothing changed, nothing written" in vendor().stdout
    vendor(to="other/client")
    assert tree(project / "other/client") == before


def test_a_copy_is_not_written_over_a_file(project):
    (project / "client").write_text("mine")
    assert "error[cannot-write]" in vendor("--force", to="client").stderr
    assert (project / "client").read_text() == "mine"


@pytest.mark.parametrize("arguments", [("my-client",), ("app/class",), ()])
def test_wrong_usage(project, arguments):
    done = opgen("vendor", *arguments)
    assert done.exit_code == 2
    assert names(project) == ["src"]


def test_help_says_what_force_does():
    shown = opgen("vendor", "--help")
    assert re.search(r"--force .*NAME\.orig", shown.stdout, re.DOTALL)

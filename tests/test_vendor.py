import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import names, package, tree

from generator.cli import main
from generator.diagnostics import DiagnosticLog
from generator.upkeep.source import read_package
from generator.upkeep.vendor import vendored_files
from generator.write import foreign, swap
from generator.write.package import write_package

OLD = package(a="a = 1\n", b="b = 1\n", sub__c="c = 1\n")
NEW = package(a="a = 1\n", b="b = 2\n", more__d="d = 1\n")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    generate(OLD)
    return tmp_path


@pytest.fixture
def copy(folder):
    """A copy of the old package, while the source is the new one."""
    assert vendor().exit_code == 0
    generate(NEW)
    return folder / "app/_vendor/client"


def generate(files):
    write_package(files, Path("src/client"), DiagnosticLog())


def vendor(*arguments, to="app/_vendor/client"):
    given = ("vendor", to, "--from", "src/client", *arguments)
    return CliRunner().invoke(main, given, prog_name="opgen")


def expected():
    """What a copy of the source is to hold."""
    return vendored_files(read_package(Path("src/client"), DiagnosticLog()))


def refused(copy, *said, arguments=(), code=1):
    before = tree(copy)
    done = vendor(*arguments)
    assert done.exit_code == code, done.output
    for text in said:
        assert text in done.stderr
    assert tree(copy) == before
    assert names(copy.parent) == ["client"]
    return done.stderr


def test_a_new_copy(folder):
    done = vendor()
    assert (done.exit_code, done.stderr) == (0, "")
    copy = folder / "app/_vendor/client"
    assert done.stdout.splitlines() == [
        "client: src/client vendored into app/_vendor/client",
        "  5 files written (5 new)",
    ]
    assert set(tree(copy)) == {"LICENSE", "a.py", "b.py", "opgen.lock", "sub/c.py"}
    assert names(copy.parent) == ["client"]


def test_licence_and_origin_go_with_a_copy(folder):
    vendor(to="elsewhere/other_name")
    copy = folder / "elsewhere/other_name"
    assert (copy / "LICENSE").read_bytes() == (Path(__file__).parents[1] / "LICENSE").read_bytes()
    lock = (copy / "opgen.lock").read_text()
    assert json.loads(lock)["vendored"]["name"] == "client"
    assert json.loads(lock)["files"].keys() == {"LICENSE", "a.py", "b.py", "sub/c.py"}
    assert str(folder) not in lock


def test_a_file_says_first_that_it_is_vendored(copy):
    first, *_, last = (copy / "a.py").read_text().splitlines()
    assert first == "# Vendored by opgen; do not edit, `opgen vendor` writes it anew."
    assert last == "a = 1"


def test_the_same_source_gives_the_same_bytes(folder):
    vendor()
    vendor(to="other/client")
    assert tree(folder / "app/_vendor/client") == tree(folder / "other/client")


def test_a_copy_is_brought_up_to_date(copy):
    copy.chmod(0o750)
    done = vendor()
    assert (done.exit_code, done.stderr) == (0, "")
    assert "3 files written (1 new, 2 changed, 1 removed, 2 unchanged)" in done.stdout
    assert tree(copy) == expected()
    assert not (copy / "sub").exists()
    assert copy.stat().st_mode & 0o777 == 0o750
    assert names(copy.parent) == ["client"]


def test_nothing_is_written_when_nothing_changed(folder):
    vendor()
    copy = folder / "app/_vendor/client"
    inode = copy.stat().st_ino
    assert "nothing changed, nothing written" in vendor().stdout
    assert copy.stat().st_ino == inode


def test_the_source_is_the_output_of_the_project(folder):
    (folder / "pyproject.toml").write_text("[tool.opgen]\noutput = 'src/client'\n")
    done = CliRunner().invoke(main, ["vendor", "app/client"], prog_name="opgen")
    assert done.exit_code == 0, done.output
    assert tree(folder / "app/client") == expected()


def test_an_edited_file_stops_the_run_and_is_shown(copy):
    with (copy / "b.py").open("a") as file:
        file.write("mine = 1 \u202e\n")
    (copy / "a.py").write_text((copy / "a.py").read_text() + "a = 3\n")
    said = refused(copy)
    what = "the file was changed by hand; opgen would undo this:"
    assert [line for line in said.splitlines() if "error[" in line] == [
        f"app/_vendor/client/{place}:1: error[edited-file]: {what}"
        for place in ("a.py:12", "b.py:11")
    ]
    assert "    -a = 3\n" in said
    assert "    -b = 1\n    -mine = 1 \\u202e\n    +b = 2\n" in said
    assert "--force undoes it and keeps the file as b.py.orig" in said


def test_an_edited_file_that_is_no_longer_generated_stops_the_run(copy):
    (copy / "sub/c.py").write_text("mine\n")
    said = refused(copy, "the package has no such file any more", "    -mine\n")
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
    assert "what was there is kept as app/_vendor/client/a.py.orig" in done.stdout
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


def everything_of_others(copy):
    """Put files, folders, links and a pipe of others into the copy; return what must stay."""
    (copy / "notes.txt").write_text("mine")
    (copy / "sub/notes.txt").write_text("mine")
    (copy / "empty").mkdir()
    (copy / "tests/__pycache__").mkdir(parents=True)
    (copy / "tests/__pycache__/x.pyc").write_bytes(b"x")
    (copy / "tests").chmod(0o710)
    (copy / "link").symlink_to("notes.txt")
    (copy / "broken").symlink_to("nowhere")
    (copy / "folder").symlink_to(copy.parent)
    os.mkfifo(copy / "pipe")


def check_everything_of_others(copy):
    assert (copy / "notes.txt").read_text() == "mine"
    assert (copy / "sub/notes.txt").read_text() == "mine"
    assert (copy / "empty").is_dir()
    assert (copy / "tests/__pycache__/x.pyc").read_bytes() == b"x"
    assert (copy / "tests").stat().st_mode & 0o777 == 0o710
    assert [(copy / name).readlink() for name in ("link", "broken", "folder")] == [
        Path("notes.txt"),
        Path("nowhere"),
        copy.parent,
    ]
    assert (copy / "pipe").is_fifo()


def test_files_of_others_stay(copy):
    everything_of_others(copy)
    inode = (copy / "notes.txt").stat().st_ino
    done = vendor()
    assert (done.exit_code, done.stderr) == (0, "")
    check_everything_of_others(copy)
    assert (copy / "notes.txt").stat().st_ino == inode
    assert expected().items() <= tree(copy).items()
    assert not (copy / "sub/c.py").exists()


def test_files_of_others_stay_where_the_system_links_no_files(copy, monkeypatch):
    def fail(*_, **__):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", fail)
    everything_of_others(copy)
    (copy / "pipe").unlink()
    os.utime(copy / "notes.txt", (1, 1))
    assert vendor().exit_code == 0
    os.mkfifo(copy / "pipe")
    check_everything_of_others(copy)
    assert (copy / "notes.txt").stat().st_mtime == 1


def test_what_cannot_go_along_stops_the_run(copy, monkeypatch):
    def fail(*_, **__):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", fail)
    os.mkfifo(copy / "pipe")
    (copy / "notes.txt").write_text("mine")
    done = vendor()
    assert done.exit_code == 1
    assert "cannot-write" in done.stderr
    assert names(copy) == ["LICENSE", "a.py", "b.py", "notes.txt", "opgen.lock", "pipe", "sub"]
    assert names(copy.parent) == ["client"]


def test_what_python_cached_of_the_old_package_goes(copy):
    for place in ("__pycache__", "sub/__pycache__"):
        (copy / place).mkdir()
        (copy / place / "x.pyc").write_bytes(b"x")
    vendor()
    assert tree(copy) == expected()
    assert not (copy / "sub").exists()


@pytest.mark.parametrize(
    ("make", "place", "kept"),
    [
        (lambda copy: (copy / "more").write_text("mine"), "more", "more.orig"),
        (lambda copy: (copy / "more").symlink_to("sub"), "more", "more.orig"),
        (lambda copy: (copy / "more/d.py/x").mkdir(parents=True), "more/d.py", "more/d.py.orig"),
    ],
)
def test_a_file_of_others_at_a_place_of_the_package(copy, make, place, kept):
    make(copy)
    before = sorted(copy.rglob("*"))
    refused(copy, f"client/{place}:1:1: error[foreign-files]", f"keeps it as {Path(kept).name}")
    assert sorted(copy.rglob("*")) == before
    assert vendor("--force").exit_code == 0
    assert (copy / "more/d.py").read_bytes() == expected()["more/d.py"]
    assert os.path.lexists(copy / kept)


def test_a_folder_of_others_in_the_place_of_a_file(copy):
    (copy / "a.py").unlink()
    (copy / "a.py").mkdir()
    (copy / "a.py/mine.txt").write_text("mine")
    refused(copy, "client/a.py:1:1: error[foreign-files]")
    vendor("--force")
    assert tree(copy) == {**expected(), "a.py.orig/mine.txt": b"mine"}


def test_a_folder_that_is_not_ours(folder):
    copy = folder / "app/_vendor/client"
    copy.mkdir(parents=True)
    (copy / "mine.py").write_text("mine")
    for arguments in ((), ("--force",)):
        refused(copy, "error[foreign-files]", "'mine.py'", arguments=arguments)


@pytest.mark.parametrize("lock", [b"", b"[]", b"<<<<<<< ours\n"])
def test_a_copy_whose_lock_cannot_be_read(copy, lock):
    (copy / "opgen.lock").write_bytes(lock)
    refused(copy, "client/opgen.lock:1:1: error[foreign-files]", arguments=("--force",))


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
    refused(copy, "the package has no such file any more")
    assert vendor("--force").exit_code == 0
    assert tree(copy) == {**expected(), "CHANGELOG.md.orig": b"mine\n"}


def test_a_history_that_is_not_ours_is_not_overwritten(copy):
    (copy / "CHANGELOG.md").write_text("mine\n")
    Path("src/client/CHANGELOG.md").write_text("## 1.0.0\n")
    refused(copy, "client/CHANGELOG.md:1:1: error[foreign-files]")


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
    CliRunner().invoke(main, ["vendor", str(source), "--from", str(source.with_name("real"))])
    return "src/client/opgen.lock:1:1: error[vendored-package]"


@pytest.mark.parametrize(
    "spoil",
    [
        source_edited,
        source_incomplete,
        source_without_lock,
        source_with_a_bad_lock,
        source_with_a_lock_that_leads_out,
        source_vendored,
    ],
)
def test_a_source_that_is_no_whole_package(folder, spoil):
    said = spoil(folder / "src/client")
    done = vendor()
    assert done.exit_code == 1
    assert said in done.stderr
    assert "help: " in done.stderr
    assert "opgen generate" in done.stderr
    assert not (folder / "app").exists()


@pytest.mark.parametrize("to", ["src/client", "src/client/copy", "src", "app/../src/client"])
def test_a_copy_and_its_source_must_lie_apart(folder, to):
    before = tree(folder)
    done = vendor(to=to)
    assert done.exit_code == 1
    assert "error[overlapping-folders]" in done.stderr
    assert tree(folder) == before


def test_a_link_to_the_source_is_the_source(folder):
    (folder / "app").symlink_to(folder / "src")
    assert "overlapping-folders" in vendor(to="app/client").stderr


def test_a_copy_is_not_written_through_a_link(copy):
    real = copy.rename(copy.with_name("real"))
    copy.symlink_to(real)
    before = tree(real)
    done = vendor("--force")
    assert done.exit_code == 1
    assert "symbolic link" in done.stderr
    assert tree(real) == before


def test_a_copy_is_not_written_over_a_file(folder):
    (folder / "client").write_text("mine")
    assert "error[cannot-write]" in vendor("--force", to="client").stderr
    assert (folder / "client").read_text() == "mine"


@pytest.mark.parametrize("arguments", [("my-client",), ("app/class",), ()])
def test_wrong_usage(folder, arguments):
    done = CliRunner().invoke(main, ["vendor", *arguments], prog_name="opgen")
    assert done.exit_code == 2
    assert names(folder) == ["src"]


def test_help_says_what_force_does():
    shown = CliRunner().invoke(main, ["vendor", "--help"], prog_name="opgen")
    assert re.search(r"--force .*NAME\.orig", shown.stdout, re.DOTALL)


@pytest.mark.parametrize("can_exchange", [True, False])
def test_what_others_do_while_opgen_runs_is_kept(copy, monkeypatch, can_exchange):
    """Files that come or change between the reading of the old folder and its exchange."""
    (copy / "written.txt").write_text("before")
    (copy / "replaced.txt").write_text("before")
    put = swap.put

    def meanwhile(new, target, aside):
        (copy / "written.txt").write_text("meanwhile")
        (copy / "new.txt").write_text("mine")
        (copy / "replaced.txt.tmp").write_text("meanwhile")
        (copy / "replaced.txt.tmp").replace(copy / "replaced.txt")
        (copy / "data").mkdir()
        (copy / "data/x").write_text("mine")
        (copy / "a.py").write_text("edited meanwhile")
        put(new, target, aside)

    if not can_exchange:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    monkeypatch.setattr(swap, "put", meanwhile)
    done = vendor()
    assert done.exit_code == 0
    assert "client/a.py.orig:1:1: warning[edited-file]" in done.stderr
    assert tree(copy) == {
        **expected(),
        "written.txt": b"meanwhile",
        "replaced.txt": b"meanwhile",
        "new.txt": b"mine",
        "data/x": b"mine",
        "a.py.orig": b"edited meanwhile",
    }
    assert names(copy.parent) == ["client"]


def test_what_cannot_be_brought_along_afterwards_is_named(copy, monkeypatch):
    put = swap.put

    def meanwhile(new, target, aside):
        (copy / "new.txt").write_text("mine")
        put(new, target, aside)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(swap, "put", meanwhile)
    monkeypatch.setattr(foreign, "_bring", fail)
    done = vendor()
    assert done.exit_code == 0
    assert "app/_vendor/client.orig:1:1: warning[edited-file]" in done.stderr
    assert tree(copy) == expected()
    assert (copy.with_name("client.orig") / "new.txt").read_text() == "mine"

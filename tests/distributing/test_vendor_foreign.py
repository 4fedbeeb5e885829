"""Files of others in a vendored copy: they stay, of any kind and at any time."""

import os
from pathlib import Path

import pytest
from support.folders import names, tree
from support.vendor_project import expected, refused, vendor

from generator.write import replace, user_files


def everything_of_others(copy):
    """Put files, folders, links and a pipe of others into the copy."""
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


def test_a_folder_that_is_not_ours(project):
    copy = project / "app/_vendor/client"
    copy.mkdir(parents=True)
    (copy / "mine.py").write_text("mine")
    for arguments in ((), ("--force",)):
        refused(copy, "error[foreign-files]", "'mine.py'", arguments=arguments)


@pytest.mark.parametrize("lock", [b"", b"[]", b"<<<<<<< ours\n"])
def test_a_copy_whose_lock_cannot_be_read(copy, lock):
    (copy / "opgen.lock").write_bytes(lock)
    refused(copy, "client/opgen.lock:1:1: error[foreign-files]", arguments=("--force",))


def test_a_history_that_is_not_ours_is_not_overwritten(copy):
    (copy / "CHANGELOG.md").write_text("mine\n")
    Path("src/client/CHANGELOG.md").write_text("## 1.0.0\n")
    refused(copy, "client/CHANGELOG.md:1:1: error[foreign-files]")


@pytest.mark.parametrize("can_exchange", [True, False])
def test_what_others_do_while_opgen_runs_is_kept(copy, monkeypatch, can_exchange):
    """Files that come or change between the reading of the old folder and its exchange."""
    (copy / "written.txt").write_text("before")
    (copy / "replaced.txt").write_text("before")
    put = replace.put

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
        monkeypatch.setattr(replace, "_exchange", lambda *_: False)
    monkeypatch.setattr(replace, "put", meanwhile)
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
    put = replace.put

    def meanwhile(new, target, aside):
        (copy / "new.txt").write_text("mine")
        put(new, target, aside)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(replace, "put", meanwhile)
    monkeypatch.setattr(user_files, "_move", fail)
    done = vendor()
    assert done.exit_code == 0
    assert "app/_vendor/client.orig:1:1: warning[edited-file]" in done.stderr
    assert tree(copy) == expected()
    assert (copy.with_name("client.orig") / "new.txt").read_text() == "mine"

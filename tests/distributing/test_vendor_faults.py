"""After any fault of a run, the copy is the old or the new one, and keeps files of others."""

import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.faults import KILLED, runs
from support.folders import names, tree
from support.paths import ROOT
from support.vendor_project import NEW, OLD

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.distributing.generated_package import read_package
from generator.distributing.vendor import files_of_copy, vendor
from generator.write import replace
from generator.write.package import write_package

COMMAND = ("vendor", "app/client", "--from", "src")
FOREIGN = {
    "notes.txt": b"mine",
    "sub/notes.txt": b"mine",
    "link": b"notes.txt",
    "custom/a.py": b"mine",
}

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
exchanges = pytest.mark.parametrize("can_exchange", [True, False])


def source(folder, files):
    write_package(files, folder, DiagnosticLog())
    return folder


def both_packages(folder):
    named = (("old", OLD), ("new", NEW))
    return [source(folder / name / "client", files) for name, files in named]


def copied(folder):
    """What a copy of a package holds, with the files of others."""
    return {**files_of_copy(read_package(folder, DiagnosticLog())), **FOREIGN}


@pytest.fixture
def template(tmp_path):
    """A copy of the old package with files of others, and the new package as the source."""
    folder = tmp_path / "template"
    copy = folder / "app/client"
    vendor(source(folder / "src", OLD), copy, DiagnosticLog())
    (copy / "notes.txt").write_text("mine")
    (copy / "sub/notes.txt").write_text("mine")
    (copy / "link").symlink_to("notes.txt")
    (copy / "custom").mkdir()
    (copy / "custom/a.py").write_text("mine")
    source(folder / "src", NEW)
    return folder


def faulty(template, kind, *, can_exchange=True):
    """Run with a fault at each operation; give the folder of each app, the exit code and where."""
    kind = kind if can_exchange else f"no-exchange-{kind}"
    for folder, code, where, said in runs(template, kind, *COMMAND):
        assert code in (0, 1, KILLED), said
        yield folder / "app", code, where


@posix
@exchanges
def test_killed_at_each_operation(template, can_exchange):
    old, new = tree(template / "app/client"), copied(template / "src")
    found = []
    for app, code, _ in faulty(template, "kill", can_exchange=can_exchange):
        assert code == KILLED
        copy = app / "client"
        if copy.exists() or can_exchange:
            found.append(tree(copy))
        # Where no two names can be exchanged at once there is a moment without the copy, which
        # the next run puts back first.
        vendor(app.parent / "src", copy, DiagnosticLog())
        assert tree(copy) == new
    assert len(found) > 20
    assert found[0] == old
    assert found[-1] == new
    assert all(one in (old, new) for one in found)


@posix
def test_a_first_copy_is_there_whole_or_not_at_all(template):
    shutil.rmtree(template / "app")
    new = files_of_copy(read_package(template / "src", DiagnosticLog()))
    found = []
    for app, code, _ in (*faulty(template, "kill"), *faulty(template, "all-ENOSPC")):
        copy = app / "client"
        found.append(copy.exists())
        assert not copy.exists() or tree(copy) == new
        assert code == KILLED or not app.exists()
    assert set(found) == {True, False}


@posix
def test_killed_between_two_renamings_the_old_copy_is_put_back(template):
    old = tree(template / "app/client")
    gone = [
        app
        for app, *_ in faulty(template, "kill", can_exchange=False)
        if not (app / "client").exists()
    ]
    assert len(gone) == 1
    source(gone[0].parent / "src", OLD)
    assert not vendor(
        gone[0].parent / "src", gone[0] / "client", DiagnosticLog()
    ).counts.has_changes
    assert tree(gone[0] / "client") == old
    assert names(gone[0]) == ["client"]


@posix
@pytest.mark.parametrize("kind", ["all-ENOSPC", "EACCES", "EROFS", "EIO", "limit"])
@exchanges
def test_an_error_of_the_system_at_each_operation(template, kind, can_exchange):
    """A full disk, a folder that is read-only, a disk that fails, a limit of the size of files."""
    old, new = tree(template / "app/client"), copied(template / "src")
    codes = []
    for app, code, where in faulty(template, kind, can_exchange=can_exchange):
        assert tree(app / "client") == (old if code else new), where
        # Where removing fails there is nothing that could remove.
        assert names(app) == ["client"] or re.match(r"os\.(remove|rmdir|chmod)|renameat2", where)
        codes.append(code)
    assert codes.count(1) > 5


@exchanges
def test_two_at_once(template, monkeypatch, can_exchange):
    if not can_exchange:
        monkeypatch.setattr(replace, "_exchange", lambda *_: False)
    sources = both_packages(template)
    failures = []

    def run(folder):
        try:
            for _ in range(20):
                vendor(folder, template / "app/client", DiagnosticLog())
        except OpgenError as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(folder,)) for folder in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert tree(template / "app/client") in [copied(folder) for folder in sources]
    assert names(template / "app") == ["client"]


@pytest.mark.slow
def test_two_processes_at_once(template):
    sources = both_packages(template)
    code = "from generator.cli import main; main()"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, "vendor", "app/client", "--from", str(folder)],
            cwd=template,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
        )
        for folder in sources * 2
    ]
    assert [process.wait() for process in processes] == [0] * 4
    assert tree(template / "app/client") in [copied(folder) for folder in sources]
    assert names(template / "app") == ["client"]


def swapping(monkeypatch, folder, points):
    """Write the source again, the other package each time, before these of its files are read."""
    reads, read = [], Path.read_bytes
    other = [OLD, NEW]

    def swapped(path):
        if threading.current_thread() is threading.main_thread() and path.parent == folder:
            reads.append(path)
            if len(reads) in points:
                monkeypatch.setattr(Path, "read_bytes", read)
                source(folder, other[0])
                other.reverse()
                monkeypatch.setattr(Path, "read_bytes", swapped)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", swapped)
    return reads


@pytest.mark.parametrize("point", range(1, 8))
def test_a_source_that_is_swapped_during_the_run(template, monkeypatch, point):
    new = copied(template / "src")
    reads = swapping(monkeypatch, template / "src", {point})
    vendor(template / "src", template / "app/client", DiagnosticLog())
    monkeypatch.undo()
    assert len(reads) >= 3
    swapped = len(reads) >= point
    assert tree(template / "app/client") == (copied(template / "src") if swapped else new)


def test_a_source_that_is_swapped_again_and_again(template, monkeypatch):
    old = tree(template / "app/client")
    swapping(monkeypatch, template / "src", range(2, 1000))
    with pytest.raises(OpgenError) as caught:
        vendor(template / "src", template / "app/client", DiagnosticLog())
    monkeypatch.undo()
    assert {one.code for one in caught.value.diagnostics} <= {
        "edited-file",
        "missing-file",
        "changing-package",
    }
    assert tree(template / "app/client") == old
    assert names(template / "app") == ["client"]


def test_a_source_that_another_thread_swaps(template):
    ready, stop = threading.Event(), threading.Event()

    def swap_on():
        while not stop.is_set():
            for files in (OLD, NEW):
                source(template / "src", files)
                ready.set()

    sources = both_packages(template)
    both = [{**copied(folder), "opgen.lock": b""} for folder in sources]
    thread = threading.Thread(target=swap_on)
    thread.start()
    try:
        ready.wait()
        for _ in range(30):
            try:
                vendor(template / "src", template / "app/client", DiagnosticLog())
            except OpgenError as error:
                assert error.diagnostics[-1].location.file.startswith(str(template / "src"))  # noqa: PT017  it may also go well
            # The lock names the source, which is not called the same here.
            assert {**tree(template / "app/client"), "opgen.lock": b""} in both
    finally:
        stop.set()
        thread.join()

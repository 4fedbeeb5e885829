import os
from pathlib import Path

import pytest
from support.folders import names, package, tree

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.write import replace
from generator.write.package import compare, write_package

OLD = package(a="a = 1\n", b="b = 1\n", sub__c="c = 1\n")
NEW = package(a="a = 1\n", b="b = 2\n", sub__d="d = 1\n")


@pytest.fixture
def output(tmp_path):
    return tmp_path / "there" / "client"


@pytest.fixture
def old(output):
    write_package(OLD, output, DiagnosticLog())
    return output


def test_a_new_package(output):
    written = write_package(OLD, output, DiagnosticLog())
    assert tree(output) == OLD
    assert (written.created, written.changed, written.removed, written.unchanged) == (4, 0, 0, 0)
    assert names(output.parent) == ["client"]


def test_a_package_is_brought_up_to_date(old):
    old.chmod(0o750)
    written = write_package(NEW, old, DiagnosticLog())
    assert tree(old) == NEW
    assert (written.created, written.changed, written.removed, written.unchanged) == (1, 2, 1, 1)
    assert names(old.parent) == ["client"]
    assert old.stat().st_mode & 0o777 == 0o750


def test_an_empty_folder_and_caches_are_no_hindrance(output):
    (output / "__pycache__").mkdir(parents=True)
    (output / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"x")
    (output / ".mypy_cache" / "3.11").mkdir(parents=True)
    (output / ".mypy_cache" / "3.11" / "x.json").write_text("{}")
    write_package(OLD, output, DiagnosticLog())
    assert tree(output) == OLD


def refused(files, output, code):
    before = tree(output) if output.is_dir() else None
    log = DiagnosticLog()
    with pytest.raises(OpgenError) as caught:
        write_package(files, output, log)
    (one,) = caught.value.diagnostics
    assert one.code == code
    assert one.location is not None
    assert one.help
    assert (tree(output) if output.is_dir() else None) == before
    assert not [name for name in names(output.parent) if name.startswith(".opgen")]
    return one


def test_files_of_others_are_refused(old):
    (old / "notes.txt").write_text("mine")
    (old / "sub" / "more.py").write_text("mine")
    one = refused(NEW, old, "foreign-files")
    assert "'notes.txt', 'sub/more.py'" in one.message


def test_a_history_stays_as_it_is_and_is_no_difference(old):
    (old / "CHANGELOG.md").write_bytes(b"## 1.0.0\r\nmine\r\n")
    assert compare(OLD, old).differences == ()
    assert not write_package(OLD, old, DiagnosticLog()).has_changes
    written = write_package(NEW, old, DiagnosticLog())
    assert (written.removed, written.unchanged) == (1, 2)
    assert tree(old) == {**NEW, "CHANGELOG.md": b"## 1.0.0\r\nmine\r\n"}


def test_a_history_that_is_given_takes_the_place_of_the_old_one(old):
    (old / "CHANGELOG.md").write_bytes(b"## 1.0.0\n")
    files = {**OLD, "CHANGELOG.md": b"## 1.1.0\n## 1.0.0\n"}
    assert [one.path for one in compare(files, old).differences] == ["CHANGELOG.md"]
    write_package(files, old, DiagnosticLog())
    assert tree(old) == files


def test_the_output_is_a_link(old, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(old)
    write_package(NEW, link, DiagnosticLog())
    assert tree(old) == NEW
    assert link.readlink() == old
    assert names(tmp_path) == ["link", "there"]
    assert names(old.parent) == ["client"]


def test_the_output_is_a_link_that_leads_nowhere(tmp_path):
    link, circle = tmp_path / "link", tmp_path / "circle"
    link.symlink_to(tmp_path / "nowhere")
    circle.symlink_to(circle)
    for one in (link, circle):
        assert "link" in refused(NEW, one, "cannot-write").message
        assert one.is_symlink()
    assert not (tmp_path / "nowhere").exists()


def test_the_output_is_a_link_to_a_file(tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("file")
    assert "a file, not a folder" in refused(NEW, tmp_path / "link", "cannot-write").message


def test_a_killed_run_behind_a_link_is_recovered(old, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(old)
    stage = old.parent / ".opgen-client-0123456789ab"
    stage.mkdir()
    old.rename(stage / "old")
    replace.recover(link)
    assert tree(old) == OLD
    assert link.is_symlink()
    assert names(old.parent) == ["client"]


def test_a_file_that_is_what_would_be_written_is_not_foreign(old):
    (old / "opgen.lock").unlink()
    (old / "a.py").write_bytes(b"a = 1\r\n")
    written = write_package(OLD, old, DiagnosticLog())
    assert tree(old) == OLD
    assert (written.created, written.changed, written.unchanged) == (1, 0, 3)


def test_line_ends_are_no_difference(old):
    crlf = {name: data.replace(b"\n", b"\r\n") for name, data in OLD.items()}
    for name, data in crlf.items():
        (old / name).write_bytes(data)
    assert compare(OLD, old).differences == ()
    assert not write_package(OLD, old, DiagnosticLog()).has_changes
    assert tree(old) == crlf
    log = DiagnosticLog()
    assert write_package(NEW, old, log).changed == 2
    assert tree(old) == NEW
    assert log.diagnostics == ()


def test_an_edit_of_a_file_with_other_line_ends_is_found(old):
    (old / "b.py").write_bytes(b"b = 1\r\nmine = 2\r\n")
    (one,) = compare(OLD, old).differences
    assert (one.path, one.kind, one.line) == ("b.py", "edited", 2)
    assert [line for line in one.diff if line[0] in "+-"] == ["-mine = 2"]


def test_a_carriage_return_within_a_line_counts(old):
    (old / "b.py").write_bytes(b"b = 1\r")
    assert [one.path for one in compare(OLD, old).differences] == ["b.py"]


def test_a_link_in_the_package_is_not_followed(old, tmp_path):
    outside = tmp_path / "outside.py"
    outside.write_text("mine")
    (old / "a.py").unlink()
    (old / "a.py").symlink_to(outside)
    write_package(NEW, old, DiagnosticLog())
    assert tree(old) == NEW
    assert outside.read_text() == "mine"
    assert not (old / "a.py").is_symlink()


def test_what_is_no_file_is_not_read(old, tmp_path):
    os.mkfifo(old / "pipe")
    (old / "broken").symlink_to(tmp_path / "nowhere")
    (old / "folder").symlink_to(tmp_path)
    with pytest.raises(OpgenError) as caught:
        write_package(NEW, old, DiagnosticLog())
    assert "'broken', 'folder', 'pipe'" in caught.value.diagnostics[0].message
    assert [one.kind for one in compare(OLD, old).differences] == ["unexpected"] * 3


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", "", "a\\b", "a\0b"])
def test_a_path_cannot_leave_the_package(output, path):
    with pytest.raises(ValueError, match="not a path within"):
        write_package({path: b""}, output, DiagnosticLog())
    assert not output.exists()


def test_a_swap_that_cannot_be_undone_keeps_the_old_package(old, monkeypatch):
    rename = Path.rename

    def fail_after_the_first(self, target):
        if self.name != "client":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(replace, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", fail_after_the_first)
    with pytest.raises(OpgenError, match="cannot-write"):
        write_package(NEW, old, DiagnosticLog())
    (stage,) = old.parent.iterdir()
    assert tree(stage / "old") == OLD


def test_what_a_killed_run_left_is_removed_later(old):
    young, aged = (old.parent / f".opgen-client-{name}" for name in ("young", "aged"))
    young.mkdir()
    aged.mkdir()
    os.utime(aged, (0, 0))
    write_package(NEW, old, DiagnosticLog())
    assert young.exists()
    assert not aged.exists()


def test_compare(old):
    assert compare(OLD, old).differences == ()
    (old / "a.py").write_text("a = 1\nmine = 2\n")
    (old / "notes.txt").write_text("x")
    (old / "sub" / "c.py").unlink()
    before = tree(old)
    found = compare(package(a="a = 1\n", b="b = 2\n", sub__c="c = 1\n"), old).differences
    assert [(one.path, one.kind, one.line) for one in found] == [
        ("a.py", "edited", 2),
        ("b.py", "changed", 1),
        ("notes.txt", "unexpected", None),
        ("opgen.lock", "changed", 1),
        ("sub/c.py", "missing", None),
    ]
    assert found[1].diff[1:3] == ("-b = 1", "+b = 2")
    assert tree(old) == before


def test_compare_is_short(old):
    text = "\n".join(map(str, range(1000)))
    found = compare({**OLD, "b.py": text.encode()}, old).differences
    assert len(found[0].diff) < 20
    assert found[0].diff[-1].endswith("more lines")


def test_compare_with_nothing(output):
    assert {one.kind for one in compare(OLD, output).differences} == {"missing"}
    assert not output.parent.exists()

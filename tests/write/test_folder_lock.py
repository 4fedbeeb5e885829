"""Two runs in one folder: the later one waits, says so, and does not wait for ever."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.write import replace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot lock a folder")


def test_a_free_folder_is_locked_in_silence(tmp_path, capsys):
    for _ in range(2):
        with replace.lock_folder(tmp_path, DiagnosticLog()):
            pass
    assert capsys.readouterr().err == ""


def test_a_run_that_waits_says_so(tmp_path, capsys):
    freed = threading.Event()

    def hold():
        with replace.lock_folder(tmp_path, DiagnosticLog()):
            held.set()
            freed.wait(30)

    held = threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    threading.Timer(1.5, freed.set).start()
    began = time.monotonic()
    with replace.lock_folder(tmp_path, DiagnosticLog()):
        assert time.monotonic() - began > 1
    holder.join()
    assert capsys.readouterr().err == f"waiting for another run of opgen in {tmp_path}\n"


def test_a_run_does_not_wait_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(replace, "LONGEST_WAIT", 0.1)
    with (
        replace.lock_folder(tmp_path, DiagnosticLog()),
        pytest.raises(OpgenError) as caught,
        replace.lock_folder(tmp_path, DiagnosticLog()),
    ):
        pytest.fail("the folder is locked")
    (one,) = caught.value.diagnostics
    assert (one.code, one.location.file) == ("locked-folder", str(tmp_path))

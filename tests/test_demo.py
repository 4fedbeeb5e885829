"""The README's example runs, against the local server and with the committed package."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.paths import ROOT


@pytest.mark.external
def test_the_readmes_example_runs():
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert '→ AssistantObject {"id": "asst_' in done.stdout
    assert "0 of them not valid" in done.stdout

"""The README's example runs, against the local server and with the committed package."""

from __future__ import annotations

import pytest
from support.paths import ROOT
from support.processes import python


@pytest.mark.external
def test_the_readmes_example_runs():
    done = python("-m", "tests.demo", cwd=ROOT)
    assert '→ AssistantObject {"id": "asst_' in done.stdout
    assert "0 of them not valid" in done.stdout

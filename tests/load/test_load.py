"""A short run of `make load`: each call is a value or a typed error, and charged at most once."""

import pytest
from support.paths import ROOT
from support.processes import python


@pytest.mark.slow
def test_threads_and_tasks_share_a_client_of_a_service_that_fails() -> None:
    command = ("-W", "error", "-m", "tests.load", "--seconds", 4, "--threads", 20, "--tasks", 100)
    assert "charged at most once" in python(*command, cwd=ROOT).stdout

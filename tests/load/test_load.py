"""A short run of `make load`: each call is a value or a typed error, and charged at most once."""

import pytest
from support.paths import ROOT
from support.processes import python

SHORT = "-W error -m tests.load --seconds 4 --threads 20 --tasks 100 --timeout 1"


@pytest.mark.slow
def test_threads_and_tasks_share_a_client_of_a_service_that_fails() -> None:
    assert "charged at most once" in python(*SHORT.split(), cwd=ROOT).stdout

"""Some random and mutated inputs; `make fuzz` runs many more, with other seeds."""

from __future__ import annotations

import pytest

from .runs import MUTATED, Run, run_all
from .trials import draw

SEED = 12


@pytest.mark.slow
@pytest.mark.external
@pytest.mark.parametrize(("kind", "number"), [("document", 80), *((one, 12) for one in MUTATED)])
def test_any_input_is_read_or_refused(kind, number, tmp_path):
    faults = run_all([Run(kind, SEED, 0, number)], tmp_path, 1, None)
    assert not faults, "\n".join(faults)


def test_a_trial_is_the_same_each_time():
    for kind in ("document", *MUTATED):
        assert draw(kind, 1, 2) == draw(kind, 1, 2)
        assert draw(kind, 1, 2) != draw(kind, 2, 2)

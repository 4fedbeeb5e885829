"""What `opgen diff` says is held against the two packages themselves, as Python has them."""

from __future__ import annotations

import pytest
from support.diff_cases import CASES
from support.diff_documents import changes
from support.surface import Surface, check, packages
from support.sweeps import some

PAIRS = [
    pytest.param(*documents[::way], id=f"{name}, {'forwards' if way > 0 else 'backwards'}")
    for name, (*documents, _, _) in CASES.items()
    for way in (1, -1)
]


@pytest.mark.parametrize(("old", "new"), some(PAIRS, 3))
def test_it_is_so_and_nothing_else_is(tmp_path, old, new):
    made = [Surface(one) for one in packages(tmp_path, old, new)]
    check(changes(tmp_path, old, new), *made)

"""Sweeps over many cases of a kind: `make test` tries some of them, `make sweep` all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
EVERY_CASE = "OPGEN_EVERY_CASE" in os.environ


def some(cases: Sequence[T], step: int, first: int = 0) -> Sequence[T]:
    """Return the one at `first` of each `step` cases, or all where every case is asked for."""
    return cases if EVERY_CASE else cases[first::step]

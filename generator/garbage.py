"""Pause the garbage collection, which searches for what refers to itself."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def paused() -> Iterator[None]:
    """Pause it in a block or a function that makes many objects and hardly any garbage.

    It searches all objects again and again, which takes half of the time of reading YAML.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

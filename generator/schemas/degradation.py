"""What comes out less well than the document describes it, counted and located."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.diagnostic_codes import Code
    from generator.document.document import Node


@dataclass(frozen=True, slots=True)
class Degradation:
    """Something of an operation that could not be said in full."""

    code: Code
    message: str
    node: Node

"""A row of the table: a fault, and what each kind of call must end with.

An expectation is `RESULT` or `RESULT NUMBER`: the value or the name of the error, and how many
requests arrive. `A|B` is either. A POST without a key is sent again only if the service did not
get it or asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .server import Kind, Step

LOST = "APIConnectionError"
LATE = "APITimeoutError"
BAD = "APIResponseError"
SERVER = "InternalServerError"
AGAIN = {"get": "value 2", "post": "value 2", "stream": "value 2"}  # of each call
MAY = {"get": "value 2", "post": f"{LOST} 1", "stream": f"{LOST} 1"}  # a POST may have been taken


@dataclass(frozen=True)
class Row:
    """A fault, and what each kind of call must end with."""

    name: str
    steps: tuple[Step, ...]
    expected: dict[Kind, str]
    group: str = ""
    pause: tuple[float, float] | None = None  # seconds between the first two requests
    size: int = 0  # bytes of the request
    warm: bool = False
    keyed: bool = False  # the package sends an idempotency key with each POST
    heavy: bool = False  # in a process of its own, whose memory is limited
    within: float = 3.0  # seconds

    @property
    def title(self) -> str:
        """Its name and its group."""
        return f"{self.group}: {self.name}"


def every(result: str) -> dict[Kind, str]:
    """The same for a GET, a POST and a stream."""
    return {"get": result, "post": result, "stream": result}


def once(result: str) -> dict[Kind, str]:
    """A GET is sent twice, the others once; all end with the same error."""
    return {"get": f"{result} 2", "post": f"{result} 1", "stream": f"{result} 1"}


def group(name: str, *rows: Row) -> list[Row]:
    """Rows of one part of the table."""
    return [replace(one, group=name) for one in rows]

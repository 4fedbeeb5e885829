"""Lists of numbers that a service may send as base64, which is shorter and faster to read."""

from __future__ import annotations

import sys
from array import array
from base64 import b64decode
from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic_core import core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler


class Base64Floats:
    """Reads base64 of numbers of 32 bits, little-endian, as a list; metadata of `Annotated`."""

    def __repr__(self) -> str:
        return "base64 of 32-bit numbers"

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Return the schema of a list, or of such a text."""
        text = core_schema.chain_schema(
            [
                core_schema.str_schema(strict=True),
                core_schema.no_info_plain_validator_function(floats32),
            ]
        )
        return core_schema.union_schema([handler(source), text], mode="left_to_right")


def floats32(text: str) -> list[float]:
    """Return the numbers that a text encodes; raise ValueError if it encodes none."""
    data = b64decode(text.strip(), validate=True)
    numbers = array("f")
    if len(data) % numbers.itemsize:
        raise ValueError(f"{len(data)} bytes are not a whole number of 32-bit numbers")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()


Floats32: TypeAlias = Annotated[list[float], Base64Floats()]
"""A list of numbers; the JSON may have it as base64."""

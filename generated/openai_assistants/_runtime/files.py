"""The types of files. This module imports nothing heavy."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, TypeGuard

Progress: TypeAlias = Callable[[int, int | None], object]
"""A callable that gets the number of bytes sent or received, and the total where it is known."""


class BinaryFile(Protocol):
    """An open binary file; one with `seek` and `tell` can be sent again."""

    def read(self, size: int, /) -> bytes: ...


FileContent: TypeAlias = bytes | os.PathLike[str] | BinaryFile
File: TypeAlias = FileContent | tuple[str, FileContent] | tuple[str, FileContent, str]
"""Bytes, a path or an open binary file; or `(name, content)`, or `(name, content, media type)`."""


def is_file(value: object) -> bool:
    """Return whether a value is a `File`, not a string or a list."""
    if is_tuple(value):
        named = len(value) in {2, 3} and isinstance(value[0], str)
        return named and not is_tuple(value[1]) and is_file(value[1])
    return is_bytes(value) or is_path(value) or hasattr(value, "read")


def is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Return whether a value is a tuple of any length."""
    return isinstance(value, tuple)


def is_bytes(value: object) -> TypeGuard[bytes]:
    """Return whether a value holds bytes in memory."""
    return isinstance(value, (bytes, bytearray, memoryview))


def is_path(value: object) -> TypeGuard[os.PathLike[str]]:
    """Return whether a value is a path, but not a string."""
    return isinstance(value, os.PathLike)

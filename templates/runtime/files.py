"""The types of files. This module imports nothing heavy."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias, TypeGuard

Progress: TypeAlias = Callable[[int, int | None], object]
"""A callable that gets the number of bytes sent or received, and the total where it is known."""


class BinaryFile(Protocol):
    """An open binary file; one with `seek` and `tell` can be sent again."""

    def read(self, size: int, /) -> bytes: ...


FileContent: TypeAlias = bytes | bytearray | memoryview | os.PathLike[str] | BinaryFile
File: TypeAlias = (
    FileContent
    | tuple[str | None, FileContent]
    | tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
"""Bytes, a path or an open binary file; or `(name, content)`, `(name, content, media type)`, or
`(name, content, media type, headers of the part)`. A name that is None is not sent."""


def is_file(value: object) -> bool:
    """Return whether a value is a `File`, not a string or a list."""
    if not is_tuple(value):
        return is_bytes(value) or is_path(value) or hasattr(value, "read")
    items: list[Any] = [*value]
    if len(items) not in {2, 3, 4} or is_tuple(items[1]) or not is_file(items[1]):
        return False
    texts = all(one is None or isinstance(one, str) for one in (items[0], *items[2:3]))
    return texts and all(isinstance(one, Mapping) for one in items[3:])


def is_torn(value: object) -> bool:
    """Return whether a form would have several fields for what is not a file, nor a list of files.

    That is a dictionary, or a tuple which begins as that of a file, but is not one.
    """
    if not is_tuple(value) or is_file(value):
        return isinstance(value, Mapping)
    return not all(map(is_file, value)) and not any(isinstance(one, str) for one in value[1:2])


def not_a_file(name: str, value: object) -> TypeError:
    """Return the error for another value than a file; it does not show the value."""
    kind = type(value).__name__
    advice = (
        "for a path give pathlib.Path(...), for text give text.encode()"
        if isinstance(value, str)
        else (
            "give bytes, a pathlib.Path, an open binary file, or a tuple of a name and one of these"
        )
    )
    return TypeError(f"{name!r} is a {kind}, not a file; {advice}")


def is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Return whether a value is a tuple of any length."""
    return isinstance(value, tuple)


def is_bytes(value: object) -> TypeGuard[bytes]:
    """Return whether a value holds bytes in memory."""
    return isinstance(value, (bytes, bytearray, memoryview))


def is_path(value: object) -> TypeGuard[os.PathLike[str]]:
    """Return whether a value is a path, but not a string."""
    return isinstance(value, os.PathLike)

"""The types of a binary member of a request. This module imports nothing heavy."""

from __future__ import annotations

import os
from typing import Protocol, TypeAlias


class BinaryFile(Protocol):
    """An open binary file; one with `seek` and `tell` can be sent again."""

    def read(self, size: int, /) -> bytes: ...


FileContent: TypeAlias = bytes | os.PathLike[str] | BinaryFile
File: TypeAlias = FileContent | tuple[str, FileContent] | tuple[str, FileContent, str]
"""Bytes, a path or an open binary file; or `(name, content)`, or `(name, content, media type)`."""

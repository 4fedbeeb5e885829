"""What a binary member of a request takes. It imports nothing that is not there already."""

from __future__ import annotations

import os
from typing import Protocol, TypeAlias


class BinaryFile(Protocol):
    """What is read of an open file; one that can `seek` and `tell` can be sent again."""

    def read(self, size: int, /) -> bytes: ...


FileContent: TypeAlias = bytes | os.PathLike[str] | BinaryFile
File: TypeAlias = FileContent | tuple[str, FileContent] | tuple[str, FileContent, str]
"""Bytes, a path or an open binary file; or `(name, content)`, or `(name, content, media type)`."""

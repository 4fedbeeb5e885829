"""Digests of text that are the same for both line ends, and that git can merge."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, TypeAlias
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Digests: TypeAlias = "tuple[str, ...]"
"""The digest of each part of a text in order, or the one of all its bytes, `sha256:…`."""

_BINARY: Final = 8000  # where git looks for a zero byte
_WHOLE: Final = "sha256:"
_DIGITS: Final = 6  # nobody forges an edit by hand: one in 16 million is not seen
_MOST_PARTS: Final = 80


def level(content: bytes) -> bytes:
    """Return a text with LF for each CRLF, as git stores it; anything else is unchanged.

    With `core.autocrlf`, git writes CRLF into a checkout. A file with a zero byte is not text
    for git.
    """
    if b"\r\n" not in content or b"\0" in content[:_BINARY]:
        return content
    return content.replace(b"\r\n", b"\n")


def is_same(one: bytes | None, other: bytes | None) -> bool:
    """Whether two texts differ in nothing but line ends."""
    if one is None or other is None:
        return one is other
    return one == other or level(one) == level(other)


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a text with LF as line ends, in hexadecimal digits."""
    return hashlib.sha256(level(content)).hexdigest()


def digest_of(content: bytes) -> str:
    """Return one digest of a text: `sha256:` and hexadecimal digits."""
    return f"{_WHOLE}{sha256_of(content)}"


def digests_of(content: bytes) -> Digests:
    """Return the digests of the parts of a text, about 60 of them, or fewer.

    If two branches change a text at different places, git merges the text and its digests alike.
    """
    lines = level(content).splitlines(keepends=True)
    return tuple(short_digest(part) for part in parts_of(lines, _MOST_PARTS))


def parts_of(lines: Sequence[bytes], most: int) -> Iterator[Sequence[bytes]]:
    """Divide lines into parts, between half of `most` and `most` of them, or fewer.

    The lines decide where a part ends, so a change of a line changes only the parts around it.
    """
    size = 1
    while len(lines) > size * most:
        size *= 2
    start, before = 0, 0
    for end, line in enumerate(lines, 1):
        pair = crc32(line, before)
        if _scattered(pair) % size == 0 or end == len(lines):
            yield lines[start:end]
            start = end
        before = crc32(line)


def _scattered(check: int) -> int:
    """Return the middle of a product: the check values of lines that are alike are alike too."""
    return check * 0x9E3779B1 >> 16 & 0xFFFF


def short_digest(lines: Iterable[bytes], digits: int = _DIGITS) -> str:
    """Return the first digits of the SHA-256 of some lines."""
    return hashlib.sha256(b"".join(lines)).hexdigest()[:digits]


def matches(content: bytes, digests: Digests) -> bool:
    """Whether a text has these digests, with any line ends."""
    if len(digests) == 1 and digests[0].startswith(_WHOLE):
        return digest_of(content) == digests[0]
    return digests_of(content) == digests


def is_made_of(content: bytes, known: Collection[str]) -> bool:
    """Whether each part of a text has a known digest, or the whole text has."""
    return digest_of(content) in known or all(one in known for one in digests_of(content))

"""Which files a file mentions: a reference can only name a file that is in its text."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD: Final = re.compile(rb"[^\s\"'#/\\{}\[\](),<>|]+")
_PLAIN: Final = re.compile(r"[A-Za-z0-9._~!$&*+;=@:-]+")


class Mentions:
    """Finds the files that texts mention by their name, with or without folders.

    It finds too much: which file a reference means, only the reader of the document decides.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._words: dict[bytes, list[str]] = {}
        self._phrases: dict[bytes, list[str]] = {}
        for path in paths:
            name = posixpath.basename(path)
            # A name with other characters is in a text as it is, or percent-encoded.
            known = self._words if _PLAIN.fullmatch(name) else self._phrases
            known.setdefault(name.encode(errors="surrogateescape"), []).append(path)
            if known is self._phrases:
                known.setdefault(quote(name, errors="surrogateescape").encode(), []).append(path)

    def of(self, text: bytes) -> Iterator[str]:
        """Yield the paths of the files that a text mentions."""
        for word in set(_WORD.findall(text)):
            yield from self._words.get(word, ())
        for phrase, paths in self._phrases.items():
            if phrase in text:
                yield from paths

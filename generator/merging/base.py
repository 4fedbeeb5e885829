"""What opgen wrote last: a short digest of each symbol of a file, without its text."""

from __future__ import annotations

from base64 import b85decode, b85encode
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from generator.merging.symbols import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.merging.symbols import Symbol

DIGEST_LENGTH: Final = 8
"""The number of characters of each digest."""

_KEY_BITS: Final = 19
"""Enough that no new symbol of a large package is taken for one that the user removed."""
_TEXT_BITS: Final = 29
"""Enough for some thousand guesses of a base: one in 100,000 conflicts has a wrong one."""


def digest_symbols(text: str) -> str:
    """Return the digests of all symbols of a file in one text; each has eight characters.

    It is empty if the file cannot be parsed.
    """
    try:
        return "".join(_digests(_by_key(split(text)).values()))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


@dataclass(frozen=True, slots=True)
class Base:
    """The symbols that opgen wrote last, known by their digests."""

    digests: frozenset[str]

    @classmethod
    def of(cls, recorded: str) -> Base:
        """Parse what `digest_symbols` returned; anything else has no digests."""
        starts = range(0, len(recorded), DIGEST_LENGTH)
        found = frozenset(recorded[start : start + DIGEST_LENGTH] for start in starts)
        return cls(found if all(map(_is_digest, found)) else frozenset())

    def has_text(self, key: str, text: str) -> bool:
        """Whether opgen wrote this text under this key."""
        return _digest(key, text) in self.digests

    def has(self, symbol: Symbol) -> bool:
        """Whether opgen wrote the symbol with this text; the comment before it does not count."""
        return self.has_text(symbol.key, symbol.text)

    def has_comment(self, symbol: Symbol) -> bool:
        """Whether the comment before a symbol is opgen's, or there is none."""
        return not symbol.comment or self.has_text(f"# {symbol.key}", symbol.comment)

    def has_all(self, symbol: Symbol) -> bool:
        """Whether opgen wrote the symbol, its comment and its members like this."""
        return all(self.has(one) and self.has_comment(one) for one in symbol.with_members())


class Lost:
    """The symbols of the base whose text neither side has: both changed or removed them."""

    def __init__(self, base: Base, ours: Iterable[Symbol], theirs: Iterable[Symbol]) -> None:
        mine, others = _by_key(ours), _by_key(theirs)
        known = {one for side in (mine, others) for one in _digests(side.values())}
        self._keys = Counter(_key_part(one) for one in base.digests - known)
        self._of_pairs: set[str] = set()
        for key in mine.keys() & others.keys():
            if not base.has(mine[key]) and not base.has(others[key]) and self.had(key):
                self._keys[_key_part(_digest(key, ""))] -= 1
                self._of_pairs.add(key)

    def had(self, key: str) -> bool:
        """Whether the base had a symbol of this key, which one side or both removed.

        It is rarely true by chance: one time in 500,000 for each lost symbol.
        """
        return self._keys[_key_part(_digest(key, ""))] > 0

    def had_other(self, key: str) -> bool:
        """Whether the base had a symbol of this key with another text than both sides have."""
        return key in self._of_pairs


def _by_key(symbols: Iterable[Symbol]) -> dict[str, Symbol]:
    return {one.key: one for top in symbols for one in top.with_members()}


def _digests(symbols: Iterable[Symbol]) -> Iterator[str]:
    for one in symbols:
        yield _digest(one.key, one.text)
        if one.comment:
            yield _digest(f"# {one.key}", one.comment)


def _digest(key: str, text: str) -> str:
    """Return 48 bits as eight characters: some of a digest of the key, some of key and text."""
    of_key = _bits(key, _KEY_BITS)
    of_both = _bits(f"{key}\0{text}", _TEXT_BITS)
    return b85encode((of_key << _TEXT_BITS | of_both).to_bytes(6)).decode()


def _is_digest(text: str) -> bool:
    try:
        return len(text) == DIGEST_LENGTH and len(b85decode(text)) == 6
    except ValueError:
        return False


def _key_part(digest: str) -> int:
    return int.from_bytes(b85decode(digest)) >> _TEXT_BITS


def _bits(text: str, count: int) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:4]) >> 32 - count

"""The text of a lock: one entry on each line, so that git merges unrelated changes by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeGuard

from generator.digests import digest_of, is_same, level, short_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SEAL: Final = "seal"
"""The last member: a digest of each line of the others, except of those that files confirm.

One more entry is the digest of all of them. Its place depends on it: git merges two of them too.
"""

_DIGESTS: Final = "digests"
_FILES: Final = "files"
_STEP: Final = "  "
_DIGITS: Final = 6
_WHOLE: Final = "="  # the entry of the seal for all of the lock begins with it


def sealed(content: Mapping[str, object]) -> bytes:
    """Return the bytes of a lock; its last member shows edits by hand.

    A digest for each line, not one for all: git merges them as it merges the lines.
    """
    others = {name: value for name, value in content.items() if name != SEAL}
    seal = _digests_of_lines(others)
    whole = short_digest([_dump(others)], _DIGITS)
    seal.insert(int(whole, 16) % (len(seal) + 1), f"{_WHOLE}{whole}")
    return _dump({**others, SEAL: seal})


def is_sealed(content: bytes) -> bool:
    """Whether a lock has the lines that opgen wrote, or git merged, with any line ends."""
    text = level(content)
    try:
        members = json.loads(text)
        if isinstance(members.get(SEAL), str):
            return _older(members) == text
        others = {name: value for name, value in members.items() if name != SEAL}
        return _dump(members) == text and _entries(members) == _digests_of_lines(others)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False


def is_whole(content: bytes) -> bool:
    """Whether opgen wrote a lock as a whole; git may have merged the lines of a sealed one.

    Each line of such a lock may be right, but opgen may give another package for all of them.
    """
    if not is_sealed(content):
        return False
    members = json.loads(level(content))
    return isinstance(members[SEAL], str) or sealed(members) == level(content)


def is_same_lock(one: bytes, other: bytes) -> bool:
    """Whether two locks differ in nothing but line ends and what `is_whole` looks at."""
    if is_same(one, other):
        return True
    if not (is_sealed(one) and is_sealed(other)):
        return False
    first, second = (
        {**json.loads(each), SEAL: _entries(json.loads(each))} for each in (one, other)
    )
    return first == second


def _digests_of_lines(others: Mapping[str, object]) -> list[str]:
    lines = _lines(_confirmed(others), "")
    return [short_digest([line.rstrip(",").encode()], _DIGITS) for line in lines]


def _entries(members: Mapping[str, object]) -> list[str]:
    """Return the entries of the seal of a lock for its lines."""
    seal = members[SEAL]
    found = seal if isinstance(seal, list) else [seal]
    return [str(one) for one in found if not str(one).startswith(_WHOLE)]


def with_commas(text: bytes) -> bytes:
    """Correct the commas at the ends of lines of a lock, of which git took some from each side."""
    lines = [line.rstrip().rstrip(b",") for line in text.split(b"\n") if line.strip()]
    done = []
    for line, following in zip(lines, [*lines[1:], b"}"], strict=True):
        is_last = line.endswith((b"{", b"[")) or following.lstrip()[:1] in {b"}", b"]"}
        done.append(line if is_last else line + b",")
    return b"\n".join(done) + b"\n"


def _confirmed(content: Mapping[str, object]) -> dict[str, object]:
    """Return the members of a lock without digests: each file confirms its own."""
    found = dict(content)
    for name, value in content.items():
        if name == _FILES and isinstance(value, dict):
            found[name] = list(value)
        elif isinstance(value, dict):
            found[name] = {key: one for key, one in value.items() if key != _DIGESTS}
    return found


def _older(content: Mapping[str, object]) -> bytes:
    """Return the bytes of a lock as an older opgen wrote it, with one digest as its seal."""
    others = {name: value for name, value in content.items() if name != SEAL}
    text = f"{json.dumps(others, indent=2)}\n".encode()
    return f"{json.dumps({**others, SEAL: digest_of(text)}, indent=2)}\n".encode()


def _dump(content: Mapping[str, object]) -> bytes:
    return "".join(f"{line}\n" for line in _lines(content, "")).encode()


def _lines(value: object, indent: str, name: str = "", depth: int = 0) -> Iterator[str]:
    """Yield the lines of a value: each member and each entry of a member has its own.

    Below that, only lists of digests have more than one line.
    """
    start = f"{indent}{json.dumps(name)}: " if name else indent
    if not _has_lines(value, depth):
        yield f"{start}{json.dumps(value)}"
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{start}{opening}"
    entries = value.items() if isinstance(value, dict) else [("", one) for one in value]
    before = None
    for key, one in entries:
        for line in _lines(one, indent + _STEP, key, depth + 1):
            if before is not None:
                yield before
            before = line
        before = f"{before},"
    yield str(before)[:-1]
    yield f"{indent}{closing}"


def _has_lines(value: object, depth: int) -> TypeGuard[dict[str, object] | list[object]]:
    if not value or not isinstance(value, dict | list):
        return False
    return depth <= 1 or (isinstance(value, list) and all(isinstance(one, str) for one in value))

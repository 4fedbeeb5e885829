"""The digests in a lock: of the document, of each file, and of the symbols of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.digests import digest_of, digests_of, parts_of
from generator.merging.base import DIGEST_LENGTH
from generator.merging.files import symbol_digests

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.digests import Digests

_MOST_LINES: Final = 32


def digests_of_file(path: str, content: bytes) -> str | list[str]:
    """Return the digests of a file of a package.

    Modules of the runtime and files that are not Python change only with opgen: one is enough.
    """
    is_whole = path.startswith("_runtime/") or not path.endswith((".py", ".pyi"))
    return digest_of(content) if is_whole else list(digests_of(content))


def digests_of_symbols(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return the digests of the symbols of each file that has them, a few on each line."""
    found = symbol_digests(files)
    return {path: _in_lines(found[path]) for path in found}


def read_document(recorded: Mapping[str, object]) -> Digests:
    """Parse the digests of the document; an older opgen wrote one."""
    one = recorded.get("sha256")
    return (f"sha256:{one}",) if one else read_digests(recorded.get("digests", []))


def read_digests(recorded: object) -> Digests:
    """Parse the digests of a file: one, or a list."""
    return tuple(map(str, recorded)) if isinstance(recorded, list) else (str(recorded),)


def _in_lines(symbols: str) -> list[str]:
    """Divide the digests of symbols into lines that git can merge."""
    starts = range(0, len(symbols), DIGEST_LENGTH)
    each = [symbols[start : start + DIGEST_LENGTH].encode() for start in starts]
    return [b"".join(part).decode() for part in parts_of(each, _MOST_LINES)]

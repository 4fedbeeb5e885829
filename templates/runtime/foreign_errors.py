"""Errors of the libraries below a call, as errors of the HTTP library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_NETWORK: Final = frozenset(
    {
        *("httpx2", "httpcore2", "h11", "h2", "hpack", "hyperframe", "anyio", "sniffio"),
        *("asyncio", "uvloop", "trio", "socket", "ssl", "socks", "socksio", "http", "encodings"),
        *("idna", "zlib", "brotli", "brotlicffi", "backports", "compression", "urllib"),
    }
)
_READERS: Final = frozenset(
    f"{__package__}.{one}" for one in ("uploads", "upload_progress", "items")
)


def as_http_error(error: Exception) -> httpx2.HTTPError | None:
    """Return an error that a library raised while a request was sent or a response was read.

    None for one of the user: of an upload, or of a part of a lent HTTP client.
    """
    modules = [*_modules(error.__traceback__)]
    if not _READERS.isdisjoint(modules):
        return None
    if isinstance(error, httpx2.HTTPError):
        return error
    raised_in = {type(error).__module__.partition(".")[0], modules[-1].partition(".")[0]}
    if _NETWORK.isdisjoint(raised_in) and not isinstance(error, OSError):
        return None
    other = httpx2.LocalProtocolError(f"{type(error).__name__}: {error}")
    other.__cause__ = error
    return other


def _modules(one: TracebackType | None) -> Iterator[str]:
    """Yield the modules that an error passed, from the outermost."""
    while one is not None:
        yield str(one.tb_frame.f_globals.get("__name__"))
        one = one.tb_next

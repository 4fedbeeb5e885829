"""A reply as it comes: piece by piece, gathered, or kept in a file."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from .exchange import Exchange, Http
from .replies import read_reply, takes_bytes

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, Callable, Generator

    from .client import BaseClient
    from .request import Request


class Download(Exchange):
    """A call whose reply is not read yet when it may be bytes."""

    _gathered: bytes | None = None

    def __init__(self, client: BaseClient, request: Request[Any], http: Http) -> None:
        super().__init__(client, request, http)
        self.lazy = takes_bytes(request.returns)

    @property
    def body(self) -> bytes:
        """The body, when it was read."""
        return self.response.content if self._gathered is None else self._gathered

    def value(self, body: bytes) -> Any:
        """Return the body as the declared type."""
        return read_reply(body, self)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the body in pieces, as they come."""
        response = self.response
        if self._gathered is not None:
            yield self._gathered
            return
        pieces = response.aiter_bytes() if self.awaited else response.iter_bytes()
        async for piece in self.pulled(pieces):
            yield piece

    async def read(self) -> bytes:
        """Read the body, and keep it."""
        if self._gathered is None:
            self._gathered = b"".join([piece async for piece in self.chunks()])
        return self._gathered

    async def save(
        self, path: os.PathLike[str] | str, progress: Callable[[int, int | None], object] | None
    ) -> None:
        """Write the body to a file, which is there when all of it came."""
        headers, received = self.response.headers, 0
        told = "" if "content-encoding" in headers else headers.get("content-length", "")
        total = int(told) if told.isdecimal() else None
        try:
            with _beside(Path(path)) as file:
                async for piece in self.chunks():
                    received += file.write(piece)
                    if progress is not None:
                        progress(received, total)
        finally:
            await self.close()


@contextmanager
def _beside(path: Path) -> Generator[BinaryIO, None, None]:
    """Open a file that takes the place of the path when all is written."""
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

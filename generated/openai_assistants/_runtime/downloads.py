"""A response that is read later: in chunks, whole, or into a file."""

from __future__ import annotations

import secrets
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from .decoding import decode_body, may_be_bytes
from .exchange import Exchange
from .request import StreamRequest

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, Callable, Generator

    from .client import BaseClient
    from .connection import Http
    from .request import Request


class Download(Exchange):
    """A call whose response is not read by `send`, if it may be bytes."""

    follows_declared = True

    def __init__(self, client: BaseClient, request: Request[Any], http: Http, began: float) -> None:
        super().__init__(client, request, http, began)
        streams = isinstance(request, StreamRequest) and request.events.only
        self.lazy = request.redirects or streams or may_be_bytes(request.returns)

    def decode(self, body: bytes) -> Any:
        """Return the body as the declared type."""
        return decode_body(body, self)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the body in chunks, as they are received."""
        response = self.response
        if self.sender.body is not None:
            yield self.sender.body
            return
        chunks = response.aiter_bytes() if self.awaited else response.iter_bytes()
        async for chunk in self.pull(chunks):
            yield chunk

    async def read(self) -> bytes:
        """Return the body, and keep it."""
        with self.reading():
            return await self.sender.read(self.response)

    async def save(
        self, path: os.PathLike[str] | str, progress: Callable[[int, int | None], object] | None
    ) -> None:
        """Write the body to a file, which exists only after all of it is received."""
        headers, received = self.response.headers, 0
        length = "" if "content-encoding" in headers else headers.get("content-length", "")
        total = int(length) if length.isdecimal() else None
        try:
            with _replacing(Path(path)) as file:
                async for chunk in self.chunks():
                    received += file.write(chunk)
                    if progress is not None:
                        progress(received, total)
        finally:
            await self.close()


@contextmanager
def _replacing(path: Path) -> Generator[BinaryIO, None, None]:
    """Open a new file that replaces the one at the path when all is written.

    A link stays a link, and a file keeps its permissions. What is not a file, such as `/dev/null`,
    is written to; a folder raises at once.
    """
    exists = path.exists()
    if exists and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    path = path.resolve()
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            if exists:
                part.chmod(stat.S_IMODE(path.stat().st_mode))
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

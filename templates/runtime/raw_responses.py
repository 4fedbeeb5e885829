"""What `raw` returns: a response whose body can be read later."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, Self, TypeVar, cast

from .blocking import iterate, run
from .parsing import decode, parse

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Iterator, Mapping

    from .downloads import Download
    from .files import Progress

T_co = TypeVar("T_co", covariant=True)


class BaseRawResponse(Generic[T_co]):
    """A successful response."""

    def __init__(self, download: Download) -> None:
        self.status: int = download.response.status_code
        self.headers: Mapping[str, str] = download.response.headers  # names in any case
        self.elapsed = time.monotonic() - download.sender.started  # seconds until `raw` returned
        self._download = download

    @property
    def request_id(self) -> str | None:
        """The ID that the service gave to the request."""
        return self._download.request.call.api.request_id(self.headers)

    @property
    def body(self) -> bytes:
        """The whole body; it must have been read."""
        return self._download.body

    @property
    def status_code(self) -> int:
        """The same as `status`, as the response of an error has it."""
        return self.status

    @property
    def text(self) -> str:
        """The whole body as text, in the encoding that the response says; UTF-8 by default."""
        return decode(self.body, self.headers.get("content-type", ""))

    def json(self) -> object:
        """Return the whole body as JSON; raise `ValueError` if it is not JSON."""
        return parse(self.body, self.headers.get("content-type", ""))

    def parse(self) -> T_co:
        """Return the body as the type that a plain call returns."""
        return cast("T_co", self._download.decode(self.body))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status}>"


class RawResponse(BaseRawResponse[T_co]):
    """A successful response. If its body may be bytes, it is not read yet: close it after use."""

    @property
    def body(self) -> bytes:
        """The whole body; the first access reads it."""
        return run(self._download.read())

    def chunks(self) -> Iterator[bytes]:
        """Yield the body in chunks, as they are received."""
        return iterate(self._download.chunks())

    def save(self, path: os.PathLike[str] | str, progress: Progress | None = None) -> None:
        """Write the body to a file, which exists only after all of it is received."""
        run(self._download.save(path, progress))

    def close(self) -> None:
        """Release the connection, also when a part of the body is not read."""
        run(self._download.close())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class AsyncRawResponse(BaseRawResponse[T_co]):
    """A successful response. If its body may be bytes, it is not read yet: `await read()`."""

    async def read(self) -> bytes:
        """Return the whole body, and keep it for `body` and `parse`."""
        return await self._download.read()

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body in chunks, as they are received."""
        return self._download.chunks()

    async def save(self, path: os.PathLike[str] | str, progress: Progress | None = None) -> None:
        """Write the body to a file, which exists only after all of it is received."""
        await self._download.save(path, progress)

    async def aclose(self) -> None:
        """Release the connection, also when a part of the body is not read."""
        await self._download.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

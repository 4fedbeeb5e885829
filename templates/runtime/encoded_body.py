"""A request body as the HTTP library takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


class SentBody(Protocol):
    """A body, or a part of one, that is read while it is sent."""

    consumed: bool  # it was read, and cannot be read again

    @property
    def size(self) -> int | None: ...  # in bytes; None if it is not known before

    def chunks(self) -> Iterator[bytes]: ...
    def close(self) -> None: ...


@runtime_checkable
class SentItems(SentBody, Protocol):
    """A body of items, each of which is encoded when it is sent."""

    def media_type(self, declared: str) -> str: ...
    def check(self, *, awaited: bool) -> None: ...  # raises TypeError if it cannot be sent
    def async_chunks(self) -> AsyncIterator[bytes]: ...


Part: TypeAlias = tuple[str | None, Any, str | None]
"""A part of a form, as the HTTP library takes it: file name, bytes or `SentBody`, media type."""


class EncodedBody(NamedTuple):
    """A request body for the HTTP library."""

    media_type: str | None = None  # None: no body, or a form whose parts define the media type
    content: bytes | None = None
    parts: list[tuple[str, Part]] | None = None
    upload: SentBody | None = None  # instead of `content`

    @property
    def uploads(self) -> list[SentBody]:
        """The files that are read while they are sent."""
        if self.upload is not None:
            return [self.upload]
        return [part[1] for _, part in self.parts or () if not isinstance(part[1], bytes)]

"""An operation of a generated package, called as a user calls it: now, or awaited."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import ssl
from typing import TYPE_CHECKING

import httpx2
import pytest

if TYPE_CHECKING:
    from support.operations import Arguments

# Reading the certificates is most of the cost of an HTTP client, and most tests need one.
CERTIFICATES = ssl.create_default_context()
both = pytest.mark.parametrize("awaited", [False, True], ids=["now", "awaited"])
HTTP = httpx2.Client(verify=CERTIFICATES)
atexit.register(HTTP.close)


class Caller:
    """One operation of the package, bound to a client for the local server."""

    def __init__(self, oa, server, operation):
        self.server = server
        self.make_client = functools.partial(
            oa.Client, api_key="sk-test", base_url=server.url, max_retries=0
        )
        self.client = self.make_client(http_client=HTTP)
        self.client.api.seen.clear()  # of what differs from the document, to warn of it again
        self.bound = getattr(oa, operation.name).using(self.client)
        self.operation = operation

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()

    @contextlib.asynccontextmanager
    async def aio(self):
        """The awaited operation, within a running event loop."""
        async with httpx2.AsyncClient(verify=CERTIFICATES) as http:
            yield self.bound.using(self.make_client(async_http_client=http)).aio

    def warned(self):
        """A deprecated operation says so, and nothing else warns of anything."""
        if not self.operation.deprecated:
            return contextlib.nullcontext()
        return pytest.warns(DeprecationWarning, match=f"`{self.operation.name}`")

    def call(self, view, arguments: Arguments, *, awaited: bool):
        """What a view of the operation gives; `""` is the operation itself."""
        return (self.awaited if awaited else self.sync)(view, arguments)

    def sync(self, view, arguments: Arguments):
        function = getattr(self.bound, view) if view else self.bound
        with self.warned():
            return function(*arguments.positional, **arguments.keywords)

    def awaited(self, view, arguments: Arguments):
        """The same view, awaited in an event loop of its own."""

        async def main():
            async with self.aio() as operation:
                function = getattr(operation, view) if view else operation
                return await function(*arguments.positional, **arguments.keywords)

        with self.warned():
            return asyncio.run(main())


def plain(value):
    """The JSON of what an operation gave."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value

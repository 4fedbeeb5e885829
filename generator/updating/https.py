"""Fetch a document and the files that it refers to by https, or by http from this computer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from generator.diagnostics import DiagnosticLog, OpgenError, shown
from generator.digests import is_same, sha256_of
from generator.document.origin import FetchedFile, Origin
from generator.inputs import SuppliedDocument
from generator.updating.access import Access
from generator.updating.document_location import SAVE
from generator.updating.document_set import DocumentSet
from generator.updating.exchange import Conditions, Exchange, parse_url, without_user_info

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx2

    from generator.options import Entry
    from generator.updating.document_set import Known, MissingFile
    from generator.updating.exchange import Response

DEADLINE: Final = 60.0  # for the whole fetch: a slow server could send bytes forever
_AT_ONCE: Final = 16  # requests for referenced files


def get(
    source: str, log: DiagnosticLog, known: Known | None, headers: Sequence[Entry]
) -> SuppliedDocument | None:
    """Return a document with its files, or None if its server says that nothing is modified.

    Raises:
        OpgenError: one of them cannot be fetched.
    """
    url = parse_url(source, log)
    access = Access.of(url, headers, log)

    # Only a task can be cancelled wherever it waits: for DNS, for TLS, for half a header.
    async def fetch_in_time() -> SuppliedDocument | None:
        try:
            async with asyncio.timeout(DEADLINE), Exchange(access, log) as exchange:
                return await _Fetch(exchange, known, log).document(url)
        except TimeoutError:
            name = shown(access.redacted(str(without_user_info(url))))
            log.fail(
                "fetch-timeout",
                f"{name} is not complete after {DEADLINE:g} seconds",
                help=f"try again later, or {SAVE}",
            )

    return asyncio.run(fetch_in_time())


class _Fetch:
    """Fetches one document and its files, each of them only if it was modified."""

    def __init__(self, exchange: Exchange, known: Known | None, log: DiagnosticLog) -> None:
        self._exchange = exchange
        self._known = known
        self._log = log
        self._files: dict[str, FetchedFile] = {}
        self._is_modified = False

    async def document(self, url: httpx2.URL) -> SuppliedDocument | None:
        """Return the document of a URL; None if it is not modified, nor any of its files."""
        known = self._known
        content, validators, main = await self._main(url)
        name = str(without_user_info(url))
        # A query may have the signature of a redirect, which must not be stored.
        base = str(main) if str(main) == name else str(main.copy_with(query=None))
        found = DocumentSet(content, name, base, self._log)
        while missing := found.missing_files():
            for one in missing:
                found.check_place(one)
            await self._add_files(missing, found, main)
        if not self._is_modified and known and known.origin.files.keys() == self._files.keys():
            return None
        origin = Origin(
            url=name,
            sha256=sha256_of(content),
            etag=validators.etag,
            last_modified=validators.last_modified,
            redirected=base if found.files and base != name else None,
            files=self._files,
        )
        return SuppliedDocument(content, name, origin, found.files)

    async def _main(self, url: httpx2.URL) -> tuple[bytes, Conditions, httpx2.URL]:
        """Return the document, its validators, and where redirects led to."""
        known = self._known
        conditions = Conditions()
        if known:
            conditions = Conditions(known.origin.etag, known.origin.last_modified)
        response = await self._exchange.get(url, conditions, self._log)
        if response.content is None and known:
            return known.document, conditions, response.url
        self._is_modified = True
        return response.content or b"", response.validators, response.url

    async def _add_files(
        self, missing: Sequence[MissingFile], found: DocumentSet, base: httpx2.URL
    ) -> None:
        """Fetch files of one level, several at once; report the first error in their order."""
        limit = asyncio.Semaphore(_AT_ONCE)

        async def fetch(one: MissingFile) -> Response:
            async with limit:
                url = base.join(quote(one.place)).copy_with(query=one.query.encode() or None)
                return await self._exchange.get(url, self._conditions(one), DiagnosticLog())

        results = await asyncio.gather(*map(fetch, missing), return_exceptions=True)
        for one, result in zip(missing, results, strict=True):
            if isinstance(result, OpgenError):
                first = result.diagnostics[0]
                self._log.fail(first.code, first.message, at=one.at, help=first.help)
            if isinstance(result, BaseException):
                raise result
            self._add(one, result, found)

    def _conditions(self, one: MissingFile) -> Conditions:
        known = self._known
        if known is None or one.place not in known.files:
            return Conditions()
        file = known.origin.files[one.place]
        return Conditions(file.etag, file.last_modified)

    def _add(self, one: MissingFile, response: Response, found: DocumentSet) -> None:
        if response.content is None and self._known:
            found.add(one, self._known.files[one.place])
            self._files[one.place] = self._known.origin.files[one.place]
            return
        content = response.content or b""
        old = self._known.files.get(one.place) if self._known else None
        self._is_modified |= not is_same(old, content)
        found.add(one, content)
        validators = response.validators
        self._files[one.place] = FetchedFile(
            sha256=sha256_of(content),
            etag=validators.etag,
            last_modified=validators.last_modified,
        )

"""Is a request what the document asks for? openapi-core says, a library of other people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

if TYPE_CHECKING:
    from .reading import Document
    from .recorded import Recorded


class _Asked:
    """A recorded request in the form that openapi-core reads."""

    def __init__(self, request: Recorded, host: str) -> None:
        self.host_url = host
        self.path = request.path
        self.method = request.method.lower()
        self.body = request.body or None
        self.content_type = request.headers.get("content-type", "").lower()
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(request.query),
            header=Headers(list(request.headers.items())),
            cookie=ImmutableMultiDict(_cookies(request.headers.get("cookie", ""))),
        )


class Judge:
    """Finds what is wrong with requests to one document's operations."""

    def __init__(self, document: Document, host: str) -> None:
        self._document = document
        self._host = host
        # The published documents break the specification's own schema in places.
        self._openapi = OpenAPI.from_dict(document.data, config=Config(spec_validator_cls=None))

    def faults(self, request: Recorded) -> list[str]:
        """What is wrong with `request`; nothing for a valid one."""
        errors = self._openapi.iter_request_errors(_Asked(request, self._host))
        return [_told(error) for error in errors] or [*self._undeclared(request)]

    def _undeclared(self, request: Recorded) -> list[str]:
        """Query parameters that the document does not know: openapi-core lets them pass."""
        found = self._document.find(request.method, request.path_key_path)
        known = {
            parameter["name"]
            for parameter in (found[1]["parameters"] if found else [])
            if parameter["in"] == "query"
        }
        sent = {re.sub(r"(?<!^)\[\w*\]$", "", name) for name, _ in request.query}
        sent |= {name for name, _ in request.query if name in known}
        stray = sorted(name for name in sent if name not in known and f"{name}[]" not in known)
        return [f"undeclared query parameter {name!r}" for name in stray]


def _told(error: BaseException) -> str:
    """The chain of reasons behind an error, the details of a broken schema included."""
    lines = []
    cause: BaseException | None = error
    while cause is not None:
        lines.append(str(cause))
        details = getattr(cause, "schema_errors", ())
        lines += [f"{detail.json_path}: {detail.message}"[:300] for detail in details]
        cause = cause.__cause__
    return "; ".join(lines)


def _cookies(header: str) -> list[tuple[str, str]]:
    return parse_qsl(header.replace("; ", "&"), keep_blank_values=True)

"""What a generated package makes of a response: values, and warnings of differences."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import httpx2

from generator.diagnostics import DiagnosticLog
from support.caller import CERTIFICATES
from support.documents import document_of, operation, ref
from support.packages import imported

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


class ResponsePackage:
    """A package of one operation, `do`, whose response is a schema; the body lists such values."""

    def __init__(
        self, folder: Path, reply: object, schemas: object, *, version: str = "3.1.0"
    ) -> None:
        described = operation(body={"type": "array", "items": reply}, reply=reply)
        self.log = DiagnosticLog()
        spec = {**document_of(described, schemas), "openapi": version}
        self.package: ModuleType = imported(folder / "client", spec, self.log)

    @property
    def codes(self) -> list[str]:
        """The codes of what was reported when the package was made."""
        return [one.code for one in self.log.diagnostics]

    def read(self, data: object) -> tuple[Any, int]:
        """Return what the operation returns for this JSON, and how many warnings there are."""
        value, warned = self.call(data)
        plain = value.model_dump(mode="json") if hasattr(value, "model_dump") else value
        assert isinstance(value, list) or plain == data
        return value, warned

    def call(self, data: object) -> tuple[Any, int]:
        """Return the same, without a comparison of the value with the JSON."""

        def answer(_request: httpx2.Request) -> httpx2.Response:
            kind = {"content-type": "application/json"}
            return httpx2.Response(200, headers=kind, content=json.dumps(data))

        with (
            httpx2.Client(transport=httpx2.MockTransport(answer), verify=CERTIFICATES) as http,
            warnings.catch_warnings(record=True) as warned,
            self.package.Client(http_client=http) as client,
        ):
            warnings.simplefilter("always", self.package.DriftWarning)
            client.api.seen.clear()  # to warn of it again
            value = self.package.do.using(client)([])
        return value, len(warned)

    def kind(self, data: object) -> str:
        """Return the name of the class of what the operation returns for this JSON.

        It ends with a question mark if the JSON differs from the document.
        """
        value, warned = self.read(data)
        return type(value).__name__ + "?" * warned


def one_of(*names: str, key: str = "oneOf", **discriminator: object) -> dict[str, Any]:
    """A union of components, with a discriminator if it has members."""
    union: dict[str, Any] = {key: [ref(name) for name in names]}
    return {**union, "discriminator": discriminator} if discriminator else union

"""The names that generated modules use themselves, and the modules that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ORIGINS: Final[Mapping[str, str]] = {
    "Iterable": "collections.abc",
    "Mapping": "collections.abc",
    "Date": "datetime",
    "Datetime": "datetime",
    "Annotated": "typing",
    "Final": "typing",
    "partial": "functools",
    "Literal": "typing",
    "NotRequired": "typing",
    "TYPE_CHECKING": "typing",
    "TypeAlias": "typing",
    "TypedDict": "typing",
    "TypeAliasType": "typing_extensions",
    "deprecated": "typing_extensions",
    "UUID": "uuid",
    "AwareDatetime": "pydantic",
    "Field": "pydantic",
    "JsonValue": "pydantic",
    "File": "._runtime.files",
    "operation": "._runtime.operation",
    "paged_operation": "._runtime.operation",
    "streamed_operation": "._runtime.operation",
    "Cursor": "._runtime.paging",
    "PagedRequest": "._runtime.paging",
    "DeepObject": "._runtime.parameters",
    "Delimited": "._runtime.parameters",
    "JsonText": "._runtime.parameters",
    "Omit": "._runtime.parameters",
    "Values": "._runtime.parameters",
    "omit": "._runtime.parameters",
    "CallOptions": "._runtime.request",
    "Events": "._runtime.request",
    "Request": "._runtime.request",
    "StreamRequest": "._runtime.request",
    "Sink": "._runtime.results",
}

IMPORT_ALIASES: Final[Mapping[str, str]] = {
    "Date": "date as Date",
    "Datetime": "datetime as Datetime",
}
"""The import of a name that has another name in its module."""

API_EXPORTS: Final = ("Client", "configure")
RUNTIME_EXPORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "errors": (
        "APIConnectionError",
        "APIError",
        "APIResponseError",
        "APIStatusError",
        "APITimeoutError",
        "AuthenticationError",
        "BadRequestError",
        "ConfigurationError",
        "ConflictError",
        "DriftWarning",
        "InternalServerError",
        "NotFoundError",
        "PermissionDeniedError",
        "RateLimitError",
        "UnprocessableEntityError",
    ),
    "files": ("File",),
    "parameters": ("Omit", "omit"),
    "replies": ("AsyncReply", "Reply"),
    "request": ("CallOptions",),
    "results": ("Data", "Err", "Failed", "Finished", "Ok", "Sink"),
    "streaming": ("AsyncEventStream", "EventStream"),
}
"""The names of the runtime that the package exports, by module."""

RESERVED: Final = frozenset((*ORIGINS, "Model", "api_call", "call", "components", "params"))
"""Names that nothing from a document may have in a generated module."""

PACKAGE: Final = frozenset(
    (
        *API_EXPORTS,
        *(name for names in RUNTIME_EXPORTS.values() for name in names),
        "TYPE_CHECKING",
        "annotations",
        "components",
        "import_module",
        "params",
    )
)
"""Names in the package that no function or module may have."""

_DEVICES: Final = (
    *("aux", "con", "nul", "prn"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
)
MODULES: Final = PACKAGE | {"getattr", "globals", "list", "object", "str", *_DEVICES}
"""Names that no module may have: those above, names in `__init__`, and devices of Windows."""

WEBHOOKS: Final = "webhooks"
"""The module that parses webhooks."""
WEBHOOK_EXPORTS: Final = ("WebhookVerificationError",)
"""The names of the runtime that the package exports if webhooks are verified."""

ARGUMENTS: Final = frozenset(("base_url", "bytes", "options", "self", "stream_to"))
"""Names that no argument of a function may have, in addition to `RESERVED`."""

SETTINGS: Final = ARGUMENTS | {
    "anonymous",
    "async_http_client",
    "headers",
    "http_client",
    "max_retries",
    "query",
    "settings",
    "timeout",
    "total_timeout",
}
"""Names of a client's settings, which no credential may have."""

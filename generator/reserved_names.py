"""The names that generated modules use themselves, and the modules that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_HIDEABLE: Final = ("bool", "bytes", "dict", "float", "int", "list", "object", "str", "tuple")
"""The builtin types of annotations, which an attribute or an argument may hide."""

HIDDEN_TYPES: Final[Mapping[str, str]] = {name: f"_{name}" for name in _HIDEABLE}
"""The names of builtin types where an attribute or an argument has their own name."""

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "builtins": tuple(HIDDEN_TYPES.values()),
    "collections.abc": ("AsyncIterable", "Iterable", "Mapping"),
    "datetime": ("Date", "Datetime"),
    "functools": ("partial",),
    "typing": ("Annotated", "Final", "Literal", "NotRequired", "TYPE_CHECKING", "TypeAlias"),
    "typing_extensions": ("TypeAliasType", "deprecated"),
    "uuid": ("UUID",),
    "pydantic": ("AwareDatetime", "Field", "JsonValue"),
    "._runtime.secret_sources": ("KeySource", "LoginSource"),
    "._runtime.files": ("File",),
    "._runtime.float_texts": ("Floats32",),
    "._runtime.imported_types": ("ImportedType",),
    "._runtime.item_lists": ("ListOf", "NextPageOf", "PageOf"),
    "._runtime.items": ("Chunks", "JsonLines", "JsonTexts", "MixedParts"),
    "._runtime.operation": ("operation",),
    "._runtime.paged_operation": ("paged_operation",),
    "._runtime.polled_operation": ("polled_operation",),
    "._runtime.polled_streamed_operation": ("polled_streamed_operation",),
    "._runtime.polling": ("PolledRequest", "PolledStreamRequest", "Polling"),
    "._runtime.streamed_operation": ("streamed_operation",),
    "._runtime.counting": ("Offset", "PageNumber"),
    "._runtime.pagers": ("Cursor", "LastItem", "LinkHeader", "NextLink"),
    "._runtime.paging": ("PagedRequest",),
    "._runtime.parameters": (
        *("DeepObject", "Delimited", "Exploded", "JsonText"),
        *("Omit", "Values", "omit"),
    ),
    "._runtime.request": ("CallOptions", "Events", "Request", "StreamRequest"),
    "._runtime.results": ("Sink",),
    "._runtime.selection": ("SelectedBy",),
}
ORIGINS: Final = {name: module for module, names in _NAMES.items() for name in names}
"""The module of each name."""

IMPORT_ALIASES: Final[Mapping[str, str]] = {
    "Date": "date as Date",
    "Datetime": "datetime as Datetime",
    **{alias: f"{name} as {alias}" for name, alias in HIDDEN_TYPES.items()},
}
"""The import of a name that has another name in its module."""

STATUS_ERRORS: Final[Mapping[str, str]] = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "402": "PaymentRequiredError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "405": "MethodNotAllowedError",
    "408": "RequestTimeoutError",
    "409": "ConflictError",
    "410": "GoneError",
    "412": "PreconditionFailedError",
    "413": "ContentTooLargeError",
    "415": "UnsupportedMediaTypeError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
    "500": "InternalServerError",
}
"""The errors of statuses; the last one is for 500 and above."""

ANY_STATUS_ERROR: Final = "APIStatusError"
"""The error of a status that has none of its own, and the base of all of them."""

EVENT_ERROR: Final = "APIEventError"
"""The error of a stream with an event that is one."""


def error_of(status: str) -> str:
    """Return the error of a status, a range such as `4XX`, or `default`."""
    if status.startswith("5"):
        return STATUS_ERRORS["500"]
    return STATUS_ERRORS.get(status, ANY_STATUS_ERROR)


API_EXPORTS: Final = ("Client", "configure")
STREAMING: Final = "streaming"
"""The module of the runtime that only a package with a stream has."""
RUNTIME_EXPORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "client": ("ClientSettings",),
    "error_details": ("ErrorResponse",),
    "errors": (
        *("APIConnectionError", "APIError", EVENT_ERROR, "APIResponseError", "APITimeoutError"),
        *("ConfigurationError", "DriftWarning", ANY_STATUS_ERROR, *STATUS_ERRORS.values()),
    ),
    "files": ("File",),
    "parameters": ("Omit", "omit"),
    "raw_responses": ("AsyncRawResponse", "RawResponse"),
    "request": ("CallOptions",),
    "secret_sources": ("KeySource", "LoginSource"),
    "results": ("Data", "Err", "Failed", "Finished", "Ok", "Sink"),
    STREAMING: ("AsyncEventStream", "EventStream"),
    "retries": ("Attempt", "Hook", "Retries"),
}
"""The names of the runtime that the package exports, by module."""

RESERVED: Final = frozenset(
    (*ORIGINS, "Model", "TypedDict", "api_call", "call", "components", "params")
)
"""Names that nothing from a document may have in a generated module."""

CUSTOM: Final = "custom"
"""The module of a package that has the app's own code."""

PACKAGE: Final = frozenset(
    (
        *API_EXPORTS,
        *(name for names in RUNTIME_EXPORTS.values() for name in names),
        "TYPE_CHECKING",
        "annotations",
        "components",
        CUSTOM,
        "import_module",
        "params",
    )
)
"""Names in the package that no function or module may have."""

_DEVICES: Final = (
    *("aux", "con", "nul", "prn"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
)
MODULES: Final = PACKAGE | {"getattr", "globals", "list", "object", "sorted", "str", *_DEVICES}
"""Names that no module may have: those above, names in `__init__`, and devices of Windows."""

ERRORS: Final = "errors"
"""What uses the types that only errors have, as a group uses others."""

WEBHOOKS: Final = "webhooks"
"""The module that parses webhooks."""
WEBHOOK_EXPORTS: Final = ("WebhookVerificationError",)
"""The names of the runtime that the package exports if webhooks are verified."""

OAUTH_EXPORTS: Final = ("Token", "TokenError")
"""The names of the runtime that the package exports if clients request access tokens."""

ARGUMENTS: Final = frozenset(("self",))
"""Names that no argument of a function may have."""

OLD_ARGUMENTS: Final = ARGUMENTS | {"bytes"}
"""Those that no argument of a function had in older packages."""

SHARED_ARGUMENTS: Final = frozenset(("base_url", "options", "stream_to"))
"""Arguments of every function; they have other names where the API has an argument of the name."""

SETTINGS: Final = (
    OLD_ARGUMENTS
    | SHARED_ARGUMENTS
    | {
        "alternatives",
        "anonymous",  # so that a setting which avoided it once keeps its name
        "async_http_client",
        "credentials",
        "follow_redirects",
        "headers",
        "http_client",
        "idempotency_header",
        "isinstance",
        "max_event_size",
        "max_response_size",
        "max_resumes",
        "max_retries",
        "named",
        "on_request",
        "on_response",
        "on_retry",
        "poll_interval",
        "poll_timeout",
        "query",
        "retries",
        "settings",
        "super",
        "timeout",
        "total_timeout",
        "webhook_secret",
    }
)
"""Names that the client's module uses, which no credential may have."""

"""The names that printed modules use themselves, and where they come from."""

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
    "Literal": "typing",
    "NotRequired": "typing",
    "TypeAlias": "typing",
    "TypedDict": "typing",
    "TypeAliasType": "typing_extensions",
    "UUID": "uuid",
    "AwareDatetime": "pydantic",
    "Field": "pydantic",
    "JsonValue": "pydantic",
    "operation": "._runtime.operation",
    "paged_operation": "._runtime.operation",
    "streamed_operation": "._runtime.operation",
    "DeepObject": "._runtime.parameters",
    "Delimited": "._runtime.parameters",
    "Omit": "._runtime.parameters",
    "Values": "._runtime.parameters",
    "omit": "._runtime.parameters",
    "CallOptions": "._runtime.request",
    "Cursor": "._runtime.request",
    "Events": "._runtime.request",
    "PagedRequest": "._runtime.request",
    "Request": "._runtime.request",
    "StreamRequest": "._runtime.request",
    "Sink": "._runtime.results",
}

SPELLED: Final[Mapping[str, str]] = {"Date": "date as Date", "Datetime": "datetime as Datetime"}
"""How a name is imported where its module calls it otherwise."""

RESERVED: Final = frozenset(
    (*ORIGINS, "Final", "Model", "TYPE_CHECKING", "call", "components", "deprecated", "params")
)
"""Names that nothing of a document is called in a printed module."""

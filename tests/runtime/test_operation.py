"""What `inspect.signature` shows of an operation: its arguments, and the type of its result."""

from __future__ import annotations

import inspect
import typing
from typing import Annotated, Any, Literal

import pytest
from runtime.operation import Operation
from runtime.paged_operation import PagedOperation
from runtime.streamed_operation import StreamedOperation

if typing.TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.paging import PagedRequest
    from runtime.request import Request, StreamRequest
    from support.runtime_api import Thing as Event
    from support.runtime_api import Thing as Item
    from support.runtime_api import Things as Page


def none() -> Request[None]: ...
def listed() -> Request[list[str]]: ...
def mapped() -> Request[dict[str, int]]: ...
def optional() -> Request[str | None]: ...
def annotated() -> Request[Annotated[dict[str, int], "a, b]"]]: ...
def literal() -> Request[Literal["a, b", "[", "]é"]]: ...
def page() -> PagedRequest[Page, Item]: ...
def pages() -> PagedRequest[list[Page], dict[str, Item]]: ...
def pair() -> PagedRequest[tuple[str, int], Item]: ...
def stream() -> StreamRequest[dict[str, list[int]], Event]: ...
def quoted() -> StreamRequest[Literal["a, b", "é]"] | None, Event]: ...


@pytest.mark.parametrize(
    ("make", "describe", "result"),
    [
        (Operation, none, "None"),
        (Operation, listed, "list[str]"),
        (Operation, mapped, "dict[str, int]"),
        (Operation, optional, "str | None"),
        (Operation, annotated, "Annotated[dict[str, int], 'a, b]']"),
        (Operation, literal, "Literal['a, b', '[', ']é']"),
        (PagedOperation, page, "Page"),
        (PagedOperation, pages, "list[Page]"),
        (PagedOperation, pair, "tuple[str, int]"),
        (StreamedOperation, stream, "dict[str, list[int]]"),
        (StreamedOperation, quoted, "Literal['a, b', 'é]'] | None"),
    ],
)
def test_the_result_is_shown(
    make: Callable[..., object], describe: Callable[[], Any], result: str
) -> None:
    operation: Any = make(describe, "GET", "/")
    assert inspect.signature(operation).return_annotation == result
    assert inspect.signature(operation.aio).return_annotation == result
    assert operation.__annotations__["return"] == result


def test_the_result_is_evaluated() -> None:
    assert (
        inspect.signature(Operation(listed, "GET", "/"), eval_str=True).return_annotation
        == list[str]
    )

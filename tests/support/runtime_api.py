"""A small API, written as generated code is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Unpack

from pydantic import Field
from runtime.client import Api, BaseClient, ClientSettings
from runtime.credentials import Credential
from runtime.model import Model
from runtime.operation import operation
from runtime.paged_operation import paged_operation
from runtime.pagers import Cursor
from runtime.paging import PagedRequest
from runtime.parameters import DeepObject, Delimited, Omit, omit
from runtime.request import Call, CallOptions, Events, Request, StreamRequest
from runtime.streamed_operation import streamed_operation
from typing_extensions import deprecated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.results import Sink

KEY: Final = "sk-test-0123456789"


class CodeTool(Model):
    type: Literal["code"]


class SearchTool(Model):
    type: Literal["search"]
    limit: int | None = None


class Thing(Model):
    id: str
    object: Literal["thing"]
    name: str | None
    tools: list[Annotated[CodeTool | SearchTool, Field(discriminator="type")]]
    mode: Literal["fast", "slow"] | None = None
    class_: Annotated[str | None, Field(alias="class")] = None
    weight: float | None = None
    parent: Thing | None = None
    labels: dict[str, str] | None = None


class Things(Model):
    data: list[Thing]
    has_more: bool
    last_id: str | None


class Created(Model):
    event: Literal["thing.created"]
    data: Thing


class Delta(Model):
    event: Literal["thing.delta"]
    data: dict[str, Any]


class Done(Model):
    event: Literal["done"]
    data: Literal["[DONE]"]


ThingEvent = Annotated[Created | Delta | Done, Field(discriminator="event")]
THING: Final[dict[str, Any]] = {
    "id": "t1",
    "object": "thing",
    "name": None,
    "tools": [{"type": "code"}],
}

API: Final = Api(
    module=__name__,
    name="sample",
    base_url="https://sample.invalid/v1",
    base_url_environment="SAMPLE_URL",
    credentials=(
        Credential(
            "api_key",
            header="Authorization",
            prefix="Bearer ",
            environment=("SAMPLE_KEY",),
            required=True,
            argument="sample_api_key",
        ),
        Credential("tenant", header="X-Tenant", environment=("SAMPLE_TENANT", "SAMPLE_ORG")),
    ),
)


class Client(BaseClient):
    def __init__(
        self,
        *,
        api_key: str | None = None,
        tenant: str | None = None,
        **settings: Unpack[ClientSettings],
    ) -> None:
        super().__init__(API, {"api_key": api_key, "tenant": tenant}, **settings)


def _call(options: CallOptions | None, base_url: str | None = None, key: str | None = None) -> Call:
    return Call(API, options, base_url, {"api_key": key, "tenant": None})


@operation("POST", "/things")
def create_thing(
    name: str | None,
    *,
    mode: str | Omit = omit,
    tools: Iterable[Any] | Omit = omit,
    stream_to: Sink[Thing] | None = None,
    sample_api_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[Thing]:
    """Create a thing."""
    return Request(
        json={"name": name, "mode": mode, "tools": tools},
        headers={"Sample-Beta": "v2"},
        sink=stream_to,
        call=_call(options, base_url, sample_api_key),
    )


@operation("GET", "/things/{thing_id}")
def get_thing(thing_id: str, *, options: CallOptions | None = None) -> Request[Thing]:
    return Request(path={"thing_id": thing_id}, call=_call(options))


@operation("DELETE", "/things/{id}")
def delete_thing(thing_id: str, *, options: CallOptions | None = None) -> Request[None]:
    return Request(path={"id": thing_id}, call=_call(options))


@operation("POST", "/touch")
def touch(*, note: str | Omit = omit, options: CallOptions | None = None) -> Request[None]:
    return Request(json={"note": note}, json_optional=True, call=_call(options))


@operation("GET", "/old")
@deprecated("The service marks `old_thing` as deprecated.")
def old_thing(*, options: CallOptions | None = None) -> Request[Thing]:
    """Get the old thing."""
    return Request(call=_call(options))


@operation("GET", "/find?beta=true")
def find(
    *,
    ids: Iterable[str] | Omit | None = omit,
    filter_: dict[str, Any] | Omit = omit,
    verbose: bool | Omit = omit,
    trace: str | Omit = omit,
    session: str | Omit = omit,
    options: CallOptions | None = None,
) -> Request[dict[str, Any]]:
    return Request(
        query={
            "ids": Delimited(ids, ","),
            "filter": DeepObject(filter_),
            "verbose": verbose,
        },
        headers={"X-Trace": trace},
        cookies={"session": session},
        call=_call(options),
    )


@paged_operation("GET", "/things")
def list_things(
    *,
    order: Literal["asc", "desc"] | Omit = omit,
    include: Iterable[str] | Omit = omit,
    after: str | Omit = omit,
    options: CallOptions | None = None,
) -> PagedRequest[Things, Thing]:
    return PagedRequest(
        query={"order": order, "include[]": include, "after": after},
        pages=Cursor("after", items="data", next="last_id", more="has_more"),
        call=_call(options),
    )


@streamed_operation("POST", "/things/{thing_id}/runs")
def run_thing(
    thing_id: str,
    *,
    note: str | Omit = omit,
    stream_to: Sink[ThingEvent] | None = None,
    options: CallOptions | None = None,
) -> StreamRequest[Thing, ThingEvent]:
    return StreamRequest(
        path={"thing_id": thing_id},
        json={"note": note},
        events=Events(
            ThingEvent, flag="stream", envelope=True, ends=("[DONE]",), carries_result=True
        ),
        sink=stream_to,
        call=_call(options),
    )


@streamed_operation("GET", "/watch")
def watch(*, options: CallOptions | None = None) -> StreamRequest[Thing, Thing]:
    return StreamRequest(events=Events(Thing), call=_call(options))


class Sent(Model):
    event: str
    data: str
    id: str | None = None
    retry: int | None = None


@streamed_operation("GET", "/sent")
def sent_events(*, options: CallOptions | None = None) -> StreamRequest[None, Sent]:
    return StreamRequest(
        events=Events(Sent, envelope=True, text=True, only=True), call=_call(options)
    )


@streamed_operation("GET", "/rows")
def list_rows(
    *, stream_to: Sink[SearchTool] | None = None, options: CallOptions | None = None
) -> StreamRequest[list[SearchTool], SearchTool]:
    return StreamRequest(
        accept="application/jsonl",
        events=Events(SearchTool, media_type="application/jsonl"),
        sink=stream_to,
        call=_call(options),
    )

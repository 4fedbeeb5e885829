"""The instrumentation of the HTTP library by OpenTelemetry sees what a package sends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx2
import pytest
from runtime.errors import APIConnectionError, APIStatusError
from runtime.request import CallOptions
from support.runtime_api import KEY, THING, Client, get_thing
from support.scripted_server import Say, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.sdk.trace import ReadableSpan

pytest.importorskip("opentelemetry.instrumentation.httpx", reason="a part of `dev`")
from opentelemetry.instrumentation.httpx import HTTPX2ClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import (
    InMemorySpanExporter,
)

SOON = {"Retry-After-Ms": "1"}
both = pytest.mark.parametrize("awaited", [False, True], ids=["now", "awaited"])


class Traces:
    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self.exporter.get_finished_spans()

    @property
    def statuses(self) -> list[object]:
        found = (dict(one.attributes or {}) for one in self.spans)
        return [one.get("http.response.status_code", one.get("http.status_code")) for one in found]

    @property
    def text(self) -> str:
        return "".join(one.to_json() for one in self.spans)


@pytest.fixture
def traces() -> Iterator[Traces]:
    made = Traces()
    instrumentor = HTTPX2ClientInstrumentor()
    instrumentor.instrument(tracer_provider=made.provider)
    yield made
    instrumentor.uninstrument()


def call(client: Client, *, awaited: bool) -> object:
    options = CallOptions(client=client, query={"token": "query-secret"})
    if awaited:
        return asyncio.run(get_thing.aio("a", options=options))
    return get_thing("a", options=options)


@both
def test_each_attempt_is_a_span(server: Server, traces: Traces, *, awaited: bool) -> None:
    server.say(Say(503, headers=SOON), THING)
    with Client() as client:
        call(client, awaited=awaited)
    assert traces.statuses == [503, 200]
    assert [one.status.status_code.name for one in traces.spans] == ["ERROR", "UNSET"]
    assert "traceparent" in server.asked[0].headers


@both
def test_spans_are_inside_that_of_the_caller(
    server: Server, traces: Traces, *, awaited: bool
) -> None:
    server.say(THING)
    tracer = traces.provider.get_tracer("app")
    with Client() as client, tracer.start_as_current_span("checkout") as outer:
        call(client, awaited=awaited)
    inner = traces.spans[0]
    assert inner.parent is not None
    assert inner.parent.span_id == outer.get_span_context().span_id


@both
def test_spans_show_no_secret(server: Server, traces: Traces, *, awaited: bool) -> None:
    server.say(Say(400, {"message": f"not {KEY}"}))
    with Client() as client, pytest.raises(APIStatusError):
        call(client, awaited=awaited)
    assert f"{server.url}/things/a" in traces.text
    assert KEY not in traces.text
    assert "query-secret" not in traces.text


@both
def test_a_broken_connection_is_an_error(server: Server, traces: Traces, *, awaited: bool) -> None:
    server.always = Say(cut=True)
    with Client(max_retries=0) as client, pytest.raises(APIConnectionError):
        call(client, awaited=awaited)
    (span,) = traces.spans
    assert span.status.status_code.name == "ERROR"
    assert "query-secret" not in traces.text


def test_a_lent_client_can_be_instrumented_alone(server: Server) -> None:
    server.say(THING)
    made = Traces()
    with httpx2.Client() as http, Client(http_client=http) as client:
        HTTPX2ClientInstrumentor.instrument_client(http, tracer_provider=made.provider)
        call(client, awaited=False)
    assert made.statuses == [200]

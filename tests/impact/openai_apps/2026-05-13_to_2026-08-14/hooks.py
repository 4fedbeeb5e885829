"""What the service tells us by itself, and the batches that it tells us about."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import openai_client as oa
from openai_client import components
from openai_client.components import (
    Batch,
    BatchErrors,
    BatchErrorsDataItem,  # touched: type-removed
)

log = logging.getLogger(__name__)


@dataclass
class Failure:
    """A batch that went wrong."""

    batch: Batch
    lines: list[BatchErrorsDataItem] = field(default_factory=list)  # touched: type-removed

    @property
    def first(self) -> str:
        """The first thing that was wrong."""
        if self.lines:
            return self.lines[0].message or "unknown"  # follows
        return self.batch.status


def start(file_id: str, label: str) -> Batch:
    """Start a batch of responses."""
    return oa.create_batch(
        file_id,
        "/v1/responses",
        "24h",
        metadata={"label": label},
        output_expires_after={"anchor": "created_at", "seconds": 86400},
    )


def failure(batch: Batch) -> Failure | None:
    """Return what went wrong, if anything did."""
    if batch.errors is None:
        return None
    found = batch.errors.data  # touched: attribute-widened
    return Failure(batch, list(found or []))


def lines(errors: BatchErrors) -> list[int]:
    """Return the numbers of the lines that were wrong."""
    return [one.line for one in errors.data or [] if one.line]  # touched: attribute-widened


def describe(error: components.BatchErrorsDataItem) -> str:  # touched: type-removed
    """Describe one error."""
    return f"{error.line}: {error.message} ({error.param})"  # follows


def log_errors(batch: Batch) -> None:
    """Write the errors of a batch into the log."""
    if batch.errors and batch.errors.data:  # touched: attribute-widened
        for error in batch.errors.data:  # touched: attribute-widened
            log.error("%s", describe(error))  # follows
    if batch.usage:
        cached = batch.usage.input_tokens_details.cached_tokens
        log.info("%d tokens, %d of them cached", batch.usage.total_tokens, cached)


def over(batch_id: str) -> None:
    """Look at a batch that is over."""
    batch = oa.retrieve_batch(batch_id)
    if batch.status == "completed" and batch.output_file_id:
        with oa.download_file.raw(batch.output_file_id) as reply:
            reply.save(f"{batch.id}.jsonl")
    else:
        log_errors(batch)


def answered(response_id: str) -> None:
    """Look at a response that was made in the background."""
    response = oa.get_response(response_id)
    if response.error:
        log.error("%s: %s", hint(response.error.code), response.error.message)
    elif response.usage:
        log.info("%s took %d tokens", response.id, response.usage.total_tokens)


def hint(code: components.ResponseErrorCode) -> str:
    """Say what may be done about an error."""
    match code:  # may: type-widened
        case "rate_limit_exceeded" | "vector_store_timeout":
            return "try again later"
        case "server_error":
            return "try again"
        case "invalid_prompt":
            return "ask in another way"
        case _:
            return "look at the picture"


def handle(body: bytes, headers: Mapping[str, str], secret: str) -> HTTPStatus:
    """Handle what the service sends to us."""
    try:
        event = oa.parse_webhook(body, headers, secret)  # may: result-widened
    except oa.WebhookVerificationError:
        return HTTPStatus.BAD_REQUEST
    match event:  # may: result-widened
        case components.WebhookBatchCompleted() | components.WebhookBatchFailed():
            over(event.data.id)
        case components.WebhookResponseCompleted(data=data):
            answered(data.id)
        case components.WebhookRealtimeCallIncoming():
            names = [header.name for header in event.data.sip_headers]
            log.info("call %s with %s", event.data.call_id, names)
            oa.reject_realtime_call(event.data.call_id, status_code=486)
        case _:
            return HTTPStatus.ACCEPTED
    return HTTPStatus.OK


HANDLERS: dict[str, Callable[[str], None]] = {
    "batch.completed": over,
    "batch.expired": over,
    "response.completed": answered,
    "response.incomplete": answered,
}


def dispatch(event: components.WebhookEvent) -> bool:
    """Handle an event by its type."""
    handler = HANDLERS.get(event.type)  # may: result-widened
    if handler is None or event.type == "realtime.call.incoming":  # may: result-widened
        return False
    handler(event.data.id)  # may: result-widened
    return True


def wrong(batch):
    """Count the errors of a batch of which we know the name."""
    errors = oa.retrieve_batch(batch).errors
    return len(getattr(errors, "data", None) or [])  # touched: attribute-widened

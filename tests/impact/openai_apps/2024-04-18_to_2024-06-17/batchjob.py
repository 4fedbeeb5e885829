"""Nightly batches: send a file of requests, wait, and fetch what came of them."""

from __future__ import annotations

import argparse
import json
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openai_client as oa
from openai_client import components as c

log = logging.getLogger(__name__)

STAGES = ("in_progress_at", "finalizing_at", "completed_at", "failed_at")
OVER: frozenset[c.BatchStatus] = frozenset(("failed", "completed", "expired", "cancelled"))


@dataclass(frozen=True)
class Line:
    """One line of the table of batches."""

    id: str
    status: c.BatchStatus
    created: str
    done: int

    @classmethod
    def of(cls, batch: c.Batch) -> Line:
        """Make the line of a batch."""
        counts = batch.request_counts
        return cls(
            id=batch.id,
            status=batch.status,
            created=batch.created_at,  # touched: attribute-widened
            done=counts.completed if counts else 0,
        )


def moment(text: str) -> datetime:
    """Read a time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def send(path: Path, label: str) -> c.Batch:
    """Upload the requests and start a batch."""
    uploaded = oa.create_file(path, "fine-tune")
    log.info("%s has %d bytes", uploaded.filename, uploaded.bytes)
    return oa.create_batch(
        uploaded.id,
        "/v1/chat/completions",
        "24h",
        metadata={"label": label},
    )


def took(batch: c.Batch) -> float | None:
    """Return the seconds that a batch took."""
    if batch.completed_at is None:  # touched: attribute-widened
        return None
    begun = moment(batch.created_at)  # touched: attribute-widened
    ended = moment(batch.completed_at)  # touched: attribute-widened
    return (ended - begun).total_seconds()


def late(batch: c.Batch) -> bool:
    """Say whether a batch is about to run out of time."""
    limit = batch.expires_at  # touched: attribute-widened
    if not limit or batch.status in OVER:
        return False
    return (moment(limit) - datetime.now(UTC)).total_seconds() < 3600  # follows


def history(batch: c.Batch) -> dict[str, str]:
    """Return when each stage was reached."""
    found = {}
    for stage in STAGES:
        reached = getattr(batch, stage)  # may: attribute-widened
        if reached:
            found[stage.removesuffix("_at")] = reached[:10]
    if batch.cancelled_at:  # touched: attribute-widened
        found["cancelled"] = batch.cancelled_at[:10]  # touched: attribute-widened
    elif batch.cancelling_at:  # touched: attribute-widened
        found["cancelled"] = "soon"
    return found


def problems(batch: c.Batch) -> list[str]:
    """Return what was wrong with the requests."""
    if batch.errors is None:
        return []
    return [
        f"line {one.line}: {one.message} ({one.code})"
        for one in batch.errors.data or []
        if one.message
    ]


def wait(batch_id: str, pause: float = 60) -> c.Batch:
    """Wait until a batch is over."""
    while True:
        match oa.retrieve_batch.attempt(batch_id):
            case oa.Ok(batch) if batch.status in OVER:
                return batch
            case oa.Ok(batch):
                began = batch.in_progress_at or "never"  # touched: attribute-widened
                log.info("%s since %s", batch.status, began)
                if late(batch):
                    oa.cancel_batch(batch.id)
            case oa.Err(oa.RateLimitError()):
                log.warning("too fast")
            case oa.Err(error):
                raise error
        time.sleep(pause)


def results(batch: c.Batch) -> dict[str, Any]:
    """Fetch the replies by the names that we gave them."""
    if batch.output_file_id is None:
        return {}
    body = oa.download_file(batch.output_file_id)
    lines = (json.loads(line) for line in body.splitlines())
    return {line["custom_id"]: line["response"] for line in lines}


def table(limit: int) -> list[Line]:
    """Return the newest batches, newest first."""
    lines = []
    for batch in oa.list_batches.iter(limit=limit):
        lines.append(Line.of(batch))
        if len(lines) == limit:
            break
    return sorted(lines, key=lambda line: line.created, reverse=True)


def oldest(batches: list[c.Batch]) -> c.Batch:
    """Return the batch that was made first."""
    return min(batches, key=lambda one: moment(one.created_at))  # touched: attribute-widened


def notice(batch):
    """Write what the people on duty read."""
    page: c.ListBatchesResponse = oa.list_batches(limit=1)
    newest = page.data[0]
    if newest.failed_at is not None:  # touched: attribute-widened
        return "failed on " + newest.failed_at  # touched: attribute-widened
    if newest.expired_at:  # touched: attribute-widened
        return f"{newest.id} ran out of time"
    return f"{batch.id} goes on"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--label", default="nightly")
    chosen = parser.parse_args()
    batch = wait(send(chosen.file, chosen.label).id)
    for problem in problems(batch):
        print(problem)
    print(took(batch), len(results(batch)))


if __name__ == "__main__":
    main()

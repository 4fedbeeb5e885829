"""Tests of the nightly batches, without the service."""

from __future__ import annotations

from unittest import mock

import batchjob
import openai_client as oa
from openai_client import components


def batch(**changes: object) -> components.Batch:
    """Make a batch for a test."""
    values = {
        "id": "batch_1",
        "object": "batch",
        "endpoint": "/v1/chat/completions",
        "input_file_id": "file-1",
        "completion_window": "24h",
        "status": "completed",
        "created_at": "2024-05-01T00:00:00",  # may: attribute-widened
        "completed_at": "2024-05-01T01:00:00",  # may: attribute-widened
    }
    return components.Batch.model_validate(values | changes)


def direct() -> components.Batch:
    """Make a batch by its class."""
    return components.Batch(
        id="batch_2",
        object="batch",
        endpoint="/v1/chat/completions",
        input_file_id="file-2",
        completion_window="24h",
        status="failed",
        created_at="2024-05-02T00:00:00",  # touched: attribute-widened
        failed_at="2024-05-02T02:00:00",  # touched: attribute-widened
    )


def test_takes_an_hour() -> None:
    assert batchjob.took(batch()) == 3600


def test_table() -> None:
    with mock.patch("batchjob.oa.list_batches") as listed:
        listed.iter.return_value = iter([direct(), batch()])
        lines = batchjob.table(10)
    assert [line.status for line in lines] == ["failed", "completed"]


def test_line_keeps_the_time() -> None:
    one = direct()
    line = batchjob.Line.of(one)
    assert line.created == one.created_at  # touched: attribute-widened
    assert line.done == 0


def test_wait_raises() -> None:
    with mock.patch.object(oa.retrieve_batch, "attempt") as attempt:
        attempt.return_value = oa.Ok(direct())
        found = batchjob.wait("batch_2", pause=0)
    assert found.failed_at == "2024-05-02T02:00:00"  # touched: attribute-widened
    assert found.error_file_id is None

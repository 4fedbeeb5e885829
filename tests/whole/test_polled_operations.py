"""The jobs of OpenAI's whole API: which operations wait for them, next to the official client."""

from __future__ import annotations

import asyncio

import openai
import pytest
from support.openai_documents import generated
from support.packages import load
from support.scripted_server import Say, Server

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]
POLLED = {
    *("create_run", "create_thread_and_run", "get_run", "modify_run", "cancel_run"),
    "submit_tool_outputs_to_run",
    *("create_vector_store", "get_vector_store", "modify_vector_store"),
    *("create_vector_store_file", "get_vector_store_file", "update_vector_store_file_attributes"),
    *("create_vector_store_file_batch", "get_vector_store_file_batch"),
    "cancel_vector_store_file_batch",
    *("create_file", "retrieve_file"),
    *("create_video", "create_video_edit", "create_video_extension", "create_video_remix"),
    "get_video",
    *("create_fine_tuning_job", "retrieve_fine_tuning_job", "cancel_fine_tuning_job"),
    *("pause_fine_tuning_job", "resume_fine_tuning_job"),
    *("create_batch", "retrieve_batch", "cancel_batch"),
    *("create_eval_run", "get_eval_run", "cancel_eval_run"),
    *("create_response", "get_response", "cancel_response"),
    *("beta_create_response", "beta_get_response", "beta_cancel_response"),
}
STORE = "/v1/vector_stores/vs_1"
CASES = {
    # the call; the same of the official client; how the state is read; statuses
    "create_vector_store_file": (
        ("vs_1", "job_1"),
        lambda one: one.vector_stores.files.create_and_poll(
            vector_store_id="vs_1", file_id="job_1"
        ),
        f"{STORE}/files/job_1",
        ("in_progress", "completed"),
    ),
    "create_vector_store_file_batch": (
        ("vs_1",),
        lambda one: one.vector_stores.file_batches.create_and_poll(
            vector_store_id="vs_1", file_ids=["file_1"]
        ),
        f"{STORE}/file_batches/job_1",
        ("in_progress", "cancelled"),
    ),
    "create_video": (
        ("a cat",),
        lambda one: one.videos.create_and_poll(prompt="a cat"),
        "/v1/videos/job_1",
        ("queued", "in_progress", "failed"),
    ),
    "create_video_remix": (
        ("video_1", "a dog"),
        None,
        "/v1/videos/job_1",
        ("queued", "completed"),
    ),
    "retrieve_file": (
        ("job_1",),
        lambda one: one.files.wait_for_processing("job_1", poll_interval=0.001),
        "/v1/files/job_1",
        ("uploaded", "processed"),
    ),
    "retrieve_batch": (("job_1",), None, "/v1/batches/job_1", ("validating", "expired")),
    "retrieve_fine_tuning_job": (
        ("job_1",),
        None,
        "/v1/fine_tuning/jobs/job_1",
        ("running", "succeeded"),
    ),
    "create_fine_tuning_job": (
        ("m", "file_1"),
        None,
        "/v1/fine_tuning/jobs/job_1",
        ("queued", "failed"),
    ),
    "cancel_eval_run": (
        ("eval_1", "run_1"),
        None,
        "/v1/evals/eval_1/runs/job_1",
        ("in_progress", "canceled"),
    ),
    "get_response": (("job_1",), None, "/v1/responses/job_1", ("queued", "incomplete")),
    "cancel_response": (("job_1",), None, "/v1/responses/job_1", ("in_progress", "cancelled")),
}
MORE = {"create_vector_store_file_batch": {"file_ids": ["file_1"]}}


@pytest.fixture(scope="module")
def oa(tmp_path_factory):
    return load(generated(tmp_path_factory) / "openai_client")


@pytest.fixture
def server():
    with Server() as running:
        yield running


def said(status):
    """A state, which says when it is read again; what else it has is of no interest here."""
    counts = dict.fromkeys(("in_progress", "completed", "failed", "cancelled", "total"), 1)
    counts["in_progress"] = int(status == "in_progress")  # the official client looks at it
    data = {"id": "job_1", "status": status, "file_counts": counts}
    return Say(data=data, headers={"openai-poll-after-ms": "1"})


def test_these_operations_wait(oa):
    functions = {name for name in dir(oa) if hasattr(getattr(oa, name), "until_done")}
    assert functions == POLLED


@pytest.mark.filterwarnings("ignore:.* differs from the API's document")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("awaited", [False, True], ids=["now", "awaited"])
@pytest.mark.parametrize("name", CASES)
def test_a_job_is_read_until_it_is_done(oa, server, name, awaited):
    arguments, official, path, statuses = CASES[name]
    server.say(*map(said, statuses))
    with oa.Client(api_key="sk-1", base_url=server.url, max_retries=0) as client:
        function = getattr(oa, name).using(client)
        more = MORE.get(name, {})
        if awaited:

            async def main():
                return await function.aio.until_done(*arguments, **more)

            state = asyncio.run(main())
        else:
            state = function.until_done(*arguments, **more)
    assert (state.id, state.status) == ("job_1", statuses[-1])
    reads = [(one.method, one.target) for one in server.asked[1:]]
    assert reads == [("GET", path)] * (len(statuses) - 1)
    if official is None or awaited:
        return
    ours = server.asked[0]
    server.asked = []
    first = [] if ours.method == "GET" else [said(statuses[0])]
    server.say(*first, *map(said, statuses))
    with openai.OpenAI(api_key="sk-1", base_url=server.url) as client:
        assert official(client).status == statuses[-1]
    theirs = server.asked[0]
    assert (theirs.method, theirs.target) == (ours.method, ours.target)
    assert {(one.method, one.target) for one in server.asked[1:]} == {("GET", path)}

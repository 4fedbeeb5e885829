"""`until_done`: the state of a job is read until it is final, next to `openai`'s `poll`."""

import asyncio
import math
import pickle
import threading
import time
from contextlib import nullcontext

import openai
import pytest
import trio
from support.scripted_server import Say, Server

BETA = "assistants=v2"
ERROR = {"error": {"message": "no", "type": "e", "param": None, "code": None}}


def run(status="queued", **more):
    """A run of the API, which has more members than a test needs."""
    usual = dict.fromkeys(
        ("required_action", "last_error", "expires_at", "started_at", "cancelled_at", "failed_at",
         "completed_at", "incomplete_details", "usage", "temperature", "top_p",
         "max_prompt_tokens", "max_completion_tokens")
    )  # fmt: skip
    return {
        "id": "run_1",
        "object": "thread.run",
        "created_at": 1,
        "thread_id": "th_1",
        "assistant_id": "as_1",
        "status": status,
        "model": "m",
        "instructions": "",
        "tools": [],
        "metadata": {},
        "truncation_strategy": {"type": "auto", "last_messages": None},
        "tool_choice": "auto",
        "response_format": "auto",
        "parallel_tool_calls": True,
        **usual,
        **more,
    }


@pytest.fixture
def client(package, server):
    package.components.RunObject  # noqa: B018  imported, so that no test waits for it
    made = package.Client(
        api_key="sk-test", base_url=server.url, max_retries=0, poll_interval=0.001
    )
    made.api.seen.clear()
    with made:
        yield made


def awaited(loop, function, *args, **kwargs):
    async def main():
        return await function.aio.until_done(*args, **kwargs)

    return trio.run(main) if loop == "trio" else asyncio.run(main())


@pytest.fixture(params=["now", "asyncio", "trio"])
def until_done(request, client):
    """Wait in a blocking call, and in an awaited one of each kind of loop."""

    def call(function, *args, **kwargs):
        bound = function.using(kwargs.pop("by", client))
        if request.param == "now":
            return bound.until_done(*args, **kwargs)
        return awaited(request.param, bound, *args, **kwargs)

    return call


def lines(server):
    return [f"{one.method} {one.target}" for one in server.asked]


READS = "GET /v1/threads/th_1/runs/run_1"


def test_a_job_is_started_and_read_until_it_is_final(package, server, until_done):
    server.say(run(), run("in_progress"), run("in_progress"), run("completed"))
    done = until_done(package.create_run, "th_1", assistant_id="as_1")
    assert (type(done), done.status) == (package.components.RunObject, "completed")
    assert lines(server) == ["POST /v1/threads/th_1/runs", *[READS] * 3]
    for one in server.asked:
        assert one.headers["authorization"] == "Bearer sk-test"
        assert one.headers["openai-beta"] == BETA
    assert [one.body for one in server.asked[1:]] == [b""] * 3
    assert "content-type" not in server.asked[1].headers


def test_the_path_has_members_of_the_response(package, server, until_done):
    server.say(run(id="run/2 é", thread_id="th_9"), run("expired"))
    assert until_done(package.create_thread_and_run, assistant_id="as_1").status == "expired"
    assert lines(server)[1] == "GET /v1/threads/th_9/runs/run%2F2%20%C3%A9"


@pytest.mark.parametrize(
    "status", ["requires_action", "cancelled", "failed", "completed", "incomplete", "expired"]
)
def test_each_final_status_is_returned(package, server, status, client):
    server.say(run("cancelling"), run(status))
    assert package.get_run.using(client).until_done("th_1", "run_1").status == status
    assert lines(server) == [READS, READS]


def test_a_job_that_is_done_at_once_is_not_read(package, server, until_done):
    server.say(run("completed"))
    assert until_done(package.create_run, "th_1", assistant_id="as_1").status == "completed"
    assert lines(server) == ["POST /v1/threads/th_1/runs"]


def test_the_options_are_those_of_each_request_but_for_the_body(package, server, until_done):
    server.say(run(), run("completed"))
    options = package.CallOptions(
        headers={"X-Tenant": "t"}, query={"trace": "1"}, body={"more": 1}, poll_interval=0
    )
    until_done(package.create_run, "th_1", assistant_id="as_1", options=options)
    first, second = server.asked
    assert first.json == {"assistant_id": "as_1", "more": 1}
    assert (second.target, second.body) == (f"{READS[4:]}?trace=1", b"")
    assert first.headers["x-tenant"] == second.headers["x-tenant"] == "t"


def test_the_key_of_a_call_is_that_of_its_reading_requests(package, server, until_done):
    server.say(run(), run("completed"))
    until_done(package.create_run, "th_1", assistant_id="as_1", openai_api_key="sk-other")
    assert [one.headers["authorization"] for one in server.asked] == ["Bearer sk-other"] * 2


@pytest.fixture
def unhurried(package, server):
    """A client that does not say how often a state is read."""
    with package.Client(api_key="sk-test", base_url=server.url, max_retries=0) as made:
        yield made


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"openai-poll-after-ms": "80"}, 0.08, 0.8),
        ({"Retry-After-Ms": "80"}, 0.08, 0.8),
        ({"openai-poll-after-ms": "0"}, 0.05, 0.8),
        ({"openai-poll-after-ms": "soon", "Retry-After-Ms": "60"}, 0.06, 0.8),
    ],
)
def test_the_service_says_when_its_state_is_read_next(
    package, server, unhurried, headers, least, most
):
    server.say(Say(data=run(), headers=headers), run("completed"))
    began = time.monotonic()
    package.get_run.using(unhurried).until_done("th_1", "run_1")
    assert least <= time.monotonic() - began < most


@pytest.mark.parametrize(
    ("asked", "seconds"), [("1e9", 120), ("inf", 120), ("nan", 1), ("-5", 1), ("", 1)]
)
def test_a_wait_without_sense_is_limited(package, server, unhurried, asked, seconds, monkeypatch):
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    server.say(Say(data=run(), headers={"openai-poll-after-ms": asked}), run("completed"))
    package.get_run.using(unhurried).until_done("th_1", "run_1")
    assert slept == [seconds]


def test_the_interval_of_a_call_is_stronger_than_the_hint(package, server, unhurried):
    server.say(Say(data=run(), headers={"openai-poll-after-ms": "60000"}), run("completed"))
    options = package.CallOptions(poll_interval=0.01)
    package.get_run.using(unhurried).until_done("th_1", "run_1", options=options)


def test_the_time_for_all_requests(package, server, until_done):
    server.always = Say(data=run("in_progress"))
    options = package.CallOptions(poll_timeout=0.3, poll_interval=0.13)
    with pytest.raises(package.APITimeoutError) as caught:
        until_done(package.create_run, "th_1", assistant_id="as_1", options=options)
    error = caught.value
    assert "poll_timeout: 0.3 s are over, and the status is 'in_progress'" in str(error)
    assert isinstance(error.state, package.components.RunObject)
    assert (error.state.id, 1 < len(server.asked) < 4) == ("run_1", True)
    assert pickle.loads(pickle.dumps(error)).reason == error.reason


def test_the_time_ends_a_request_that_hangs(package, server, until_done):
    server.say(run("in_progress"), Say(data=run("completed"), pieces=[b"{"], pause=3, length=99))
    options = package.CallOptions(poll_timeout=0.2)
    began = time.monotonic()
    with pytest.raises(package.APITimeoutError, match="poll_timeout") as caught:
        until_done(package.create_run, "th_1", assistant_id="as_1", options=options)
    assert time.monotonic() - began < 1.5
    assert caught.value.state.status == "in_progress"


def test_the_time_is_no_longer_than_the_wait(package, server, until_done):
    server.say(run("in_progress"))
    options = package.CallOptions(poll_timeout=0.1, poll_interval=60)
    with pytest.raises(package.APITimeoutError, match="'in_progress'"):
        until_done(package.get_run, "th_1", "run_1", options=options)


def test_an_interval_may_be_endless(package, server, client, monkeypatch):
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    server.say(run("in_progress"), run("completed"))
    options = package.CallOptions(poll_interval=math.inf)
    package.get_run.using(client).until_done("th_1", "run_1", options=options)
    assert slept[0] < threading.TIMEOUT_MAX  # `sleep` takes no more


@pytest.mark.parametrize("name", ["poll_timeout", "poll_interval"])
@pytest.mark.parametrize("value", [-1, float("nan"), "5"])
def test_a_wrong_time(package, server, client, name, value):
    options = package.CallOptions(**{name: value})
    with pytest.raises(package.ConfigurationError, match=name):
        package.get_run.using(client).until_done("th_1", "run_1", options=options)
    assert server.asked == []


def test_a_failure_that_passes_is_tried_again(package, server, until_done):
    client = package.Client(
        api_key="k",
        base_url=server.url,
        poll_interval=0.001,
        retries=package.Retries(backoff=0.001),
    )
    busy = Say(503, {"error": {"message": "busy"}})
    server.say(run(), busy, run("in_progress"), Say(429, {}), run("completed"))
    with client:
        done = until_done(package.create_run, "th_1", assistant_id="as_1", by=client)
    assert (done.status, len(server.asked)) == ("completed", 5)


def test_a_failure_has_the_last_state(package, server, until_done):
    server.say(run(), run("in_progress"), Say(500, ERROR))
    with pytest.raises(package.InternalServerError) as caught:
        until_done(package.create_run, "th_1", assistant_id="as_1")
    assert (caught.value.state.id, caught.value.state.status) == ("run_1", "in_progress")
    server.say(Say(400, ERROR))
    with pytest.raises(package.BadRequestError) as caught:
        until_done(package.create_run, "th_1", assistant_id="as_1")
    assert caught.value.state is None


def test_a_job_that_was_just_started_may_not_be_found_yet(package, server, until_done):
    server.say(run(), Say(404, ERROR), Say(404, ERROR), run("completed"))
    assert until_done(package.create_run, "th_1", assistant_id="as_1").status == "completed"
    server.say(run(), *[Say(404, ERROR)] * 4)
    with pytest.raises(package.NotFoundError) as caught:
        until_done(package.create_run, "th_1", assistant_id="as_1")
    assert caught.value.state.id == "run_1"


def test_a_job_that_vanishes_is_an_error(package, server, until_done):
    server.say(Say(404, ERROR))
    with pytest.raises(package.NotFoundError):
        until_done(package.get_run, "th_1", "run_1")
    server.say(run(), run("in_progress"), Say(404, ERROR))
    with pytest.raises(package.NotFoundError):
        until_done(package.create_run, "th_1", assistant_id="as_1")


@pytest.mark.filterwarnings("ignore:.* differs from the API's document")
def test_a_status_that_is_not_known_is_read_on_with_a_warning(package, server, until_done):
    server.say(run(), run("paused"), run("paused"), run("completed"))
    with pytest.warns(package.DriftWarning, match="the status 'paused' is not known") as caught:
        done = until_done(package.create_run, "th_1", assistant_id="as_1")
    assert (done.status, len(server.asked)) == ("completed", 4)
    assert len([one for one in caught if "not known" in str(one.message)]) == 1
    assert caught[0].filename == __file__


@pytest.mark.filterwarnings("ignore")
def test_a_status_that_is_not_known_does_not_stay_for_ever(
    package, server, until_done, monkeypatch
):
    jobs = __import__(f"{package.__name__}._runtime.polled_calls", fromlist=["_"])
    monkeypatch.setattr(jobs, "_MOST_UNKNOWN", 0.05)
    server.say(run())
    server.always = Say(data=run("paused"))
    with pytest.raises(package.APIResponseError, match=r"'paused' for 0\.05 s") as caught:
        until_done(package.create_run, "th_1", assistant_id="as_1")
    assert caught.value.state.status == "paused"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("wrong", [{"id": None}, {"id": {}}, {"id": "x" * 30_000}, {"id": ""}])
def test_a_response_that_does_not_say_what_is_read(package, server, client, wrong):
    server.say({**run(), **wrong})
    with pytest.raises(package.APIResponseError, match="the response has no 'id'"):
        package.create_run.using(client).until_done("th_1", assistant_id="as_1")


@pytest.mark.parametrize("evil", ["../../files", "a?b#c"])
def test_a_response_does_not_choose_another_path(package, server, client, evil):
    server.say(run(id=evil), run("completed"))
    with (
        pytest.raises(package.APIResponseError, match="must not be")
        if ".." in evil
        else nullcontext()
    ):
        package.create_run.using(client).until_done("th_1", assistant_id="as_1")
    assert lines(server)[1:] == ([] if ".." in evil else ["GET /v1/threads/th_1/runs/a%3Fb%23c"])


def test_a_task_is_cancelled_while_it_waits(package, server, client):
    server.always = Say(data=run("in_progress"))
    wait = package.CallOptions(poll_interval=60)

    async def main():
        job = package.get_run.using(client).aio.until_done("th_1", "run_1", options=wait)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(job, 0.1)
        return await package.get_run.using(client).aio("th_1", "run_1")

    assert asyncio.run(main()).status == "in_progress"


def test_a_task_is_cancelled_while_it_reads(package, server, client):
    server.say(Say(data=run(), pieces=[b"{"], pause=3, length=99))

    async def main():
        with trio.move_on_after(0.1) as scope:
            await package.get_run.using(client).aio.until_done("th_1", "run_1")
        return scope.cancelled_caught

    assert trio.run(main)


def test_many_jobs_wait_at_the_same_time(package, server, client):
    server.always = Say(data=run("in_progress"))

    async def main():
        options = package.CallOptions(poll_interval=0.02)
        get_run = package.get_run.using(client)
        jobs = [get_run.aio.until_done("th_1", "run_1", options=options) for _ in range(20)]
        timer = threading.Timer(0.2, lambda: setattr(server, "always", Say(data=run("failed"))))
        timer.start()
        return await asyncio.gather(*jobs)

    assert {one.status for one in asyncio.run(main())} == {"failed"}


def test_hooks_and_the_log_have_each_request(package, server, caplog):
    seen = []
    settings = {"on_response": lambda one: seen.append((one.method, one.status))}
    server.say(run(), run("in_progress"), run("completed"))
    caplog.set_level("DEBUG", package.create_run.__module__.split(".")[0])
    with package.Client(
        api_key="k", base_url=server.url, poll_interval=0.001, **settings
    ) as client:
        package.create_run.using(client).until_done("th_1", assistant_id="as_1")
    assert seen == [("POST", 200), ("GET", 200), ("GET", 200)]


def test_the_official_client_reads_the_same(package, server, client):
    bodies = [run(), run("in_progress"), run("requires_action")]
    server.say(*bodies)
    ours = package.create_run.using(client).until_done("th_1", assistant_id="as_1")
    asked, server.asked = server.asked, []
    server.say(*bodies)
    with openai.OpenAI(api_key="sk-test", base_url=server.url) as official:
        runs = official.beta.threads.runs
        with pytest.warns(DeprecationWarning, match="Assistants"):
            theirs = runs.create_and_poll(thread_id="th_1", assistant_id="as_1", poll_interval_ms=1)
    assert ours.model_dump(mode="json") == theirs.to_dict(mode="json")
    assert [(one.method, one.target) for one in asked] == [
        (one.method, one.target) for one in server.asked
    ]


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("poll_interval_ms", "poll_interval"),
        ("max_wait_seconds", "poll_timeout"),
        ("poll_timeout", "poll_timeout"),
    ],
)
def test_the_name_of_another_client_leads_to_the_option(package, name, option):
    with pytest.raises(TypeError, match=rf"pass options=CallOptions\({option}=\.\.\.\)"):
        package.get_run.until_done("th_1", "run_1", **{name: 5})


def test_the_views_stay(package, client, server):
    assert "until_done" in (package.create_run.__doc__ or "")
    assert pickle.loads(pickle.dumps(package.create_run)) is package.create_run
    server.say(run("completed"))
    assert package.create_run.using(client)("th_1", assistant_id="as_1").status == "completed"
    assert package.create_run.using(client).request("th_1", assistant_id="a").url_path
    assert not hasattr(package.list_runs, "until_done")


@pytest.fixture
def server():
    with Server() as running:
        yield running

"""The `[[polling]]` tables of a profile, what they make, and the warnings about them."""

import asyncio

import pytest
from support import packages
from support.documents import STRING, document, operation, ref, thing
from support.plans import plan_of
from support.scripted_server import Say, Server

from generator.diagnostics import DiagnosticLog, OpgenError

JOB = {"name": "job_id", "in": "path", "required": True, "schema": STRING}
TENANT = {"name": "X-Tenant", "in": "header", "schema": STRING}
VERSION = {"name": "version", "in": "query", "required": True, "schema": STRING}
STATES = {"type": "string", "enum": ["waiting", "running", "done", "failed"]}
SCHEMAS = {
    "Job": {**thing(id=STRING, state=STATES, at=thing(phase=STRING)), "required": ["id", "state"]},
    "Started": {**thing(job_id=STRING, links=thing(self=STRING)), "required": ["job_id"]},
    "Running": {**thing(name=STRING, done={"type": "boolean"}), "required": ["name"]},
}
NAMED = {"name": "name", "in": "path", "required": True, "schema": STRING}


def described():
    """The jobs of a service: with a status, with another start, and with a boolean."""
    return document(
        {
            "/jobs": {"post": operation(TENANT, VERSION, reply=ref("Job"), name="makeJob")},
            "/jobs/{job_id}": {
                "get": operation(JOB, TENANT, VERSION, reply=ref("Job"), name="getJob"),
            },
            "/jobs/{job_id}/copies": {"post": operation(JOB, reply=ref("Job"), name="copyJob")},
            "/plain/{job_id}": {"get": operation(JOB, reply=ref("Job"), name="getPlain")},
            "/starts": {
                "post": operation(body=thing(a=STRING), reply=ref("Started"), name="start")
            },
            "/silent": {"post": operation(name="startSilently")},
            "/running": {"post": operation(reply=ref("Running"), name="run")},
            "/running/{name}": {"get": operation(NAMED, reply=ref("Running"), name="getRunning")},
        },
        SCHEMAS,
    )


RULES = """
[[polling]]
read = "getJob"
status = "state"
pending = ["waiting", "running"]
operations = ["makeJob", "getJob"]

[[polling]]
read = "getPlain"
status = "state"
final = ["done", "failed"]
operations = ["start", "copyJob"]

[[polling]]
read = "getRunning"
status = "done"

[[polling]]
read = "getRunning"
url_header = "Operation-Location"
status = "done"
operations = ["startSilently"]
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("jobs")
    (folder / "own.toml").write_text(RULES)
    made = packages.imported(folder / "jobs", described(), profile=str(folder / "own.toml"))
    with (
        Server() as server,
        made.Client(base_url=server.url, max_retries=0, poll_interval=0.001, http_client=None)
        if False
        else made.Client(base_url=server.url, max_retries=0, poll_interval=0.001) as one,
    ):
        yield made, one, server


@pytest.fixture(params=["now", "awaited"])
def until_done(request, client):
    made, one, server = client
    server.asked.clear()
    server.replies.clear()

    def call(name, *args, **kwargs):
        function = getattr(made, name).using(one)
        if request.param == "now":
            return function.until_done(*args, **kwargs)

        async def main():
            return await function.aio.until_done(*args, **kwargs)

        return asyncio.run(main())

    return call


def asked(client):
    return [f"{one.method} {one.target}" for one in client[2].asked]


def job(state, **more):
    return {"id": "j1", "state": state, **more}


def test_statuses_that_are_not_pending_are_final(client, until_done):
    client[2].say(job("waiting"), job("running"), job("failed"))
    assert until_done("make_job", version="2", x_tenant="t").state == "failed"
    assert asked(client) == ["POST /v1/jobs?version=2", *["GET /v1/jobs/j1?version=2"] * 2]
    assert {one.headers.get("x-tenant") for one in client[2].asked} == {"t"}


def test_what_starts_a_job_may_return_something_else(client, until_done):
    client[2].say({"job_id": "j1"}, job("running"), job("done"))
    done = until_done("start")
    assert (type(done), done.state) == (client[0].components.Job, "done")
    assert asked(client) == ["POST /v1/starts", *["GET /v1/plain/j1"] * 2]


def test_the_last_variable_is_of_the_new_job(client, until_done):
    client[2].say(job("running", id="j2"), job("done", id="j2"))
    assert until_done("copy_job", "j1").id == "j2"
    assert asked(client) == ["POST /v1/jobs/j1/copies", "GET /v1/plain/j2"]


def test_true_is_final(client, until_done):
    client[2].say({"name": "r"}, {"name": "r", "done": False}, {"name": "r", "done": True})
    assert until_done("run").done is True
    assert asked(client)[1:] == ["GET /v1/running/r"] * 2


@pytest.mark.parametrize("link", ["/v1/states/7?a=1", "states/7?a=1", "{url}/states/7?a=1"])
def test_a_header_has_the_url_of_the_state(client, until_done, link):
    where = link.replace("{url}", client[2].url)
    started = Say(202, headers={"Operation-Location": where}, data={})
    client[2].say(started, {"name": "r"}, {"name": "r", "done": True})
    assert until_done("start_silently").name == "r"
    assert asked(client)[1:] == ["GET /v1/states/7?a=1"] * 2


@pytest.mark.parametrize("link", ["https://evil.example/v1/x", "http://a@127.0.0.1/", "ftp://x/"])
def test_the_key_goes_to_no_other_host(client, until_done, link):
    client[2].say(Say(202, headers={"Operation-Location": link}, data={}))
    with pytest.raises(client[0].APIResponseError, match="the state is not read from"):
        until_done("start_silently")
    assert len(client[2].asked) == 1


def planned(tmp_path, rules):
    log, folder = DiagnosticLog(), tmp_path / "made"
    folder.mkdir(exist_ok=True)
    profile = tmp_path / "own.toml"
    profile.write_text(rules)
    made = plan_of(folder, described(), profile=profile, log=log)
    return {one.name for one in made.operations if one.polls}, log


def test_a_rule_is_for_each_operation_that_returns_the_state(tmp_path):
    rule = '[[polling]]\nread = "getJob"\nstatus = "state"\nfinal = ["done", "failed"]\n'
    found, log = planned(tmp_path, rule)
    assert found == {"get_job", "make_job"}
    why = "'getJob' requires 'version', which the call does not have"
    assert [one.message for one in log.diagnostics] == [
        f"this rule of polling does not fit {name!r}: {why}" for name in ("copyJob", "getPlain")
    ]


FINAL = 'status = "state"\nfinal = ["done", "failed"]\n'


@pytest.mark.parametrize(
    ("rule", "line", "message"),
    [
        ('read = "getJobs"\n' + FINAL, 2, "there is no operation 'getJobs'"),
        ('read = "makeJob"\noperations = ["makeJob"]\n' + FINAL, 2, "'makeJob' is not a GET"),
        ('read = "getJob"\noperations = ["mkJob"]\n' + FINAL, 3, "there is no operation 'mkJob'"),
        ('read = "getJob"\noperations = ["getJob"]\nfinal = ["done"]', 1, "has no 'status'"),
        (
            'read = "getJob"\noperations = ["getJob"]\nstatus = "at"\nfinal = ["done"]',
            4,
            "'at' is not a scalar",
        ),
        (
            'read = "getJob"\noperations = ["getJob"]\nstatus = "state"\nfinal = ["dun"]',
            5,
            "no status is 'dun'",
        ),
        (
            'read = "getRunning"\nstatus = "done"\nfinal = ["x"]\noperations = ["run"]',
            4,
            "'done' is a boolean",
        ),
        (
            'read = "getPlain"\noperations = ["start"]\nvalues = { job_id = "jop_id" }\n' + FINAL,
            4,
            "the response of 'start' has no 'jop_id'",
        ),
        (
            'read = "getPlain"\noperations = ["run"]\n' + FINAL,
            1,
            "neither an argument nor a member of its response is 'job_id'",
        ),
        (
            'url = "links.other"\noperations = ["start"]\nstatus = "job_id"\nfinal = ["x"]',
            2,
            "has no 'links.other'",
        ),
        (
            'read = "getJob"\noperations = ["getJob"]\npending = ["running"]\n' + FINAL,
            4,
            "the status 'waiting' is neither final nor pending",
        ),
    ],
)
def test_a_rule_that_does_not_fit_has_a_warning_with_its_place(tmp_path, rule, line, message):
    _, log = planned(tmp_path, f"[[polling]]\n{rule}\n")
    found = [(one.location.line, one.code) for one in log.diagnostics if message in one.message]
    assert found == [(line, "rule-without-effect")], [one.message for one in log.diagnostics]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('status = "a"', "needs one of 'read', 'url' and 'url_header'"),
        ('url = "a"', "'operations' is missing"),
        ('read = "a"\nurl = "a"\nurl_header = "a"', "'url_header' excludes 'url'"),
        ('read = "a"\nfinal = ["b"]\npending = ["b"]', "which is in 'final' too"),
        ('read = "a"\ninterval = 0', "is not a positive number"),
        ('read = "a"\ninterval = "5"', "is not a number"),
        ('read = "a"\ninterval = nan', "is not a number"),
        ('read = "a"\nwait = "a b"', "cannot be the name of a header"),
        ('read = "a"\nfinals = ["b"]', "'finals' is unknown"),
        ('url = "a"\noperations = ["b"]\nvalues = { c = "d" }', "'values' has no effect"),
    ],
)
def test_a_rule_that_is_wrong_is_an_error(tmp_path, rule, message):
    with pytest.raises(OpgenError) as caught:
        planned(tmp_path, f"[[polling]]\n{rule}\n")
    assert message in caught.value.diagnostics[0].message


def test_an_operation_that_is_not_selected_needs_no_rule(tmp_path):
    log, folder = DiagnosticLog(), tmp_path / "made"
    folder.mkdir()
    (tmp_path / "own.toml").write_text(RULES)
    plan_of(folder, described(), profile=tmp_path / "own.toml", log=log, groups=("silent",))
    assert [one.message for one in log.diagnostics if "polling" in one.message] == []

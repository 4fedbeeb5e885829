"""The page about jobs does what it says, with a service of its own."""

import sys

from support.doc_pages import ROOT, Session, blocks
from support.scripted_server import Say, Server

PAGE = ROOT / "docs/how-to/polling.md"
ACTION = {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": []}}


def run(status, **more):
    said = {"id": "run_1", "thread_id": "thread_1", "status": status, **more}
    return Say(data=said, headers={"openai-poll-after-ms": "1"})


def test_the_page_does_what_it_says(tmp_path, package, monkeypatch, recwarn):
    monkeypatch.setitem(sys.modules, "openai_assistants", package)
    with Server() as server:
        package.configure(api_key="sk-1", base_url=server.url, max_retries=0)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        server.say(run("queued"), run("completed"))
        server.say(run("in_progress"), run("requires_action", required_action=ACTION))
        server.say(run("queued"), run("queued"), run("completed"), run("completed"))
        server.always = run("in_progress")
        session = Session(tmp_path, lambda *_: False)
        for block in blocks(PAGE):
            if block.language == "python":
                session.run(block)
    package.configure()
    assert len(server.asked) > 8
    assert {str(one.category) for one in recwarn} <= {str(package.DriftWarning)}

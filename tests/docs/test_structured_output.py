"""The page about structured output does what it says, with a service of its own."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from support import outputs_api
from support.doc_pages import ROOT, Session, blocks
from support.outputs_api import events, message, response
from support.packages import load
from support.scripted_server import Say, Server

PAGE = ROOT / "docs/how-to/structured-output.md"
SOLVED = '{"steps":[],"answer":"x = -3.75"}'
STREAMED = '{"steps":[],"answer":"x = 1"}'
REFUSED = {
    "type": "message",
    "content": [{"type": "refusal", "refusal": "I cannot help with that."}],
}
CALL = {
    "type": "function_call",
    "call_id": "k",
    "name": "weather",
    "arguments": '{"city":"Bern","days":3}',
}
STREAM = [
    {"type": "response.output_text.delta", "delta": '{"steps":[],'},
    {"type": "response.completed", "response": message(STREAMED)},
]


def test_the_page_does_what_it_says(tmp_path, tmp_path_factory, monkeypatch):
    package = load(outputs_api.package(tmp_path_factory) / outputs_api.NAME)
    monkeypatch.setitem(sys.modules, "openai_client", package)
    app = ModuleType("app")  # where pydantic finds the types that the page names
    monkeypatch.setitem(sys.modules, "app", app)
    with Server() as server:
        package.configure(api_key="sk-1", base_url=server.url, max_retries=0)
        streamed = Say(pieces=[events(*STREAM)], headers={"Content-Type": "text/event-stream"})
        server.say(message(SOLVED), response(REFUSED), streamed, response(CALL))
        session = Session(tmp_path, lambda *_: False)
        session.names = vars(app)
        for block in blocks(PAGE):
            session.run(block)
    assert len(server.asked) == 4


@pytest.mark.parametrize("name", ["parse", "parse_stream", "read_output"])
def test_help_describes_the_methods(tmp_path_factory, name):
    package = load(outputs_api.package(tmp_path_factory) / outputs_api.NAME)
    assert getattr(package.create_response, name).__doc__

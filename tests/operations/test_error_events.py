"""Events that are errors: their data has the type that the document declares."""

from __future__ import annotations

import pytest
from support.documents import STRING, document, json, operation, ref, tagged, thing
from support.packages import imported
from support.scripted_server import Server, events

FAULT = {**thing(code=STRING, message=STRING), "required": ["code"]}
SCHEMAS = {
    "Fault": FAULT,
    "Problem": {**thing(title=STRING), "required": ["title"]},
    "Named": {
        "oneOf": [
            thing(event={"const": "note"}, data=thing(text=STRING)),
            thing(event={"const": "error"}, data=ref("Fault")),
        ]
    },
    "Typed": {"oneOf": [tagged("note", text=STRING), ref("TypedError")]},
    "TypedError": {**tagged("error", error=ref("Fault")), "required": ["type", "error"]},
    "Plain": thing(text=STRING),
}


def described(events, **errors):
    watch = operation(name="watch")
    content = {"text/event-stream": {"schema": ref(events)}}
    watch["responses"]["200"]["content"] = content
    for status, name in errors.items():
        watch["responses"][status] = {"description": "", "content": json(ref(name))}
    return document({"/watch": {"get": watch}}, SCHEMAS)


@pytest.mark.parametrize(
    ("name", "errors", "sent", "data"),
    [
        ("Named", {}, '{"code": "c", "message": "No."}', "Fault"),
        ("Typed", {}, '{"type": "error", "error": {"code": "c", "message": "No."}}', "TypedError"),
        ("Named", {"default": "Problem"}, '{"code": "c", "message": "No."}', "Fault"),
        ("Plain", {"default": "Fault"}, '{"code": "c", "message": "No."}', "Fault"),
        ("Plain", {}, '{"code": "c", "message": "No."}', None),
        ("Named", {}, "No.", "NoneType"),
    ],
)
def test_the_data_of_an_event(tmp_path, name, errors, sent, data):
    package = imported(tmp_path / "client", described(name, **errors))
    with Server() as server, package.configure(base_url=server.url):
        server.say(events(f"event: error\ndata: {sent}\n\n"))
        with package.watch.stream() as stream, pytest.raises(package.APIEventError) as caught:
            list(stream)
    error = caught.value
    assert (error.status, error.reason) == (200, "No.")
    assert isinstance(error, package.APIError)
    assert data == (type(error.data).__name__ if data else getattr(error, "data", None))
    if data == "Fault":
        assert error.data.code == "c"
    assert hasattr(package.NotFoundError, "data") == bool(errors)

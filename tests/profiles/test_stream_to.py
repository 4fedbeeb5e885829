"""Which functions have the argument `stream_to`."""

from __future__ import annotations

import inspect

import pytest
from support.documents import STRING, document, operation, ref, thing
from support.packages import imported

from generator.diagnostics import OpgenError

OPTIONAL = {"name": "size", "in": "query", "schema": STRING}
REQUIRED = {**OPTIONAL, "required": True}


def described() -> dict[str, object]:
    """Four functions: with an optional argument, with a required one, in a body, with events."""
    events = operation(REQUIRED, reply=ref("Note"), name="events")
    content = events["responses"]["200"]["content"]
    content["text/event-stream"] = {"schema": ref("Note")}
    return document(
        {
            "/optional": {"get": operation(OPTIONAL, reply=ref("Note"), name="optional")},
            "/required": {"get": operation(REQUIRED, reply=ref("Note"), name="required")},
            "/body": {"post": operation(body=ref("Note"), reply=ref("Note"), name="body")},
            "/events": {"get": events},
        },
        {"Note": thing(text=STRING)},
    )


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (None, ["events"]),
        ('stream_to = "streams"', ["events"]),
        ('stream_to = "optional-arguments"', ["optional", "body", "events"]),
    ],
    ids=["by default", "streams", "optional-arguments"],
)
def test_a_profile_chooses_the_functions(tmp_path, profile, expected):
    options = {}
    if profile:
        (tmp_path / "own.toml").write_text(profile)
        options["profile"] = str(tmp_path / "own.toml")
    package = imported(tmp_path / "client", described(), **options)
    functions = [getattr(package, one) for one in ("optional", "required", "body", "events")]
    found = [one for one in functions if "stream_to" in inspect.signature(one).parameters]
    assert [one.__name__ for one in found] == expected
    assert all("stream_to: " in one.__doc__ for one in found)


def test_another_rule_is_refused(tmp_path):
    (tmp_path / "own.toml").write_text('stream_to = "always"')
    with pytest.raises(OpgenError, match="'stream_to' has an unknown value"):
        imported(tmp_path / "client", described(), profile=str(tmp_path / "own.toml"))

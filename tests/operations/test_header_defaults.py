"""Required headers with a default: a call sends it, unless something else says the value."""

from __future__ import annotations

import inspect

import httpx2
import pytest
from support.documents import STRING
from support.mock_calls import calling, query_document

VERSION = "2026-07-15"


def header(schema: dict[str, object], **more: object) -> dict[str, object]:
    return {"name": "Revision", "in": "header", "required": True, "schema": schema, **more}


@pytest.mark.parametrize(
    ("schema", "sent"),
    [
        ({**STRING, "default": VERSION}, VERSION),
        ({**STRING, "enum": ["1", VERSION], "default": VERSION}, VERSION),
        ({"type": "integer", "default": 3}, "3"),
        ({"type": "boolean", "default": False}, "false"),
        ({**STRING, "default": ""}, ""),
        ({**STRING, "default": '"""\\'}, '"""\\'),
    ],
    ids=str,
)
def test_a_required_header_with_a_default_is_sent_without_an_argument(tmp_path, schema, sent):
    with calling(tmp_path, query_document(header(schema))) as calls:
        parameter = inspect.signature(calls.package.find).parameters["revision"]
        assert parameter.kind is parameter.KEYWORD_ONLY
        assert (parameter.default, type(parameter.default)) == (
            schema["default"],
            type(schema["default"]),
        )
        calls.package.find()
        assert calls.last.headers["revision"] == sent


@pytest.mark.parametrize(
    "schema",
    [
        STRING,
        {**STRING, "default": 3},
        {**STRING, "default": None},
        {"type": "integer", "default": True},
        {**STRING, "enum": ["1"], "default": "2"},
        {"type": "array", "items": STRING, "default": ["a"]},
    ],
    ids=str,
)
def test_a_header_without_a_valid_default_is_required(tmp_path, schema):
    with calling(tmp_path, query_document(header(schema))) as calls:
        parameter = inspect.signature(calls.package.find).parameters["revision"]
        assert parameter.default is parameter.empty


DESCRIBED = query_document(header({**STRING, "default": VERSION}))


def test_a_client_and_a_call_override_the_default(tmp_path):
    with (
        calling(tmp_path, DESCRIBED) as calls,
        httpx2.Client(transport=httpx2.MockTransport(calls.answer)) as http,
    ):
        client = calls.package.Client(headers={"revision": "client"}, http_client=http)
        options = calls.package.CallOptions(headers={"revision": "options"})
        find = calls.package.find.using(client)
        for keywords, sent in (
            ({}, "client"),
            ({"revision": "argument"}, "argument"),
            ({"options": options}, "options"),
        ):
            find(**keywords)
            assert calls.last.headers["revision"] == sent


def test_a_profile_overrides_the_default(tmp_path):
    profile = tmp_path / "mine.toml"
    profile.write_text('[[headers]]\ngroups = ["find"]\nsend = { Revision = "profile" }\n')
    with calling(tmp_path, DESCRIBED, profile=str(profile)) as calls:
        calls.package.find()
        assert calls.last.headers["revision"] == "profile"
        calls.package.find(revision="argument")
        assert calls.last.headers["revision"] == "argument"

"""Each operation of OpenAI's whole document, over a real socket, by what the document says of it.

openapi-core judges what is sent; what comes back is read into the declared type without a warning
and gives the same JSON again. Nothing here is written for one operation.
"""

from __future__ import annotations

import asyncio
import inspect
import io
import json
from contextlib import suppress
from functools import partial

import pytest
from pydantic import TypeAdapter, ValidationError
from server import Kind, holds_file
from support import sent
from support.caller import Caller, both
from support.openai_documents import called, document
from support.operations import FORM, JSON, function_name
from support.rounds import UNSENDABLE, check, check_pages, chosen, rounds, sendable

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]

OPERATIONS = called()


def those(chosen):
    return pytest.mark.parametrize("name", [n for n, one in OPERATIONS.items() if chosen(one)])


every = those(lambda _: True)
with_bodies = those(lambda one: len(one.bodies) > 1)
with_forms = those(lambda one: FORM in one.bodies)
with_downloads = those(lambda one: any(reply.is_binary for reply in one.replies))
with_pages = those(lambda one: one.paged)


@pytest.fixture
def caller(whole_called, whole_server, name):
    with Caller(whole_called, whole_server, OPERATIONS[name]) as caller:
        yield caller


def test_all_operations_are_there():
    assert len(OPERATIONS) == 288
    assert all(not sendable(OPERATIONS[name], JSON) for name, _ in UNSENDABLE)
    assert {name for name, media_type in UNSENDABLE if media_type in OPERATIONS[name].bodies} == {
        name for name, _ in UNSENDABLE
    }


def test_functions_are_named_in_words():
    names = [one.name for one in OPERATIONS.values()]
    words = {word for name in names for word in name.split("_")}
    assert {word for word in words if len(word) > 14} == set()
    assert not any(name.endswith("_method") or "paginated" in name for name in names)
    assert {name for name in names if name.split("_")[0].endswith("s")} == set()
    assert {"compact_conversation", "beta_compact_conversation", "get_chatkit_thread"} < {*names}


@pytest.mark.filterwarnings("ignore:The service marks:DeprecationWarning")
def test_nulls_in_the_documents_examples_are_declared(whole_called):
    undeclared = set()
    for _, _, operation in document().operations():
        name = function_name(operation["operationId"])
        for text in shown(operation.get("x-oaiMeta", {}).get("examples", [])):
            function = getattr(whole_called, name)
            needed = [p for p in inspect.signature(function).parameters.values() if p.kind < 2]
            try:
                TypeAdapter(function.request(*("x" for _ in needed)).returns).validate_json(text)
            except ValidationError as error:
                found = error.errors()
                undeclared |= {(name, e["loc"][-1]) for e in found if e["input"] is None}
    assert undeclared == {
        ("create_fine_tuning_job", "hyperparameters"),  # the example is of another method
        ("create_realtime_transcription_session", "client_secret"),  # deprecated
    }


def shown(examples):
    """The responses in examples that are whole JSON."""
    for example in examples if isinstance(examples, list) else [examples]:
        with suppress(KeyError, TypeError, ValueError):
            json.loads(example["response"])
            yield example["response"]


@every
@both
def test_call(caller, awaited):
    for arguments in rounds(caller):
        check(caller, arguments, caller.call("", arguments, awaited=awaited))


@every
def test_the_key_and_the_type_of_the_result_are_those_of_the_document(caller):
    arguments = sent.prepared(caller.operation.arguments(Kind.EXAMPLE, optional=False))
    with caller.warned():
        request = caller.bound.request(*arguments.positional, **arguments.keywords)
    result = caller.sync("", arguments)
    if isinstance(request.returns, type):
        assert type(result) is request.returns
    key = "sk-admin" if caller.operation.admin else "sk-test"
    assert caller.server.last.headers["authorization"] == f"Bearer {key}"


@with_bodies
def test_each_body_by_its_name(caller):
    operation = caller.operation
    for media_type in operation.bodies:
        if not sendable(operation, media_type):
            continue
        arguments = operation.arguments(Kind.EXAMPLE, optional=True, media_type=media_type)
        arguments.keywords["media_type"] = media_type
        given = sent.prepared(arguments)
        check(caller, given, caller.sync("", given))
        check(caller, given, caller.awaited("", given))


@with_forms
def test_every_kind_of_file(caller, tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(sent.CONTENT)
    made = {
        None: lambda: path,
        "name.png": lambda: ("name.png", sent.CONTENT),
        "typed.png": lambda: ("typed.png", sent.CONTENT, "image/png"),
        "path.png": lambda: ("path.png", path, "image/webp"),
        "file.png": lambda: ("file.png", io.BytesIO(sent.CONTENT)),
        "": lambda: io.BytesIO(sent.CONTENT),
    }
    arguments = caller.operation.arguments(Kind.EXAMPLE, optional=True, media_type=FORM)
    if not holds_file(arguments.body):
        arguments = caller.operation.arguments(Kind.MOST, optional=True, media_type=FORM)
    for name, make in made.items():
        for call in (caller.sync, caller.awaited):
            given = chosen(caller.operation, sent.with_files(arguments, make))
            check(caller, given, call("", given))
            body = caller.server.last.body
            if holds_file(arguments.body):
                assert (
                    f'filename="{name or ("picture.png" if name is None else "")}'.encode() in body
                )


def note(seen: list[tuple[int, int | None]], received: int, total: int | None) -> None:
    seen.append((received, total))


@with_downloads
def test_downloads(caller, tmp_path):
    server, operation = caller.server, caller.operation
    arguments = sent.prepared(operation.arguments(Kind.EXAMPLE, optional=False))
    for server.success in [reply for reply in operation.replies if reply.is_binary]:
        content = server.success.body
        with caller.sync("raw", arguments) as reply:
            assert b"".join(reply.chunks()) == content
        seen: list[tuple[int, int | None]] = []
        reply = caller.sync("raw", arguments)
        reply.save(tmp_path / "now", progress=partial(note, seen))
        assert (tmp_path / "now").read_bytes() == content
        assert seen[-1] == (len(content), len(content))
        assert caller.sync("raw", arguments).parse() == content
        check_downloads_awaited(caller, arguments, tmp_path / "later", content)


def check_downloads_awaited(caller, arguments, path, content):
    async def main():
        async with caller.aio() as aio:
            async with await aio.raw(*arguments.positional, **arguments.keywords) as reply:
                assert b"".join([chunk async for chunk in reply.chunks()]) == content
            reply = await aio.raw(*arguments.positional, **arguments.keywords)
            await reply.save(path)
            reply = await aio.raw(*arguments.positional, **arguments.keywords)
            assert await reply.read() == content
            assert reply.parse() == content

    with caller.warned():
        asyncio.run(main())
    assert path.read_bytes() == content


@with_pages
def test_pages(caller):
    check_pages(caller, awaited=False)

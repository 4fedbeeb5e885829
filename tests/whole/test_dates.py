"""The published documents of older dates: each gives a package whose calls all work."""

from __future__ import annotations

import pytest
from server import Kind, Server
from support.caller import Caller, plain
from support.event_streams import answer, calls, known, stream
from support.openai_documents import DATES, called, document, generated
from support.packages import load
from support.rounds import check, check_pages, rounds
from support.sweeps import some

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]


@pytest.mark.parametrize("date", some(DATES, 3))
def test_every_operation_works(tmp_path_factory, monkeypatch, date):
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "sk-admin")
    oa = load(generated(tmp_path_factory, date) / "openai_client")
    failures = []
    with Server(document(date).data) as server:
        for operation in called(date).values():
            server.reset()
            try:
                with Caller(oa, server, operation) as caller:
                    check_operation(caller)
            except Exception as error:  # noqa: BLE001  all that fail are reported
                failures.append(f"{operation.name}: {error!r}")
            failures += server.rejected
    assert failures == []


def check_operation(caller):
    operation, server = caller.operation, caller.server
    for arguments in rounds(caller):
        check(caller, arguments, caller.sync("", arguments))
    if operation.streams:
        events = known(caller, Kind.EXAMPLE)
        server.answer_next(answer(operation, events))
        assert plain(stream(caller, calls(operation)[0], awaited=False)) == events
    if operation.paged:
        check_pages(caller, awaited=False)

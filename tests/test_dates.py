"""The published documents of eight dates: each gives a package whose calls work."""

from __future__ import annotations

import json

import pytest
import yaml
from calls import operations
from packages import GROUPS, OVERLAY, generate, load
from server import Document, Kind, Server, mended, read

from generator.diagnostics import DiagnosticLog
from generator.read.document import load as load_document

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:The service marks:DeprecationWarning"),
]

DATES = {  # and how many operations the two groups have
    "2023-11-07": 28,
    "2024-04-18": 22,
    "2024-06-17": 23,
    "2024-12-05": 23,
    "2025-03-22": 23,
    "2026-05-13": 23,
    "2026-08-14": 23,
    "2026-08-21": 23,
}
ROUNDS = (
    (Kind.EXAMPLE, False, Kind.LEAST),
    (Kind.LEAST, True, Kind.EXAMPLE),
    (Kind.MOST, True, Kind.MOST),
)


def published(path):
    """Two of the documents are no YAML that PyYAML takes; the generator's reader mends them."""
    try:
        return read(path, OVERLAY)
    except yaml.YAMLError:
        return mended(load_document(path, DiagnosticLog()).data, OVERLAY)


@pytest.mark.parametrize(("date", "count"), DATES.items())
def test_every_operation_of_every_date_works(shared, tmp_path, date, count):
    spec = shared / f"specs/openai/{date}.yaml"
    data = published(spec)
    called = operations(Document(data), GROUPS)
    assert len(called) == count
    oa = load(generate(tmp_path / "openai_assistants", spec))
    failures = []
    with Server(data) as server, oa.Client(api_key="sk-test", base_url=server.url) as client:
        for operation in called:
            bound = getattr(oa, operation.name).using(client)
            for kind, optional, reply in ROUNDS:
                arguments = operation.arguments(kind, optional=optional)
                server.kind = reply
                try:
                    check(operation, bound, arguments, server)
                except Exception as error:  # noqa: BLE001  all that fail are told
                    failures.append(f"{operation.name}, {kind} → {reply}: {error!r}")
    assert failures == []


def check(operation, bound, arguments, server):
    result = bound(*arguments.positional, **arguments.keywords)
    assert result.model_dump(mode="json") == json.loads(server.answers[-1].body)
    if operation.streams:
        with bound.stream(*arguments.positional, **arguments.keywords) as stream:
            names = [event.event for event in stream]
        assert (names[0], names[-1]) == ("thread.created", "done")
    if operation.paged:
        keywords = {**arguments.keywords, "limit": 2}
        assert len(list(bound.iter(*arguments.positional, **keywords))) == 5

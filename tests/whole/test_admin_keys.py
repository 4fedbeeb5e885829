"""OpenAI's documents at several dates: which calls send the key of an administrator."""

from __future__ import annotations

import inspect
import json

import pytest
from server import Document, Server
from support.openai_documents import document as published
from support.openai_documents import generated
from support.packages import load

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]


@pytest.mark.filterwarnings("ignore::Warning")
@pytest.mark.parametrize(
    ("date", "count"), [("2024-12-05", 37), ("2025-03-22", 41), ("2026-08-21", 119)]
)
def test_an_admin_key_goes_where_the_document_asks_for_one(tmp_path_factory, date, count):
    """The older documents tell only by their examples."""
    data = published(date).data
    made = load(generated(tmp_path_factory, date) / "openai_client")
    found = Document(data)
    operations = [one for name in made.__all__ if hasattr(one := getattr(made, name), "attempt")]
    keywords = {"api_key": "sk-user", "admin_key": "sk-admin", "organization_key": "org"}
    admin, wrong = 0, []
    with Server(data) as server, made.configure(base_url=server.url, max_retries=0, **keywords):
        for operation in operations:
            operation.attempt(*_arguments(operation))
        assert len(server.requests) == len(operations) == len(list(found.operations()))
        for request in server.requests:
            path = request.path.removeprefix(request.base_path)
            described = found.find(request.method, path, request.query).data
            is_admin = "AdminApiKeyAuth" in str(described.get("security"))
            is_admin |= "OPENAI_ADMIN_KEY" in json.dumps(described.get("x-oaiMeta"))
            admin += is_admin
            key = "Bearer sk-admin" if is_admin else "Bearer sk-user"
            if (request.headers["authorization"], request.headers["openai-organization"]) != (
                key,
                "org",
            ):
                wrong.append(f"{request.method} {path}")
    assert (admin, wrong) == (count, [])


def _arguments(operation):
    """Anything: here it matters only that the request is sent."""
    parameters = inspect.signature(operation).parameters.values()
    required = [one for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    return [
        b"x" if "bytes" in one.annotation or "File" in one.annotation else "x" for one in required
    ]

"""Documents with very much of one thing: the time to read them grows with their size."""

from __future__ import annotations

import time

import pytest
from support.documents import document, operation
from support.plans import plan_of

_MANY = 30_000


def _keys(number):
    schemes = {
        f"k{one}": {"type": "apiKey", "in": "header", "name": f"X-Key-{one // 2}"}
        for one in range(2 * number)
    }
    return {"security": [{key: [] for key in schemes}], "components": {"securitySchemes": schemes}}


DOCUMENTS = {
    "two keys for each header": _keys(60),
    "a title that opens brackets": {"info": {"title": "([" * _MANY, "version": "1"}},
    "servers that open brackets": {
        "servers": [{"url": f"https://{one}.test", "description": "(" * _MANY} for one in "ab"]
    },
    "an operation ID of underscores": {
        "paths": {
            "/a": {"get": operation(name="a" + "_" * _MANY)},
            "/b": {"get": operation(name="b")},
        }
    },
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_time_grows_with_the_size(tmp_path, name):
    paths = {"/a": {"get": operation(name="a")}, "/b": {"get": operation(name="b")}}
    began = time.process_time()
    package = plan_of(tmp_path, {**document(paths), **DOCUMENTS[name]})
    assert time.process_time() - began < 3
    assert len(package.operations) == 2

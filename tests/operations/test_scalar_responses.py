"""Responses of one value: JSON stays JSON, text stays text, and neither becomes the other."""

from __future__ import annotations

import warnings

import httpx2
import pytest
from support.documents import STRING, document, operation
from support.mock_calls import calling

INTEGER, BOOLEAN = {"type": "integer"}, {"type": "boolean"}
JSON, TEXT = "application/json", "text/plain"


@pytest.mark.parametrize(
    ("schema", "content_type", "body", "value", "differs"),
    [
        (STRING, JSON, b'"a"', "a", False),
        (STRING, JSON, b"5", 5, True),
        (STRING, JSON, b"null", None, True),
        (STRING, JSON, b'["a"]', ["a"], True),
        (STRING, None, b'"a"', "a", False),
        (STRING, None, b"5", 5, True),
        (STRING, TEXT, b"5", "5", False),
        (STRING, TEXT, b"plain", "plain", False),
        (INTEGER, JSON, b'"5"', "5", True),
        (INTEGER, JSON, b"true", True, True),
        (INTEGER, JSON, b"5.0", 5.0, False),
        (INTEGER, None, b"5", 5, False),
        (INTEGER, TEXT, b"5", 5, False),
        (INTEGER, TEXT, b"five", "five", True),
        (BOOLEAN, JSON, b"1", 1, True),
        (BOOLEAN, JSON, b'"true"', "true", True),
        ({**INTEGER, "enum": [0, 1]}, JSON, b"true", True, True),
        ({**STRING, "enum": ["1"]}, JSON, b"1", 1, True),
    ],
    ids=str,
)
def test_a_value_stays_as_it_came(tmp_path, schema, content_type, body, value, differs):
    with calling(tmp_path, document({"/x": {"get": operation(reply=schema)}})) as calls:
        headers = {"content-type": content_type} if content_type else {}
        calls.reply = httpx2.Response(200, headers=headers, content=body)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            found = calls.package.do()
        assert (found, type(found)) == (value, type(value))
        assert [one.category.__name__ for one in caught] == ["DriftWarning"] * differs

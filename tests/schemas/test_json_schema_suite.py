"""JSON Schema's own test suite: what opgen reads of a schema, it reads rightly.

An independent judge says which replies contradict what opgen reads; `json_schema_suite.as_read`
says what that is, by the tables of keywords.
"""

import json

import pytest
from support.json_schema_suite import KEYWORDS, NOT_NOTICED, cases


def of(keyword):
    return [one for one in cases() if one.group.keyword == keyword]


def text(value):
    """JSON with its types: `1` is not `true`, and `1.0` is not `1`."""
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_every_reply_is_kept(keyword):
    changed = [one for one in of(keyword) if text(one.result) != text(one.value)]
    assert [one.key for one in changed if NOT_NOTICED.get(one.key[:2]) != "null"] == []


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_call_warns_exactly_of_what_contradicts_what_is_read(keyword):
    wrong = {one.key[:2] for one in of(keyword) if one.differs is one.readable}
    assert wrong == {key for key in NOT_NOTICED if key[0] == keyword}


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_valid_reply_needs_no_warning(keyword):
    """But for the types that opgen infers from keywords, and JSON Schema does not."""
    warned = [one for one in of(keyword) if one.valid and one.differs and not one.inferred]
    assert [one.key for one in warned] == []

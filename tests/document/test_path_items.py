"""Path items that are references: what is next to `$ref` applies together with the target."""

from __future__ import annotations

import inspect

import pytest
from support.documents import STRING, document, operation
from support.mock_calls import calling

ITEM = {
    "summary": "Of the target.",
    "parameters": [{"name": "a", "in": "query", "schema": STRING}],
    "get": operation(name="look"),
}
OWN = {
    "description": "Next to it.",
    "parameters": [{"name": "b", "in": "query", "schema": STRING}],
    "post": operation(name="make"),
}
TO_ITEM = {"$ref": "#/components/pathItems/Item"}


def described(own: dict, item: object = ITEM) -> dict[str, object]:
    return document({"/x": {**TO_ITEM, **own}}, components={"pathItems": {"Item": item}})


def test_both_give_operations_parameters_and_texts(tmp_path):
    with calling(tmp_path, described(OWN)) as calls:
        for function in (calls.package.look, calls.package.make):
            assert {"a", "b"} <= inspect.signature(function).parameters.keys()
            assert function.__doc__.startswith("Next to it.")
            function(a="1", b="2")
            assert calls.query == "a=1&b=2"
        assert calls.codes == []


def test_without_texts_next_to_it_the_target_describes(tmp_path):
    with calling(tmp_path, described({"post": OWN["post"]})) as calls:
        assert calls.package.make.__doc__.startswith("Of the target.")


def test_the_server_next_to_it_counts(tmp_path):
    servers = {"servers": [{"url": "https://own.test"}]}
    item = {**ITEM, "servers": [{"url": "https://item.test"}]}
    with calling(tmp_path, described(servers, item)) as calls:
        calls.package.look()
        assert calls.last.url.host == "own.test"


@pytest.mark.parametrize("own", [OWN, {"post": OWN["post"]}], ids=["more", "less"])
def test_a_reference_to_nothing_leaves_what_is_next_to_it(tmp_path, own):
    with calling(tmp_path, document({"/x": {**TO_ITEM, **own}})) as calls:
        calls.package.make()
        assert calls.last.method == "POST"
        assert calls.codes == ["unresolved-ref"]


def test_an_operation_next_to_it_overrides_that_of_the_target(tmp_path):
    with calling(tmp_path, described({"get": operation(name="own")})) as calls:
        calls.package.own()
        assert not hasattr(calls.package, "look")
        assert calls.codes == ["malformed-object"]

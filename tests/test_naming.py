"""From text to identifiers."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.naming import class_name, distinct, singular, snake_case

texts = st.text(max_size=40)


@pytest.mark.parametrize(("text", "name"), [
    ("listAssistants", "list_assistants"), ("include[]", "include"),
    ("getHTTPResponse", "get_http_response"), ("createOauth2Token", "create_oauth2_token"),
    ("X-Request-ID", "x_request_id"), ("class", "class_"), ("None", "none"), ("2fa", "n_2fa"),
    ("", "unnamed"), ("[]", "unnamed"), ("größe", "größe"), ("already_snake", "already_snake"),
    ("__dunder__", "dunder"),
])  # fmt: skip
def test_functions_and_arguments_are_snake_case(text, name):
    assert snake_case(text) == name


@pytest.mark.parametrize(("text", "name"), [
    ("AssistantObject", "AssistantObject"), ("VectorStoreFile2", "VectorStoreFile2"),
    ("api_key.created", "ApiKeyCreated"), ("error", "Error"), ("None", "None_"),
    ("3d-model", "N3dModel"), ("数", "N数"), ("", "Unnamed"),
])  # fmt: skip
def test_a_class_keeps_its_name_where_it_can(text, name):
    assert class_name(text) == name


@given(texts, st.sets(st.sampled_from(["a", "b", "unnamed", "class_"])))
def test_every_text_gives_a_usable_name(text, taken):
    for name in (snake_case(text, taken=taken), class_name(text, taken=taken)):
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert name not in taken


@given(st.lists(texts, max_size=8))
def test_distinct_names_are_distinct_and_in_order(wanted):
    names = distinct(wanted)
    assert len(set(names)) == len(wanted)
    assert names == distinct(wanted)


@pytest.mark.parametrize(("plural", "one"), [
    ("vector_stores", "vector_store"), ("Categories", "Category"), ("boxes", "box"),
    ("addresses", "address"), ("Status", "Status_item"), ("data", "data_item"),
])  # fmt: skip
def test_one_of_several_is_named_in_the_singular(plural, one):
    assert singular(plural) == one

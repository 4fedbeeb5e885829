"""From text to identifiers."""

from __future__ import annotations

import keyword
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.naming import class_name, distinct, singular, snake_case

texts = st.text(max_size=40)


@pytest.mark.parametrize(("text", "name"), [
    ("listAssistants", "list_assistants"), ("include[]", "include"),
    ("getHTTPResponse", "get_http_response"), ("createOauth2Token", "create_oauth2_token"),
    ("userIDs", "user_ids"), ("URLsOfImages", "urls_of_images"), ("APIsList", "apis_list"),
    ("enableIPv6", "enable_ipv6"), ("asXAsText", "as_x_as_text"), ("GPUs", "gpus"),
    ("noAuth", "no_auth"), ("getOAuth", "get_oauth"), ("oAuth2", "oauth2"), ("OData", "odata"),
    ("X-Request-ID", "x_request_id"), ("class", "class_"), ("None", "none"), ("2fa", "n_2fa"),
    ("", "unnamed"), ("[]", "unnamed"), ("größe", "größe"), ("already_snake", "already_snake"),
    ("__dunder__", "dunder"), ("+1", "plus_1"), ("-1", "minus_1"), ("<", "less_than"),
    ("DateSent<", "date_sent_less_than"), ("size>=", "size_greater_than_or_equal"),
    ("Page<User>", "page_user"),
    (">=", "greater_than_or_equal"), ("<=5", "less_than_or_equal_5"), ("!=", "not_equal"),
    ("*", "star"), ("%", "percent"), ("€", "euro"), ("-", "dash"), ("_", "underscore"),
    ("-created", "created"), ("$filter", "filter"), ("1.5", "n_1_5"), ("-1.5", "minus_1_5"),
])  # fmt: skip
def test_functions_and_arguments_are_snake_case(text, name):
    assert snake_case(text) == name


@pytest.mark.parametrize(("text", "name"), [
    ("AssistantObject", "AssistantObject"), ("VectorStoreFile2", "VectorStoreFile2"),
    ("api_key.created", "ApiKeyCreated"), ("error", "Error"), ("None", "None_"),
    ("3d-model", "N3dModel"), ("数", "N数"), ("", "Unnamed"), ("-1", "Minus1"),
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


@pytest.mark.parametrize(("wanted", "names"), [
    (("_id", "id"), ("id_", "id")), (("userId", "user_id"), ("user_id_", "user_id")),
    (("$filter", "filter"), ("dollar_filter", "filter")), (("@type", "type"), ("at_type", "type")),
    (("created", "-created", "+created"), ("created", "minus_created", "plus_created")),
    (("a-b", "a.b", "aB"), ("a_b", "a_b_", "a_b__")), (("class", "class_"), ("class__", "class_")),
    (("x" * 3, "dollarX", "$x", "x"), ("xxx", "dollar_x", "x_", "x")),
])  # fmt: skip
def test_a_text_that_is_a_name_already_keeps_it(wanted, names):
    assert tuple(distinct(wanted)) == names
    assert set(distinct(wanted[::-1])) == set(names)


def test_equal_texts_in_several_places_are_named_after_them():
    places = ("path", "query", "header", "query", "query")
    names = distinct(("id", "id", "queryId", "ID", "if"), taken=["if_"], places=places)
    assert names == ["id", "id_", "query_id", "id__", "if__"]


def test_a_reserved_name_has_no_place_added():
    assert distinct(["options", "options"], ["options"], ["query", "body"]) == [
        "options_",
        "body_options",
    ]


@given(st.lists(st.sampled_from(["id", "Id", "_id", "id-", "$id", "query_id", "if"]), max_size=8))
def test_a_name_does_not_depend_on_the_order_if_it_is_exact(wanted):
    names = distinct(wanted, places=["query", "body"] * 4)
    assert len(set(names)) == len(wanted)
    for text in {"id", "query_id"} & set(wanted):
        assert names[wanted.index(text)] == text


def test_the_cost_of_equal_names_is_linear():
    def cost(number):
        start = time.process_time()
        distinct(f"{'-' * (n % 2)}a" for n in range(number))
        return time.process_time() - start

    once = min(cost(1000) for _ in range(5))
    assert min(cost(4000) for _ in range(5)) < 10 * once


@pytest.mark.parametrize(("plural", "one"), [
    ("vector_stores", "vector_store"), ("Categories", "Category"), ("boxes", "box"),
    ("addresses", "address"), ("Status", "Status_item"), ("data", "data_item"),
])  # fmt: skip
def test_one_of_several_is_named_in_the_singular(plural, one):
    assert singular(plural) == one

"""What the docstrings of functions and modules say, and what they leave out."""

from __future__ import annotations

import inspect

import pytest
from support.documents import STRING, document, json, operation, thing
from support.packages import imported

from generator.render.docstrings import title_in_text
from generator.text import Untrusted

QUERY = {"name": "size", "in": "query", "schema": STRING}


def documented(folder, described: dict, **more: object) -> str:
    made = document({"/x": {"post": described}}, **more)
    return inspect.getdoc(imported(folder / "client", made).do)


def test_without_a_description_there_is_no_entry_and_no_section(tmp_path):
    body = thing(a=STRING, b=STRING)
    assert documented(tmp_path, operation(QUERY, body=body)) == "Send `POST http://127.0.0.1:1/x`."


def test_only_arguments_with_a_description_have_an_entry(tmp_path):
    about = {"name": "page", "in": "query", "schema": STRING, "description": "Which page."}
    text = documented(tmp_path, operation(QUERY, about))
    assert text.endswith("Args:\n    page: Which page.")


@pytest.mark.parametrize(
    ("description", "rest"),
    [
        ("Count flows.", ""),
        ("count flows", ""),
        ("Count flows. It counts those of today.", "It counts those of today."),
        ("Count flows.\n\nIt counts.", "It counts."),
        ("Count flows\n\n- of today", "- of today"),
        ("Count flows of today.", "Count flows of today."),
        ("Count flows\nof today.", "Count flows of today."),
        ("Count flows. e.g. of today", "Count flows. e.g. of today"),
        ("It counts.", "It counts."),
    ],
)
def test_a_description_does_not_repeat_the_summary(tmp_path, description, rest):
    text = documented(
        tmp_path, {**operation(), "summary": "Count Flows", "description": description}
    )
    endpoint = "Endpoint: `POST http://127.0.0.1:1/x`"
    assert text == "\n\n".join(filter(None, ("Count Flows", endpoint, rest)))


@pytest.mark.parametrize("summary", ["Do It", "DoIt", "do_it"])
def test_a_summary_that_is_only_the_name_is_left_out_for_a_description(tmp_path, summary):
    described = {"post": {**operation(name="do_it"), "summary": summary}}
    with_more = {"post": {**described["post"], "description": "It does it all."}}
    for number, (made, first) in enumerate(((described, summary), (with_more, "It does it all."))):
        package = imported(tmp_path / f"client_{number}", document({"/x": made}))
        endpoint = "Endpoint: `POST http://127.0.0.1:1/x`"
        assert inspect.getdoc(package.do_it) == f"{first}\n\n{endpoint}"


@pytest.mark.parametrize(
    ("text", "is_added"),
    [
        ("Default: 20. Min: 1.", False),
        ("Defaults to `20` items.", False),
        ("The default value is 20.", False),
        ("Items (default 20)", False),
        ("Default: 200.", True),
        ("Default: 20.5.", True),
        ("The default, at most 20.", True),
    ],
)
def test_a_default_that_the_description_states_is_not_repeated(tmp_path, text, is_added):
    schema = {"type": "integer", "default": 20}
    one = {"name": "size", "in": "query", "schema": schema, "description": text}
    said = documented(tmp_path, operation(one))
    assert ("The service's default: `20`." in said) == is_added


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"default": "a"}, 'The service\'s default: `"a"`.'),
        ({"example": "a"}, 'Example: `"a"`.'),
        ({"deprecated": True}, "Deprecated."),
    ],
    ids=["default", "example", "deprecated"],
)
def test_a_default_an_example_or_a_mark_is_a_description(tmp_path, schema, expected):
    text = documented(tmp_path, operation({**QUERY, "schema": {**STRING, **schema}}))
    assert text.endswith(f"Args:\n    size: {expected}")


def test_an_error_without_a_description_has_its_status(tmp_path):
    described = operation()
    described["responses"] |= {"404": {"content": json(thing(code=STRING))}, "409": {}}
    text = documented(tmp_path, described)
    assert "Raises:\n    NotFoundError: Status 404.\n    ConflictError: Status 409." in text


def test_the_arguments_of_every_function_are_described_once(tmp_path):
    made = document({"/x": {"post": operation(QUERY)}})
    package = imported(tmp_path / "client", made)
    section = (
        "Every function takes:\n    base_url: Overrides the configured address.\n    options: "
    )
    assert section in package.x.__doc__
    assert "base_url" not in package.do.__doc__


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("Stripe API", "the Stripe API"),
        ("Pet service (v2)", "the Pet service (v2)"),
        ("The Cat API", "The Cat API"),
        ("Asana", "Asana"),
        ("", "the API"),
    ],
)
def test_what_a_sentence_calls_the_api(title, called):
    assert title_in_text(Untrusted(title)) == called

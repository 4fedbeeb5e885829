"""Versions in paths, nested forms, pages by the last ID, one error for all: a payments API."""

from __future__ import annotations

import asyncio

import pytest
from support.checkers import mypy, pyright

from apps.payments_service import KEY, Payments
from apps.serving import serving


@pytest.fixture
def service(payments):
    """The service; the app calls it with its key as a bearer token."""
    with (
        serving(Payments()) as served,
        payments.package.configure(bearer_auth=KEY, base_url=served.url, max_retries=0),
    ):
        yield served


def test_a_nested_form_arrives_as_it_was_given(payments, service):
    made = payments.module.sign_up("Ada", "Vienna")
    assert made.model_dump() == {
        "id": "cus_1",
        "object": "customer",
        "name": "Ada",
        "email": "ada@example.com",
        "address": {"city": "Vienna", "country": "AT"},
        "metadata": {"plan": "basic"},
        "preferred_locales": ["de", "en"],
    }
    assert service.requests == ["POST /v1/customers"]


def test_every_page_is_listed(payments, service):
    names = ["Ada", "Bea", "Cid", "Dan", "Eve"]
    for name in names:
        payments.module.sign_up(name, "Vienna")
    del service.requests[:]
    assert payments.module.all_names() == names
    assert service.requests == [
        "GET /v1/customers?limit=2",
        "GET /v1/customers?limit=2&starting_after=cus_2",
        "GET /v1/customers?limit=2&starting_after=cus_4",
    ]
    assert asyncio.run(payments.module.all_names_awaited()) == names
    assert payments.module.page_sizes() == [2, 2, 1]


def test_no_customers_are_one_empty_page(payments, service):
    assert payments.module.all_names() == []
    assert len(service.requests) == 1


@pytest.mark.usefixtures("service")
def test_a_file_is_uploaded(payments, tmp_path):
    path = tmp_path / "receipt.pdf"
    path.write_bytes(b"%PDF" + bytes(100_000))
    assert payments.module.upload(path) == 100_004


@pytest.mark.usefixtures("service")
def test_a_declined_card_is_an_outcome(payments):
    outcome = payments.module
    assert outcome.charge("cus_1", 500) == outcome.Outcome(charge="ch_1")
    assert outcome.charge("cus_1", 5000) == outcome.Outcome(
        declined="insufficient_funds", message="Your card has insufficient funds."
    )


@pytest.mark.usefixtures("service")
def test_another_error_is_raised_with_the_message_of_the_service(payments):
    till = payments.package
    with pytest.raises(till.AuthenticationError) as caught:
        till.list_customers(bearer_auth="sk_wrong")
    assert str(caught.value) == "GET /v1/customers: 401 Invalid API key. (request id req_1)"
    assert caught.value.data.error.type == "invalid_request_error"


def test_a_key_alone_is_enough_for_basic(payments, service):
    till = payments.package
    with till.Client(basic_auth=KEY, base_url=service.url) as client:
        assert till.list_customers.using(client)().data == []


@pytest.mark.slow
@pytest.mark.external
def test_the_app_is_strictly_typed(payments):
    judged = [payments.folder / "till", payments.folder / "payments_app.py"]
    assert "no issues found" in mypy(judged, "3.11", payments.folder)
    assert pyright(judged, "3.11", payments.folder) == []

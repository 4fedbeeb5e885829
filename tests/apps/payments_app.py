"""An app that uses the payments API, as its author would write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import till
from till import components

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Outcome:
    """A charge, or why there is none."""

    charge: str | None = None
    declined: str | None = None
    message: str = ""


def sign_up(name: str, city: str) -> components.Customer:
    """Create a customer, with nested members in the form."""
    return till.create_customer(
        name=name,
        email=f"{name.lower()}@example.com",
        address={"city": city, "country": "AT"},
        metadata={"plan": "basic"},
        preferred_locales=["de", "en"],
    )


def all_names() -> list[str]:
    """Return the names of all customers, of every page."""
    return [one.name or "" for one in till.list_customers.iter(limit=2)]


async def all_names_awaited() -> list[str]:
    """Return the same, awaited."""
    return [one.name or "" async for one in till.list_customers.aio.iter(limit=2)]


def page_sizes() -> list[int]:
    """Return the number of customers on each page."""
    return [len(page.data) for page in till.list_customers.pages(limit=2)]


def upload(evidence: Path) -> int:
    """Upload a file, and return the size that the service received."""
    return till.create_file(evidence, "dispute_evidence").size


def charge(customer: str, amount: int) -> Outcome:
    """Charge a customer; a declined card is an outcome, and no other error is."""
    try:
        return Outcome(charge=till.create_charge(amount, "eur", customer=customer).id)
    except till.APIStatusError as error:
        if error.data and error.data.error.type == "card_error":
            return Outcome(declined=error.data.error.decline_code, message=error.reason)
        raise

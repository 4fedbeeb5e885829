"""The module that reads webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.render.annotations import Printer
from generator.text import Untrusted, docstring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Package, Webhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksView:
    """The package's `webhooks.py`; `verified` where it is known how they are signed."""

    docstring: str
    function: str
    returns: str
    verified: bool


def webhooks_view(webhooks: Webhooks, package: Package) -> WebhooksView:
    """Decide how the package's webhooks are read."""
    printer = Printer()
    return WebhooksView(
        docstring=docstring(_about(webhooks, package, printer), indent=""),
        function=webhooks.function,
        returns=printer.type(webhooks.type),
        verified=webhooks.scheme is not None,
    )


def _about(webhooks: Webhooks, package: Package, printer: Printer) -> Iterator[str]:
    title = " ".join(package.title.lines(10_000)) or "API"
    yield f"What the {title} sends to your own server."
    yield ""
    for name, payload in webhooks.payloads:
        yield from Untrusted(f"- `{name.wire()}`: `{printer.type(payload)}`").lines(92)

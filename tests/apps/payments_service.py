"""The service of `payments.yaml`: it keeps customers in memory, and declines large charges."""

from __future__ import annotations

import base64
import json

import qs_codec
from werkzeug.wrappers import Request, Response

KEY = "sk_test_1"
MOST = 1000
"""The largest amount that a card pays."""


class Payments:
    """The service and its data."""

    def __init__(self) -> None:
        self.customers: list[dict[str, object]] = []

    def __call__(self, request: Request) -> Response:
        """Return the response to a request."""
        if request.headers.get("authorization") not in _accepted():
            return _failure(401, "invalid_request_error", message="Invalid API key.")
        match request.method, request.path.strip("/").split("/"):
            case "GET", ["v1", "customers"] if not request.get_data():
                return self._page(request)
            case "POST", ["v1", "customers"]:
                members = qs_codec.decode(request.get_data(as_text=True))
                identity = f"cus_{len(self.customers) + 1}"
                self.customers.append({"id": identity, "object": "customer", **members})
                return _json(200, self.customers[-1])
            case "POST", ["v1", "charges"]:
                return _charge(int(request.form["amount"]))
            case "POST", ["v1", "files"]:
                content = request.files["file"].read()
                made = {"id": "file_1", "purpose": request.form["purpose"], "size": len(content)}
                return _json(200, made)
        return _failure(404, "invalid_request_error", message=f"No such path: {request.path}")

    def _page(self, request: Request) -> Response:
        after = request.args.get("starting_after")
        start = 1 + [one["id"] for one in self.customers].index(after) if after else 0
        page = self.customers[start : start + request.args.get("limit", 10, int)]
        has_more = start + len(page) < len(self.customers)
        listed = {"object": "list", "url": "/v1/customers", "has_more": has_more, "data": page}
        return _json(200, listed)


def _accepted() -> tuple[str, str]:
    basic = base64.b64encode(f"{KEY}:".encode()).decode()
    return f"Bearer {KEY}", f"Basic {basic}"


def _charge(amount: int) -> Response:
    if amount > MOST:
        return _failure(
            402,
            "card_error",
            code="card_declined",
            decline_code="insufficient_funds",
            message="Your card has insufficient funds.",
        )
    return _json(200, {"id": "ch_1", "object": "charge", "amount": amount})


def _failure(status: int, kind: str, **members: str) -> Response:
    return _json(status, {"error": {"type": kind, **members}})


def _json(status: int, data: object) -> Response:
    headers = {"request-id": "req_1"}
    return Response(json.dumps(data), status, headers, content_type="application/json")

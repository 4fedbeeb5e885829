"""Two versions of the document of a shop: the second adds, changes, renames and removes."""

from __future__ import annotations

import copy
from typing import Any


def reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def operation(
    called: str, summary: str, schema: dict[str, Any], **arguments: str
) -> dict[str, Any]:
    """A GET operation whose arguments are in the query, each with its description."""
    return {
        "operationId": called,
        "summary": summary,
        "tags": [called.rpartition("_")[2].rstrip("s") + "s"],
        "parameters": [
            {"name": one, "in": "query", "description": text, "schema": {"type": "string"}}
            for one, text in arguments.items()
        ],
        "responses": {
            "200": {"description": "It.", "content": {"application/json": {"schema": schema}}}
        },
    }


def fields(**descriptions: str) -> dict[str, Any]:
    properties = {
        name: {"type": "string", "description": text} for name, text in descriptions.items()
    }
    return {"type": "object", "required": ["id"], "properties": properties}


def shop() -> dict[str, Any]:
    """The first version."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example"}],
        "paths": {
            "/orders": {"get": operation("list_orders", "List.", reference("Order"), state="One.")},
            "/order": {"get": operation("get_order", "Get an order.", reference("Order"))},
            "/old-orders": {"get": operation("old_orders", "Old.", reference("Order"))},
            "/pets": {"get": operation("list_pets", "List pets.", reference("Pet"), name="Whose.")},
            "/pet": {"get": operation("get_pet", "Get a pet.", reference("Pet"), id="Which.")},
        },
        "components": {
            "schemas": {
                "Order": fields(id="Which.", state="Open or closed.", note="Free text."),
                "Pet": fields(id="Which.", name="What it is called.", colour="Its colour."),
            }
        },
    }


def changed_shop() -> dict[str, Any]:
    """The second version."""
    document = copy.deepcopy(shop())
    paths, schemas = document["paths"], document["components"]["schemas"]
    del paths["/old-orders"]
    paths["/orders"]["get"] = operation(
        "list_orders", "List all.", reference("Order"), state="One.", limit="How many."
    )
    paths["/new-orders"] = {"get": operation("new_orders", "New.", reference("Order"))}
    paths["/shops"] = {"get": operation("list_shops", "List shops.", reference("Shop"))}
    schemas["Order"]["properties"]["total"] = {"type": "string", "format": "date-time"}
    schemas["Pet"] = fields(id="Which.", name="Its name.", color="Its color.")
    schemas["Shop"] = fields(id="Which.", place="Where it is.")
    return document

"""A document in Stripe's manner: objects that refer to each other, each as an id or expanded.

Almost all of its schemas are in one circle: objects, unions of them, and lists.
"""

from __future__ import annotations

from support.documents import NULL, STRING, document, operation, ref, thing

TOPICS = (
    *("account", "balance", "billing", "card", "charge", "checkout", "climate", "coupon"),
    *("customer", "dispute", "event", "file", "identity", "invoice", "issuing", "mandate"),
    *("payment", "payout", "person", "plan", "price", "product", "quote", "radar"),
    *("refund", "review", "setup", "shipping", "source", "subscription", "tax", "terminal"),
    *("token", "transfer", "treasury", "webhook"),
)
KINDS = (
    *("session", "settings", "method", "rule", "item", "report", "schedule", "option"),
    *("transaction", "intent", "location", "entry", "detail", "request", "credit_note"),
    *("verification", "reader", "link", "configuration"),
)
_TEXT = "What the service knows of it, at the time of the request. It may change later."


def expandable_document(
    topics: int = len(TOPICS), kinds: int = len(KINDS), *, sent: bool = True
) -> dict[str, object]:
    """Return a document with an object of each topic, and one of each kind within it.

    Args:
        topics: their number.
        kinds: their number.
        sent: whether objects are in requests too.
    """
    names = [
        name
        for topic in TOPICS[:topics]
        for name in (topic, *(f"{topic}.{kind}" for kind in KINDS[:kinds]))
    ]
    schemas: dict[str, object] = {"json_value": _json_value()}
    paths: dict[str, object] = {}
    for number, name in enumerate(names):
        others = [names[(number * step + step) % len(names)] for step in (1, 7, 31, 57)]
        schemas |= _object(name, others)
        if "." not in name:
            schemas |= _unions(name, names[number : number + 4], others)
            paths |= _paths(name, sent=sent)
    return document(paths, schemas)


def _json_value() -> dict[str, object]:
    """Return an alias that holds itself."""
    items = {"type": "array", "items": ref("json_value")}
    return {"anyOf": [STRING, {"type": "number"}, items]}


def _object(name: str, others: list[str]) -> dict[str, object]:
    """Return an object with members that are others, and what remains of it when it is deleted."""
    first, second, third, fourth = others
    members = {
        "type": {"type": "string", "enum": [name]},
        "id": STRING,
        "status": {"type": "string", "enum": ["active", "canceled", "past_due"]},
        "owner": {"anyOf": [STRING, ref(first)]},
        "parent": {"anyOf": [STRING, ref(second), ref(f"deleted_{second}")]},
        "related": {"anyOf": [STRING, ref(third), NULL]},
        "items": thing(data={"type": "array", "items": ref(fourth)}, has_more={"type": "boolean"}),
        "holder": ref(f"{first.partition('.')[0]}_holder"),
        "tagged": ref(f"{second.partition('.')[0]}_tagged"),
        "extra": ref("json_value"),
        **{f"note_{number}": {**STRING, "description": _TEXT} for number in range(4)},
    }
    deleted = thing(id=STRING, deleted={"type": "boolean", "enum": [True]}, last=ref(name))
    return {
        name: {**thing(**members), "description": _TEXT, "required": ["type", "id"]},
        f"deleted_{name}": {**deleted, "required": ["id", "deleted"]},
    }


def _unions(topic: str, held: list[str], others: list[str]) -> dict[str, object]:
    """Return a union of objects, and one whose variants are made of a base with `allOf`."""
    base = f"{topic}_tagged"
    kinds = {kind: f"{topic}_tagged_{kind}" for kind in ("small", "large")}
    discriminator = {
        "propertyName": "kind",
        "mapping": {kind: f"#/components/schemas/{name}" for kind, name in kinds.items()},
    }
    tagged = {**thing(kind=STRING, of=ref(topic)), "required": ["kind"]}
    return {
        f"{topic}_holder": {
            "anyOf": [ref(one) for one in dict.fromkeys([*held, *others])],
            "discriminator": {"propertyName": "type"},
        },
        base: {**tagged, "discriminator": discriminator},
        **{
            name: {"allOf": [ref(base), thing(held={"anyOf": [STRING, ref(held[-1])]})]}
            for name in kinds.values()
        },
    }


def _paths(topic: str, *, sent: bool) -> dict[str, object]:
    listed = thing(data={"type": "array", "items": ref(topic)}, has_more={"type": "boolean"})
    one = {"name": "id", "in": "path", "required": True, "schema": STRING}
    return {
        f"/v1/{topic}s": {
            "get": operation(reply=listed, name=f"list_{topic}s"),
            "post": operation(
                body=ref(topic) if sent else thing(), reply=ref(topic), name=f"create_{topic}"
            ),
        },
        f"/v1/{topic}s/{{id}}": {
            "get": operation(one, reply=ref(topic), name=f"get_{topic}"),
        },
    }

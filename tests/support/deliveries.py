"""Deliveries of webhooks, signed."""

import base64
import json
from datetime import UTC, datetime

import standardwebhooks

SECRET = f"whsec_{base64.b64encode(b'a key of thirty-two bytes or so.').decode()}"


def delivery(event, identity="msg_1"):
    """The body and headers of an event, as Standard Webhooks' own package signs it."""
    body = event if isinstance(event, str) else json.dumps(event)
    now = datetime.now(UTC)
    signature = standardwebhooks.Webhook(SECRET).sign(identity, now, body)
    sent = str(int(now.timestamp()))
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return body, dict(zip(names, (identity, sent, signature), strict=True))

"""Webhooks: whether they are from the service, and what they bring.

They are verified as https://www.standardwebhooks.com describes it, by signatures `v1`: those that
are made with a shared secret.
"""

from __future__ import annotations

import base64
import hmac
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json

from .errors import APIResponseError, ConfigurationError, Exchanged, printable
from .parameters import is_object
from .reading import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client import Api

_OF_PAIRS: Final = ("whpk_", "whsk_")  # a public key must never pass for a secret
_SECONDS: Final = re.compile(r"[1-9][0-9]{0,14}")


class WebhookVerificationError(Exception):
    """A webhook is not signed with the secret, or not sent just now: do nothing that it asks."""


def verify(body: bytes | str, headers: Mapping[str, str], secret: str, tolerance: float) -> None:
    """Raise `WebhookVerificationError` unless the service sent this just now."""
    key = _key(secret)
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    identity, sent, signatures = (_header(headers, name) for name in names)
    content = b".".join((_bytes(identity), _bytes(sent), _bytes(body)))
    expected = base64.b64encode(hmac.digest(key, content, "sha256"))
    given = [_bytes(one[3:]) for one in signatures.split() if one.startswith("v1,")]
    fitting = [hmac.compare_digest(expected, one) for one in given]  # each, in constant time
    if not any(fitting):
        raise WebhookVerificationError(
            f"none of the {len(given)} v1 signatures of the webhook fits it: pass the body as it "
            "came, not parsed and written anew, and the secret of this very endpoint; else it is "
            "a forgery, to be answered with 400"
        )
    _check_age(sent, tolerance)


def read_payload(annotation: object, body: bytes | str, api: Api) -> Any:
    """Return the payload as the annotated type; keep all data, and warn once, where it differs."""
    content = _bytes(body)
    try:
        data: object = from_json(content)
    except ValueError as error:
        at = Exchanged("POST", "webhook", raw_body=content)
        raise APIResponseError(f"the webhook is not JSON: {error}", at) from None
    kind = data.get("type") if is_object(data) else None
    name = printable(f"webhook {kind or ''}".strip(), 80)  # whoever sends it chooses its type
    return read(annotation, content, f"{name}: the payload", api)


def _check_age(sent: str, tolerance: float) -> None:
    if not _SECONDS.fullmatch(sent):
        raise WebhookVerificationError("the webhook-timestamp is no number of seconds since 1970")
    age = time.time() - int(sent)
    if not abs(age) <= tolerance:  # not a number is refused too
        when = f"{age:.0f} s ago" if age > 0 else f"{-age:.0f} s ahead of this clock"
        raise WebhookVerificationError(
            f"the webhook was sent {when}, and {tolerance:g} s are allowed: it is repeated by "
            "somebody, or this clock is wrong; a larger tolerance=... lets it pass"
        )


def _key(secret: str) -> bytes:
    """Return the key that signs: what the base64 behind `whsec_` says, or the secret itself."""
    if secret.startswith(_OF_PAIRS):
        raise ConfigurationError(
            "the secret of the webhooks is for signatures v1a, which are not verified here: "
            "ask the service for one that begins with whsec_"
        )
    encoded, key = secret.removeprefix("whsec_").rstrip("="), secret.encode()
    if secret.startswith("whsec_"):
        key = b""
        with suppress(ValueError):
            key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    if not key:
        raise ConfigurationError(
            "the secret of the webhooks is empty, or no base64 behind whsec_: "
            "copy it anew from where the endpoint was made"
        )
    return key


def _header(headers: Mapping[str, str], name: str) -> str:
    for key, value in headers.items():
        # a WSGI environment calls it HTTP_WEBHOOK_ID
        if value and key.lower().replace("_", "-").removeprefix("http-") == name:
            return value
    raise WebhookVerificationError(
        f"the webhook has no {name}: pass all headers of the request; "
        "else it is not from the service, to be answered with 400"
    )


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")

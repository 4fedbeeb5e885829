"""Webhooks: verify that the service sent them, and read their payloads.

They are verified as https://www.standardwebhooks.com describes, by signatures `v1`, which are made
with a shared secret.
"""

from __future__ import annotations

import base64
import hmac
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from .errors import (
    APIResponseError,
    ConfigurationError,
    ErrorContext,
    printable,
    without_frames,
)
from .files import is_bytes
from .model import load_json
from .parameters import is_object
from .reading import read
from .settings import from_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .client import Api

_KEY_PAIR: Final = ("whpk_", "whsk_")  # a public key must never be used as a secret
_SECONDS: Final = re.compile(r"[1-9][0-9]{0,14}")


class HeadersOfRequest(Protocol):
    """The headers of a request: a mapping, or what a web framework has instead."""

    def items(self) -> Iterable[tuple[str, object]]: ...


class WebhookVerificationError(Exception):
    """A webhook is not signed with the secret, or too old: do not process it."""


def verify(body: bytes | str, headers: HeadersOfRequest, secret: str, tolerance: float) -> None:
    """Raise `WebhookVerificationError` unless the service sent this within `tolerance` seconds."""
    try:
        _verify(body, headers, _key(secret), tolerance)
    except (TypeError, ValueError, WebhookVerificationError) as error:
        raise without_frames(error) from None
    finally:
        del secret  # a traceback that shows variables would show it


def _verify(body: bytes | str, headers: HeadersOfRequest, key: bytes, tolerance: float) -> None:
    seconds = _seconds(tolerance)
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    identity, sent, signatures = (_header(headers, name) for name in names)
    content = b".".join((_bytes(identity), _bytes(sent), _bytes(body)))
    expected = base64.b64encode(hmac.digest(key, content, "sha256"))
    given = [_bytes(one[3:]) for one in signatures.split() if one.startswith("v1,")]
    matches = [hmac.compare_digest(expected, one) for one in given]  # each, in constant time
    if not any(matches):
        raise WebhookVerificationError(
            f"none of the {len(given)} v1 signatures of the webhook matches: pass the body "
            "unchanged, not parsed and serialized again, and the secret of this endpoint. "
            "If you do, the webhook is forged: respond with status 400"
        )
    _check_age(sent, seconds)


def usual_secret(secret: str | None, api: Api, variable: str) -> str:
    """Return the secret that is given, else that of the client, else that of the environment."""
    if secret is not None:
        return secret
    if found := api.client.values.get("webhook_secret") or from_environment([variable]):
        return cast("str", found)  # `verify` checks it
    raise ConfigurationError(
        "no secret of the webhooks: give secret=... to the call, call "
        f"configure(webhook_secret=...), or set {variable} in the environment"
    )


def read_payload(annotation: object, body: bytes | str, api: Api) -> Any:
    """Return the payload as the annotated type; warn once if it differs, and keep all data."""
    content = _bytes(body)
    try:
        data = load_json(content)
    except ValueError as error:
        context = ErrorContext("POST", "webhook", raw_body=content)
        raise APIResponseError(f"the webhook is not JSON: {error}", context) from None
    kind = data.get("type") if is_object(data) else None
    name = printable(f"webhook {kind or ''}".strip(), 80)  # the sender chooses the type
    return read(annotation, content, f"{name}: the payload", api)


def _check_age(sent: str, tolerance: float) -> None:
    if not _SECONDS.fullmatch(sent):
        raise WebhookVerificationError(
            "the webhook-timestamp is not a number of seconds since 1970"
        )
    age = time.time() - int(sent)
    if not abs(age) <= tolerance:  # refuses NaN too
        when = f"{age:.0f} s ago" if age > 0 else f"{-age:.0f} s ahead of this clock"
        raise WebhookVerificationError(
            f"the webhook was sent {when}, and {tolerance:g} s are allowed: somebody sends it "
            "again, or this clock is wrong. A larger tolerance=... accepts it"
        )


def _seconds(tolerance: object) -> float:
    if isinstance(tolerance, (int, float)):
        return tolerance
    raise ConfigurationError(f"tolerance is {tolerance!r}: give a number of seconds")


def _key(secret: object) -> bytes:
    """Return the key for signatures: the decoded base64 after `whsec_`, or the secret itself."""
    if not isinstance(secret, str):
        raise ConfigurationError(
            f"the secret of the webhooks is a {type(secret).__name__}, not a str: "
            "pass the text that the service shows where the endpoint was created"
        )
    if secret.startswith(_KEY_PAIR):
        raise ConfigurationError(
            "the secret of the webhooks is for signatures v1a, which are not supported: "
            "ask the service for a secret that begins with whsec_"
        )
    encoded, key = secret.removeprefix("whsec_").rstrip("="), secret.encode()
    if secret.startswith("whsec_"):
        key = b""
        with suppress(ValueError):
            key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    if not (key and secret.strip()):
        raise ConfigurationError(
            "the secret of the webhooks is empty, or has no base64 after whsec_: "
            "copy it again from where the endpoint was created"
        )
    return key


def _header(headers: object, name: str) -> str:
    items: Callable[[], Iterable[tuple[object, object]]] | None = getattr(headers, "items", None)
    if items is None:
        kind = type(headers).__name__
        raise TypeError(f"the headers of the webhook are a {kind}: pass those of the request")
    for key, value in items():
        if not (isinstance(key, str) and isinstance(value, str)):
            continue  # a WSGI environment has other values too
        # in a WSGI environment it is HTTP_WEBHOOK_ID
        if value and key.lower().replace("_", "-").removeprefix("http-") == name:
            return value
    raise WebhookVerificationError(
        f"the webhook has no {name}: pass all headers of the request. "
        "If you do, it is not from the service: respond with status 400"
    )


def _bytes(text: object) -> bytes:
    if isinstance(text, str):
        return text.encode("utf-8", "surrogatepass")
    if is_bytes(text):
        return bytes(text)
    raise TypeError(
        f"the body of the webhook is a {type(text).__name__}: pass the bytes of the request body, "
        "not parsed"
    )

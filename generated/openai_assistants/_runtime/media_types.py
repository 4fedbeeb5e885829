"""Media types: which are JSON, and which are sequences of JSON texts."""

from __future__ import annotations

from typing import Final

_SEQUENCES: Final = (
    *("jsonl", "jsonlines", "json-lines", "ndjson"),
    *("json-seq", "json-stream", "stream+json"),
)


def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON: `application/json`, or one that ends in `+json`."""
    return essence(media_type).endswith(("/json", "+json"))


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_sequence(media_type: str) -> bool:
    """Return whether a media type is JSON lines or a JSON text sequence."""
    return essence(media_type).endswith(_SEQUENCES)


def as_array(body: bytes) -> bytes:
    """Return JSON lines or a JSON text sequence (RFC 7464) as one JSON array."""
    body = body.removeprefix(b"\xef\xbb\xbf")  # a byte order mark
    items = body.split(b"\x1e" if b"\x1e" in body else b"\n")
    return b"[" + b",".join(filter(None, map(bytes.strip, items))) + b"]"

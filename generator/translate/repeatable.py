"""Which requests may be sent twice: those with a key, and those that say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.schemas.named_shapes import without_null
from generator.schemas.shapes import Anything, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.ir import Body
    from generator.operations.parameters import Parameter
    from generator.operations.reader import ReadOperation
    from generator.profiles.profile import Profile
    from generator.schemas.shapes import Definition

METHODS: Final = frozenset(("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"))
"""The methods that `repeat` of a profile may name; it names operations too."""

_WITH_KEY: Final = ("POST", "PATCH")  # others are idempotent without one (RFC 9110, 9.2.2)
_NAME: Final = re.compile(r"(?i).*idempoten(cy|ce|t)([-_]?(key|token|id|uuid))?|paypal-request-id")
_OF_UUIDS: Final = re.compile(r"\{8\}-|\[0-9a-f|\[a-f0-9", re.IGNORECASE)  # patterns
_LENGTH: Final = 36  # of a UUID
_MEMBERS: Final = ("idempotency_key", "idempotencyKey")


def key_header(
    operation: ReadOperation, profile: Profile, definitions: Mapping[str, Definition]
) -> Parameter | None:
    """Return the header of an operation for the key that the client makes; None for none."""
    if operation.selected.method not in _WITH_KEY:
        return None
    known = (profile.idempotency or "").lower()
    headers = (one for one in operation.parameters if one.place == "header")
    named = (one for one in headers if _NAME.fullmatch(one.wire) or one.wire.lower() == known)
    return next((one for one in named if _takes_uuid(one, definitions)), None)


def is_quoted(parameter: Parameter) -> bool:
    """Return whether a key is a string in quotes, as the draft of the IETF has it."""
    schema = parameter.node.get("schema")
    pattern = schema.get("pattern") if schema else None
    texts = (parameter.example, pattern.value if pattern else None)
    return any(isinstance(one, str) and one.lstrip("^").startswith('"') for one in texts)


def may_be_repeated(operation: ReadOperation, bodies: Iterable[Body], profile: Profile) -> bool:
    """Return whether the profile says so, or a call must give a key in the body."""
    if any(name in profile.repeat for name in operation.selected.names):
        return True
    keys = [
        any(one.required and one.wire.wire() in _MEMBERS for one in body.arguments)
        for body in bodies
    ]
    return bool(keys) and all(keys)


def _takes_uuid(parameter: Parameter, definitions: Mapping[str, Definition]) -> bool:
    """Return whether a parameter can have any UUID as its value."""
    if without_null(parameter.shape, definitions) not in (
        Anything(),
        Scalar("str"),
        Scalar("uuid"),
    ):
        return False
    schema = parameter.node.get("schema")
    most, pattern = (schema.get(key) if schema else None for key in ("maxLength", "pattern"))
    is_short = most is not None and isinstance(most.value, int) and most.value < _LENGTH
    return not is_short and (pattern is None or bool(_OF_UUIDS.search(str(pattern.value))))

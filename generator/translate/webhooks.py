"""From webhooks that were read to what the package says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir
from generator.text import Untrusted
from generator.translate.responses import annotation

if TYPE_CHECKING:
    from generator.operations.webhooks import ReadWebhooks
    from generator.profiles.profile import Scheme


def translate_webhooks(read: ReadWebhooks | None, scheme: Scheme | None) -> ir.Webhooks | None:
    """Return the webhooks of a package, if there are any; `scheme` as in `ir.Webhooks`."""
    if read is None:
        return None
    return ir.Webhooks(
        annotation=annotation(read.event),
        payloads=tuple((Untrusted(one.path), annotation(shape)) for one, shape in read.payloads),
        scheme=scheme,
    )

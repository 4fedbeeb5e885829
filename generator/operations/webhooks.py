"""Read webhooks: requests from the service to the user's server (OpenAPI 3.1, 4.8.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.naming import class_name
from generator.operations.contents import ContentReader, media_types
from generator.operations.media_types import is_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.document.select import SelectedOperation
    from generator.schemas.reader import SchemaReader
    from generator.schemas.shapes import Shape

_UNION: Final = "WebhookEvent"


@dataclass(frozen=True, slots=True)
class ReadWebhooks:
    """Webhooks with the shapes of their payloads, and `event`, the union of these."""

    payloads: tuple[tuple[SelectedOperation, Shape], ...]
    event: Shape


class WebhookReader:
    """Reads payloads of webhooks; the schema reader collects their definitions."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver, log: DiagnosticLog) -> None:
        self._contents = ContentReader(schemas, resolver)
        self._resolver = resolver
        self._log = log

    def read(self, selected: Sequence[SelectedOperation]) -> ReadWebhooks | None:
        """Return the webhooks with a JSON payload; None if there is none."""
        payloads = tuple(self._payloads(selected))
        if not payloads:
            return None
        root = selected[0].node.document.root
        return ReadWebhooks(
            payloads, event=self._contents.union_of(root, (shape for _, shape in payloads), _UNION)
        )

    def _payloads(
        self, selected: Sequence[SelectedOperation]
    ) -> Iterator[tuple[SelectedOperation, Shape]]:
        for one in selected:
            media = self._json(one.node)
            if media is None:
                message = f"the webhook {one.path!r} is ignored: it has no JSON payload"
                self._log.warning("webhook-without-json", message, at=one.node)
            else:
                yield one, self._contents.named_shape(media, class_name(f"{one.path} webhook"))

    def _json(self, operation: Node) -> Node | None:
        declared = operation.get("requestBody")
        media = media_types(self._resolver.resolve(declared) if declared else None)
        return next((node for name, node in media.items() if is_json(name)), None)

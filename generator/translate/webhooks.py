"""Read webhooks: what the service sends to a user's own server (OpenAPI 3.1, 4.8.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir
from generator.models.modules import GroupShapes
from generator.naming import class_name
from generator.operations.mediatypes import is_json
from generator.schemas.shapes import Anything, Union
from generator.text import Untrusted
from generator.translate.replies import annotation
from generator.vocabulary import WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.read.document import Node
    from generator.read.profiles import Scheme
    from generator.read.resolve import Resolver
    from generator.read.select import SelectedOperation
    from generator.schemas.reader import SchemaReader
    from generator.schemas.shapes import Shape

_UNION = "WebhookEvent"


@dataclass(frozen=True, slots=True)
class ReadWebhooks:
    """Webhooks with their payloads, and `event`, which is any of these."""

    payloads: tuple[tuple[SelectedOperation, Shape], ...]
    event: Shape

    def shapes(self) -> GroupShapes:
        """Return what they bring, for which types are made as for the replies of a group."""
        brought = (shape for _, shape in self.payloads)
        return GroupShapes(WEBHOOKS, answered=(self.event, *brought), sent=())

    def translated(self, scheme: Scheme | None) -> ir.Webhooks:
        """Return them for the package to be written."""
        return ir.Webhooks(
            annotation=annotation(self.event),
            payloads=tuple(
                (Untrusted(one.path), annotation(shape)) for one, shape in self.payloads
            ),
            scheme=scheme,
        )


class WebhookReader:
    """Reads the payloads; the schema reader collects their definitions."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver, log: DiagnosticLog) -> None:
        self._schemas = schemas
        self._resolver = resolver
        self._log = log

    def read(self, selected: Sequence[SelectedOperation]) -> ReadWebhooks | None:
        """Return the webhooks, or None where none of them brings anything."""
        payloads = tuple(self._payloads(selected))
        variants = tuple(dict.fromkeys(shape for _, shape in payloads))
        if len(variants) < 2:
            return ReadWebhooks(payloads, variants[0]) if variants else None
        event = self._schemas.alias(selected[0].node.document.root, Union(variants), _UNION)
        return ReadWebhooks(payloads, event)

    def _payloads(
        self, selected: Sequence[SelectedOperation]
    ) -> Iterator[tuple[SelectedOperation, Shape]]:
        for one in selected:
            media = self._json(one.node)
            if media is None:
                message = f"webhook {one.path!r} brings no JSON, and is left out"
                self._log.warning("webhook-without-json", message, at=one.node)
                continue
            schema, name = media.get("schema"), class_name(f"{one.path} webhook")
            if schema is None:
                yield one, self._schemas.alias(media, Anything(), name)
            else:
                yield one, self._schemas.read_named(schema, name)

    def _json(self, operation: Node) -> Node | None:
        declared = operation.get("requestBody")
        body = self._resolver.resolve(declared) if declared else None
        content = body.get("content") if body else None
        found = content.members() if content else ()
        return next((node for name, node in found if is_json(name)), None)

"""Count the keywords of the selected operations that are unknown or not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.repair.keyword_check import KeywordCheck
from generator.schemas.shapes import Degradation

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document
    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver
    from generator.document.select import Selection

_Degradations = tuple[Degradation, ...]


def unread_keywords(
    document: Document, selection: Selection, resolver: Resolver, log: DiagnosticLog
) -> list[_Degradations]:
    """Return the degradations of each selected operation, and log all of them grouped.

    A schema that several operations use counts for the first one.
    """
    check = KeywordCheck(resolver)
    found = [_unread(one, check) for one in selection.operations]
    for one in selection.webhooks:
        _unread(one, check)
    for schema in selection.schemas:
        check.visit(schema, "schema")
    check.visit(document.root, "document")
    check.report(log)
    return found


def _unread(one: SelectedOperation, check: KeywordCheck) -> _Degradations:
    parts = [*((item, "path item") for item in one.path_items), (one.node, "operation")]
    unread = [each for node, kind in parts for each in check.visit(node, kind)]
    return tuple(Degradation("unread-keyword", each.message, each.node) for each in unread)

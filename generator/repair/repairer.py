"""Walk through a document, and change its data to what each part can only mean.

The data is changed in place: nothing else uses it, and each part keeps its place. All readers after
this find objects where objects belong, texts where texts belong, and types that exist.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.document.mending import addition
from generator.repair.change import Absent, Change, part_of
from generator.repair.fields import code_of, field_changes
from generator.repair.inner_objects import inner_objects, node_at
from generator.repair.objects import RULES
from generator.repair.roots import version_changes
from generator.repair.schemas import misplaced_required, schema_changes
from generator.vocabulary.openapi_fields import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.document.references import Kind
    from generator.document.resolve import Resolver
    from generator.document.select import Selection
    from generator.document.source import Json
    from generator.repair.inner_objects import Path

_STRUCTURE: Final = frozenset(
    ("document", "info", "license", "server", "server variable", "components", "path item")
)
"""The kinds of objects that are read to select operations."""
_FIELDS: Final = {
    kind: {name: one for name, one in table.items() if one.form != "any"}
    for kind, table in {**TABLES, "security requirement": {}}.items()
}
"""The members whose form is known, by the kind of the object."""
_REFERRING: Final[dict[str, Kind]] = {
    "media type": "media type",
    "parameter": "parameter",
    "path item": "path item",
    "request body": "request body",
    "response": "response",
    "schema": "schema",
    "security scheme": "security scheme",
}


class Repairer:
    """Changes what is malformed in a document, and logs each change as a fault."""

    def __init__(self, resolver: Resolver, log: DiagnosticLog) -> None:
        self._resolver = resolver
        self._log = log
        self._schemas: Collection[str] = ()
        # The objects are kept, so that no other one gets the identity of a visited one.
        self._visited: dict[tuple[int, str], Json] = {}
        self._waiting: deque[tuple[Node, str]] = deque()
        # The indexes of items that were left out, by the identity of the list.
        self._left_out: defaultdict[int, set[str]] = defaultdict(set)

    def repair_structure(self, document: Document) -> None:
        """Repair what is read to select operations, if it is OpenAPI 3."""
        root = document.root
        if not isinstance(root.value, dict):
            return
        before = self._log.faults
        self._apply(_Owner(root, None, root.value, "document"), version_changes(root.value))
        if str(root.value.get("openapi")).startswith("3"):
            self._schemas = dict(root.members("components", "schemas"))
            self._walk(root, "document", _STRUCTURE)
            self._visited.clear()
        self._forget_targets(before)

    def repair_selected(self, document: Document, selection: Selection) -> None:
        """Repair all that the selected operations, webhooks and schemas reach."""
        before = self._log.faults
        for one in (*selection.operations, *selection.webhooks):
            self._waiting += [(item, "path item") for item in one.path_items]
            self._waiting.append((one.node, "operation"))
        self._waiting += [(one, "schema") for one in selection.schemas]
        schemes = document.root.members("components", "securitySchemes")
        self._waiting += [(one, "security scheme") for _, one in schemes]
        while self._waiting:
            self._walk(*self._waiting.popleft(), _FIELDS.keys())
        if str(document.root["openapi"].value).startswith("3.0"):
            self._check_responses(selection)
        self._forget_targets(before)

    def _forget_targets(self, faults: int) -> None:
        if self._log.faults > faults:
            self._resolver.forget()

    def _check_responses(self, selection: Selection) -> None:
        """Log the operations without responses, which OpenAPI 3.0 requires."""
        for one in selection.operations:
            if one.node.get("responses") is None:
                message = "the operation has no 'responses'; its function returns None"
                added = addition(one.node, {"responses": {"default": {"description": ""}}})
                self._log.fault("malformed-object", message, at=one.node, mend=added)

    def _walk(self, start: Node, start_kind: str, kinds: Collection[str]) -> None:
        """Repair the objects of these kinds within a node; remember the targets of references."""
        waiting: list[tuple[Json, str, Path]] = [(start.value, start_kind, None)]
        for value, kind, path in waiting:  # which grows
            if not isinstance(value, dict) or (id(value), kind) in self._visited:
                continue
            self._visited[id(value), kind] = value
            owner = _Owner(start, path, value, kind)
            self._apply(owner, _rule_changes(value, kind, self._schemas))
            if kind in _REFERRING and isinstance(value.get("$ref"), str):
                self._add_target(owner.node, kind, kinds)
                if kind != "schema":
                    continue
            fields = _FIELDS[kind]
            for name in [name for name in value if name in fields]:
                field = fields[name]
                self._apply(owner, field_changes(name, value[name], field, kind, self._schemas))
                if field.holds in kinds and name in value:
                    waiting += inner_objects(value[name], field, (path, name))
            if kind == "schema":
                self._apply(owner, misplaced_required(value))

    def _add_target(self, node: Node, kind: str, kinds: Collection[str]) -> None:
        target = self._resolver.resolve(node, _REFERRING[kind])
        if target is not None and target != node:
            if kinds is _STRUCTURE:
                self._walk(target, kind, kinds)
            else:
                self._waiting.append((target, kind))

    def _apply(self, owner: _Owner, changes: Iterable[Change]) -> None:
        for change in list(changes):
            node = owner.node
            try:
                at = part_of(node, change.steps)
            except LookupError:  # an earlier change removed it
                continue
            container = at.parent
            items = container.value if container else None
            left_out = self._left_out[id(items)] if isinstance(items, list) else set()
            if change.steps and change.steps[-1] in left_out:
                continue
            code = change.code or code_of(owner.kind)
            self._log.fault(code, change.message, at=at, mend=change.mend(node))
            change.apply(node)
            if isinstance(change.value, Absent) and change.steps:
                left_out.add(change.steps[-1])


@dataclass(slots=True)
class _Owner:
    """An object that is changed; its node is made when it is needed."""

    start: Node
    path: Path
    value: Json
    kind: str

    @property
    def node(self) -> Node:
        """The object with its place."""
        return node_at(self.start, self.path, self.value)


def _rule_changes(value: dict[str, Json], kind: str, schemas: Collection[str]) -> Iterator[Change]:
    if kind == "schema":
        yield from schema_changes(value, schemas)
    for rule in RULES.get(kind, ()):
        yield from rule(value)

"""Walk through a document, and change its data to what each part can only mean.

The data is changed in place: nothing else uses it, and each part keeps its place. All readers after
this find objects where objects belong, texts where texts belong, and types that exist.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.diagnostics import shown
from generator.document.document import Node
from generator.document.mending import addition
from generator.repair.change import ABSENT, Absent, Change, part_of
from generator.repair.forms import FIELDS
from generator.repair.objects import RULES
from generator.repair.roots import version_changes
from generator.repair.schemas import schema_changes
from generator.repair.values import read_field, read_object

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document
    from generator.document.references import Kind
    from generator.document.resolve import Resolver
    from generator.document.select import Selection
    from generator.document.source import Json
    from generator.repair.forms import Field

_Path: TypeAlias = "tuple[_Path, str] | None"
"""The way from the start of a walk to a part, the last step first."""

_STRUCTURE: Final = frozenset(
    ("document", "info", "license", "server", "server variable", "components", "path item")
)
"""The kinds of objects that are read to select operations."""
_REFERRING: Final[dict[str, Kind]] = {
    "media type": "media type",
    "parameter": "parameter",
    "path item": "path item",
    "request body": "request body",
    "response": "response",
    "schema": "schema",
    "security scheme": "security scheme",
}
_CODES: Final[dict[str, Code]] = {
    "schema": "malformed-schema",
    "discriminator": "malformed-schema",
    "parameter": "malformed-parameter",
    "operation": "not-an-operation",
    "path item": "not-an-operation",
}
_EXPECTED: Final = {
    "text": "a text",
    "texts": "a list of texts",
    "flag": "true or false",
    "number": "a number",
    "constants": "a list",
    "list": "a list",
    "map": "an object",
    "one": "an object",
}


class Repairer:
    """Changes what is malformed in a document, and logs each change as a fault."""

    def __init__(self, resolver: Resolver, log: DiagnosticLog) -> None:
        self._resolver = resolver
        self._log = log
        self._schemas: Collection[str] = ()
        # The objects are kept, so that no other one gets the identity of a visited one.
        self._visited: dict[tuple[int, str], Json] = {}
        self._waiting: list[tuple[Node, str]] = []
        # The indexes of items that were left out, by the identity of the list.
        self._left_out: defaultdict[int, set[str]] = defaultdict(set)

    def repair_structure(self, document: Document) -> None:
        """Repair what is read to select operations, unless it is no OpenAPI 3."""
        root = document.root
        if not isinstance(root.value, dict):
            return
        before = self._log.faults
        self._apply(root, "document", [*version_changes(root.value)])
        if str(root.value.get("openapi")).startswith("3"):
            self._schemas = dict(root.members("components", "schemas"))
            self._walk(root, "document", _STRUCTURE)
            self._visited.clear()
        self._forget_targets(before)

    def repair_selected(self, document: Document, selection: Selection) -> None:
        """Repair all that the selected operations, webhooks and schemas reach."""
        before = self._log.faults
        for one in (*selection.operations, *selection.webhooks):
            self._waiting += [(one.path_item, "path item"), (one.node, "operation")]
        self._waiting += [(one, "schema") for one in selection.schemas]
        schemes = document.root.members("components", "securitySchemes")
        self._waiting += [(one, "security scheme") for _, one in schemes]
        while self._waiting:
            self._walk(*self._waiting.pop(), FIELDS.keys())
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
        waiting: list[tuple[Json, str, _Path]] = [(start.value, start_kind, None)]
        while waiting:
            value, kind, path = waiting.pop()
            if not isinstance(value, dict) or (id(value), kind) in self._visited:
                continue
            self._visited[id(value), kind] = value
            if kind in _REFERRING and isinstance(value.get("$ref"), str):
                self._add_target(_node_at(start, path, value), kind, kinds)
                if kind != "schema":
                    continue
            changes = [*_rule_changes(value, kind, self._schemas)]
            if changes:
                self._apply(_node_at(start, path, value), kind, changes)
            fields = FIELDS[kind]
            for name in [name for name in value if name in fields]:
                field = fields[name]
                found = _field_changes(name, value[name], field, kind, self._schemas)
                left_out = self._left_out.get(id(value[name]), ())
                changes = [one for one in found if one.steps[-1] not in left_out]
                if changes:
                    self._apply(_node_at(start, path, value), kind, changes)
                if field.holds in kinds and name in value:
                    waiting += _objects_in(value[name], field, (path, name))

    def _add_target(self, node: Node, kind: str, kinds: Collection[str]) -> None:
        target = self._resolver.resolve(node, _REFERRING[kind])
        if target is not None and target != node:
            if kinds is _STRUCTURE:
                self._walk(target, kind, kinds)
            else:
                self._waiting.append((target, kind))

    def _apply(self, owner: Node, kind: str, changes: Iterable[Change]) -> None:
        for change in changes:
            try:
                at = part_of(owner, change.steps)
            except LookupError:  # an earlier change removed it
                continue
            code = change.code or _CODES.get(kind, "malformed-object")
            self._log.fault(code, change.message, at=at, mend=change.mend(owner))
            change.apply(owner)
            container = at.parent
            if container and isinstance(container.value, list) and change.value is ABSENT:
                self._left_out[id(container.value)].add(change.steps[-1])


def _rule_changes(value: dict[str, Json], kind: str, schemas: Collection[str]) -> Iterator[Change]:
    if kind == "schema":
        yield from schema_changes(value, schemas)
    for rule in RULES.get(kind, ()):
        yield from rule(value)


def _field_changes(
    name: str, value: Json, field: Field, kind: str, schemas: Collection[str]
) -> Iterator[Change]:
    """Yield the change of a member, and those of the objects that it holds."""
    meant = read_field(value, field, schemas)
    if meant is not value:
        yield _change((name,), value, meant, f"{shown(name)} of {_article(kind)}", field)
        if isinstance(meant, Absent):
            return
    if not field.holds or field.form == "one":
        return
    items: Iterable[tuple[str, Json]] = ()
    if isinstance(meant, dict) and not isinstance(meant.get("$ref"), str):
        items = meant.items()
    elif isinstance(meant, list):
        # The last one first: then removing one does not change the index of the next one.
        items = reversed([(str(index), one) for index, one in enumerate(meant)])
    for key, one in items:
        if isinstance(one, dict) or (field.holds == "schema" and isinstance(one, bool)):
            continue
        if field.holds == "schema" or not key.startswith("x-"):
            inner = read_object(one, field.holds, schemas)
            yield _change((name, key), one, inner, f"{shown(key)} in {shown(name)}", field)


def _change(
    steps: tuple[str, ...], value: Json, meant: Json | Absent, subject: str, field: Field
) -> Change:
    is_item = len(steps) > 1 or field.form == "one"
    expected = _article(field.holds) if is_item and field.holds else _EXPECTED[field.form]
    if isinstance(meant, Absent):
        read = "ignored"
    elif meant == {}:
        read = "read as one without members"
    else:
        read = f"read as {shown(str(meant))}"
    return Change(steps, meant, f"{subject} must be {expected}, not {_kind(value)}; it is {read}")


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return f"the text {shown(value)}"
        case list():
            return "a list"
        case dict():
            return "an object"
    return f"the number {value}"


def _objects_in(value: Json, field: Field, path: _Path) -> Iterator[tuple[Json, str, _Path]]:
    """Yield the objects that a member holds."""
    if field.form == "one":
        yield value, field.holds, path
    elif isinstance(value, dict) and field.form == "map":
        for key, one in value.items():
            if field.holds == "schema" or not key.startswith("x-"):
                yield one, field.holds, (path, key)
    elif isinstance(value, list) and field.form == "list":
        for index, one in enumerate(value):
            yield one, field.holds, (path, str(index))


def _node_at(start: Node, path: _Path, value: Json) -> Node:
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append(step)
    return Node(start.document, (*start.pointer, *reversed(steps)), value)


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"

"""Select the operations of a document by groups, tags and path patterns."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import did_you_mean, shown
from generator.document.mending import removal
from generator.naming import snake_case
from generator.places import METHODS
from generator.reserved_names import WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.document.resolve import Resolver
    from generator.options import Options

_ITEM_FIELDS = ("$ref", "additionalOperations", "description", "parameters", "servers", "summary")
_SCHEMAS = ("components", "schemas")
_VERSION = re.compile(r"3\.[012](?:\.|$)")


@dataclass(frozen=True, slots=True)
class SelectedOperation:
    """One operation of the document.

    Attributes:
        method: in upper case.
        path: key of the path item; for a webhook, its name.
        path_items: the path item; if it is a reference with members next to it, its target first.
    """

    group: str
    method: str
    path: str
    node: Node
    path_items: tuple[Node, ...]

    @property
    def path_item(self) -> Node:
        """The path item as the document declares it, or else its target."""
        return self.path_items[-1]

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the operation."""
        return tuple(tag.value for tag in self.node.items("tags") if isinstance(tag.value, str))

    @property
    def operation_id(self) -> str | None:
        """The `operationId`, if there is one."""
        return self.node.text("operationId")


@dataclass(frozen=True, slots=True)
class Selection:
    """The selected operations and webhooks, and all operations of the document.

    Attributes:
        schemas: the component schemas of a document without operations, whose package has types
            only.
    """

    operations: tuple[SelectedOperation, ...]
    all_operations: tuple[SelectedOperation, ...]
    webhooks: tuple[SelectedOperation, ...] = ()
    schemas: tuple[Node, ...] = ()


def group_of(path: str) -> str:
    """Return the group of a path: its first segment in snake_case, without the query."""
    segment = path.split("?", maxsplit=1)[0].strip("/").split("/")[0]
    return snake_case(segment, fallback="root")


def list_groups(document: Document, resolver: Resolver) -> dict[str, list[SelectedOperation]]:
    """Return the operations of each group in document order; the groups are sorted by name."""
    groups: dict[str, list[SelectedOperation]] = {}
    for operation in _operations(document, resolver):
        groups.setdefault(operation.group, []).append(operation)
    return dict(sorted(groups.items()))


def select(
    document: Document, options: Options, resolver: Resolver, log: DiagnosticLog
) -> Selection:
    """Return the operations and webhooks that the options select, in document order.

    Raises:
        OpgenError: the document is not OpenAPI 3, or the selection is empty or names something
            that the document does not have.
    """
    check_document(document, log)
    _check_paths(document, resolver, log)
    operations = tuple(_operations(document, resolver))
    all_webhooks = list_webhooks(document, resolver)
    log.raise_errors()
    if not options.all:
        _check_known(operations + all_webhooks, options, document, log)
    selected = tuple(each for each in operations if _is_selected(each, options))
    selected_webhooks = all_webhooks if options.all or WEBHOOKS in _groups_of(options) else ()
    for callbacks in (each.node.get("callbacks") for each in selected):
        if callbacks and callbacks.value:
            message = "callbacks are ignored: the package has no types for their requests"
            log.warning("callback", message, at=callbacks)
    schemas = () if operations else tuple(dict(document.root.members(*_SCHEMAS)).values())
    if not selected and not selected_webhooks and not schemas:
        log.fail(
            "nothing-selected",
            f"none of the document's {len(operations)} operations is selected"
            if operations
            else "the document has no operations and no schemas",
            at=document.root.get("paths") or document.root,
            help=f"select with --group, --tag, --path or --all; the groups are "
            f"{_join_names(each.group for each in operations + all_webhooks)}",
        )
    return Selection(selected, operations, selected_webhooks, schemas)


def check_document(document: Document, log: DiagnosticLog) -> None:
    """Check that the document is OpenAPI 3.0 to 3.2.

    Raises:
        OpgenError: it is not.
    """
    root = document.root
    if not isinstance(root.value, dict):
        log.fail(
            "not-openapi",
            "the document is not an OpenAPI document: it is not a mapping",
            at=root,
            help="pass a YAML or JSON file that begins with 'openapi: 3…'",
        )
    old = root.get("swagger")
    if old is not None and root.get("openapi") is None:
        log.fail(
            "swagger-2",
            f"the document is Swagger {old.value}, which opgen does not support",
            at=old,
            help="convert it to OpenAPI 3, for example with swagger2openapi",
        )
    _check_version(root, log)


def _check_version(root: Node, log: DiagnosticLog) -> None:
    version = root.get("openapi")
    if version is None:
        advice = "this is an overlay; pass it with --overlay" if root.get("overlay") else None
        log.fail("not-openapi", "the document has no 'openapi: 3…'", at=root, help=advice)
    if not _VERSION.match(str(version.value)):
        message = f"opgen supports OpenAPI 3.0 to 3.2, not {shown(str(version.value))}"
        log.fail("openapi-version", message, at=version)


def _check_paths(document: Document, resolver: Resolver, log: DiagnosticLog) -> None:
    """Log the entries of `paths` that are not operations."""
    for path, reference in document.root.members("paths"):
        if path.startswith("x-"):
            continue
        items = _path_items(reference, resolver)
        _check_overridden(items, log)
        for key, entry in (member for one in items for member in one.members()):
            known = key in METHODS or key in _ITEM_FIELDS or key.startswith("x-")
            if not known:
                log.fault(
                    "not-an-operation",
                    f"{shown(key)} is ignored: it is not an operation",
                    at=entry,
                    help=did_you_mean(key, METHODS),
                    mend=removal(entry),
                )


def _check_overridden(items: tuple[Node, ...], log: DiagnosticLog) -> None:
    """Log the operations of the target of a path item that are also next to the reference."""
    both = METHODS if len(items) > 1 else ()
    for method in both:
        target, own = (item.get(method) for item in items)
        if target and own:
            message = f"{method.upper()} is also in the target of `$ref`; the one here counts"
            log.fault("malformed-object", message, at=own, mend=removal(own))


def _operations(document: Document, resolver: Resolver) -> Iterator[SelectedOperation]:
    for path, reference in document.root.members("paths"):
        items = () if path.startswith("x-") else _path_items(reference, resolver)
        for method, entry in _entries(items):
            # OpenAPI allows no reference here, but published documents have them.
            node = resolver.resolve(entry, "operation")
            if node is not None and isinstance(node.value, dict):
                name = method.upper() if method in METHODS else method
                yield SelectedOperation(group_of(path), name, path, node, items)


def _path_items(declared: Node, resolver: Resolver) -> tuple[Node, ...]:
    """Return a path item; of a reference the target, and then what is next to the reference.

    Both apply together (OpenAPI 3.1, 4.8.9 "Path Item Object").
    """
    target = resolver.resolve(declared, "path item")
    found = (target,) if target else ()
    if not declared.get("$ref"):
        return found
    return (*found, declared) if len(dict(declared.members())) > 1 else found


def _entries(items: tuple[Node, ...]) -> Iterator[tuple[str, Node]]:
    """Yield the operations of a path item by method; the last one of a method counts."""
    found: dict[str, Node] = {}
    for item in items:
        found.update(one for one in item.members() if one[0] in METHODS)
        found.update(item.members("additionalOperations"))
    yield from found.items()


def list_webhooks(document: Document, resolver: Resolver) -> tuple[SelectedOperation, ...]:
    """Return all webhooks of the document; OpenAPI 3.0 documents often call them `x-webhooks`."""
    key = "webhooks" if document.root.get("webhooks") else "x-webhooks"
    return tuple(
        SelectedOperation(WEBHOOKS, method.upper(), name, node, items)
        for name, reference in document.root.members(key)
        if (items := _path_items(reference, resolver))
        for method, node in _entries(items)
        if method in METHODS and isinstance(node.value, dict)
    )


def _is_selected(operation: SelectedOperation, options: Options) -> bool:
    return (
        options.all
        or operation.group in _groups_of(options)
        or not set(options.tags).isdisjoint(operation.tags)
        or any(fnmatch.fnmatchcase(operation.path, pattern) for pattern in options.paths)
    )


def _groups_of(options: Options) -> frozenset[str]:
    return frozenset(map(snake_case, options.groups))


def _check_known(
    operations: tuple[SelectedOperation, ...],
    options: Options,
    document: Document,
    log: DiagnosticLog,
) -> None:
    """Log an error for each group, tag and path of the options that the document lacks."""
    at = document.root.get("paths")
    known_groups = {each.group for each in operations}
    known_tags = {tag for each in operations for tag in each.tags}
    paths = {each.path for each in operations}
    selections: tuple[tuple[Code, str, Collection[str], Collection[str]], ...] = (
        ("unknown-group", "group", options.groups, known_groups),
        ("unknown-tag", "tag", options.tags, known_tags),
    )
    for code, kind, requested, known in selections:
        for name in requested:
            if name not in known and (kind == "tag" or snake_case(name) not in known):
                choices = f"the {kind}s are {_join_names(known)}"
                hint = did_you_mean(name, sorted(known)) or choices
                log.error(code, f"the document has no {kind} {shown(name)}", at=at, help=hint)
    for pattern in options.paths:
        if not fnmatch.filter(paths, pattern):
            advice = did_you_mean(pattern, sorted(paths))
            log.error("unknown-path", f"no path matches {shown(pattern)}", at=at, help=advice)
    log.raise_errors()


def _join_names(names: Iterable[str]) -> str:
    ordered = sorted(set(names))
    more = f" and {len(ordered) - 30} more" if len(ordered) > 30 else ""
    return ", ".join(shown(name)[1:-1] for name in ordered[:30]) + more if ordered else "none"

"""Which operations: groups, tags and path patterns → operations of the document."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import METHODS, did_you_mean, shown
from generator.naming import snake_case
from generator.reserved_names import WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from generator.diagnostic_codes import Code
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.document.resolve import Resolver
    from generator.options import Options

_VERSION = re.compile(r"3\.[012](?:\.|$)")


@dataclass(frozen=True, slots=True)
class SelectedOperation:
    """One operation, and where it stands.

    Attributes:
        method: in capitals.
        path: the path key as the document has it; the name of a webhook, which has no path.
        node: the operation object.
    """

    group: str
    method: str
    path: str
    node: Node
    path_item: Node

    @property
    def sent_path(self) -> str:
        """What is sent of the path: a fragment only tells two keys apart (RFC 9110, 4.2.5)."""
        return self.path.partition("#")[0]

    @property
    def tags(self) -> tuple[str, ...]:
        """The document's tags of the operation."""
        return tuple(tag.value for tag in self.node.items("tags") if isinstance(tag.value, str))

    @property
    def operation_id(self) -> str | None:
        """The operation's own name, when it has one."""
        return self.node.text("operationId")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be generated, out of `every` operation of the document."""

    operations: tuple[SelectedOperation, ...]
    every: tuple[SelectedOperation, ...]
    webhooks: tuple[SelectedOperation, ...] = ()

    @property
    def total(self) -> int:
        """How many operations the document has."""
        return len(self.every)


@dataclass(frozen=True, slots=True)
class Group:
    """A group and its operations, in the document's order."""

    name: str
    operations: tuple[SelectedOperation, ...]


def group_of(path: str) -> str:
    """The group of a path: its first segment in snake_case, the query left out."""
    segment = path.split("?", maxsplit=1)[0].strip("/").split("/")[0]
    return snake_case(segment, fallback="root")


def groups(document: Document, resolver: Resolver) -> tuple[Group, ...]:
    """Every group of the document, by name."""
    found: dict[str, list[SelectedOperation]] = {}
    for operation in _operations(document, resolver):
        found.setdefault(operation.group, []).append(operation)
    return tuple(Group(name, tuple(found[name])) for name in sorted(found))


def select(
    document: Document, options: Options, resolver: Resolver, log: DiagnosticLog
) -> Selection:
    """The operations that the options ask for, in the document's order."""
    check_document(document, log)
    _check_paths(document, resolver, log)
    operations = tuple(_operations(document, resolver))
    hooks = webhooks(document, resolver)
    log.raise_errors()
    if not options.all:
        _check_known((*operations, *hooks), options, document, log)
    chosen = tuple(each for each in operations if _wanted(each, options))
    chosen_hooks = hooks if options.all or WEBHOOKS in _groups_of(options) else ()
    _tell_of_callbacks(chosen, log)
    if not chosen and not chosen_hooks:
        log.fail(
            "nothing-selected",
            f"none of the document's {len(operations)} operations is selected",
            at=document.root.get("paths"),
            help=f"choose with --group, --tag or --path, or take --all; groups: "
            f"{_listed(each.group for each in (*operations, *hooks))}",
        )
    return Selection(chosen, operations, chosen_hooks)


def check_document(document: Document, log: DiagnosticLog) -> None:
    """Refuse what is not an OpenAPI 3 document."""
    root = document.root
    version = root.get("openapi")
    if not isinstance(root.value, dict):
        log.fail(
            "not-openapi",
            "the document is not a mapping, so no OpenAPI document",
            at=root,
            help="name a YAML or JSON file that begins with 'openapi: 3…'",
        )
    if (old := root.get("swagger")) is not None:
        log.fail(
            "swagger-2",
            f"the document is Swagger {old.value}, which opgen does not read",
            at=old,
            help="convert it to OpenAPI 3, with swagger2openapi for example",
        )
    if version is None:
        log.fail(
            "not-openapi",
            "the document does not say 'openapi: 3…'",
            at=root,
            help=_OVERLAY if "overlay" in root.value else None,
        )
    if not _VERSION.match(str(version.value)):
        log.fail(
            "openapi-version",
            f"opgen reads OpenAPI 3.0 to 3.2, not {shown(str(version.value))}",
            at=version,
        )
    paths = root.get("paths")
    needless = paths is None and root.get("webhooks") is not None  # since OpenAPI 3.1
    if not needless and (paths is None or not isinstance(paths.value, dict)):
        log.fail(
            "no-paths", "the document has no 'paths', so there is no operation", at=paths or root
        )


_OVERLAY = "this is an overlay; give it with --overlay"


def _check_paths(document: Document, resolver: Resolver, log: DiagnosticLog) -> None:
    """Say which entries of `paths` are no operations that can be called."""
    for path, reference in document.root.members("paths"):
        if path.startswith("x-"):
            continue
        if not path.startswith("/"):
            message = f"a path begins with a slash, and {shown(path)} does not"
            log.error("malformed-path", message, at=reference)
        item = resolver.resolve(reference)
        for key, entry in item.members() if item else ():
            known = key in METHODS or key in _PATH_ITEM or key.startswith("x-")
            if not known or (key in METHODS and not isinstance(entry.value, dict)):
                log.warning("not-an-operation", f"{shown(key)} is left out", at=entry)
        if item is not None and not isinstance(item.value, dict):
            log.warning("not-an-operation", f"{shown(path)} is left out", at=item)


_PATH_ITEM = (
    "$ref",
    "additionalOperations",
    "description",
    "parameters",
    "servers",
    "summary",
)


def _operations(document: Document, resolver: Resolver) -> Iterator[SelectedOperation]:
    for path, reference in document.root.members("paths"):
        item = resolver.resolve(reference)
        if item is None or path.startswith("x-"):
            continue
        for method, entry in (*item.members(), *item.members("additionalOperations")):
            if entry.pointer[-2:-1] != ("additionalOperations",) and method not in METHODS:
                continue
            # OpenAPI allows no reference here, but published documents have them.
            node = resolver.resolve(entry)
            if node is not None and isinstance(node.value, dict):
                name = method.upper() if method in METHODS else method
                yield SelectedOperation(group_of(path), name, path, node, item)


def webhooks(document: Document, resolver: Resolver) -> tuple[SelectedOperation, ...]:
    """Every webhook of the document; `x-webhooks` is what many call them in OpenAPI 3.0."""
    key = "webhooks" if document.root.get("webhooks") else "x-webhooks"
    return tuple(
        SelectedOperation(WEBHOOKS, method.upper(), name, node, item)
        for name, reference in document.root.members(key)
        if (item := resolver.resolve(reference)) is not None
        for method, node in item.members()
        if method in METHODS and isinstance(node.value, dict)
    )


def _wanted(operation: SelectedOperation, options: Options) -> bool:
    return (
        options.all
        or operation.group in _groups_of(options)
        or not set(options.tags).isdisjoint(operation.tags)
        or any(fnmatch.fnmatchcase(operation.path, pattern) for pattern in options.paths)
    )


def _groups_of(options: Options) -> frozenset[str]:
    return frozenset(map(snake_case, options.groups))


def _tell_of_callbacks(operations: Iterable[SelectedOperation], log: DiagnosticLog) -> None:
    for operation in operations:
        callbacks = operation.node.get("callbacks")
        if callbacks and callbacks.value:
            message = "callbacks are left out: the types of what the service sends to you there"
            log.warning("callback", message, at=callbacks)


def _check_known(
    operations: tuple[SelectedOperation, ...],
    options: Options,
    document: Document,
    log: DiagnosticLog,
) -> None:
    """Each thing asked for must be there."""
    at = document.root.get("paths")
    known_groups = {each.group for each in operations}
    known_tags = {tag for each in operations for tag in each.tags}
    paths = {each.path for each in operations}
    asked_for: tuple[tuple[Code, str, Collection[str], Collection[str]], ...] = (
        ("unknown-group", "group", options.groups, known_groups),
        ("unknown-tag", "tag", options.tags, known_tags),
    )
    for code, kind, asked, known in asked_for:
        for name in asked:
            if name not in known and (kind == "tag" or snake_case(name) not in known):
                log.error(
                    code,
                    f"the document has no {kind} {shown(name)}",
                    at=at,
                    help=did_you_mean(name, sorted(known)) or f"its {kind}s are {_listed(known)}",
                )
    for pattern in options.paths:
        if not fnmatch.filter(paths, pattern):
            advice = did_you_mean(pattern, sorted(paths))
            log.error("unknown-path", f"no path is like {shown(pattern)}", at=at, help=advice)
    log.raise_errors()


def _listed(names: Iterable[str]) -> str:
    ordered = sorted(set(names))
    more = f" and {len(ordered) - 30} more" if len(ordered) > 30 else ""
    return ", ".join(shown(name)[1:-1] for name in ordered[:30]) + more if ordered else "none"

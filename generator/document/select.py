"""Select the operations of a document by groups, tags and path patterns."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from generator.diagnostics import did_you_mean, shown
from generator.document.foreign import HELP, of_object
from generator.document.grouping import divide
from generator.document.mending import removal
from generator.document.operations import list_operations, list_webhooks, path_items
from generator.name_history import NO_DIVISION
from generator.naming import snake_case
from generator.places import METHODS
from generator.reserved_names import WEBHOOKS
from generator.vocabulary.openapi_fields import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver
    from generator.name_history import Division
    from generator.options import GroupBy, Options

_SCHEMAS = ("components", "schemas")
_OTHER_GROUPS = "--group-by path, segment, tag or none makes other groups"
_VERSION = re.compile(r"3\.[012](?:\.|$)")


@dataclass(frozen=True, slots=True)
class Selection:
    """The selected operations and webhooks, and all operations of the document.

    Attributes:
        schemas: the component schemas of a document without operations, whose package has types
            only.
        division: the groups of the selected operations, for later runs.
    """

    operations: tuple[SelectedOperation, ...]
    all_operations: tuple[SelectedOperation, ...]
    webhooks: tuple[SelectedOperation, ...] = ()
    schemas: tuple[Node, ...] = ()
    division: Division = NO_DIVISION


def list_groups(
    document: Document, resolver: Resolver, group_by: GroupBy | None = None
) -> dict[str, list[SelectedOperation]]:
    """Return the operations of each group in document order; the groups are sorted by name."""
    found = list(list_operations(document, resolver))
    return by_group(divide(found, document, group_by)[0])


def by_group(operations: Iterable[SelectedOperation]) -> dict[str, list[SelectedOperation]]:
    """Return the operations of each group in their order; the groups are sorted by name."""
    groups: dict[str, list[SelectedOperation]] = {}
    for operation in operations:
        groups.setdefault(operation.group, []).append(operation)
    return dict(sorted(groups.items()))


def select(
    document: Document,
    options: Options,
    resolver: Resolver,
    log: DiagnosticLog,
    division: Division = NO_DIVISION,
) -> Selection:
    """Return the operations and webhooks that the options select, in document order.

    Args:
        document: with all overlays.
        options: what to select, and how to divide it among groups.
        resolver: of the references of the document.
        log: takes what is wrong with the document.
        division: the groups of an earlier run, which operations keep.

    Raises:
        OpgenError: the document is not OpenAPI 3, or the selection is empty or names something
            that the document does not have.
    """
    check_document(document, log)
    _check_paths(document, resolver, log)
    found = list(list_operations(document, resolver))
    operations, division = divide(found, document, options.group_by, division)
    all_webhooks = list_webhooks(document, resolver)
    log.raise_errors()
    if not options.all:
        _check_known((*operations, *all_webhooks), options, document, log)
    selected = tuple(each for each in operations if _is_selected(each, options))
    selected_webhooks = all_webhooks if options.all or WEBHOOKS in _groups_of(options) else ()
    _log_callbacks(selected, log)
    schemas = () if operations else tuple(dict(document.root.members(*_SCHEMAS)).values())
    if not (selected or selected_webhooks or schemas):
        _fail_without_operations(document, (*operations, *all_webhooks), log)
    groups = {each.key: each.group for each in selected}
    return Selection(
        selected,
        tuple(operations),
        selected_webhooks,
        schemas,
        replace(division, groups=groups),
    )


def _log_callbacks(selected: Iterable[SelectedOperation], log: DiagnosticLog) -> None:
    for callbacks in (each.node.get("callbacks") for each in selected):
        if callbacks and callbacks.value:
            message = "callbacks are ignored: the package has no types for their requests"
            log.warning("callback", message, at=callbacks)


def _fail_without_operations(
    document: Document, known: Sequence[SelectedOperation], log: DiagnosticLog
) -> NoReturn:
    """Fail because nothing is selected; the help lists the groups."""
    log.fail(
        "nothing-selected",
        f"none of the document's {len(known)} operations is selected"
        if known
        else "the document has no operations and no schemas",
        at=document.root.get("paths") or document.root,
        help=f"select with --group, --tag, --path or --all; the groups are "
        f"{_join_names(each.group for each in known)}",
    )


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
            help=HELP,
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
        foreign = of_object(root.value)
        keys = shown(", ".join(key for key, _ in root.members()))
        message = f"is {foreign.kind}, not OpenAPI" if foreign else f"has no 'openapi', only {keys}"
        advice = foreign.help if foreign else HELP
        log.fail("not-openapi", f"the document {message}", at=root, help=advice)
    if not _VERSION.match(str(version.value)):
        message = f"opgen supports OpenAPI 3.0 to 3.2, not {shown(str(version.value))}"
        log.fail("openapi-version", message, at=version)


def _check_paths(document: Document, resolver: Resolver, log: DiagnosticLog) -> None:
    """Log the entries of `paths` that are not operations."""
    for path, reference in document.root.members("paths"):
        if path.startswith("x-"):
            continue
        items = path_items(reference, resolver)
        _check_overridden(items, log)
        for key, entry in (member for one in items for member in one.members()):
            known = key in TABLES["path item"] or key.startswith("x-")
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


def _is_selected(operation: SelectedOperation, options: Options) -> bool:
    return (
        options.all
        or operation.is_in(_groups_of(options))
        or not set(options.tags).isdisjoint(operation.tags)
        or any(fnmatch.fnmatchcase(operation.path, pattern) for pattern in options.paths)
    )


def _groups_of(options: Options) -> frozenset[str]:
    return frozenset(map(snake_case, options.groups))


def _check_known(
    operations: Sequence[SelectedOperation],
    options: Options,
    document: Document,
    log: DiagnosticLog,
) -> None:
    """Log an error for each group, tag and path of the options that the document lacks."""
    at = document.root.get("paths")
    known_groups = {name for each in operations for name in (each.group, *each.wider)}
    for name in options.groups:
        if snake_case(name) not in known_groups:
            groups = f"the groups are {_join_names(each.group for each in operations)}"
            advice = did_you_mean(snake_case(name), sorted(known_groups)) or f"{groups};"
            message = f"the document has no group {shown(name)}"
            log.error("unknown-group", message, at=at, help=f"{advice} {_OTHER_GROUPS}")
    known_tags = {tag for each in operations for tag in each.tags}
    for name in options.tags:
        if name not in known_tags:
            tags = f"the tags are {_join_names(known_tags)}"
            advice = did_you_mean(name, sorted(known_tags)) or tags
            log.error("unknown-tag", f"the document has no tag {shown(name)}", at=at, help=advice)
    paths = {each.path for each in operations}
    for pattern in options.paths:
        if not fnmatch.filter(paths, pattern):
            log.error(
                "unknown-path",
                f"no path matches {shown(pattern)}",
                at=at,
                help=did_you_mean(pattern, sorted(paths)),
            )
    log.raise_errors()


def _join_names(names: Iterable[str]) -> str:
    ordered = sorted(set(names))
    more = f" and {len(ordered) - 30} more" if len(ordered) > 30 else ""
    return ", ".join(shown(name)[1:-1] for name in ordered[:30]) + more if ordered else "none"

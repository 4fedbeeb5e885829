"""OpenAPI Overlay 1.0 and 1.1: apply a list of actions to a document.

The original document stays unchanged: containers with a change are copied, all others are
shared.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.diagnostics import did_you_mean, shown
from generator.document.editor import Editor

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.document.editor import TreePath
    from generator.document.source import Json

_VERSION = re.compile(r"1\.[01]\.\d+")
_OVERLAY_HELP = "an overlay has 'overlay', 'info' and 'actions'"
_MERGE_HELP = (
    "objects merge with objects, values are appended to lists, single values replace each other"
)
_ACTION_FIELDS = ("target", "description", "update", "copy", "remove")


def apply(
    document: Document, overlay: Document, log: DiagnosticLog, *, quiet: bool = False
) -> Document:
    """Return the document with the actions of an overlay applied, in order.

    If it is `quiet`, an action without effect gets no warning.

    Raises:
        OpgenError: the overlay is invalid or cannot be applied.
    """
    actions = _read_actions(overlay, log)
    _check_extends(document, overlay, log, quiet=quiet)
    editor = Editor(document.data)
    for action in actions:
        editor.begin()
        _apply_action(editor, action, log, quiet=quiet)
    log.raise_errors()
    origins = {**document.origins, **editor.origins}
    return replace(document, data=editor.data, origins=origins)


def _apply_action(editor: Editor, action: Node, log: DiagnosticLog, *, quiet: bool) -> None:
    paths = _find_matches(editor.data, action["target"], log)
    if paths is None:
        return
    if not paths and not quiet:
        log.warning(
            "overlay-no-match",
            f"the target {shown(str(action['target'].value))} matches nothing in the document",
            at=action["target"],
            help="correct the target, or remove the action",
        )
    update, copy = action.get("update"), action.get("copy")
    if action.is_true("remove"):
        editor.remove(paths)
        return
    if copy is not None:
        matches = _find_matches(editor.data, copy, log)
        if matches is not None and len(matches) != 1 and paths:
            message = f"'copy' must match one part of the document, not {len(matches)}"
            log.error("overlay-copy", message, at=copy)
        if matches is None or len(matches) != 1:
            return
        source = editor.at(matches[0])
    elif update is not None:
        source = update.value
    else:
        return
    for path in paths:
        if wrong := editor.merge(path, source, update):
            log.error("overlay-mismatch", wrong, at=update or copy, help=_MERGE_HELP)


def _read_actions(overlay: Document, log: DiagnosticLog) -> list[Node]:
    """Return the actions of an overlay.

    Raises:
        OpgenError: the overlay is invalid; the log has an error for each problem.
    """
    root = overlay.root
    version = root.get("overlay")
    if version is None:
        log.fail("not-overlay", "the file has no 'overlay: 1.0.0'", at=root, help=_OVERLAY_HELP)
    if not isinstance(version.value, str) or not _VERSION.fullmatch(version.value):
        log.fail(
            "overlay-version",
            f"opgen supports overlays of versions 1.0 and 1.1, not {shown(str(version.value))}",
            at=version,
            help="write it as 1.0.0 or 1.1.0",
        )
    actions = root.get("actions")
    if actions is None or not isinstance(actions.value, list):
        log.fail("overlay-actions", "the overlay has no list of 'actions'", at=actions or root)
    items = list(actions.items())
    for action in items:
        _check_action(action, log)
    log.raise_errors()
    return items


def _check_action(action: Node, log: DiagnosticLog) -> None:
    target = action.get("target")
    if target is None or not isinstance(target.value, str):
        log.error("overlay-target", "an action needs a 'target', a JSONPath", at=target or action)
    for key, member in action.members():
        if key not in _ACTION_FIELDS and not key.startswith("x-"):
            message = f"an action has no field {shown(key)}"
            log.error("overlay-field", message, at=member, help=did_you_mean(key, _ACTION_FIELDS))
    remove, copy = action.get("remove"), action.get("copy")
    if remove is not None and not isinstance(remove.value, bool):
        log.error("overlay-field", "'remove' must be true or false", at=remove)
    if copy is not None and not isinstance(copy.value, str):
        log.error("overlay-field", "'copy' must be a JSONPath", at=copy)
    if copy is not None and action.get("update") is not None:
        log.error("overlay-field", "an action has 'update' or 'copy', not both", at=copy)


def _check_extends(
    document: Document, overlay: Document, log: DiagnosticLog, *, quiet: bool
) -> None:
    """Log a warning if the overlay is for another document."""
    extends = overlay.root.get("extends")
    if extends is None or quiet:
        return
    name = PurePosixPath(urlsplit(str(extends.value)).path).name
    if name != document.name:
        log.warning(
            "overlay-extends",
            f"the overlay is for {shown(str(extends.value))}, not for {shown(document.name)}",
            at=extends,
        )


def _find_matches(data: Json, target: Node, log: DiagnosticLog) -> list[TreePath] | None:
    """Return the paths that a JSONPath matches, without duplicates; None if it is invalid."""
    from jsonpath import JSONPathEnvironment, JSONPathError  # noqa: PLC0415  80 ms to import

    query = str(target.value).strip()
    try:
        container = data if isinstance(data, (dict, list)) else {}
        matches = JSONPathEnvironment(strict=True).finditer(query, container)
        return list(dict.fromkeys(tuple(one.parts) for one in matches))
    except (JSONPathError, RecursionError) as error:
        # `str(error)` raises for some errors of the library.
        reason = error.args[0] if error.args else "nested too deeply"
        log.error(
            "overlay-target",
            f"the JSONPath is invalid: {reason}",
            at=target,
            help="write a JSONPath of RFC 9535, e.g. $.paths['/pets'].get",
        )
        return None

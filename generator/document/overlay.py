"""OpenAPI Overlay 1.0 and 1.1: a document and a list of actions → a changed document.

The document that comes in stays as it is: what lies on the way to a change is made
anew, all else is shared.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.diagnostics import did_you_mean, shown
from generator.document.editor import Editor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.document.editor import Way
    from generator.document.source import Json

_VERSION = re.compile(r"1\.[01]\.\d+")
_ACTION = ("target", "description", "update", "copy", "remove")


def apply(
    document: Document, overlay: Document, log: DiagnosticLog, *, quiet: bool = False
) -> Document:
    """The document with the overlay's actions done, in order.

    An action that finds nothing to do is a warning, or nothing at all when `quiet`.
    """
    actions = _checked(overlay, log)
    _check_extends(document, overlay, log, quiet=quiet)
    editor = Editor(document.data)
    for action in actions:
        editor.begin()
        _act(editor, action, log, quiet=quiet)
    log.raise_errors()
    return document.with_data(editor.data, editor.origins)


def _act(editor: Editor, action: Node, log: DiagnosticLog, *, quiet: bool) -> None:
    ways = _matches(editor.data, action["target"], log)
    if ways is None:
        return
    if not ways and not quiet:
        log.warning(
            "overlay-no-match",
            f"nothing in the document is at {shown(str(action['target'].value))}",
            at=action["target"],
            help="look at the target, or remove the action",
        )
    update, copy = action.get("update"), action.get("copy")
    if action.is_true("remove"):
        editor.remove(ways)
        return
    if copy is not None:
        found = _matches(editor.data, copy, log)
        if found is not None and len(found) != 1 and ways:
            message = f"'copy' must name one part of the document, not {len(found)}"
            log.error("overlay-copy", message, at=copy)
        source = editor.at(found[0]) if found else None
        if not found or len(found) != 1:
            return
    elif update is not None:
        source = update.value
    else:
        return
    for way in ways:
        wrong = editor.merge(way, source, action.get("update"))
        if wrong:
            log.error("overlay-mismatch", wrong, at=update or copy, help=_MISMATCH)


_MISMATCH = "objects merge with objects, lists take values, and single values replace each other"


def _checked(overlay: Document, log: DiagnosticLog) -> list[Node]:
    """The actions of an overlay that is in order; else an error for each thing that is not."""
    root = overlay.root
    version = root.get("overlay")
    if version is None:
        log.fail("not-overlay", "the file does not say 'overlay: 1.0.0'", at=root, help=_LIKE)
    if not isinstance(version.value, str) or not _VERSION.fullmatch(version.value):
        log.fail(
            "overlay-version",
            f"opgen reads overlays of versions 1.0 and 1.1, not {shown(str(version.value))}",
            at=version,
            help="write it as 1.0.0 or 1.1.0",
        )
    actions = root.get("actions")
    if actions is None or not isinstance(actions.value, list):
        log.fail("overlay-actions", "the overlay has no list of 'actions'", at=actions or root)
    found = list(actions.items())
    for action in found:
        _check_action(action, log)
    log.raise_errors()
    return found


_LIKE = "an overlay has 'overlay', 'info' and 'actions'"


def _check_action(action: Node, log: DiagnosticLog) -> None:
    target = action.get("target")
    if target is None or not isinstance(target.value, str):
        log.error("overlay-target", "an action needs a 'target', a JSONPath", at=target or action)
    for key, member in action.members():
        if key not in _ACTION and not key.startswith("x-"):
            advice = did_you_mean(key, _ACTION)
            message = f"an action has no field {shown(key)}"
            log.error("overlay-field", message, at=member, help=advice)
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
    """An overlay made for another document is probably a mistake."""
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


def _matches(data: Json, target: Node, log: DiagnosticLog) -> list[Way] | None:
    """Where a JSONPath leads, each place once; None when it is no JSONPath."""
    from jsonpath import JSONPathEnvironment, JSONPathError  # noqa: PLC0415  80 ms to import

    query = str(target.value).strip()
    try:
        found = JSONPathEnvironment(strict=True).finditer(query, _plain(data))
        return list(dict.fromkeys(tuple(_step(step) for step in one.parts) for one in found))
    except (JSONPathError, RecursionError) as error:
        # Not str(error): the library's own fails for some of its errors.
        reason = error.args[0] if error.args else "nested too deeply"
        log.error(
            "overlay-target",
            f"the JSONPath cannot be read: {reason}",
            at=target,
            help="write it as RFC 9535 has it, e.g. $.paths['/pets'].get",
        )
        return None


def _plain(data: Json) -> Mapping[str, Json] | list[Json]:
    return data if isinstance(data, (dict, list)) else {}


def _step(step: object) -> str | int:
    return step if isinstance(step, int) else str(step)

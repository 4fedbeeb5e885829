"""OpenAPI Overlay 1.0 and 1.1: apply a list of actions to a document.

The original document stays unchanged: containers with a change are copied, all others are
shared.
"""

from __future__ import annotations

import re
from contextlib import suppress
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

MAX_VALUES = 3_000_000
_VERSION = re.compile(r"1\.[01]\.\d+")
_OVERLAY_HELP = "an overlay has 'overlay', 'info' and 'actions'"
_MERGE_HELP = (
    "objects merge with objects, values are appended to lists, single values replace each other"
)
_LIMIT_HELP = "split the overlay into several, or name more of the path"
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
    applier = _Applier(document.data, log, quiet=quiet)
    for action in actions:
        applier.apply(action)
    log.raise_errors()
    editor = applier.editor
    return replace(document, data=editor.data, origins={**document.origins, **editor.origins})


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
    name = ""
    with suppress(ValueError):  # not a URL, such as http://[
        name = PurePosixPath(urlsplit(str(extends.value)).path).name
    if name != document.name:
        log.warning(
            "overlay-extends",
            f"the overlay is for {shown(str(extends.value))}, not for {shown(document.name)}",
            at=extends,
        )


class _Applier:
    """Applies the actions of one overlay, within bounds for all of them together."""

    def __init__(self, data: Json, log: DiagnosticLog, *, quiet: bool) -> None:
        from generator.document.json_path import JsonPaths  # noqa: PLC0415  80 ms to import

        self.editor = Editor(data)
        self._paths = JsonPaths()
        self._log = log
        self._quiet = quiet
        self._added = 0

    def apply(self, action: Node) -> None:
        """Apply one action."""
        self.editor.begin()
        paths = self._find(action["target"])
        if paths is None:
            return
        if not paths and not self._quiet:
            self._log.warning(
                "overlay-no-match",
                f"the target {shown(str(action['target'].value))} matches nothing in the document",
                at=action["target"],
                help="correct the target, or remove the action",
            )
        if action.is_true("remove"):
            self.editor.remove(paths)
        elif (copy := action.get("copy")) is not None:
            self._copy(copy, paths)
        elif (update := action.get("update")) is not None:
            self._merge(update.value, paths, update, update)

    def _copy(self, copy: Node, paths: list[TreePath]) -> None:
        matches = self._find(copy)
        if matches is not None and len(matches) != 1 and paths:
            message = f"'copy' must match one part of the document, not {len(matches)}"
            self._log.error("overlay-copy", message, at=copy)
        if matches is not None and len(matches) == 1:
            self._merge(self.editor.at(matches[0]), paths, copy, None)

    def _merge(self, value: Json, paths: list[TreePath], at: Node, origin: Node | None) -> None:
        room = MAX_VALUES - self._added
        if paths:
            self._added += _count_values(value, room // len(paths)) * len(paths)
        if self._added > MAX_VALUES:
            message = f"the overlay adds more than {MAX_VALUES} values to the document"
            self._log.fail("overlay-limit", message, at=at, help=_LIMIT_HELP)
        for path in paths:
            if wrong := self.editor.merge(path, value, origin):
                self._log.error("overlay-mismatch", wrong, at=at, help=_MERGE_HELP)

    def _find(self, target: Node) -> list[TreePath] | None:
        """Return the paths that a JSONPath matches, without duplicates; None if it is invalid."""
        from generator.document.json_path import BoundError, JsonPathError  # noqa: PLC0415  as above

        try:
            return self._paths.find(str(target.value).strip(), self.editor.data)
        except BoundError as error:
            self._log.fail("overlay-limit", str(error), at=target, help=_LIMIT_HELP)
        except JsonPathError as error:
            self._log.error(
                "overlay-target",
                f"the JSONPath is invalid: {error}",
                at=target,
                help="write a JSONPath of RFC 9535, e.g. $.paths['/pets'].get",
            )
            return None


def _count_values(value: Json, most: int) -> int:
    """Return how many values there are in a tree, or a number above `most`."""
    count, rest = 0, [value]
    while rest and count <= most:
        inner = rest.pop()
        count += 1
        if isinstance(inner, dict):
            rest.extend(inner.values())
        elif isinstance(inner, list):
            rest.extend(inner)
    return count

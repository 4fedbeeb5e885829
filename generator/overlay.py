"""OpenAPI Overlay 1.0 and 1.1: a document and a list of actions → a changed document.

The document that comes in stays as it is: what lies on the way to a change is made
anew, all else is shared.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from generator.diagnostics import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.document import Document, Json, Node

_Way: TypeAlias = tuple[str | int, ...]
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
    editor = _Editor(document.data)
    for action in actions:
        editor.begin()
        _act(editor, action, log, quiet=quiet)
    log.raise_errors()
    return document.with_data(editor.data, editor.origins)


def _act(editor: _Editor, action: Node, log: DiagnosticLog, *, quiet: bool) -> None:
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
    remove, update, copy = action.get("remove"), action.get("update"), action.get("copy")
    if remove and remove.value is True:
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


def _matches(data: Json, target: Node, log: DiagnosticLog) -> list[_Way] | None:
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


class _Editor:
    """Changes a tree by making the containers on the way anew, each once.

    `origins` tells where what was put in comes from, by its place in the tree.
    """

    def __init__(self, data: Json) -> None:
        self.data = data
        self.origins: dict[tuple[str, ...], Node | None] = {}
        self._own: dict[int, Json] = {}

    def begin(self) -> None:
        """Start an action; a copy may have put one container at two places by now."""
        self._own.clear()

    def at(self, way: _Way) -> Json:
        """The value at a place that is there."""
        value = self.data
        for step in way:
            value = _inside(value, step)
        return value

    def remove(self, ways: list[_Way]) -> None:
        """Take parts out, from the last to the first, so that no index moves too early."""
        for way in sorted(ways, key=_order, reverse=True):
            if not way:
                self.data = {}
                continue
            parent = self._open(way[:-1])
            step = way[-1]
            if isinstance(parent, dict):
                parent.pop(str(step), None)
            elif isinstance(parent, list) and isinstance(step, int):
                del parent[step]
                # The items that follow moved: from here on, only the list can be located.
                place = _pointer(way[:-1])
                for known in [one for one in self.origins if one[: len(place)] == place]:
                    del self.origins[known]
                self.origins[place] = None

    def merge(self, way: _Way, update: Json, origin: Node | None) -> str | None:
        """Merge a value into a place; what is wrong with that, if anything."""
        target = self.at(way)
        place = _pointer(way)
        if isinstance(target, list):
            into = self._open(way)
            values = update if isinstance(update, list) else [update]
            for index, value in enumerate(values):
                source = origin[index] if origin and isinstance(update, list) else origin
                self._note((*place, str(len(target) + index)), source)
                if isinstance(into, list):
                    into.append(value)
            return None
        if isinstance(target, dict) and isinstance(update, dict):
            into = self._open(way)
            for key, value in update.items():
                source = origin.get(key) if origin else None
                if isinstance(into, dict) and key not in into:
                    into[key] = value
                    self._note((*place, key), source)
                else:
                    wrong = self._merge_member((*way, key), value, source)
                    if wrong:
                        return wrong
            return None
        if isinstance(target, dict) or isinstance(update, (dict, list)):
            return f"{_kind(update)} cannot be merged with {_kind(target)} at {_shown_way(way)}"
        self._replace(way, update, origin)
        return None

    def _merge_member(self, way: _Way, value: Json, origin: Node | None) -> str | None:
        if isinstance(self.at(way), list) != isinstance(value, list):
            known = self.at(way)
            return f"{_kind(value)} cannot be merged with {_kind(known)} at {_shown_way(way)}"
        return self.merge(way, value, origin)

    def _replace(self, way: _Way, value: Json, origin: Node | None) -> None:
        if not way:
            self.data = value
            return
        parent = self._open(way[:-1])
        if isinstance(parent, dict):
            parent[str(way[-1])] = value
        elif isinstance(parent, list):
            parent[int(way[-1])] = value
        self._note(_pointer(way), origin)

    def _note(self, place: tuple[str, ...], origin: Node | None) -> None:
        if origin is not None:
            self.origins[place] = origin

    def _open(self, way: _Way) -> Json:
        """The container at a place, made anew with all above it unless it was before."""
        self.data = value = self._mine(self.data)
        for step in way:
            inner = self._mine(_inside(value, step))
            if isinstance(value, dict):
                value[str(step)] = inner
            elif isinstance(value, list):
                value[int(step)] = inner
            value = inner
        return value

    def _mine(self, value: Json) -> Json:
        if id(value) in self._own:
            return value
        made: Json = value
        if isinstance(value, dict):
            made = dict(value)
        elif isinstance(value, list):
            made = list(value)
        self._own[id(made)] = made  # held, so that no other value gets its id
        return made


def _inside(value: Json, step: str | int) -> Json:
    if isinstance(value, list):
        return value[int(step)]
    return value[str(step)] if isinstance(value, dict) else None


def _pointer(way: _Way) -> tuple[str, ...]:
    return tuple(map(str, way))


def _order(way: _Way) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in way)


def _kind(value: Json) -> str:
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else "a single value"


def _shown_way(way: _Way) -> str:
    return shown("/".join(map(str, way)) or "$")

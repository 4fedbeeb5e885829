"""Edit a tree of plain data: the result shares the unchanged parts with the original."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.diagnostics import shown

if TYPE_CHECKING:
    from generator.document.document import Node
    from generator.document.source import Json

TreePath: TypeAlias = tuple[str | int, ...]


class Editor:
    """Changes a tree; it copies each container on the path to a change once.

    Attributes:
        data: the changed tree.
        origins: the node that each new part comes from, by its pointer in the tree.
    """

    def __init__(self, data: Json) -> None:
        self.data = data
        self.origins: dict[tuple[str, ...], Node | None] = {}
        self._copies: dict[int, Any] = {}

    def begin(self) -> None:
        """Start an action: forget the copies, which may be in the tree twice by now."""
        self._copies.clear()

    def at(self, path: TreePath) -> Json:
        """Return the value at an existing path."""
        value: Any = self.data  # a list or a dictionary at each step of an existing path
        for step in path:
            value = value[step]
        found: Json = value
        return found

    def remove(self, paths: list[TreePath]) -> None:
        """Remove parts, from the last to the first, so that no index changes too early."""
        changed_lists: set[tuple[str, ...]] = set()
        for path in sorted(paths, key=_sort_key, reverse=True):
            if not path:
                self.data = {}
                continue
            parent, step = self._copy_containers(path[:-1]), path[-1]
            if isinstance(parent, dict):
                parent.pop(step, None)
                continue
            del parent[step]
            changed_lists.add(_pointer(path[:-1]))
        self._forget_items(changed_lists)

    def _forget_items(self, lists: set[tuple[str, ...]]) -> None:
        """Forget the origins in lists: the items have other indexes now."""
        if not lists:
            return
        for known in list(self.origins):
            if any(known[:length] in lists for length in range(len(known) + 1)):
                del self.origins[known]
        # Only the list can be located.
        self.origins.update(dict.fromkeys(lists))

    def merge(self, path: TreePath, update: Json, origin: Node | None) -> str | None:
        """Merge a value into the value at a path; return an error message, or None."""
        target = self.at(path)
        if isinstance(target, list):
            self._append(path, update, origin)
        elif isinstance(target, dict) and isinstance(update, dict):
            return self._merge_members(path, update, origin)
        elif isinstance(target, dict) or isinstance(update, (dict, list)):
            return _mismatch(path, target, update)
        else:
            self._replace(path, update, origin)
        return None

    def _append(self, path: TreePath, update: Json, origin: Node | None) -> None:
        items = self._copy_containers(path)
        for index, value in enumerate(update if isinstance(update, list) else [update]):
            source = origin[index] if origin and isinstance(update, list) else origin
            self._record_origin((*path, len(items)), source)
            items.append(value)

    def _merge_members(
        self, path: TreePath, update: dict[str, Json], origin: Node | None
    ) -> str | None:
        members = self._copy_containers(path)
        for key, value in update.items():
            source, inner = origin.get(key) if origin else None, (*path, key)
            if key not in members:
                members[key] = value
                self._record_origin(inner, source)
            elif isinstance(members[key], list) != isinstance(value, list):
                return _mismatch(inner, members[key], value)
            elif error := self.merge(inner, value, source):
                return error
        return None

    def _replace(self, path: TreePath, value: Json, origin: Node | None) -> None:
        if not path:
            self.data = value
            return
        self._copy_containers(path[:-1])[path[-1]] = value
        self._record_origin(path, origin)

    def _record_origin(self, path: TreePath, origin: Node | None) -> None:
        if origin is not None:
            self.origins[_pointer(path)] = origin

    def _copy_containers(self, path: TreePath) -> Any:
        """Return a copy of the container at a path, and copy all containers above it."""
        self.data = value = self._copy_once(self.data)
        for step in path:
            value[step] = inner = self._copy_once(value[step])
            value = inner
        return value

    def _copy_once(self, value: Any) -> Any:
        if id(value) in self._copies:
            return value
        copied = copy(value)
        self._copies[id(copied)] = copied  # a reference, so that no other value gets its id
        return copied


def _pointer(path: TreePath) -> tuple[str, ...]:
    return tuple(map(str, path))


def _sort_key(path: TreePath) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _mismatch(path: TreePath, target: Json, update: Json) -> str:
    place = shown("/".join(_pointer(path)) or "$")
    return f"{_kind(update)} cannot be merged with {_kind(target)} at {place}"


def _kind(value: Json) -> str:
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else "a single value"

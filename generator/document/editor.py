"""Edit a tree of plain data: the result shares the unchanged parts with the original."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

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
        self._copies: dict[int, Json] = {}

    def begin(self) -> None:
        """Start an action: forget the copies, which may be in the tree twice by now."""
        self._copies.clear()

    def at(self, path: TreePath) -> Json:
        """Return the value at an existing path."""
        value = self.data
        for step in path:
            value = _child(value, step)
        return value

    def remove(self, paths: list[TreePath]) -> None:
        """Remove parts, from the last to the first, so that no index changes too early."""
        for path in sorted(paths, key=_sort_key, reverse=True):
            if not path:
                self.data = {}
                continue
            parent = self._copy_containers(path[:-1])
            step = path[-1]
            if isinstance(parent, dict):
                parent.pop(str(step), None)
            elif isinstance(parent, list) and isinstance(step, int):
                del parent[step]
                # The next items have other indexes now, so only the list can be located.
                pointer = _pointer(path[:-1])
                for known in [one for one in self.origins if one[: len(pointer)] == pointer]:
                    del self.origins[known]
                self.origins[pointer] = None

    def merge(self, path: TreePath, update: Json, origin: Node | None) -> str | None:
        """Merge a value into the value at a path; return an error message, or None."""
        target = self.at(path)
        if isinstance(target, list):
            self._append(path, update, origin)
            return None
        if isinstance(target, dict) and isinstance(update, dict):
            return self._merge_members(path, update, origin)
        if isinstance(target, dict) or isinstance(update, (dict, list)):
            return f"{_kind(update)} cannot be merged with {_kind(target)} at {_path_text(path)}"
        self._replace(path, update, origin)
        return None

    def _append(self, path: TreePath, update: Json, origin: Node | None) -> None:
        items = self._copy_containers(path)
        if not isinstance(items, list):
            return
        for index, value in enumerate(update if isinstance(update, list) else [update]):
            source = origin[index] if origin and isinstance(update, list) else origin
            self._record_origin((*_pointer(path), str(len(items))), source)
            items.append(value)

    def _merge_members(
        self, path: TreePath, update: dict[str, Json], origin: Node | None
    ) -> str | None:
        members = self._copy_containers(path)
        for key, value in update.items():
            source = origin.get(key) if origin else None
            if isinstance(members, dict) and key not in members:
                members[key] = value
                self._record_origin((*_pointer(path), key), source)
            elif error := self._merge_member((*path, key), value, source):
                return error
        return None

    def _merge_member(self, path: TreePath, value: Json, origin: Node | None) -> str | None:
        if isinstance(self.at(path), list) != isinstance(value, list):
            target = self.at(path)
            return f"{_kind(value)} cannot be merged with {_kind(target)} at {_path_text(path)}"
        return self.merge(path, value, origin)

    def _replace(self, path: TreePath, value: Json, origin: Node | None) -> None:
        if not path:
            self.data = value
            return
        parent = self._copy_containers(path[:-1])
        if isinstance(parent, dict):
            parent[str(path[-1])] = value
        elif isinstance(parent, list):
            parent[int(path[-1])] = value
        self._record_origin(_pointer(path), origin)

    def _record_origin(self, pointer: tuple[str, ...], origin: Node | None) -> None:
        if origin is not None:
            self.origins[pointer] = origin

    def _copy_containers(self, path: TreePath) -> Json:
        """Return a copy of the container at a path, and copy all containers above it."""
        self.data = value = self._copy_once(self.data)
        for step in path:
            inner = self._copy_once(_child(value, step))
            if isinstance(value, dict):
                value[str(step)] = inner
            elif isinstance(value, list):
                value[int(step)] = inner
            value = inner
        return value

    def _copy_once(self, value: Json) -> Json:
        if id(value) in self._copies:
            return value
        copy: Json = value
        if isinstance(value, dict):
            copy = dict(value)
        elif isinstance(value, list):
            copy = list(value)
        self._copies[id(copy)] = copy  # a reference, so that no other value gets its id
        return copy


def _child(value: Json, step: str | int) -> Json:
    if isinstance(value, list):
        return value[int(step)]
    return value[str(step)] if isinstance(value, dict) else None


def _pointer(path: TreePath) -> tuple[str, ...]:
    return tuple(map(str, path))


def _sort_key(path: TreePath) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _kind(value: Json) -> str:
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else "a single value"


def _path_text(path: TreePath) -> str:
    return shown("/".join(map(str, path)) or "$")

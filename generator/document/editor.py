"""A tree and the places in it to change → another tree, which shares what is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.diagnostics import shown

if TYPE_CHECKING:
    from generator.document.document import Node
    from generator.document.source import Json

Way: TypeAlias = tuple[str | int, ...]


class Editor:
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

    def at(self, way: Way) -> Json:
        """The value at a place that is there."""
        value = self.data
        for step in way:
            value = _inside(value, step)
        return value

    def remove(self, ways: list[Way]) -> None:
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

    def merge(self, way: Way, update: Json, origin: Node | None) -> str | None:
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

    def _merge_member(self, way: Way, value: Json, origin: Node | None) -> str | None:
        if isinstance(self.at(way), list) != isinstance(value, list):
            known = self.at(way)
            return f"{_kind(value)} cannot be merged with {_kind(known)} at {_shown_way(way)}"
        return self.merge(way, value, origin)

    def _replace(self, way: Way, value: Json, origin: Node | None) -> None:
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

    def _open(self, way: Way) -> Json:
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


def _pointer(way: Way) -> tuple[str, ...]:
    return tuple(map(str, way))


def _order(way: Way) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in way)


def _kind(value: Json) -> str:
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else "a single value"


def _shown_way(way: Way) -> str:
    return shown("/".join(map(str, way)) or "$")

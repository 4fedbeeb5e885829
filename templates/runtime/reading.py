"""How JSON becomes a typed value: strictly and fast, or else leniently and with a warning."""

from __future__ import annotations

import math
from functools import partial
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, get_args, get_origin

from .callers import warn_caller
from .deep_stack import with_enough_stack
from .errors import DriftWarning, printable
from .model import (
    Model,
    build,
    fields,
    further_type,
    is_anything,
    is_model,
    load_json,
    misfits,
    validate,
    validate_json,
)
from .parameters import is_array, is_object
from .parsing import is_dict, is_list
from .variants import closest, is_selected, members_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .client import Api

Places: TypeAlias = "Sequence[tuple[tuple[int | str, ...], int]]"
"""Where data does not fit: keys and indexes, with names of variants, and how many are passed."""

_PLAIN: Final = frozenset((str, int, float, bool, NoneType))
_MAX_DIFFERENCES = 10  # in one warning
_MAX_WARNINGS = 1000  # so that webhooks of ever new types do not fill the memory


def read(
    annotation: object, body: bytes, name: str, api: Api, redact: Callable[[str], str] = str
) -> Any:
    """Return JSON as the annotated type; warn once, with this name, if it differs.

    `redact` hides secrets in what the warning shows. Raises ValueError if the body is not JSON.
    """
    try:
        return validate_json(annotation, body)
    except ValueError as error:
        places = misfits(error)
    return Lenient(redact).whole(annotation, load_json(body), places).reported(name, api)


class Lenient:
    """Reads data as an annotation says: strictly where it fits, else member by member.

    `redact` hides secrets in what the warning shows of the data.
    """

    value: object = None

    def __init__(self, redact: Callable[[str], str] = str) -> None:
        self._redact = redact
        self._known: dict[int, tuple[Any, list[Any], bool]] = {}  # by ID; the type is not freed
        self._count = 0
        self._differences: list[str] = []  # the first of them

    def whole(self, annotation: Any, data: object, places: Places | None = None) -> Lenient:
        """Read data as `value`, from the places where it is known not to fit."""
        self.value = with_enough_stack(partial(self._start, annotation, data, places))
        return self

    def reported(self, name: str, api: Api) -> Any:
        """Return the value; warn once, with this name, if it differs."""
        if self._count and name not in api.seen and len(api.seen) < _MAX_WARNINGS:
            api.seen.add(name)
            more = self._count - len(self._differences)
            listed = "; ".join(self._differences) + (f"; and {more} more" if more else "")
            text = f"{name} differs from the API's document; all data is kept. {listed}."
            advice = "from a newer document, or correct this one with an overlay."
            warn_caller(f"{text} Generate {api.name} {advice}", DriftWarning)
        return self.value

    def _start(self, annotation: Any, data: object, places: Places | None) -> object:
        self._count = 0
        self._differences.clear()
        return self._read(annotation, data, "$", places)

    def _read(self, annotation: Any, data: Any, path: str, places: Places | None) -> object:
        """Return data, typed as far as it fits; without places it may fit as a whole."""
        if not (is_dict(data) or is_list(data)):
            return self._plain(annotation, data, path)
        if not places:
            try:
                return validate(annotation, data)
            except ValueError as error:
                places = misfits(error)
        return self._by_member(annotation, data, path, places)

    def _plain(self, annotation: Any, data: object, path: str) -> object:
        """Return what is neither an object nor an array."""
        kinds = self._kinds(annotation)
        if _PLAIN.issuperset(kinds):
            fits = any(_is_plain(kind, data) for kind in kinds)
        else:
            try:
                return validate(annotation, data)
            except ValueError as error:
                misfits(error)
            fits = isinstance(data, str) and str in kinds  # a lone surrogate is in it
        if not fits:
            self._differs(path, annotation, data)
        return data

    def _kinds(self, annotation: Any, data: object = None) -> list[Any]:
        """Return the members of a union, which are found once for all items of a list."""
        if id(annotation) not in self._known:
            known = list(members_of(annotation)), is_selected(annotation)
            self._known[id(annotation)] = annotation, *known
        _, kinds, selected = self._known[id(annotation)]
        return list(members_of(annotation, data)) if selected else kinds

    def _by_member(self, annotation: Any, data: Any, path: str, places: Places) -> object:
        if is_anything(annotation):
            return data
        kinds = [one for one in self._kinds(annotation, data) if one is not NoneType]
        kind = closest(kinds, data)
        bad = _grouped(places, _label(kind) if len(kinds) > 1 else "", data)
        if is_model(kind):
            return self._model(kind, data, path, bad)
        if get_origin(kind) is tuple:
            return tuple(
                self._read(one, item, f"{path}[{n}]", bad.get(n))
                for n, (one, item) in enumerate(zip(get_args(kind), data, strict=True))
            )
        inner = get_args(kind)[-1:]
        if kind is None or not inner:
            self._differs(path, annotation, data)
            return build(Model, {}, data) if is_dict(data) else data
        if is_dict(data):
            return {k: self._read(inner[0], v, f"{path}.{k}", bad.get(k)) for k, v in data.items()}
        return [self._read(inner[0], one, f"{path}[{n}]", bad.get(n)) for n, one in enumerate(data)]

    def _model(
        self, model: type[Model], data: Mapping[str, Any], path: str, bad: Mapping[object, Places]
    ) -> Model:
        extra = dict(data)
        members: dict[str, object] = {}
        for name, key, annotation, required in fields(model):
            if key in extra:
                where = f"{path}.{key}"
                members[name] = self._read(annotation, extra.pop(key), where, bad.get(key))
            elif required:
                self._differs(f"{path}.{key}")
        if kind := further_type(model):
            for key, one in extra.items():
                extra[key] = self._read(kind, one, f"{path}.{key}", bad.get(key))
        return build(model, members, extra)

    def _differs(self, path: str, annotation: Any = None, data: Any = None) -> None:
        """Count a difference, by default a member that is missing."""
        self._count += 1
        if self._count <= _MAX_DIFFERENCES:
            what = f"{_describe(data, self._redact)} is not {_expected(annotation)}"
            what = "missing" if annotation is None else what
            self._differences.append(printable(f"{path}: {what}", 200))


def _is_plain(kind: type, data: object) -> bool:
    """Return whether data is of a type that JSON has; by JSON Schema, `1.0` is an integer."""
    if isinstance(data, float):
        return data.is_integer() if kind is int else kind is float and math.isfinite(data)
    return type(data) is kind or (kind is float and type(data) is int)


def _label(kind: Any) -> str:
    """Return what pydantic calls a variant of a union in places, or how that starts."""
    return kind.__name__ if is_model(kind) else f"{getattr(get_origin(kind), '__name__', '')}["


def _grouped(places: Places, label: str, data: Any) -> dict[object, list[Any]]:
    """Return the places in each member or item of data; with a label, those of that variant."""
    found: dict[object, list[Any]] = {}
    for place, start in places:
        if label and (start == len(place) or not str(place[start]).startswith(label)):
            continue
        for n in range(start + bool(label), len(place)):
            if _has(data, place[n]):  # else it is the name of a variant
                found.setdefault(place[n], []).append((place, n + 1))
                break
    return found


def _has(data: Any, key: int | str) -> bool:
    if is_list(data):
        return isinstance(key, int) and key < len(data)
    return key in data


def _expected(annotation: Any) -> str:
    return " or ".join(map(_name_of, members_of(annotation)))


def _name_of(kind: Any) -> str:
    if kind is NoneType:
        return "None"
    if hasattr(kind, "__metadata__"):  # a type of the app
        kind = kind.__metadata__[0]
    name = str(kind) if get_args(kind) else getattr(kind, "__name__", str(kind))
    return str(name).replace("typing.", "")


def _describe(data: Any, redact: Callable[[str], str]) -> str:
    if is_object(data):
        constant = next((f" with {k} {v!r}" for k, v in data.items() if isinstance(v, str)), "")
        return f"an object{redact(constant)}"
    return "a list" if is_array(data) else redact(repr(data))[:60]

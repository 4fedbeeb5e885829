"""How JSON becomes a typed value: strictly and fast, or else leniently and with a warning."""

from __future__ import annotations

from contextlib import suppress
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from .errors import DriftWarning, printable, warn_caller
from .model import (
    Model,
    build,
    dump_json,
    fields,
    further_type,
    is_model,
    load_json,
    validate_json,
)
from .parameters import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .client import Api

_MAX_DIFFERENCES = 10  # in one warning
_MAX_WARNINGS = 1000  # so that webhooks of ever new types do not fill the memory


def read(
    annotation: object, body: bytes, name: str, api: Api, redact: Callable[[str], str] = str
) -> Any:
    """Return JSON as the annotated type; warn once, as `read_leniently` does, if it differs.

    Raises ValueError if the body is not JSON.
    """
    with suppress(ValueError):
        return validate_json(annotation, body)
    return read_leniently(annotation, load_json(body), name, api, redact)


def read_leniently(
    annotation: Any, data: object, name: str, api: Api, redact: Callable[[str], str] = str
) -> object:
    """Return data, typed as far as it fits; warn once, with this name, of the differences.

    `redact` hides secrets in what the warning shows of the data.
    """
    lenient = _Lenient(redact)
    value = lenient.read(annotation, data, "$")
    if lenient.count:
        _warn(name, api, lenient)
    return value


def read_quietly(annotation: object, data: object) -> object:
    """Return data, typed as far as it fits, without a warning."""
    return _Lenient().read(annotation, data, "$")


def members_of(annotation: Any, data: object = None) -> Iterator[Any]:
    """Yield the members of a union, without aliases and `Annotated`; another type yields itself.

    Variants that a member of the data does not select are left out.
    """
    by: Any = None
    while get_origin(annotation) is Annotated or hasattr(annotation, "__value__"):
        by = by or next((one for one in get_args(annotation)[1:] if _selects(one)), None)
        annotation = getattr(annotation, "__value__", None) or get_args(annotation)[0]
    if hasattr(by, "variant") and is_object(data):  # a `SelectedBy`
        if (variant := by.variant(data)) is not None:
            yield from members_of(variant, data)
    elif get_origin(annotation) in {Union, UnionType}:
        name = getattr(by, "discriminator", None)
        found = (each for one in get_args(annotation) for each in members_of(one, data))
        yield from (one for one in found if not (name and _lacks(one, name, data)))
    else:
        yield annotation


def _selects(metadata: object) -> bool:
    return hasattr(metadata, "variant") or bool(getattr(metadata, "discriminator", None))


def _lacks(model: Any, name: str, data: Any) -> bool:
    """Return whether a field has constants, and the value in data is none of them."""
    if not is_model(model) or not is_object(data):
        return False
    field = next(one for one in fields(model) if one.name == name)
    values = [value for kind in members_of(field.annotation) for value in get_args(kind)]
    return data.get(field.key, values[0]) not in values


def _warn(name: str, api: Api, lenient: _Lenient) -> None:
    if name not in api.seen and len(api.seen) < _MAX_WARNINGS:
        api.seen.add(name)
        more = lenient.count - len(lenient.differences)
        listed = "; ".join(lenient.differences) + (f"; and {more} more" if more else "")
        text = f"{name} differs from the API's document; all data is kept. {listed}."
        advice = f"Generate {api.name} from a newer document, or correct this one with an overlay."
        warn_caller(f"{text} {advice}", DriftWarning)


class _Lenient:
    """Reads data as an annotation says: strictly where it fits, else member by member."""

    def __init__(self, redact: Callable[[str], str] = str) -> None:
        self._redact = redact
        self.count = 0
        self.differences: list[str] = []  # the first of them

    def read(self, annotation: Any, data: Any, path: str) -> object:
        """Return data, typed as far as it fits."""
        with suppress(ValueError):
            return validate_json(annotation, dump_json(data))
        kind = _closest([one for one in members_of(annotation, data) if one is not NoneType], data)
        if is_model(kind):
            return self._model(kind, data, path)
        if get_origin(kind) is tuple:
            return tuple(
                self.read(one, item, f"{path}[{n}]")
                for n, (one, item) in enumerate(zip(get_args(kind), data, strict=True))
            )
        inner = get_args(kind)[-1:]
        if kind is None or not inner:
            self._differs(path, f"{_describe(data, self._redact)} is not {_expected(annotation)}")
            return build(Model, {}, data) if is_object(data) else data
        if is_object(data):
            return {key: self.read(inner[0], one, f"{path}.{key}") for key, one in data.items()}
        return [self.read(inner[0], one, f"{path}[{n}]") for n, one in enumerate(data)]

    def _model(self, model: type[Model], data: Mapping[str, Any], path: str) -> Model:
        extra = dict(data)
        members: dict[str, object] = {}
        for name, key, annotation, required in fields(model):
            if key in extra:
                members[name] = self.read(annotation, extra.pop(key), f"{path}.{key}")
            elif required:
                self._differs(f"{path}.{key}", "missing")
        if kind := further_type(model):
            extra = {key: self.read(kind, one, f"{path}.{key}") for key, one in extra.items()}
        return build(model, members, extra)

    def _differs(self, path: str, what: str) -> None:
        self.count += 1
        if self.count <= _MAX_DIFFERENCES:
            self.differences.append(printable(f"{path}: {what}", 200))


def _closest(types: list[Any], data: Any) -> Any:
    """Return the type to read an object or an array as, member by member; None if none fits."""
    if is_object(data):
        models = [one for one in types if is_model(one)]
        fitting = models if len(types) == 1 else [one for one in models if not _denies(one, data)]
        dictionaries = (one for one in types if get_origin(one) is dict)
        return max(fitting, key=lambda one: _likeness(one, data), default=next(dictionaries, None))
    if not is_array(data):
        return None
    length = len(list(data))
    tuples = (one for one in types if get_origin(one) is tuple and len(get_args(one)) == length)
    return next(tuples, None) or next((one for one in types if get_origin(one) is list), None)


def _denies(model: type[Model], data: Mapping[str, Any]) -> bool:
    """Return whether data has another value where the model has a constant."""
    for _, key, annotation, _ in fields(model):
        kinds = list(members_of(annotation))
        values: tuple[Any, ...] = get_args(kinds[0]) if get_origin(kinds[0]) is Literal else ()
        if len(kinds) == len(values) == 1 and data.get(key, values[0]) != values[0]:
            return True
    return False


def _likeness(model: type[Model], data: Mapping[str, Any]) -> int:
    keys = {field.key for field in fields(model)}
    return len(keys & data.keys()) - len(keys - data.keys())


def _expected(annotation: Any) -> str:
    return " or ".join(map(_name_of, members_of(annotation)))


def _name_of(kind: Any) -> str:
    if kind is NoneType:
        return "None"
    name = str(kind) if get_args(kind) else getattr(kind, "__name__", str(kind))
    return str(name).replace("typing.", "")


def _describe(data: Any, redact: Callable[[str], str]) -> str:
    if is_object(data):
        constant = next((f" with {k} {v!r}" for k, v in data.items() if isinstance(v, str)), "")
        return f"an object{redact(constant)}"
    return "a list" if is_array(data) else redact(repr(data))[:60]

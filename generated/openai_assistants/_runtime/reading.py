"""How a reply becomes a typed value: strictly and fast, or else leniently with a warning."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from .errors import DriftWarning, printable, warn_caller
from .model import Model
from .parameters import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .client import Api

_MOST_NAMED = 10
_MOST_WARNED = 1000  # who sends webhooks of ever new types does not fill the memory


def read(annotation: object, body: bytes, name: str, api: Api) -> Any:
    """Return JSON as the annotated type; the warning, where it differs, calls it by its name.

    Raises:
        ValueError: it is no JSON.
    """
    with suppress(ValidationError):
        return strictly(annotation, body)
    return leniently(annotation, from_json(body), name, api)


def strictly(annotation: Any, body: bytes) -> Any:
    """Return JSON as the annotated type, which it must have."""
    return _adapter(annotation).validate_json(body, by_alias=True, by_name=False)


def leniently(annotation: Any, data: object, name: str, api: Api) -> object:
    """Return data typed as far as it fits, and warn once of where it does not."""
    lenient = _Lenient()
    value = lenient.read(annotation, data, "$")
    if lenient.count:
        _warn(name, api, lenient)
    return value


def arms(annotation: Any) -> Iterator[Any]:
    """Yield the types that an annotation joins, names and notes taken off."""
    while get_origin(annotation) is Annotated or hasattr(annotation, "__value__"):
        annotation = getattr(annotation, "__value__", None) or get_args(annotation)[0]
    if get_origin(annotation) in {Union, UnionType}:
        for arm in get_args(annotation):
            yield from arms(arm)
    else:
        yield annotation


def models(annotation: Any) -> tuple[type[Model], ...]:
    """Return the models that an annotation joins."""
    return tuple(filter(_is_model, arms(annotation)))


@lru_cache(maxsize=1024)
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _warn(name: str, api: Api, lenient: _Lenient) -> None:
    if name not in api.seen and len(api.seen) < _MOST_WARNED:
        api.seen.add(name)
        more = lenient.count - len(lenient.differences)
        named = "; ".join(lenient.differences) + (f"; and {more} more" if more else "")
        text = f"{name} differs from the API's document; all data is kept. {named}."
        advice = f"Generate {api.name} from a newer document, or mend this one by an overlay."
        warn_caller(f"{text} {advice}", DriftWarning)


class _Lenient:
    """Reads data along an annotation: what fits strictly, then member by member."""

    def __init__(self) -> None:
        self.count = 0
        self.differences: list[str] = []  # the first of them

    def read(self, annotation: Any, data: Any, path: str) -> object:
        """Return data typed as far as it fits."""
        with suppress(ValidationError):
            return strictly(annotation, to_json(data))
        arm = _closest([arm for arm in arms(annotation) if arm is not NoneType], data)
        if _is_model(arm):
            return self._model(arm, data, path)
        inner = get_args(arm)[-1:]
        if arm is None or not inner:
            self._differs(path, f"{_shown(data)} is not {_expected(annotation)}")
            return Model.assembled({}, data) if is_object(data) else data
        if is_object(data):
            return {key: self.read(inner[0], one, f"{path}.{key}") for key, one in data.items()}
        return [self.read(inner[0], one, f"{path}[{n}]") for n, one in enumerate(data)]

    def _model(self, model: type[Model], data: Mapping[str, Any], path: str) -> Model:
        extra = dict(data)
        members: dict[str, object] = {}
        for name, field in _fields(model).items():
            key = field.alias or name
            if key in extra:
                note = tuple(field.metadata)
                kind = Annotated[(field.annotation, *note)] if note else field.annotation
                members[name] = self.read(kind, extra.pop(key), f"{path}.{key}")
            elif field.is_required():
                self._differs(f"{path}.{key}", "missing")
        return model.assembled(members, extra)

    def _differs(self, path: str, what: str) -> None:
        self.count += 1
        if self.count <= _MOST_NAMED:
            self.differences.append(printable(f"{path}: {what}", 200))


def _closest(arms: list[Any], data: Any) -> Any:
    """Return the type to read a list or an object as, member by member; None if there is none."""
    if is_object(data):
        known = [arm for arm in arms if _is_model(arm)]
        fitting = known if len(arms) == 1 else [arm for arm in known if not _denies(arm, data)]
        dictionaries = (arm for arm in arms if get_origin(arm) is dict)
        return max(fitting, key=lambda arm: _likeness(arm, data), default=next(dictionaries, None))
    lists = (arm for arm in arms if get_origin(arm) is list)
    return next(lists, None) if is_array(data) else None


def _denies(model: type[Model], data: Mapping[str, Any]) -> bool:
    """Tell whether data has another constant than the model where the model has one."""
    constants = {
        field.alias or name: get_args(field.annotation)
        for name, field in _fields(model).items()
        if get_origin(field.annotation) is Literal
    }
    return any(len(v) == 1 and data.get(key, v[0]) != v[0] for key, v in constants.items())


def _likeness(model: type[Model], data: Mapping[str, Any]) -> int:
    keys = {field.alias or name for name, field in _fields(model).items()}
    return len(keys & data.keys()) - len(keys - data.keys())


def _fields(model: type[Model]) -> Mapping[str, Any]:
    model.model_rebuild()  # its annotations may name classes that stand behind it
    return model.model_fields


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def _expected(annotation: Any) -> str:
    return " or ".join(
        str(arm).replace("typing.", "") if get_args(arm) else getattr(arm, "__name__", str(arm))
        for arm in arms(annotation)
    )


def _shown(data: Any) -> str:
    if is_object(data):
        constant = next((f" with {k} {v!r}" for k, v in data.items() if isinstance(v, str)), "")
        return f"an object{constant}"
    return "a list" if is_array(data) else repr(data)[:60]

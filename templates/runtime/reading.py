"""How a reply becomes a typed value: strictly and fast, or else leniently with a warning."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from .errors import APIResponseError, DriftWarning, Exchanged, printable, warn_caller
from .model import Model
from .parameters import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .request import Request

_KINDS: Final[Mapping[Any, type | tuple[type, ...]]] = {
    None: NoneType,
    NoneType: NoneType,
    dict: dict,
    list: list,
    str: str,
    bool: bool,
    int: int,
    float: (int, float),
}
_MOST_NAMED: Final = 10


def read(
    annotation: object, body: bytes, request: Request[Any], exchanged: Callable[[], Exchanged]
) -> Any:
    """Return the body as the annotated type; keep all data, and warn once, where it differs."""
    if annotation is None:
        return None
    try:
        return _adapter(annotation).validate_json(body, by_alias=True, by_name=False)
    except ValidationError as error:
        refusal = error
    try:
        data: object = from_json(body)
    except ValueError as error:
        raise APIResponseError(f"the reply is not JSON: {error}", exchanged()) from None
    lenient = _Lenient()
    value = lenient.read(annotation, data, "$")
    if not lenient.count:
        lenient.differs("$", str(refusal.errors()[0]["type"]))
    _warn(request, lenient)
    return value


@lru_cache(maxsize=1024)
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _warn(request: Request[Any], lenient: _Lenient) -> None:
    api, name = request.call.api, f"{request.method} {request.url_path}"
    if name not in api.seen:
        api.seen.add(name)
        more = lenient.count - len(lenient.differences)
        named = "; ".join(lenient.differences) + (f"; and {more} more" if more else "")
        text = f"{name}: the reply differs from the API's document; all data is kept. {named}."
        warn_caller(f"{text} Generate {api.name} from a newer document.", DriftWarning)


class _Lenient:
    """Reads data along an annotation, and notes where the two differ."""

    def __init__(self) -> None:
        self.count = 0
        self.differences: list[str] = []  # the first of them

    def read(self, annotation: Any, data: Any, path: str, tag: str | None = None) -> object:
        """Return data typed as far as it fits; `tag` is the discriminator of a union."""
        annotation, tag = _bare(annotation, tag)
        if get_origin(annotation) in {Union, UnionType}:
            return self._union(annotation, data, path, tag)
        if is_object(data) and _is_model(annotation):
            return self._model(annotation, data, path)
        if not _fits(annotation, data, tag):
            expected = getattr(annotation, "__name__", None)
            if get_origin(annotation) is Literal or expected is None:
                expected = str(annotation).replace("typing.", "")
            self.differs(path, f"{_shown(data, tag)} is not {expected}")
            return _opened(data)
        inner = _inner(annotation)
        if is_object(data) and inner:
            return {key: self.read(inner, value, f"{path}.{key}") for key, value in data.items()}
        if is_array(data) and inner:
            return [self.read(inner, item, f"{path}[{n}]") for n, item in enumerate(data)]
        return _converted(annotation, data)

    def _model(self, model: type[Model], data: Mapping[str, Any], path: str) -> Model:
        extra = dict(data)
        members: dict[str, object] = {}
        for name, field in _fields(model).items():
            key = field.alias or name
            if key in extra:
                tag = field.discriminator if isinstance(field.discriminator, str) else None
                value = extra.pop(key)
                members[name] = self.read(field.annotation, value, f"{path}.{key}", tag)
            elif field.is_required():
                self.differs(f"{path}.{key}", "missing")
        return model.assembled(members, extra)

    def _union(self, union: Any, data: Any, path: str, tag: str | None) -> object:
        known = [(arm, inner) for arm, inner in _arms(union, tag) if arm is not NoneType]
        arms = [(arm, inner) for arm, inner in known if _fits(arm, data, inner)]
        if data is None and NoneType in dict(_arms(union, tag)):
            return None
        if not arms and len(known) == 1:
            arms = known
        if not arms:
            self.differs(path, f"{_shown(data, tag)} is no known variant")
            return _opened(data)
        arm, inner = max(arms, key=lambda candidate: _likeness(candidate[0], data))
        return self.read(arm, data, path, inner)

    def differs(self, path: str, what: str) -> None:
        """Note a difference."""
        self.count += 1
        if self.count <= _MOST_NAMED:
            self.differences.append(printable(f"{path}: {what}", 200))


def _bare(annotation: Any, tag: str | None) -> tuple[Any, str | None]:
    """Take the names and notes off an annotation, all but a discriminator."""
    while get_origin(annotation) is Annotated or hasattr(annotation, "__value__"):
        for note in getattr(annotation, "__metadata__", ()):
            found = getattr(note, "discriminator", None)
            tag = found if isinstance(found, str) else tag
        annotation = getattr(annotation, "__value__", None) or get_args(annotation)[0]
    return annotation, tag


def _arms(union: Any, tag: str | None) -> Iterator[tuple[Any, str | None]]:
    for arm in get_args(union):
        bare, inner = _bare(arm, tag)
        if get_origin(bare) in {Union, UnionType}:
            yield from _arms(bare, inner)
        else:
            yield bare, inner


def _fits(annotation: Any, data: Any, tag: str | None) -> bool:
    """Tell whether data is of the annotation's kind, without looking far inside."""
    annotation, tag = _bare(annotation, tag)
    origin = get_origin(annotation) or annotation
    if origin in {Union, UnionType}:
        return any(_fits(arm, data, inner) for arm, inner in _arms(annotation, tag))
    if origin is Literal:
        return any(data == value and type(data) is type(value) for value in get_args(annotation))
    if origin in _KINDS:
        return isinstance(data, _KINDS[origin]) and (origin is bool) == isinstance(data, bool)
    if _is_model(origin):
        return is_object(data) and not _mistagged(origin, data, tag)
    return origin in {Any, object} or _converts(annotation, data)


def _mistagged(model: type[Model], data: Mapping[str, Any], tag: str | None) -> bool:
    return any(
        key in data and data[key] not in values and (len(values) == 1 or key == tag)
        for key, values in _literals(model)
    )


def _likeness(annotation: Any, data: Any) -> int:
    """Tell how much data looks like an annotation that it fits."""
    if not is_object(data) or not _is_model(annotation):
        items = islice(data, 1) if is_array(data) else ()
        return sum(_fits(_inner(annotation) or Any, item, None) for item in items)
    keys = {field.alias or name for name, field in _fields(annotation).items()}
    tags = sum(data.get(key) in values for key, values in _literals(annotation))
    return 10 * tags + len(keys & data.keys()) - len(keys - data.keys())


def _literals(model: type[Model]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the keys and values of the members that are literals."""
    for name, field in _fields(model).items():
        bare, _ = _bare(field.annotation, None)
        if get_origin(bare) is Literal:
            yield field.alias or name, get_args(bare)


def _inner(annotation: Any) -> Any:
    """Return the type of a list's items or a dict's values, None for whatever has none."""
    return get_args(annotation)[-1] if get_origin(annotation) in {list, dict} else None


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def _fields(model: type[Model]) -> Mapping[str, Any]:
    if not model.__pydantic_complete__:
        model.model_rebuild()
    return model.model_fields


def _opened(data: Any) -> object:
    """Return data that fits no type: a model without fields for an object."""
    return Model.assembled({}, data) if is_object(data) else data


def _converts(annotation: Any, data: object) -> bool:
    try:
        _converted(annotation, data)
    except ValidationError:
        return False
    return True


def _converted(annotation: Any, data: object) -> Any:
    """Return data as another type than JSON's own, say a date."""
    plain = get_origin(annotation) is Literal or annotation in {*_KINDS, Any, object}
    return data if plain else _adapter(annotation).validate_json(to_json(data))


def _shown(data: Any, tag: str | None) -> str:
    if is_object(data):
        kind = data.get(tag or "type")
        return f"an object of {tag or 'type'} {kind!r}" if kind else "an object"
    return "a list" if is_array(data) else repr(data)[:60]

"""Reading of data that differs from the document: it keeps everything and never raises."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from .errors import printable
from .model import Model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KINDS: Final[Mapping[object, type | tuple[type, ...]]] = {
    NoneType: NoneType,
    None: NoneType,
    dict: dict,
    list: list,
    str: str,
    bool: bool,
    int: int,
    float: (int, float),
}


class Lenient:
    """Reads data along an annotation, and notes where the two differ."""

    def __init__(self) -> None:
        self.differences: list[str] = []

    def read(self, annotation: Any, data: object, path: str, tag: str | None = None) -> object:
        """Return data typed as far as it fits; `tag` is the discriminator of a union."""
        annotation, tag = _bare(annotation, tag)
        origin = get_origin(annotation)
        if origin in {Union, UnionType}:
            return self._union(annotation, data, path, tag)
        if not _fits(annotation, data, tag):
            self._differs(path, f"{_shown(data)} instead of {_named(annotation)}")
            return _opened(data)
        if isinstance(data, dict):
            if isinstance(annotation, type) and issubclass(annotation, Model):
                return self._model(annotation, data, path)
            inner = (*get_args(annotation), Any, Any)[1]
            return {key: self.read(inner, value, f"{path}.{key}") for key, value in data.items()}
        if isinstance(data, list):
            inner = (*get_args(annotation), Any)[0]
            return [self.read(inner, item, f"{path}[{n}]") for n, item in enumerate(data)]
        return _converted(annotation, data)

    def _model(self, model: type[Model], data: Mapping[str, object], path: str) -> Model:
        _complete(model)
        extra = dict(data)
        members: dict[str, object] = {}
        for name, field in model.model_fields.items():
            key = field.alias or name
            if key in extra:
                tag = field.discriminator if isinstance(field.discriminator, str) else None
                value = extra.pop(key)
                members[name] = self.read(field.annotation, value, f"{path}.{key}", tag)
            elif field.is_required():
                self._differs(f"{path}.{key}", "missing")
        return model.assembled(members, extra)

    def _union(self, union: Any, data: object, path: str, tag: str | None) -> object:
        arms = [(arm, inner) for arm, inner in _arms(union, tag) if _fits(arm, data, inner)]
        if not arms:
            self._differs(path, f"unknown variant {_shown(data, tag)}")
            return _opened(data)
        arm, inner = max(arms, key=lambda candidate: _likeness(candidate[0], data))
        return self.read(arm, data, path, inner)

    def _differs(self, path: str, what: str) -> None:
        self.differences.append(printable(f"{path}: {what}", 200))


def _bare(annotation: Any, tag: str | None) -> tuple[Any, str | None]:
    """Take the names and notes off an annotation, all but a discriminator."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *notes = get_args(annotation)
            for note in notes:
                found = getattr(note, "discriminator", None)
                tag = found if isinstance(found, str) else tag
        elif hasattr(annotation, "__value__"):
            annotation = annotation.__value__
        else:
            return annotation, tag


def _arms(union: Any, tag: str | None) -> Iterator[tuple[Any, str | None]]:
    for arm in get_args(union):
        bare, inner = _bare(arm, tag)
        if get_origin(bare) in {Union, UnionType}:
            yield from _arms(bare, inner)
        else:
            yield bare, inner


def _fits(annotation: Any, data: object, tag: str | None) -> bool:
    """Tell whether data is of the annotation's kind, without looking inside."""
    annotation, tag = _bare(annotation, tag)
    origin = get_origin(annotation) or annotation
    if origin in {Union, UnionType}:
        return any(_fits(arm, data, inner) for arm, inner in _arms(annotation, tag))
    if origin is Literal:
        return any(data == value and type(data) is type(value) for value in get_args(annotation))
    if origin in _KINDS:
        return isinstance(data, _KINDS[origin]) and (origin is bool) == isinstance(data, bool)
    if isinstance(origin, type) and issubclass(origin, Model):
        return isinstance(data, dict) and not any(_mistagged(origin, data, tag))
    return origin in {Any, object} or _converts(annotation, data)


def _literals(model: type[Model]) -> Iterator[tuple[str, str, tuple[object, ...]]]:
    """Yield the name, the key and the values of the members that are literals."""
    _complete(model)
    for name, field in model.model_fields.items():
        bare, _ = _bare(field.annotation, None)
        if get_origin(bare) is Literal:
            yield name, field.alias or name, get_args(bare)


def _mistagged(model: type[Model], data: Mapping[str, object], tag: str | None) -> Iterator[bool]:
    for name, key, values in _literals(model):
        if key in data and (len(values) == 1 or tag in {name, key}):
            yield data[key] not in values


def _likeness(annotation: Any, data: object) -> int:
    """Tell how much data looks like an annotation that it fits."""
    if isinstance(data, dict) and isinstance(annotation, type) and issubclass(annotation, Model):
        keys = {field.alias or name for name, field in annotation.model_fields.items()}
        tags = sum(data.get(key) in values for _, key, values in _literals(annotation))
        return 10 * tags + len(keys & data.keys()) - len(keys - data.keys())
    if isinstance(data, list) and data and (items := get_args(annotation)):
        return int(_fits(items[0], data[0], None))
    return 0


def _converts(annotation: Any, data: object) -> bool:
    try:
        _converted(annotation, data)
    except ValidationError:
        return False
    return True


def _converted(annotation: Any, data: object) -> object:
    """Return data as another type than JSON's own: a date, an enum."""
    if get_origin(annotation) is Literal or annotation in _KINDS or annotation in {Any, object}:
        return data
    converted: object = TypeAdapter(annotation).validate_json(to_json(data))
    return converted


def _complete(model: type[Model]) -> None:
    if not model.__pydantic_complete__:
        model.model_rebuild()


def _opened(data: object) -> object:
    """Return data that has no type: a model without fields for an object."""
    return Model.assembled({}, data) if isinstance(data, dict) else data


def _shown(data: object, tag: str | None = None) -> str:
    if isinstance(data, dict):
        kind = data.get(tag or "type")
        return f"{tag or 'type'}={kind!r}" if isinstance(kind, str) else "an object"
    return "a list" if isinstance(data, list) else repr(data)[:60]


def _named(annotation: Any) -> str:
    name: str = getattr(annotation, "__name__", str(annotation))
    return str(annotation) if get_origin(annotation) else name

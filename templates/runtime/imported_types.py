"""Types of the app in place of schemas: how their values are read and written."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import chain, repeat
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from pydantic import TypeAdapter
from pydantic.errors import PydanticSchemaGenerationError, PydanticUndefinedAnnotation
from pydantic_core import PydanticSerializationError, core_schema, to_json

from .errors import ConfigurationError
from .model import fields, further_type
from .parameters import REQUEST, Omit, is_array, is_object, omit
from .variants import aliased, members_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, SerializationInfo
    from pydantic.json_schema import JsonSchemaValue

    from .model import Model

_JSON: Final = frozenset((str, int, float, bool, dict, list))


class ImportedType:
    """A type of the app, as metadata of `Annotated`; it is imported when it is first needed.

    pydantic reads and writes its values by the type alone: no rule of the package applies.
    """

    def __init__(
        self, module: str, name: str, package: str | None = None, *, is_number: bool = False
    ) -> None:
        self._module, self._name, self._package = module, name, package
        self._is_number = is_number
        self._read: TypeAdapter[Any] | None = None
        self._classes: tuple[type, ...] = ()
        self._is_building = False

    def __repr__(self) -> str:
        return f"{self._module.lstrip('.')}.{self._name}"

    @staticmethod
    def as_json(value: object, annotation: Any) -> Any:
        """Return an argument with the values of the app's types as they are in JSON.

        Raises ValueError for a value that is not of its type.
        """
        return _written(value, annotation, lambda kind, one: kind.to_json(one))

    @property
    def adapter(self) -> TypeAdapter[Any]:
        """What reads and writes the type.

        Raises ConfigurationError if it cannot be imported, or if pydantic does not know it.
        """
        if self._read is None:
            self._is_building = True  # it may hold a model that holds it
            try:
                kind = getattr(importlib.import_module(self._module, self._package), self._name)
                self._read, self._classes = TypeAdapter(kind), _classes(kind)
            except (ImportError, AttributeError) as error:
                reason = f"cannot be imported: {error}"
            except PydanticSchemaGenerationError:
                reason = "is unknown to pydantic: it needs `__get_pydantic_core_schema__`"
            else:
                return self._read
            finally:
                self._is_building = False
            if self._is_being_imported():
                raise PydanticUndefinedAnnotation(self._name, reason)  # pydantic tries again
            raise ConfigurationError(f"{self}, a type in [tool.opgen.types], {reason}")
        return self._read

    def _is_being_imported(self) -> bool:
        """Return whether its module has not run to its end: it may define a model of models."""
        module = sys.modules.get(importlib.util.resolve_name(self._module, self._package))
        return bool(getattr(getattr(module, "__spec__", None), "_initializing", False))

    @property
    def classes(self) -> tuple[type, ...]:
        """The classes of its values."""
        return self._classes if self.adapter else ()

    def to_json(self, value: Any) -> Any:
        """Return a value as it is in JSON; raise ValueError if it is not of the type."""
        try:
            data = self.adapter.dump_python(value, mode="json", by_alias=True, warnings="error")
        except PydanticSerializationError as error:
            reason = f"a {type(value).__name__} is not {self}"
            raise ValueError(f"{reason}: {error}") from None
        is_text = self._is_number and isinstance(data, str)
        return Decimal(data) if is_text else data  # which is sent as a number, with all digits

    def validate(self, value: Any) -> Any:
        """Return data of JSON, or a value of the type, as the type."""
        if type(value) in _JSON:
            try:
                return self.adapter.validate_json(to_json(value))
            except PydanticSerializationError:
                pass  # it holds a value that is not of JSON
        elif isinstance(value, self.classes):
            return value  # the type itself may only read JSON
        return self.adapter.validate_python(value)

    def dump(self, value: Any, info: SerializationInfo) -> Any:
        """Return a value as a model with it is dumped; one that is not of the type is unchanged."""
        is_json = info.mode_is_json()
        try:
            if not is_json and info.context is not REQUEST:
                return self.adapter.dump_python(value, by_alias=info.by_alias, warnings="error")
            data = self.to_json(value)
        except (PydanticSerializationError, ValueError):
            return value
        if is_json and isinstance(data, Decimal):
            return int(data) if data == data.to_integral_value() else float(data)
        return data

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Return a schema that only calls the type's own: no rule of models applies to it.

        Raises ConfigurationError if the type cannot be used: in a validator, it would be a value
        that does not fit.
        """
        if not self._is_building:
            _ = self.adapter
        return core_schema.no_info_plain_validator_function(
            self.validate,
            metadata={"opgen_written": _written_in_model},
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.dump, info_arg=True
            ),
        )

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(self.adapter.core_schema)


def _written_in_model(
    model: type[Model], name: str | None, value: Any, info: SerializationInfo
) -> Any:
    """Return the value of a field, or of a member without one, with the app's types dumped."""
    kinds = {one.name: one.annotation for one in fields(model)}
    annotation = kinds[name] if name else further_type(model)
    return _written(value, annotation, lambda kind, one: kind.dump(one, info))


def _own(annotation: Any) -> ImportedType | None:
    """Return the type of the app that an annotation is; None if it is another one."""
    metadata = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    return next((one for one in metadata if isinstance(one, ImportedType)), None)


def _written(value: Any, annotation: Any, write: Callable[[ImportedType, Any], Any]) -> Any:
    """Return a value with each value of a type of the app written; others are unchanged."""
    if value is None or value is omit or not _holds_own(annotation):
        return value
    kind = _closest(list(members_of(annotation, value)), value)
    if own := _own(kind):
        return write(own, value)
    if is_typeddict(kind):
        kinds = _members(kind)
        return {
            key: _written(one, kinds[key], write) if key in kinds else one
            for key, one in value.items()
        }
    inner = get_args(kind)
    if is_object(value) and inner:
        return {key: _written(one, inner[-1], write) for key, one in value.items()}
    if is_array(value) and inner:
        each = chain(inner, repeat(inner[-1])) if get_origin(kind) is tuple else repeat(inner[0])
        return [_written(one, kind, write) for one, kind in zip(value, each, strict=False)]
    return value


def _closest(kinds: list[Any], value: Any) -> Any:
    """Return the type that a value is written as; None if nothing in it is of the app."""
    imported = [(one, own) for one in kinds if (own := _own(one))]
    for one, own in imported:
        if isinstance(value, own.classes):
            return one
    others = [one for one in kinds if not (_own(one) or one in {NoneType, Omit})]
    if is_object(value):
        members = [one for one in others if is_typeddict(one) and _may_be(one, value)]
        mappings = (one for one in others if _is_of(one, Mapping))
        return max(members, key=lambda one: _likeness(one, value), default=next(mappings, None))
    if is_array(value):
        return next((one for one in others if not _is_of(one, Mapping) and get_args(one)), None)
    return imported[0][0] if imported and not others else None


def _is_of(kind: Any, base: type) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, base)


def _may_be(kind: Any, value: Mapping[str, Any]) -> bool:
    """Return whether a TypedDict has no constant that differs from the value."""
    constants = {key: one for key, one in _members(kind).items() if get_origin(one) is Literal}
    return all(value.get(key) in get_args(one) for key, one in constants.items() if key in value)


def _likeness(kind: Any, value: Mapping[str, Any]) -> int:
    known = _members(kind).keys()
    return len(known & value.keys()) - len(kind.__required_keys__ - value.keys())


@lru_cache(maxsize=1024)
def _members(kind: Any) -> Mapping[str, Any]:
    """Return the types of the members of a TypedDict."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        key: get_args(one)[0] if get_origin(one) in {NotRequired, Required} else one
        for key, one in hints.items()
    }


def _holds_own(annotation: Any) -> bool:
    """Return whether a type is or holds one of the app; not whether a model does."""
    try:
        return _known_to_hold(annotation)
    except TypeError:  # it has metadata that is not hashable
        return _search(annotation, set())


@lru_cache(maxsize=1024)
def _known_to_hold(annotation: Any) -> bool:
    return _search(annotation, set())


def _search(annotation: Any, seen: set[int]) -> bool:
    if _own(annotation):
        return True
    inner = get_args(annotation)
    if is_typeddict(annotation) or hasattr(annotation, "__value__"):  # which may hold itself
        if id(annotation) in seen:
            return False
        seen.add(id(annotation))
        is_dict = is_typeddict(annotation)
        inner = (*_members(annotation).values(),) if is_dict else (aliased(annotation),)
    return any(_search(one, seen) for one in inner)


def _classes(kind: Any) -> tuple[type, ...]:
    """Return the classes of the values of a type."""
    if isinstance(kind, type) and not get_args(kind):
        return (kind,)
    if get_origin(kind) is Annotated:
        return _classes(get_args(kind)[0])
    for attribute in ("__supertype__", "__value__"):  # of a `NewType`, of an alias
        if hasattr(kind, attribute):
            return _classes(getattr(kind, attribute))
    if get_origin(kind) in {Union, UnionType}:
        return tuple(one for each in get_args(kind) for one in _classes(each))
    origin = get_origin(kind)
    return (origin,) if isinstance(origin, type) else ()
